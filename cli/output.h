/* output: a result's rows as a table for people or in a format for programs. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "store/result.h"

/* The names that output_print knows, as an OPTION_CHOICE lists them. The first is the default. */
#define OUTPUT_FORMATS "table|csv|json|ndjson"

/* What the other end of a stream can show. */
struct output_style {
    size_t width; /* columns of the terminal; 0: no terminal, lines may have any length */
    bool colour;  /* a terminal, and NO_COLOR is not set (https://no-color.org) */
    bool unicode; /* the locale's encoding is UTF-8 */
};

struct output_style output_style_of(FILE *out);

/*
 * Prints the rows; `format` is one of OUTPUT_FORMATS, or NULL for the first.
 *   table   aligned columns, cut to the width of a terminal, control characters escaped
 *   csv     RFC 4180, with a header line
 *   json    one array of objects
 *   ndjson  one object a line
 */
void output_print(FILE *out, const char *format, const struct result *result);

/* A number as short as it can be told: "63", "4.5". */
const char *output_number(struct arena *arena, double number);

/* The text with control characters and broken UTF-8 escaped; lives in the arena. */
const char *output_escaped(struct arena *arena, const char *text);

#endif
