#include "cli/input.h"

#include <jansson.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"

enum input_result input_read_line(FILE *in, struct buf *line)
{
    buf_reset(line);
    bool too_long = false;
    int byte;
    while ((byte = getc_unlocked(in)) != EOF && byte != '\n') {
        if (line->len < INPUT_LINE_MAX)
            buf_putc(line, (char)byte);
        else
            too_long = true;
    }
    if (byte == EOF && (line->len == 0 || ferror(in)))
        return INPUT_END;
    return too_long ? INPUT_TOO_LONG : INPUT_LINE;
}

static const char *get_text(const json_t *object, const char *key, struct arena *arena)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? arena_strdup(arena, text) : NULL;
}

static void set_body(struct document *document, const char *bytes, size_t len)
{
    document->body = bytes;
    document->body_len = len;
    hash_hex(bytes, len, document->sha256);
}

/* Line breaks and blanks within are skipped, as RFC 2045 allows. */
static const char *set_base64(struct document *document, const json_t *value, struct arena *arena)
{
    size_t len = json_string_length(value);
    unsigned char *bytes = arena_alloc(arena, len / 4 * 3 + 4);
    int written = 0, tail = 0;
    EVP_ENCODE_CTX *decoder = EVP_ENCODE_CTX_new();
    EVP_DecodeInit(decoder);
    int result = EVP_DecodeUpdate(decoder, bytes, &written,
                                  (const unsigned char *)json_string_value(value), (int)len);
    if (result >= 0)
        result = EVP_DecodeFinal(decoder, bytes + written, &tail);
    EVP_ENCODE_CTX_free(decoder);
    if (result < 0)
        return "\"body_base64\" is not base64";
    set_body(document, (const char *)bytes, (size_t)written + (size_t)tail);
    return NULL;
}

/* ISO 28500, section 4; RFC 1952, section 2.3.1. */
bool input_is_warc(const char *path)
{
    char start[5] = "";
    FILE *in = strcmp(path, "-") == 0 ? NULL : fopen(path, "rbe");
    if (!in)
        return false;
    size_t len = fread(start, 1, sizeof(start), in);
    fclose(in);
    return (len == 5 && memcmp(start, "WARC/", 5) == 0) ||
           (len >= 2 && memcmp(start, "\x1f\x8b", 2) == 0);
}

const char *input_file(const char *path, const char *url, struct document *document,
                       struct arena *arena)
{
    char *bytes = NULL;
    size_t len = 0;
    document->url = document->final_url = url;
    int error = file_read(path, INPUT_BODY_MAX, &bytes, &len);
    if (error)
        return arena_printf(arena, "%s: cannot be read: %s", path, strerror(-error));
    set_body(document, arena_strndup(arena, bytes, len), len);
    free(bytes);
    return NULL;
}

static const char *read_body(const json_t *object, struct document *document, struct arena *arena)
{
    const json_t *body = json_object_get(object, "body");
    const json_t *base64 = json_object_get(object, "body_base64");
    const char *path = get_text(object, "path", arena);
    if (json_is_string(body)) {
        size_t len = json_string_length(body);
        set_body(document, arena_strndup(arena, json_string_value(body), len), len);
        return NULL;
    }
    if (json_is_string(base64))
        return set_base64(document, base64, arena);
    if (path)
        return input_file(path, document->url, document, arena);
    return "no page: one of \"body\", \"body_base64\" and \"path\" is needed, as a string";
}

static const char *read_fields(const json_t *object, struct document *document, struct arena *arena)
{
    if (!json_is_object(object))
        return "not a JSON object";
    document->url = document->final_url = get_text(object, "url", arena);
    document->content_type = get_text(object, "content_type", arena);
    const char *fetched = get_text(object, "fetched", arena);
    if (!document->url)
        return "no \"url\", as a string";
    if (fetched && date_parse(fetched, &document->fetched) != 0)
        return arena_printf(arena, "\"fetched\" is no RFC 3339 time: %s", fetched);
    return read_body(object, document, arena);
}

const char *input_parse(const char *line, size_t len, struct document *document,
                        struct arena *arena)
{
    json_error_t error;
    *document = (struct document){0};
    json_t *object = json_loadb(line, len, JSON_ALLOW_NUL, &error);
    if (!object)
        return arena_printf(arena, "not JSON: %s (column %d)", error.text, error.column);
    const char *problem = read_fields(object, document, arena);
    json_decref(object);
    return problem;
}
