#include "cli/output.h"

#include <jansson.h>
#include <langinfo.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"

#define COLUMN_GAP     2
#define COLUMN_LEAST   8    /* a column is not cut below this width */
#define INTEGER_LIMIT  1e15 /* doubles up to here hold whole numbers exactly */
#define NUMBER_DIGITS  12   /* enough for any value in a text, and hides rounding of binary */
#define TABLE_DIGITS   6    /* for the eye: 60.6667 rather than 60.6666666667 */
#define BOLD           "\033[1m"
#define PLAIN          "\033[0m"
#define WIDTH_FALLBACK 80

struct output_style output_style_of(FILE *out)
{
    struct output_style style = {.unicode = strcmp(nl_langinfo(CODESET), "UTF-8") == 0};
    int descriptor = fileno(out);
    if (descriptor < 0 || !isatty(descriptor))
        return style;
    struct winsize size;
    bool known = ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    const char *no_colour = getenv("NO_COLOR");
    style.width = known ? size.ws_col : WIDTH_FALLBACK;
    style.colour = !no_colour || !*no_colour;
    return style;
}

static const char *number_text(struct arena *arena, double number, int digits)
{
    bool whole = number == floor(number) && fabs(number) < INTEGER_LIMIT;
    return whole ? arena_printf(arena, "%.0f", number)
                 : arena_printf(arena, "%.*g", digits, number);
}

const char *output_number(struct arena *arena, double number)
{
    return number_text(arena, number, NUMBER_DIGITS);
}

const char *output_escaped(struct arena *arena, const char *text)
{
    char *escaped = NULL;
    size_t len = 0;
    FILE *stream = open_memstream(&escaped, &len);
    if (!stream)
        mem_die("a stream in memory");
    text_print_escaped(stream, text);
    if (fclose(stream) != 0)
        mem_die("a stream in memory");
    const char *copy = arena_strndup(arena, escaped, len);
    free(escaped);
    return copy;
}

/* ---- table */

struct table {
    const struct result *result;
    struct output_style style;
    struct arena *arena;
    const char **texts; /* escaped cells, row after row */
    size_t *widths;
    bool *numeric;
};

static const char *display_text(struct arena *arena, const struct cell *cell)
{
    switch (cell->type) {
    case CELL_TEXT:
        return output_escaped(arena, cell->text);
    case CELL_NUMBER:
        return number_text(arena, cell->number, TABLE_DIGITS);
    case CELL_NULL:
        break;
    }
    return "";
}

static void table_measure(struct table *table)
{
    const struct result *result = table->result;
    for (size_t column = 0; column < result->column_count; column++) {
        table->widths[column] = utf8_width(result->columns[column]);
        table->numeric[column] = true;
    }
    for (size_t i = 0; i < result->row_count * result->column_count; i++) {
        size_t column = i % result->column_count;
        table->texts[i] = display_text(table->arena, &result->cells[i]);
        size_t width = utf8_width(table->texts[i]);
        if (width > table->widths[column])
            table->widths[column] = width;
        if (result->cells[i].type == CELL_TEXT)
            table->numeric[column] = false;
    }
}

/* Lowers the widest columns together until the table fits, so that short ones stay whole. */
static void table_fit(struct table *table)
{
    size_t count = table->result->column_count;
    for (;;) {
        size_t total = (count - 1) * COLUMN_GAP, widest = 0;
        for (size_t i = 0; i < count; i++) {
            total += table->widths[i];
            if (table->widths[i] > table->widths[widest])
                widest = i;
        }
        if (total <= table->style.width || table->widths[widest] <= COLUMN_LEAST)
            return;
        table->widths[widest]--;
    }
}

/* Prints as much as fits into `width` columns and returns how many were used. */
static size_t print_cut(FILE *out, const char *text, size_t width, bool unicode)
{
    size_t whole = utf8_width(text);
    if (whole <= width) {
        fputs(text, out);
        return whole;
    }
    size_t len = strlen(text), at = 0, used = 0;
    while (at < len) {
        char character[UTF8_MAX + 1] = "";
        size_t start = at;
        utf8_decode(text, len, &at);
        memcpy(character, text + start, at - start);
        size_t columns = utf8_width(character);
        if (used + columns + 1 > width)
            break;
        used += columns;
        fputs(character, out);
    }
    fputs(unicode ? "…" : "~", out);
    return used + 1;
}

static void table_print_row(FILE *out, const struct table *table, const char *const *texts)
{
    size_t count = table->result->column_count, pending = 0;
    for (size_t i = 0; i < count; i++) {
        size_t width = utf8_width(texts[i]);
        size_t room = table->widths[i];
        size_t left = table->numeric[i] && width < room ? room - width : 0;
        if (*texts[i]) {
            fprintf(out, "%*s", (int)(pending + left), "");
            pending = room - left - print_cut(out, texts[i], room, table->style.unicode);
        } else {
            pending += room;
        }
        pending += COLUMN_GAP;
    }
    fputc('\n', out);
}

