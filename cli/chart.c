#include "cli/chart.h"

#include <math.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cli/output.h"

#define BAR_COLUMNS 32 /* beside the numbers of a row, these fit into 80 columns */
#define EIGHTHS     8

static void put_bar(struct buf *bar, double share, bool unicode)
{
    static const char *const parts[EIGHTHS] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    long eighths = lround(share * BAR_COLUMNS * EIGHTHS);
    if (!unicode) {
        for (long i = 0; i < (eighths + EIGHTHS / 2) / EIGHTHS; i++)
            buf_putc(bar, '#');
        return;
    }
    for (long i = 0; i < eighths / EIGHTHS; i++)
        buf_puts(bar, "█");
    buf_puts(bar, parts[eighths % EIGHTHS]);
}

static double largest(const struct result *result, size_t column)
{
    double max = 0;
    for (size_t row = 0; row < result->row_count; row++) {
        const struct cell *cell = &result_row(result, row)[column];
        if (cell->type == CELL_NUMBER && cell->number > max)
            max = cell->number;
    }
    return max;
}

void chart_print(FILE *out, const struct result *result, size_t value)
{
    struct output_style style = output_style_of(out);
    size_t count = result->column_count;
    struct arena *arena = arena_new();
    const char **columns = arena_alloc(arena, (count + 1) * sizeof(*columns));
    for (size_t i = 0; i < count; i++)
        columns[i] = result->columns[i];
    columns[count] = "";

    struct result *chart = result_new(columns, count + 1);
    double max = largest(result, value);
    struct buf bar = {0};
    for (size_t row = 0; row < result->row_count; row++) {
        const struct cell *from = result_row(result, row);
        struct cell *to = result_add_row(chart);
        for (size_t i = 0; i < count; i++)
            to[i] = from[i];
        buf_reset(&bar);
        if (from[value].type == CELL_NUMBER && max > 0 && from[value].number > 0)
            put_bar(&bar, from[value].number / max, style.unicode);
        to[count] = cell_text(chart, buf_text(&bar));
    }
    output_print(out, NULL, chart);
    buf_free(&bar);
    result_free(chart);
    arena_free(arena);
}
