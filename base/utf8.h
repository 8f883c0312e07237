/* UTF-8 (RFC 3629) by the code point. Offsets are bytes. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_MAX         4 /* bytes of the longest code point */
#define UTF8_REPLACEMENT 0xFFFDu

/*
 * The code point that starts at text[*at]; *at moves behind it. Bytes that are no UTF-8 give
 * UTF8_REPLACEMENT and move by one, so that a loop over *at < len always ends.
 */
uint32_t utf8_decode(const char *text, size_t len, size_t *at);

/* The code point that ends right before text[at]; 0 at the start. */
uint32_t utf8_before(const char *text, size_t at);

size_t utf8_encode(char out[UTF8_MAX], uint32_t code_point); /* returns the bytes written */
bool utf8_valid(const char *text, size_t len);
size_t utf8_ascii(const char *text, size_t len); /* bytes before the first beyond ASCII */

/* Replaces what is no UTF-8 by U+FFFD in place of each bad byte; the result is malloc'ed. */
char *utf8_repair(const char *text, size_t len, size_t *repaired_len);

/* Columns that a terminal needs for the text (wide and combining characters counted so). */
size_t utf8_width(const char *text);

#endif
