#include "extract/passage.h"

#include <stdint.h>
#include <string.h>

#include "extract/heading.h"
#include "extract/table.h"

/* A row of more cells than these is a dump of data. */
#define CELLS_MAX 16

static size_t length(const struct passage *passage)
{
    size_t len = 0;
    for (size_t i = 0; i < passage->count; i++)
        len += passage->stretches[i].end - passage->stretches[i].start;
    return len;
}

/* What would make the passage too long is left out. */
static void add(struct passage *passage, size_t start, size_t end, const char *joint)
{
    if (length(passage) + (end - start) <= SENTENCE_MAX)
        passage->stretches[passage->count++] = (struct stretch){start, end, joint};
}

static bool names_something(const struct reading *reading, const struct passage *passage)
{
    return reading_mention_from(reading, passage->start) <
           reading_mention_from(reading, passage->end);
}

static size_t block_of(const struct reading *reading, size_t sentence)
{
    return reading->sentences[sentence].block;
}

static bool begins_block(const struct reading *reading, size_t sentence)
{
    return sentence == 0 || block_of(reading, sentence - 1) != block_of(reading, sentence);
}

/* The sentence behind the last one of its paragraph that a piece beginning here has room for. */
static size_t piece_end(const struct reading *reading, size_t first)
{
    size_t next = first + 1;
    while (next < reading->sentence_count && !begins_block(reading, next) &&
           reading->sentences[next].end - reading->sentences[first].start <= SENTENCE_MAX)
        next++;
    return next;
}

static bool begins_piece(const struct reading *reading, size_t sentence)
{
    size_t first = sentence;
    while (!begins_block(reading, first))
        first--;
    while (first < sentence)
        first = piece_end(reading, first);
    return first == sentence;
}

static void add_paragraph(const struct reading *reading, size_t sentence, struct passage *passage)
{
    if (!begins_piece(reading, sentence))
        return;
    passage->end = reading->sentences[piece_end(reading, sentence) - 1].end;
    add(passage, passage->start, passage->end, "");
}

static void add_item(const struct reading *reading, size_t sentence, struct passage *passage)
{
    size_t block = block_of(reading, sentence);
    size_t heading = heading_block(reading, sentence);
    if (!begins_block(reading, sentence) || !heading_lists(reading, block) || heading == SIZE_MAX)
        return;
    struct block above = reading->blocks[heading];
    while (above.end > above.start && strchr(": ", reading->text[above.end - 1]))
        above.end--; /* "Our partners:" has one already */
    add(passage, above.start, above.end, ": ");
    passage->end = reading->sentences[piece_end(reading, sentence) - 1].end;
    add(passage, passage->start, passage->end, "");
}

static void add_row(const struct reading *reading, size_t sentence, struct passage *passage)
{
    size_t block = block_of(reading, sentence);
    if (!begins_block(reading, sentence) || !table_is_row(reading, block))
        return;
    passage->end = reading->blocks[block].end;
    struct table_cell cell = table_cell_at(reading, block, passage->start), head;
    for (size_t column = 0; column < CELLS_MAX && table_cell_nth(reading, block, column, &cell);
         column++) {
        if (!table_head(reading, block, &cell, &head))
            continue;
        add(passage, head.start, head.end, ": ");
        add(passage, cell.start, cell.end, "; ");
    }
}

bool passage_at(const struct reading *reading, enum scope scope, size_t sentence,
                struct passage *passage)
{
    const struct sentence *first = &reading->sentences[sentence];
    *passage = (struct passage){.start = first->start, .end = first->end};
    passage->stretches = arena_alloc(reading->arena, 2 * CELLS_MAX * sizeof(*passage->stretches));
    switch (scope) {
    case SCOPE_SENTENCE:
        add(passage, first->start, first->end, "");
        break;
    case SCOPE_PARAGRAPH:
        add_paragraph(reading, sentence, passage);
        break;
    case SCOPE_ITEM:
        add_item(reading, sentence, passage);
        break;
    case SCOPE_ROW:
        add_row(reading, sentence, passage);
        break;
    }
    return passage->count > 0 && names_something(reading, passage);
}
