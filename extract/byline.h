/* byline: the names of persons in "By Ada Lovelace and Charles Babbage, London". */
#ifndef EXTRACT_BYLINE_H
#define EXTRACT_BYLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

#define BYLINE_NAMES 20 /* more are a list of staff */

struct byline {
    const char *names[BYLINE_NAMES];
    size_t count;
};

enum byline_trust {
    BYLINE_GUESS, /* only what looks like a person's full name */
    BYLINE_KNOWN, /* the text is known to name an author: also "Ada" or "The Harbour Team" */
};

/*
 * Adds the names in a text to the byline, each once. Words before ("By", "Written by"), dates, and
 * what is no name behind a comma (a role, a place) are left out; degrees stay. The names live in
 * `arena`.
 */
void byline_add(struct byline *byline, const char *text, enum byline_trust trust,
                struct arena *arena);

/*
 * What follows the words that announce a name ("By", "Written by:"), "" where nothing does; NULL
 * where the text does not begin with such words.
 */
const char *byline_announced(const char *text, struct arena *arena);

#endif
