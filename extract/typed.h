/*
 * typed: the copy of a passage that rules are matched against. Each mention has become one
 * private-use code point that stands for its kinds (rules/ruleset.h), "its" one with "'s" behind
 * it; quotation marks, dashes and blanks of all sorts are plain ones. The origin of each byte is
 * kept.
 */
#ifndef EXTRACT_TYPED_H
#define EXTRACT_TYPED_H

#include <stddef.h>

#include "extract/passage.h"
#include "extract/reading.h"

struct typed {
    const char *text;
    size_t len;
    const size_t *origin; /* of byte i and of the end: offset in reading.text; len + 1 entries */
    size_t first;         /* the passage's mentions are among reading.mentions[first, last) */
    size_t last;
    kind_set kinds; /* of all that is named in it */
};

struct typed typed_passage(const struct reading *reading, const struct passage *passage);

/* The mention whose code point stands at this byte of the typed text, or NULL. */
const struct mention *typed_mention(const struct typed *typed, const struct reading *reading,
                                    size_t at);

#endif
