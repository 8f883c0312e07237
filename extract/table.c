#include "extract/table.h"

#include <string.h>

/* How many rows above one its table's first row is looked for. */
#define ROWS_MAX 200

static bool is_bar(const struct reading *reading, size_t at, bool tabs)
{
    return reading->text[at] == (tabs ? '\t' : '|');
}

static bool has_tabs(const struct reading *reading, const struct block *block)
{
    return memchr(reading->text + block->start, '\t', block->end - block->start) != NULL;
}

static size_t count_bars(const struct reading *reading, const struct block *block)
{
    bool tabs = has_tabs(reading, block);
    size_t bars = 0;
    for (size_t at = block->start; at < block->end; at++)
        bars += is_bar(reading, at, tabs);
    return bars;
}

/* One bar alone stands between a date and a name, or two halves of a title. */
bool table_is_row(const struct reading *reading, size_t block)
{
    const struct block *row = &reading->blocks[block];
    return has_tabs(reading, row) || count_bars(reading, row) >= 2;
}

static void trim(const struct reading *reading, struct table_cell *cell)
{
    while (cell->start < cell->end && strchr(" \t", reading->text[cell->start]))
        cell->start++;
    while (cell->end > cell->start && strchr(" \t", reading->text[cell->end - 1]))
        cell->end--;
}

/* The cells of a row in turn, beginning with {start, start, 0}; a bar at its very start opens one.
 */
static bool next_cell(const struct reading *reading, const struct block *row, size_t *at,
                      struct table_cell *cell)
{
    bool tabs = has_tabs(reading, row);
    if (*at == row->start && !tabs && *at < row->end && is_bar(reading, *at, tabs))
        ++*at;
    if (*at >= row->end)
        return false;
    cell->start = *at;
    while (*at < row->end && !is_bar(reading, *at, tabs))
        ++*at;
    cell->end = *at;
    *at += *at < row->end;
    trim(reading, cell);
    return true;
}

struct table_cell table_cell_at(const struct reading *reading, size_t block, size_t at)
{
    const struct block *row = &reading->blocks[block];
    struct table_cell cell = {.start = row->start, .end = row->start};
    size_t next = row->start, column = 0;
    while (next_cell(reading, row, &next, &cell)) {
        cell.column = column++;
        if (at < next)
            break;
    }
    return cell;
}

bool table_cell_nth(const struct reading *reading, size_t block, size_t column,
                    struct table_cell *cell)
{
    const struct block *row = &reading->blocks[block];
    size_t next = row->start;
    for (cell->column = 0; next_cell(reading, row, &next, cell); cell->column++)
        if (cell->column == column)
            return true;
    return false;
}

/* The first mention of a type in [start, end), or NULL. */
static const struct mention *first_mention(const struct reading *reading, size_t start, size_t end,
                                           enum mention_type type)
{
    for (size_t i = 0; i < reading->mention_count && reading->mentions[i].start < end; i++)
        if (reading->mentions[i].start >= start && reading->mentions[i].type == type)
            return &reading->mentions[i];
    return NULL;
}

static const struct mention *first_in_row(const struct reading *reading, size_t block,
                                          enum mention_type type)
{
    return first_mention(reading, reading->blocks[block].start, reading->blocks[block].end, type);
}

/* Rows may be parted by empty blocks. */
static bool row_above(const struct reading *reading, size_t *block)
{
    while ((*block)-- > 0)
        if (reading->blocks[*block].end > reading->blocks[*block].start)
            return table_is_row(reading, *block);
    return false;
}

bool table_head(const struct reading *reading, size_t block, const struct table_cell *cell,
                struct table_cell *head)
{
    size_t top = block, above = block;
    for (size_t i = 0; i < ROWS_MAX && row_above(reading, &above); i++)
        top = above;
    return top != block && !first_in_row(reading, top, MENTION_PERCENT) &&
           table_cell_nth(reading, top, cell->column, head);
}

const struct mention *table_period(const struct reading *reading, const struct table_cell *cell)
{
    return first_mention(reading, cell->start, cell->end, MENTION_PERIOD);
}

static bool only_blanks(const struct reading *reading, size_t start, size_t end)
{
    while (start < end && strchr(" \t", reading->text[start]))
        start++;
    return start >= end;
}

static bool is_next_cell(const struct reading *reading, size_t left)
{
    const struct mention *a = &reading->mentions[left], *b = a + 1;
    return left + 1 < reading->mention_count && a->type == MENTION_PERCENT &&
           b->type == MENTION_PERCENT && a->sentence == b->sentence &&
           only_blanks(reading, a->end, b->start);
}

/* The nth period of the block if it has `count` of them and no percentage, else NULL. */
static const struct mention *nth_of_periods(const struct reading *reading, size_t block,
                                            size_t count, size_t nth)
{
    const struct block *head = &reading->blocks[block];
    const struct mention *found = NULL;
    size_t periods = 0;
    for (size_t i = 0; i < reading->mention_count && reading->mentions[i].start < head->end; i++) {
        const struct mention *mention = &reading->mentions[i];
        if (mention->start < head->start)
            continue;
        if (mention->type == MENTION_PERCENT)
            return NULL;
        if (mention->type == MENTION_PERIOD && periods++ == nth)
            found = mention;
    }
    return periods == count ? found : NULL;
}

const struct mention *table_column_period(const struct reading *reading, size_t index)
{
    size_t first = index, last = index;
    while (first > 0 && is_next_cell(reading, first - 1))
        first--;
    while (is_next_cell(reading, last))
        last++;
    if (first == last)
        return NULL;
    size_t block = reading->sentences[reading->mentions[index].sentence].block;
    for (size_t rows = 0; rows < ROWS_MAX && block-- > 0; rows++) {
        const struct mention *period =
            nth_of_periods(reading, block, last - first + 1, index - first);
        if (period)
            return period;
    }
    return NULL;
}

const struct mention *table_subject(const struct reading *reading, size_t block)
{
    return first_in_row(reading, block, MENTION_ENTITY);
}
