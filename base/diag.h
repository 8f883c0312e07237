/*
 * Diagnostics: what is wrong with foreign input (a rule file, a feed, a page, a database),
 * collected instead of printed, so that the caller decides. Libraries never print.
 *
 * A message names the thing (file or address), the stage, what is wrong and, as the hint, the way
 * out. Everything is copied; diagnostics live until diags_free.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

/* A place in a rule file. excerpt is the whole line; all NULL or 0 where there is no such place. */
struct position {
    const char *file;
    size_t line;         /* from 1 */
    size_t column;       /* from 1, in code points */
    const char *excerpt; /* the line's text without its end */
};

struct diag {
    enum severity severity;
    const char *stage;        /* "rules", "fetch", "feed", "archive", "extract", "store" … */
    const char *thing;        /* file or address; the same as position.file where that is set */
    struct position position; /* position.line is 0 where there is none */
    const char *message;
    const char *hint; /* the way out, or NULL */
};

struct diags;

struct diags *diags_new(void);

void diags_add(struct diags *diags, enum severity severity, const char *stage, const char *thing,
               const char *format, ...) __attribute__((format(printf, 5, 6)));
void diags_add_at(struct diags *diags, enum severity severity, const char *stage,
                  const struct position *position, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
void diags_vadd_at(struct diags *diags, enum severity severity, const char *stage,
                   const struct position *position, const char *format, va_list args)
    __attribute__((format(printf, 5, 0)));

/* Sets the hint of the diagnostic added last. */
void diags_hint(struct diags *diags, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Orders the diagnostics from index `first` on by file, line and column; those without, first. */
void diags_sort(struct diags *diags, size_t first);

size_t diags_count(const struct diags *diags); /* all of them */
size_t diags_errors(const struct diags *diags);
const struct diag *diags_get(const struct diags *diags, size_t index);

const char *severity_name(enum severity severity); /* "note", "warning", "error" */

/*
 * Prints as compilers do, control characters escaped:
 *   file:3:7: error: unknown slot 'chp'
 *       match: '{x:chp}'
 *               ^
 *       hint: did you mean 'chip'?
 * or, without a position, "error: fetch: https://…: 404 Not Found".
 */
void diag_print(FILE *out, const struct diag *diag);
void diags_print(FILE *out, const struct diags *diags);

void diags_reset(struct diags *diags);
void diags_free(struct diags *diags); /* accepts NULL */

#endif
