/* Small helpers on NUL-terminated UTF-8 text. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/arena.h"

/*
 * Prints with control characters (C0 but tab, DEL, C1, bidirectional overrides) and broken UTF-8
 * as \xHH or \u{HHHH}, so that nothing from a server steers a terminal or forges a log line.
 */
void text_print_escaped(FILE *out, const char *text);

/* Prints as many columns of blanks as the first `count` code points take; tabs stay tabs. */
void text_print_blanks(FILE *out, const char *text, size_t count);

bool text_starts(const char *text, const char *prefix);
bool text_ends(const char *text, const char *suffix);
bool text_equal_ascii_nocase(const char *a, const char *b); /* both may be NULL */

/* Runs of white space (also U+00A0) become one blank; none at the ends. */
char *text_squeeze(struct arena *arena, const char *text, size_t len);

/* Case folded (full Unicode folding by ICU); the result lives in the arena. */
char *text_fold(struct arena *arena, const char *text);

/*
 * The candidate nearest to `word` by edit distance when it is near enough to be a slip of the pen
 * (at most a third of its length), else NULL. For "did you mean …?".
 */
const char *text_nearest(const char *word, const char *const *candidates, size_t count);

#endif
