#include "base/multipart.h"

#include <string.h>
#include <strings.h>

static const char essence[] = "multipart/mixed; boundary=";

/* RFC 2046: a boundary has at most 70 characters. */
#define BOUNDARY_MAX 70

const char *multipart_type(const char *boundary, struct arena *arena)
{
    return arena_printf(arena, "%s%s", essence, boundary);
}

/* What a header field's value must not hold. */
static void put_field(struct buf *body, const char *name, const char *value)
{
    if (value && !strpbrk(value, "\r\n"))
        buf_printf(body, "%s: %s\r\n", name, value);
}

void multipart_add(struct buf *body, const char *boundary, const struct multipart_part *part)
{
    buf_printf(body, "--%s\r\n", boundary);
    put_field(body, "Content-Location", part->url);
    put_field(body, "Content-Type", part->type);
    buf_puts(body, "\r\n");
    buf_add(body, part->body, part->len);
    buf_puts(body, "\r\n");
}

void multipart_end(struct buf *body, const char *boundary)
{
    buf_printf(body, "--%s--\r\n", boundary);
}

bool multipart_open(struct multipart *parts, const char *type, const char *body, size_t len,
                    struct arena *arena)
{
    if (!type || strncasecmp(type, essence, strlen(essence)) != 0)
        return false;
    const char *boundary = type + strlen(essence);
    size_t boundary_len = strcspn(boundary, "; \"");
    if (boundary_len == 0 || boundary_len > BOUNDARY_MAX)
        return false;
    *parts = (struct multipart){
        .boundary = arena_strndup(arena, boundary, boundary_len), .at = body, .end = body + len};
    return true;
}

/* Behind the line that `at` stands in. */
static const char *next_line(const char *at, const char *end)
{
    const char *feed = memchr(at, '\n', (size_t)(end - at));
    return feed ? feed + 1 : end;
}

static const char *value_of(const char *line, const char *end, const char *name,
                            struct arena *arena)
{
    size_t len = strlen(name);
    if ((size_t)(end - line) < len || strncasecmp(line, name, len) != 0)
        return NULL;
    line += len;
    while (end > line && (end[-1] == '\r' || end[-1] == '\n'))
        end--;
    return arena_strndup(arena, line, (size_t)(end - line));
}

/* Reads the header fields; the rest starts at the body. */
static void read_fields(struct multipart *parts, struct multipart_part *part, struct arena *arena)
{
    while (parts->at < parts->end && *parts->at != '\r' && *parts->at != '\n') {
        const char *line = parts->at;
        parts->at = next_line(line, parts->end);
        const char *url = value_of(line, parts->at, "Content-Location: ", arena);
        const char *type = value_of(line, parts->at, "Content-Type: ", arena);
        part->url = url ? url : part->url;
        part->type = type ? type : part->type;
    }
    parts->at = next_line(parts->at, parts->end);
}

bool multipart_next(struct multipart *parts, struct multipart_part *part, struct arena *arena)
{
    const char *first = arena_printf(arena, "--%s\r\n", parts->boundary);
    const char *next = arena_printf(arena, "\r\n--%s", parts->boundary);
    size_t left = (size_t)(parts->end - parts->at);
    *part = (struct multipart_part){0};
    if (left < strlen(first) || memcmp(parts->at, first, strlen(first)) != 0)
        return false;
    parts->at += strlen(first);
    read_fields(parts, part, arena);
    const char *end = memmem(parts->at, (size_t)(parts->end - parts->at), next, strlen(next));
    part->body = parts->at;
    part->len = (size_t)((end ? end : parts->end) - parts->at);
    parts->at = end ? end + strlen("\r\n") : parts->end;
    return true;
}
