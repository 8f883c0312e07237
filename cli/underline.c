#include "cli/underline.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

#define WIDTH_FALLBACK 80
#define LABEL_ROWS     8 /* enough for a list of short names; further labels share the last one */

struct sheet {
    FILE *out;
    const struct output_style *style;
    const char *text;
    const struct mark *marks;
    size_t count;
    size_t start; /* of the line that is being printed: bytes into the text */
    size_t end;
    struct arena *arena;
};

static const char *shown(const struct sheet *sheet, size_t start, size_t end)
{
    char *text = arena_strndup(sheet->arena, sheet->text + start, end - start);
    for (char *at = text; (at = strpbrk(at, "\t\n"));)
        *at = ' ';
    return output_escaped(sheet->arena, text);
}

static size_t column_of(const struct sheet *sheet, size_t at)
{
    return utf8_width(shown(sheet, sheet->start, at));
}

/* The part of the mark on this line; false where there is none. */
static bool clip(const struct sheet *sheet, const struct mark *mark, size_t *start, size_t *end)
{
    *start = mark->start > sheet->start ? mark->start : sheet->start;
    *end = mark->end < sheet->end ? mark->end : sheet->end;
    return *start < *end;
}

static void put_times(FILE *out, char c, size_t count)
{
    while (count-- > 0)
        fputc(c, out);
}

static const char *colour_of(const struct sheet *sheet, enum mark_kind kind)
{
    static const char *const colours[] = {
        [MARK_NAME] = "\033[36m", [MARK_NUMBER] = "\033[33m", [MARK_FACT] = "\033[32m"};
    return sheet->style->colour ? colours[kind] : "";
}

static const char *plain(const struct sheet *sheet)
{
    return sheet->style->colour ? "\033[0m" : "";
}

static void print_words(const struct sheet *sheet)
{
    size_t at = sheet->start, start, end;
    for (size_t i = 0; i < sheet->count && sheet->style->colour; i++) {
        const struct mark *mark = &sheet->marks[i];
        if (mark->kind == MARK_FACT || !clip(sheet, mark, &start, &end) || start < at)
            continue;
        fprintf(sheet->out, "%s%s\033[4m%s%s", shown(sheet, at, start),
                colour_of(sheet, mark->kind), shown(sheet, start, end), plain(sheet));
        at = end;
    }
    fprintf(sheet->out, "%s\n", shown(sheet, at, sheet->end));
}

/* The line of ^^^. */
static void print_carets(const struct sheet *sheet)
{
    size_t column = 0, start, end;
    for (size_t i = 0; i < sheet->count; i++) {
        const struct mark *mark = &sheet->marks[i];
        if (mark->kind == MARK_FACT || !clip(sheet, mark, &start, &end))
            continue;
        put_times(sheet->out, ' ', column_of(sheet, start) - column);
        put_times(sheet->out, '^', column_of(sheet, end) - column_of(sheet, start));
        column = column_of(sheet, end);
    }
    fputs(column > 0 ? "\n" : "", sheet->out);
}

/* Whether the mark's label stands below this line: where the mark begins. */
static bool has_label(const struct sheet *sheet, const struct mark *mark)
{
    return mark->kind != MARK_FACT && mark->start >= sheet->start && mark->start < sheet->end;
}

/* Each label goes into the first row that is free from its column on. */
static size_t label_rows(const struct sheet *sheet, size_t *row_of)
{
    size_t ends[LABEL_ROWS] = {0}, rows = 0;
    for (size_t i = 0; i < sheet->count; i++) {
        if (!has_label(sheet, &sheet->marks[i]))
            continue;
        size_t column = column_of(sheet, sheet->marks[i].start), row = 0;
        while (row < LABEL_ROWS - 1 && ends[row] > column)
            row++;
        ends[row] =
            (ends[row] > column ? ends[row] : column) + utf8_width(sheet->marks[i].label) + 1;
        row_of[i] = row;
        rows = row + 1 > rows ? row + 1 : rows;
    }
    return rows;
}

static void print_labels(const struct sheet *sheet)
{
    size_t *row_of = arena_alloc(sheet->arena, (sheet->count + 1) * sizeof(*row_of));
    size_t rows = label_rows(sheet, row_of);
    for (size_t row = 0; row < rows; row++) {
        size_t at = 0;
        for (size_t i = 0; i < sheet->count; i++) {
            const struct mark *mark = &sheet->marks[i];
            if (!has_label(sheet, mark) || row_of[i] != row)
                continue;
            size_t column = column_of(sheet, mark->start);
            column = column < at ? at + 1 : column; /* the last row takes what is left */
            put_times(sheet->out, ' ', column - at);
            at = column + utf8_width(mark->label);
            fprintf(sheet->out, "%s%s%s", colour_of(sheet, mark->kind), mark->label, plain(sheet));
        }
        fputc('\n', sheet->out);
    }
}

/* Its label stands where the fact ends. */
static void print_facts(const struct sheet *sheet)
{
    size_t start, end;
    for (size_t i = 0; i < sheet->count; i++) {
        const struct mark *mark = &sheet->marks[i];
        if (mark->kind != MARK_FACT || !clip(sheet, mark, &start, &end))
            continue;
        put_times(sheet->out, ' ', column_of(sheet, start));
        fputs(colour_of(sheet, MARK_FACT), sheet->out);
        put_times(sheet->out, '~', column_of(sheet, end) - column_of(sheet, start));
        if (mark->end <= sheet->end)
            fprintf(sheet->out, " %s", mark->label);
        fprintf(sheet->out, "%s\n", plain(sheet));
    }
}

/* The end of the line that begins at sheet->start: at a blank where there is one that fits. */
static size_t line_end(const struct sheet *sheet, size_t len, size_t width)
{
    size_t at = sheet->start, blank = 0;
    while (at < len) {
        size_t next = at;
        utf8_decode(sheet->text, len, &next);
        if (sheet->text[at] == ' ')
            blank = at;
        if (column_of(sheet, next) > width)
            return blank > sheet->start ? blank : at > sheet->start ? at : next;
        at = next;
    }
    return len;
}

void underline_print(FILE *out, const struct output_style *style, const char *text, size_t len,
                     const struct mark *marks, size_t count)
{
    struct sheet sheet = {.out = out,
                          .style = style,
                          .text = text,
                          .marks = marks,
                          .count = count,
                          .arena = arena_new()};
    while (sheet.start < len) {
        sheet.end = line_end(&sheet, len, style->width ? style->width : WIDTH_FALLBACK);
        print_words(&sheet);
        if (!style->colour)
            print_carets(&sheet);
        print_labels(&sheet);
        print_facts(&sheet);
        sheet.start = sheet.end;
        while (sheet.start < len && text[sheet.start] == ' ')
            sheet.start++;
        arena_reset(sheet.arena);
    }
    arena_free(sheet.arena);
}
