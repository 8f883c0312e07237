#include "base/text.h"

#include <stdint.h>
#include <string.h>
#include <unicode/ucasemap.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

static bool is_unsafe(uint32_t c)
{
    return (c < 0x20 && c != '\t') || (c >= 0x7F && c < 0xA0) || (c >= 0x200E && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void text_print_escaped(FILE *out, const char *text)
{
    size_t len = strlen(text);
    for (size_t at = 0; at < len;) {
        size_t start = at;
        uint32_t c = utf8_decode(text, len, &at);
        if (c == UTF8_REPLACEMENT && at - start == 1)
            fprintf(out, "\\x%02X", (unsigned char)text[start]);
        else if (is_unsafe(c))
            fprintf(out, "\\u{%X}", (unsigned)c);
        else
            fwrite(text + start, 1, at - start, out);
    }
}

void text_print_blanks(FILE *out, const char *text, size_t count)
{
    size_t len = strlen(text);
    for (size_t at = 0; at < len && count > 0; count--) {
        size_t start = at;
        char character[UTF8_MAX + 1] = "";
        if (utf8_decode(text, len, &at) == '\t') {
            fputc('\t', out);
            continue;
        }
        memcpy(character, text + start, at - start);
        for (size_t width = utf8_width(character); width > 0; width--)
            fputc(' ', out);
    }
}

bool text_starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_ends(const char *text, const char *suffix)
{
    size_t len = strlen(text), tail = strlen(suffix);
    return len >= tail && strcmp(text + len - tail, suffix) == 0;
}

static int lower(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

bool text_equal_ascii_nocase(const char *a, const char *b)
{
    if (!a || !b)
        return a == b;
    while (*a && lower((unsigned char)*a) == lower((unsigned char)*b))
        a++, b++;
    return *a == *b;
}

char *text_squeeze(struct arena *arena, const char *text, size_t len)
{
    char *out = arena_alloc(arena, len + 1);
    size_t written = 0;
    bool gap = false;
    for (size_t at = 0; at < len; at++) {
        unsigned char c = (unsigned char)text[at];
        bool nbsp = c == 0xC2 && at + 1 < len && (unsigned char)text[at + 1] == 0xA0;
        if (c == ' ' || (c >= '\t' && c <= '\r') || nbsp) {
            at += nbsp;
            gap = written > 0;
            continue;
        }
        if (gap)
            out[written++] = ' ';
        gap = false;
        out[written++] = (char)c;
    }
    out[written] = '\0';
    return out;
}

char *text_fold(struct arena *arena, const char *text)
{
    static _Thread_local UCaseMap *map;
    UErrorCode status = U_ZERO_ERROR;
    size_t bytes = strlen(text);
    if (utf8_ascii(text, bytes) == bytes) { /* most are, and ICU takes ten times as long */
        char *out = arena_alloc(arena, bytes + 1);
        for (size_t i = 0; i < bytes; i++)
            out[i] = (char)lower((unsigned char)text[i]);
        return out;
    }
    if (!map)
        map = ucasemap_open("", 0, &status);
    if (U_FAILURE(status))
        mem_die("ICU gives no case map");

    int32_t len = (int32_t)bytes;
    int32_t room = len * 3 + 1; /* folding at most triples the bytes */
    char *out = arena_alloc(arena, (size_t)room);
    ucasemap_utf8FoldCase(map, out, room, text, len, &status);
    if (U_FAILURE(status))
        mem_die("ICU cannot fold a text");
    return out;
}

#define WORD_MAX 64

static size_t edit_distance(const char *a, const char *b)
{
    size_t la = strlen(a), lb = strlen(b), row[WORD_MAX + 1];
    for (size_t j = 0; j <= lb; j++)
        row[j] = j;
    for (size_t i = 1; i <= la; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= lb; j++) {
            size_t above = row[j];
            size_t best = diagonal + (a[i - 1] != b[j - 1]);
            if (above + 1 < best)
                best = above + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
            diagonal = above;
        }
    }
    return row[lb];
}

const char *text_nearest(const char *word, const char *const *candidates, size_t count)
{
    const char *nearest = NULL;
    size_t limit = strlen(word) / 3 + 1;
    if (strlen(word) > WORD_MAX)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        if (strlen(candidates[i]) > WORD_MAX)
            continue;
        size_t distance = edit_distance(word, candidates[i]);
        if (distance <= limit && (!nearest || distance < limit)) {
            nearest = candidates[i];
            limit = distance;
        }
    }
    return nearest;
}
