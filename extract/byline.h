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

/*
 * Adds the names in a text to the byline, each once. Words before ("By", "Von", "Written by") and
 * what is no name behind a comma (a role, a place) are left out; degrees stay. Text with an
 * address, a site's phrases or more words than a name has adds nothing. The names live in `arena`.
 */
void byline_add(struct byline *byline, const char *text, struct arena *arena);

/* Whether the text begins with a word that announces a name: "By", "Written by". */
bool byline_announced(const char *text, struct arena *arena);

#endif
