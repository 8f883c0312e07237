/*
 * table: rows of cells among an article's paragraphs. A row is a block with tabs between its cells,
 * as pages give them, or with bars, as plain texts write them.
 */
#ifndef EXTRACT_TABLE_H
#define EXTRACT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "extract/reading.h"

/* A cell of a row: its place in the reading's text, without blanks around it. */
struct table_cell {
    size_t start;
    size_t end;
    size_t column; /* from 0 */
};

bool table_is_row(const struct reading *reading, size_t block);

/* The cell of the row that holds the byte `at`. */
struct table_cell table_cell_at(const struct reading *reading, size_t block, size_t at);

/* The row's cell in a column, from 0. False where the row has not so many. */
bool table_cell_nth(const struct reading *reading, size_t block, size_t column,
                    struct table_cell *cell);

/*
 * The head of the cell's column: the cell of the table's first row, which has no number with a
 * percent sign. False where the table has no such row, or not so many columns.
 */
bool table_head(const struct reading *reading, size_t block, const struct table_cell *cell,
                struct table_cell *head);

/* The first period that the cell names, or NULL. */
const struct mention *table_period(const struct reading *reading, const struct table_cell *cell);

/*
 * The period of a percentage's column where blanks alone part the cells: "30% 28% 25%" below
 * "2Q25 1Q25 2Q24". NULL where mentions[index] is no such cell.
 */
const struct mention *table_column_period(const struct reading *reading, size_t index);

/* The first mention of an entity in the row, which the row is about; NULL without one. */
const struct mention *table_subject(const struct reading *reading, size_t block);

#endif
