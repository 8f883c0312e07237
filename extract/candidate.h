/* candidate: XPaths that may stand for an article's title, body, date or author on a page. */
#ifndef EXTRACT_CANDIDATE_H
#define EXTRACT_CANDIDATE_H

#include "extract/propose.h"

#define CANDIDATES_MAX 40

struct candidates {
    const char *paths[CANDIDATES_MAX]; /* each once, the most promising first */
    size_t count;
};

/*
 * Adds those of one page to candidates[PROPOSE_FIELDS]; `generic` is what is known of it. For a
 * body they are the elements that hold most of its text, the innermost first; for a title those
 * that have just its words; for date and author what markup and class names say to be one.
 */
void candidates_gather(const struct document *document, const struct article *generic,
                       struct arena *arena, struct candidates *candidates);

#endif