static void print_table(FILE *out, const struct result *result)
{
    size_t columns = result->column_count;
    if (columns == 0)
        return;
    struct arena *arena = arena_new();
    struct table table = {
        .result = result,
        .style = output_style_of(out),
        .arena = arena,
        .texts = arena_alloc(arena, (result->row_count * columns + 1) * sizeof(char *)),
        .widths = arena_alloc(arena, columns * sizeof(size_t)),
        .numeric = arena_alloc(arena, columns * sizeof(bool))};
    table_measure(&table);
    if (table.style.width > 0)
        table_fit(&table);

    fputs(table.style.colour ? BOLD : "", out);
    table_print_row(out, &table, result->columns);
    fputs(table.style.colour ? PLAIN : "", out);
    for (size_t row = 0; row < result->row_count; row++)
        table_print_row(out, &table, &table.texts[row * columns]);
    arena_free(arena);
}

/* ---- csv */

/* RFC 4180 lets line breaks stand between quotes; other control characters are escaped. */
static void print_csv_text(FILE *out, struct arena *arena, const char *text)
{
    if (!text[strcspn(text, ",\"\r\n")]) {
        text_print_escaped(out, text);
        return;
    }
    fputc('"', out);
    while (*text) {
        size_t len = strcspn(text, "\"\n");
        text_print_escaped(out, arena_strndup(arena, text, len));
        text += len;
        if (*text == '"')
            fputs("\"\"", out);
        else if (*text == '\n')
            fputc('\n', out);
        text += *text != '\0';
    }
    fputc('"', out);
}

static void print_csv(FILE *out, const struct result *result)
{
    struct arena *arena = arena_new();
    for (size_t column = 0; column < result->column_count; column++)
        fprintf(out, "%s%s", column > 0 ? "," : "", result->columns[column]);
    fputs("\r\n", out);
    for (size_t row = 0; row < result->row_count; row++) {
        for (size_t column = 0; column < result->column_count; column++) {
            const struct cell *cell = &result_row(result, row)[column];
            fputs(column > 0 ? "," : "", out);
            if (cell->type == CELL_TEXT)
                print_csv_text(out, arena, cell->text);
            else if (cell->type == CELL_NUMBER)
                fputs(output_number(arena, cell->number), out);
        }
        fputs("\r\n", out);
        arena_reset(arena);
    }
    arena_free(arena);
}

/* ---- json */

static json_t *cell_json(const struct cell *cell)
{
    if (cell->type == CELL_NUMBER && cell->number == floor(cell->number) &&
        fabs(cell->number) < INTEGER_LIMIT)
        return json_integer((json_int_t)cell->number);
    if (cell->type == CELL_NUMBER && isfinite(cell->number))
        return json_real(cell->number);
    if (cell->type != CELL_TEXT)
        return json_null();

    /* A database may hold broken UTF-8, which JSON cannot. */
    size_t len;
    char *repaired = utf8_repair(cell->text, strlen(cell->text), &len);
    json_t *text = json_stringn(repaired, len);
    free(repaired);
    return text;
}

static void print_json_row(FILE *out, const struct result *result, size_t row)
{
    json_t *object = json_object();
    for (size_t column = 0; column < result->column_count; column++) {
        json_t *value = cell_json(&result_row(result, row)[column]);
        if (json_object_set_new(object, result->columns[column], value) != 0)
            mem_die("a row as JSON");
    }
    /* A failed write shows in ferror(out), which main looks at. */
    json_dumpf(object, out, JSON_COMPACT | JSON_REAL_PRECISION(NUMBER_DIGITS));
    json_decref(object);
}

static void print_json(FILE *out, const struct result *result)
{
    fputc('[', out);
    for (size_t row = 0; row < result->row_count; row++) {
        fputs(row > 0 ? ",\n " : "", out);
        print_json_row(out, result, row);
    }
    fputs("]\n", out);
}

static void print_ndjson(FILE *out, const struct result *result)
{
    for (size_t row = 0; row < result->row_count; row++) {
        print_json_row(out, result, row);
        fputc('\n', out);
    }
}

static const struct {
    const char *name;
    void (*print)(FILE *out, const struct result *result);
} formats[] = {
    {"table", print_table},
    {"csv", print_csv},
    {"json", print_json},
    {"ndjson", print_ndjson},
};

void output_print(FILE *out, const char *format, const struct result *result)
{
    for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
        if (!format || strcmp(format, formats[i].name) == 0) {
            formats[i].print(out, result);
            return;
        }
    }
    mem_die("an output format that no table lists");
}
