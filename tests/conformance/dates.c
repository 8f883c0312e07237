/*
 * Runs feed_date_parse over cases that others wrote: dates [-v] FILE, where FILE is a JSON array of
 * {"input": text, "utc": RFC 3339 or null}. Prints one line, with -v also each case that failed.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "fetch/feed_date.h"

static bool passes(const json_t *item, char got[DATE_TEXT_SIZE])
{
    const char *input = json_string_value(json_object_get(item, "input"));
    const char *want = json_string_value(json_object_get(item, "utc"));
    int64_t seconds;
    got[0] = '\0';
    if (input && feed_date_parse(input, &seconds) == 0)
        date_text(seconds, got);
    return strcmp(got, want ? want : "") == 0;
}

int main(int argc, char **argv)
{
    bool verbose = argc > 1 && strcmp(argv[1], "-v") == 0;
    const char *path = argc > 1 + verbose ? argv[1 + verbose] : "";
    json_error_t error;
    json_t *cases = json_load_file(path, 0, &error);
    if (!json_is_array(cases)) {
        fprintf(stderr, "usage: dates [-v] FILE (a JSON array): %s\n", error.text);
        json_decref(cases);
        return 2;
    }

    size_t passed = 0, i;
    json_t *item;
    json_array_foreach(cases, i, item)
    {
        char got[DATE_TEXT_SIZE];
        bool ok = passes(item, got);
        passed += ok;
        if (!ok && verbose)
            printf("  %s: %s\n", json_string_value(json_object_get(item, "input")), got);
    }
    printf("dates: %zu/%zu\n", passed, json_array_size(cases));
    json_decref(cases);
    return 0;
}
