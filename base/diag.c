#include "base/diag.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/mem.h"
#include "base/text.h"

/* A hostile input may have endless faults; the rest is counted, and said so, but not kept. */
#define DIAGS_MAX 1000

struct diags {
    struct arena *arena;
    struct diag *items;
    size_t count;
    size_t capacity;
    size_t errors;
};

struct diags *diags_new(void)
{
    struct diags *diags = mem_alloc(sizeof(*diags));
    diags->arena = arena_new();
    return diags;
}

__attribute__((format(printf, 2, 0))) static char *format_text(struct arena *arena,
                                                               const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    if (len < 0)
        mem_die("a message that cannot be formatted");
    char *text = arena_alloc(arena, (size_t)len + 1);
    vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return text;
}

__attribute__((format(printf, 3, 0))) static void add(struct diags *diags, struct diag diag,
                                                      const char *format, va_list args)
{
    if (diag.severity == SEVERITY_ERROR)
        diags->errors++;
    if (diags->count > DIAGS_MAX)
        return;
    if (diags->count == DIAGS_MAX) {
        diag.message = "too many diagnostics: the rest is left out";
    } else {
        diag.message = format_text(diags->arena, format, args);
    }
    diag.stage = arena_strdup(diags->arena, diag.stage);
    diag.thing = arena_strdup(diags->arena, diag.thing);
    diag.position.file = arena_strdup(diags->arena, diag.position.file);
    diag.position.excerpt = arena_strdup(diags->arena, diag.position.excerpt);
    diags->items = mem_grow(diags->items, diags->count, &diags->capacity, sizeof(*diags->items));
    diags->items[diags->count++] = diag;
}

void diags_add(struct diags *diags, enum severity severity, const char *stage, const char *thing,
               const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(diags, (struct diag){.severity = severity, .stage = stage, .thing = thing}, format, args);
    va_end(args);
}

void diags_vadd_at(struct diags *diags, enum severity severity, const char *stage,
                   const struct position *position, const char *format, va_list args)
{
    struct diag diag = {
        .severity = severity, .stage = stage, .thing = position->file, .position = *position};
    add(diags, diag, format, args);
}

void diags_add_at(struct diags *diags, enum severity severity, const char *stage,
                  const struct position *position, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    diags_vadd_at(diags, severity, stage, position, format, args);
    va_end(args);
}

void diags_hint(struct diags *diags, const char *format, ...)
{
    if (diags->count == 0 || diags->count > DIAGS_MAX)
        return;
    va_list args;
    va_start(args, format);
    diags->items[diags->count - 1].hint = format_text(diags->arena, format, args);
    va_end(args);
}

static int compare_numbers(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int compare_places(const struct diag *a, const struct diag *b)
{
    if (!a->position.line || !b->position.line)
        return compare_numbers(a->position.line != 0, b->position.line != 0);
    int order = strcmp(a->position.file, b->position.file);
    if (order == 0)
        order = compare_numbers(a->position.line, b->position.line);
    return order != 0 ? order : compare_numbers(a->position.column, b->position.column);
}

/* By insertion, which keeps the order of those at one place. What says that there are more stays
 * last. */
void diags_sort(struct diags *diags, size_t first)
{
    size_t count = diags->count < DIAGS_MAX ? diags->count : DIAGS_MAX;
    for (size_t i = first + 1; i < count; i++) {
        struct diag diag = diags->items[i];
        size_t at = i;
        for (; at > first && compare_places(&diags->items[at - 1], &diag) > 0; at--)
            diags->items[at] = diags->items[at - 1];
        diags->items[at] = diag;
    }
}

size_t diags_count(const struct diags *diags)
{
    return diags->count;
}

size_t diags_errors(const struct diags *diags)
{
    return diags->errors;
}

const struct diag *diags_get(const struct diags *diags, size_t index)
{
    return &diags->items[index];
}

const char *severity_name(enum severity severity)
{
    static const char *const names[] = {"note", "warning", "error"};
    return names[severity];
}

/* The caret stands below the column: tabs before it are kept, all else becomes blanks. */
static void print_caret(FILE *out, const struct position *position)
{
    text_print_escaped(out, position->excerpt);
    fputs("\n    ", out);
    text_print_blanks(out, position->excerpt, position->column - 1);
    fputs("^\n", out);
}

void diag_print(FILE *out, const struct diag *diag)
{
    if (diag->position.line > 0) {
        text_print_escaped(out, diag->position.file);
        fprintf(out, ":%zu:%zu: %s: ", diag->position.line, diag->position.column,
                severity_name(diag->severity));
    } else {
        fprintf(out, "%s: %s: ", severity_name(diag->severity), diag->stage);
        if (diag->thing) {
            text_print_escaped(out, diag->thing);
            fputs(": ", out);
        }
    }
    text_print_escaped(out, diag->message);
    fputc('\n', out);
    if (diag->position.line > 0 && diag->position.excerpt) {
        fputs("    ", out);
        print_caret(out, &diag->position);
    }
    if (diag->hint) {
        fputs("    hint: ", out);
        text_print_escaped(out, diag->hint);
        fputc('\n', out);
    }
}

void diags_print(FILE *out, const struct diags *diags)
{
    for (size_t i = 0; i < diags->count; i++)
        diag_print(out, &diags->items[i]);
}

void diags_reset(struct diags *diags)
{
    arena_reset(diags->arena);
    diags->count = 0;
    diags->errors = 0;
}

void diags_free(struct diags *diags)
{
    if (!diags)
        return;
    arena_free(diags->arena);
    free(diags->items);
    free(diags);
}
