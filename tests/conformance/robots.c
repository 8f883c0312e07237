/*
 * Runs robots_allow over cases that others wrote: robots [-v] FILE, where each line of FILE is a
 * JSON object {"robots_latin1", "agent", "url_latin1", "allowed"}; a character of the first and the
 * third stands for one byte. Prints one line, with -v also each case that failed.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "fetch/robots.h"

/* The bytes that the characters of a text stand for. */
static struct buf bytes_of(const json_t *text)
{
    const char *string = json_string_value(text);
    size_t len = json_string_length(text), at = 0;
    struct buf bytes = {0};
    while (at < len)
        buf_putc(&bytes, (char)utf8_decode(string, len, &at));
    return bytes;
}

static bool passes(const json_t *item)
{
    struct arena *arena = arena_new();
    struct buf file = bytes_of(json_object_get(item, "robots_latin1"));
    struct buf url = bytes_of(json_object_get(item, "url_latin1"));
    const char *agent = json_string_value(json_object_get(item, "agent"));
    const struct robots *robots = robots_parse(buf_text(&file), file.len, agent, arena);
    bool allowed = robots_allow(robots, buf_text(&url));
    buf_free(&file);
    buf_free(&url);
    arena_free(arena);
    return allowed == json_is_true(json_object_get(item, "allowed"));
}

int main(int argc, char **argv)
{
    bool verbose = argc > 1 && strcmp(argv[1], "-v") == 0;
    FILE *in = argc > 1 + verbose ? fopen(argv[1 + verbose], "re") : NULL;
    size_t passed = 0, count = 0;
    json_error_t error;
    if (!in) {
        fprintf(stderr, "usage: robots [-v] FILE (a JSON object a line)\n");
        return 2;
    }
    for (json_t *item; (item = json_loadf(in, JSON_DISABLE_EOF_CHECK, &error)); count++) {
        bool ok = passes(item);
        passed += ok;
        if (!ok && verbose)
            json_dumpf(item, stdout, 0), putchar('\n');
        json_decref(item);
    }
    fclose(in);
    printf("robots: %zu/%zu\n", passed, count);
    return 0;
}
