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
    bool cut; /* more rows exist than the limit let through */
};

void result_free(struct result *result); /* accepts NULL */

#endif
