/*
 * site survey: what can be learnt of a site from one address: its feed or index page, some of its
 * articles, and what XPaths they have in common. For `rules new`.
 */
#ifndef CLI_SITE_SURVEY_H
#define CLI_SITE_SURVEY_H

#include "cli/command.h"
#include "extract/propose.h"
#include "fetch/discover.h"
#include "fetch/feed.h"

#define SURVEY_PAGES_MAX 50

struct site_survey {
    const struct document *start;      /* what was named */
    const struct feed *feed;           /* or NULL */
    const char *feed_url;              /* or NULL where it is a file */
    const struct discovery *discovery; /* of the page that was named; NULL where it is a feed */
    bool index;                        /* that page is a list of articles */
    bool fetched;                      /* all of it came from the site right now */
    struct propose_page pages[SURVEY_PAGES_MAX]; /* articles */
    size_t page_count;
    const struct proposals *proposals; /* NULL without pages */
};

/*
 * Looks at `word`, an address or a file that stands for the address `url` (or NULL), and at `most`
 * articles. What cannot be read is added to the call's diagnostics; NULL where nothing is left.
 * Everything lives in the call's arena.
 */
const struct site_survey *site_survey(const struct call *call, const char *word, const char *url,
                                      size_t most);

#endif
