/* answer: the rows of a query, ready for any output format. Lives in one arena. */
#ifndef STORE_RESULT_H
#define STORE_RESULT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum cell_type { CELL_NULL, CELL_TEXT, CELL_NUMBER };

struct cell {
    enum cell_type type;
    const char *text; /* CELL_TEXT */
    double number;    /* CELL_NUMBER */
};

struct result {
    struct arena *arena;  /* holds everything here */
    const char **columns; /* names, lower case with underscores */
    size_t column_count;
    struct cell *cells; /* row after row */
    size_t row_count;
    size_t row_capacity;
    bool cut; /* more rows exist than the limit let through */
};

/* A result without rows. The names are copied. */
struct result *result_new(const char *const *columns, size_t column_count);

/* The cells of a new last row, all CELL_NULL, valid until the next call. */
struct cell *result_add_row(struct result *result);

const struct cell *result_row(const struct result *result, size_t row);

struct cell cell_text(struct result *result, const char *text); /* copied; NULL: CELL_NULL */
struct cell cell_number(double number);

void result_free(struct result *result); /* accepts NULL */

#endif
