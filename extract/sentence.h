/* sentence: the unit in which rules look for facts. */
#ifndef EXTRACT_SENTENCE_H
#define EXTRACT_SENTENCE_H

#include <stddef.h>

#include "base/arena.h"
#include "extract/article.h"

/*
 * A longer sentence is cut at a blank: it is a list or a broken page rather than a sentence, and a
 * pattern's subject must stay bounded (PATTERN_SUBJECT_MAX, with room for what the typed copy
 * adds).
 */
#define SENTENCE_MAX 3000

struct sentence {
    size_t start; /* bytes into the text, white space at both ends left out */
    size_t end;
    size_t block; /* index of the block that it stands in */
};

/*
 * Splits each block by the sentence rules of Unicode (UAX #29, by ICU), and joins again what those
 * take apart behind an abbreviation. The array lives in the arena.
 */
struct sentence *sentences_split(const char *text, const struct block *blocks, size_t block_count,
                                 struct arena *arena, size_t *count);

#endif
