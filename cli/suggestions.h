/*
 * suggestions: how often names that no entity covers recur over any number of articles, in bounded
 * memory: when there are too many different ones, all counts sink by one and those at nothing are
 * forgotten (Misra and Gries, Finding repeated elements, 1982).
 */
#ifndef CLI_SUGGESTIONS_H
#define CLI_SUGGESTIONS_H

#include <stdint.h>

#include "extract/unnamed.h"

#define SUGGESTION_NAMES_MAX 20000
#define SUGGESTION_EXAMPLES  2
#define SUGGESTION_STORIES   16 /* are told apart; copies of one text come close together */

struct suggestion {
    char *name;
    bool model;
    size_t mentions;
    size_t articles;
    size_t stories; /* copies of one text count once */
    size_t page;    /* the last that named it */
    int64_t recent[SUGGESTION_STORIES];
    char *examples[SUGGESTION_EXAMPLES]; /* sentences, or NULL */
    char *urls[SUGGESTION_EXAMPLES];     /* where they stand */
};

struct suggestions;

struct suggestions *suggestions_new(void);
void suggestions_free(struct suggestions *suggestions); /* accepts NULL */

/* Counts what one article names; `story` is 0 where none is known. */
void suggestions_add(struct suggestions *suggestions, const struct reading *reading,
                     const char *url, int64_t story);

/*
 * Those that at least so many stories name, the most often told first. Words that the articles also
 * write without capitals are left out, and names that are made of such alone.
 */
const struct suggestion **suggestions_sorted(struct suggestions *suggestions, size_t least,
                                             struct arena *arena, size_t *count);

/* How much counts may be too low, since memory is bounded: 0 unless there were too many names. */
size_t suggestions_missed(const struct suggestions *suggestions);

#endif
