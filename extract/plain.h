/* plain: what a character is for reading, and text in which there is nothing else. */
#ifndef EXTRACT_PLAIN_H
#define EXTRACT_PLAIN_H

#include <stddef.h>

#include "base/arena.h"

enum plain {
    PLAIN_TEXT,
    PLAIN_BLANK,   /* a blank of any width, a control character */
    PLAIN_NOTHING, /* a soft hyphen, a zero-width or direction mark */
};

/* The character that starts at `at`, in NUL-terminated UTF-8; *len is its length in bytes. */
enum plain plain_character(const unsigned char *at, size_t *len);

/* The text with one blank for each run of blanks, none at the ends, and without the nothings. */
char *plain_text(const char *text, struct arena *arena);

#endif
