#include "rules/directive.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/encoding.h"
#include "base/utf8.h"

#define BLANKS " \t\v\f"

struct reader {
    const char *file;
    struct arena *arena;
    struct directive *directives;
    size_t count;
    size_t capacity;
    size_t line;
};

/* [start, end) without blanks around. */
static const char *trimmed(struct arena *arena, const char *start, const char *end)
{
    while (start < end && strchr(BLANKS, *start))
        start++;
    while (end > start && strchr(BLANKS, end[-1]))
        end--;
    return arena_strndup(arena, start, (size_t)(end - start));
}

static const char *lower_case(struct arena *arena, const char *text)
{
    char *lower = arena_strdup(arena, text);
    for (char *at = lower; *at; at++)
        *at = (char)tolower((unsigned char)*at);
    return lower;
}

/* The colon behind the name; an argument in parentheses may hold colons itself. */
static const char *find_colon(const char *line, const char **open)
{
    const char *name_end = line + strcspn(line, ":(");
    const char *close = *name_end == '(' ? strstr(name_end, "):") : NULL;
    *open = close ? name_end : NULL;
    return close ? close + 1 : strchr(line, ':');
}

static void add(struct reader *reader, const char *line)
{
    struct arena *arena = reader->arena;
    const char *open, *colon = find_colon(line, &open);
    const char *value = colon ? colon + 1 : line;
    struct directive directive = {.name = "", .value = trimmed(arena, value, strchr(value, '\0'))};
    if (colon)
        directive.name = lower_case(arena, trimmed(arena, line, open ? open : colon));
    if (open)
        directive.argument = arena_strndup(arena, open + 1, (size_t)(colon - open) - 2);
    value += strspn(value, BLANKS);
    directive.position = (struct position){.file = reader->file,
                                           .line = reader->line,
                                           .column = (size_t)(value - line) + 1,
                                           .excerpt = line};
    reader->directives =
        arena_grow(arena, reader->directives, reader->count, &reader->capacity, sizeof(directive));
    reader->directives[reader->count++] = directive;
}

static const char *decode(const char *bytes, size_t len, struct arena *arena)
{
    struct buf text = {0};
    const struct encoding *encoding = utf8_valid(bytes, len)
                                          ? encoding_by_label("utf-8", strlen("utf-8"))
                                          : encoding_detect(bytes, len, NULL);
    encoding_decode(encoding, bytes, len, &text);
    const char *copy = arena_strndup(arena, buf_text(&text), text.len);
    buf_free(&text);
    return copy;
}

const struct directive *directives_read(const char *file, const char *bytes, size_t len,
                                        struct arena *arena, size_t *count)
{
    struct reader reader = {.file = arena_strdup(arena, file), .arena = arena};
    for (const char *at = decode(bytes, len, arena); *at;) {
        size_t length = strcspn(at, "\r\n");
        const char *line = trimmed(arena, at, at + length);
        reader.line++;
        if (*line && *line != '#')
            add(&reader, line);
        at += length;
        at += at[0] == '\r' && at[1] == '\n' ? 2 : at[0] != '\0';
    }
    *count = reader.count;
    return reader.directives;
}
