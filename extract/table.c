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

const struct mention *table_subject(const struct reading *reading, size_t block)
{
    return first_in_row(reading, block, MENTION_ENTITY);
}
