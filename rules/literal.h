/*
 * literal: words without which a pattern cannot match. Where none of them stands in a text, the
 * pattern need not be tried there.
 *
 * After the literal analysis of Google's codesearch (R. Cox, "Regular Expression Matching with a
 * Trigram Index", 2012): each part of a pattern is either a small set of exact texts, or something
 * of which a set of words is known, one of which it holds.
 */
#ifndef RULES_LITERAL_H
#define RULES_LITERAL_H

#include <stddef.h>

#include "base/arena.h"

/* One of these stands in every text that matches; none: nothing is known. */
struct literals {
    const char **items; /* folded (text_fold), each a run of letters and digits */
    size_t count;
};

/* `pattern` is for PCRE2 as it was compiled. The result lives in the arena. */
struct literals literals_of_pattern(const char *pattern, struct arena *arena);

/* The longest run of letters and digits of a name, folded: it stands wherever the name does. */
const char *literal_of_name(const char *name, struct arena *arena);

#endif
