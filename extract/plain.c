#include "extract/plain.h"

#include <stdbool.h>
#include <string.h>

/*
 * What the character at `at` is for reading: blanks of all widths are blanks; controls, soft
 * hyphens, zero-width and direction marks are nothing. *len is its length.
 */
enum plain plain_character(const unsigned char *at, size_t *len)
{
    *len = 1;
    if (*at <= 0x20 || *at == 0x7F)
        return PLAIN_BLANK;
    if (*at < 0xC2)
        return PLAIN_TEXT;
    if (*at == 0xC2) {
        *len = 2;
        return at[1] <= 0xA0 ? PLAIN_BLANK : at[1] == 0xAD ? PLAIN_NOTHING : PLAIN_TEXT;
    }
    if (*at == 0xE2 && at[1] == 0x80) {
        *len = 3;
        if (at[2] <= 0x8A || at[2] == 0xA8 || at[2] == 0xA9 || at[2] == 0xAF)
            return PLAIN_BLANK;
        return at[2] <= 0x8F || (at[2] >= 0xAA && at[2] <= 0xAE) ? PLAIN_NOTHING : PLAIN_TEXT;
    }
    if (*at == 0xE2 && at[1] == 0x81) {
        *len = 3;
        return at[2] == 0x9F                    ? PLAIN_BLANK
               : at[2] >= 0xA0 && at[2] <= 0xAF ? PLAIN_NOTHING
                                                : PLAIN_TEXT;
    }
    if (*at == 0xE3 && at[1] == 0x80 && at[2] == 0x80) {
        *len = 3;
        return PLAIN_BLANK;
    }
    if (*at == 0xEF && at[1] == 0xBB && at[2] == 0xBF) {
        *len = 3;
        return PLAIN_NOTHING;
    }
    return PLAIN_TEXT;
}

char *plain_text(const char *text, struct arena *arena)
{
    const unsigned char *at = (const unsigned char *)text;
    char *out = arena_alloc(arena, strlen(text) + 1);
    size_t written = 0, len;
    bool gap = false;
    for (; *at; at += len) {
        enum plain character = plain_character(at, &len);
        if (character == PLAIN_BLANK)
            gap = written > 0;
        if (character != PLAIN_TEXT)
            continue;
        if (gap)
            out[written++] = ' ';
        gap = false;
        memcpy(out + written, at, len);
        written += len;
    }
    return out;
}
