/* underline: a sentence with lines below the words that something is said about. */
#ifndef CLI_UNDERLINE_H
#define CLI_UNDERLINE_H

#include <stdio.h>

#include "cli/output.h"

enum mark_kind {
    MARK_NAME,   /* ^^^, its label below: none overlaps another */
    MARK_NUMBER, /* the same in another colour */
    MARK_FACT,   /* ~~~ in a line of its own, its label behind it */
};

/* Offsets are bytes into the text. */
struct mark {
    enum mark_kind kind;
    size_t start;
    size_t end;
    const char *label;
};

/*
 * Prints the text on lines of at most the style's width (80 where it has none), the marks below
 * each line. With colours, names and numbers are underlined in the text itself. Marks of names and
 * numbers come in the order of the text; control characters are escaped.
 */
void underline_print(FILE *out, const struct output_style *style, const char *text, size_t len,
                     const struct mark *marks, size_t count);

#endif
