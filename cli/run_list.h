/* run list: what one page of a source lists, be it a feed, a sitemap or an index page. */
#ifndef CLI_RUN_LIST_H
#define CLI_RUN_LIST_H

#include "cli/run.h"
#include "store/wanted.h"

/* Pages beyond the first that one poll of a source asks for. */
#define FURTHER_PAGES_MAX 20

/* Another page of the same source. */
struct list_link {
    const char *url;
    const char *updated; /* when it changed last, as the first one says (RFC 3339); or NULL */
};

struct listing {
    struct wanted *articles;
    size_t count;
    struct list_link further[FURTHER_PAGES_MAX]; /* the one that changed last comes first */
    size_t further_count;
    bool empty;             /* it lists nothing, matching or not */
    const char *incomplete; /* for people: why not all that is listed is here; or NULL */
    const char *fault;      /* for people, where nothing can be read; else NULL */
    long ttl;               /* these three: fetch/feed.h */
    unsigned skip_hours;
    unsigned skip_days;
};

/* Reads a page of a feed or index source. Texts live in `arena`. */
void run_list(struct run *run, const struct source *source, const struct document *document,
              struct arena *arena, struct listing *listing);

/* Where the reading of such a source goes wrong: the stage, and the cause unless one is known. */
const char *run_list_stage(const struct source *source);
const char *run_list_cause(const struct source *source);

#endif
