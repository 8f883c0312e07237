#include "store/result.h"

#include <string.h>

struct result *result_new(const char *const *columns, size_t column_count)
{
    struct arena *arena = arena_new();
    struct result *result = arena_alloc(arena, sizeof(*result));
    result->arena = arena;
    result->columns = arena_alloc(arena, column_count * sizeof(*result->columns));
    result->column_count = column_count;
    for (size_t i = 0; i < column_count; i++)
        result->columns[i] = arena_strdup(arena, columns[i]);
    return result;
}

struct cell *result_add_row(struct result *result)
{
    result->cells = arena_grow(result->arena, result->cells, result->row_count,
                               &result->row_capacity, result->column_count * sizeof(struct cell));
    struct cell *row = result->cells + result->row_count * result->column_count;
    memset(row, 0, result->column_count * sizeof(*row));
    result->row_count++;
    return row;
}

const struct cell *result_row(const struct result *result, size_t row)
{
    return result->cells + row * result->column_count;
}

struct cell cell_text(struct result *result, const char *text)
{
    if (!text)
        return (struct cell){.type = CELL_NULL};
    return (struct cell){.type = CELL_TEXT, .text = arena_strdup(result->arena, text)};
}

struct cell cell_number(double number)
{
    return (struct cell){.type = CELL_NUMBER, .number = number};
}

void result_free(struct result *result)
{
    if (result)
        arena_free(result->arena);
}
