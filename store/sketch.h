/*
 * sketch: a text as a set of hashes, to tell how much two texts have in common: one hash for each
 * run of SHINGLE letters and digits, case folded, whatever stands between them (A. Broder, "On the
 * resemblance and containment of documents", 1997). Scripts without blanks need nothing special.
 *
 * Numbers are also kept by themselves, each with the hash of the run before it: the same words with
 * another number behind them are no copy but a contradiction, or another edition.
 */
#ifndef STORE_SKETCH_H
#define STORE_SKETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct numeral {
    uint64_t context; /* the hash of the letters before it */
    const char *text; /* "63", "2025", "1.5" */
};

struct sketch {
    uint64_t *hashes; /* ascending, each once, below 2^62 */
    size_t count;
    struct numeral *numerals; /* sorted, each once */
    size_t numeral_count;
    size_t numeral_capacity;
};

/* Everything in the result lives in `arena`. */
struct sketch sketch_text(const char *text, struct arena *arena);

/* The share of what both have in what either has: from 0 to 1; 0 where one has nothing. */
double sketch_resemblance(const struct sketch *a, const struct sketch *b);

/*
 * Do the two say different numbers behind the same words? Then *in_a and *in_b are the first such
 * pair. A number that only one of them has behind its words contradicts nothing: a paragraph was
 * cut, or a date line added.
 */
bool sketch_contradict(const struct sketch *a, const struct sketch *b, const char **in_a,
                       const char **in_b);

#endif
