/*
 * passage: what a rule reads at one time, by its scope: a sentence, a paragraph, an item of a list
 * behind its heading, a row of a table in which each cell stands behind the head of its column.
 */
#ifndef EXTRACT_PASSAGE_H
#define EXTRACT_PASSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "extract/reading.h"
#include "rules/rule.h"

/* A part of the reading's text, and what is put behind it: "" where the text goes on. */
struct stretch {
    size_t start;
    size_t end;
    const char *joint;
};

struct passage {
    struct stretch *stretches; /* in the reading's arena */
    size_t count;
    size_t start; /* of what is read itself, without headings and heads */
    size_t end;
};

/*
 * What rules of this scope read that begins with the sentence. False where nothing does: it is not
 * the first sentence of its paragraph, item or row, the item has no heading, the table no heads; or
 * nothing is named there. A paragraph of more than SENTENCE_MAX bytes is read in pieces of whole
 * sentences; items and rows are cut there.
 */
bool passage_at(const struct reading *reading, enum scope scope, size_t sentence,
                struct passage *passage);

#endif
