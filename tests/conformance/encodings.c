/*
 * Runs the encoding tables over cases that others wrote: encodings FOLDER, which holds labels.tsv
 * (label, name) and bytes.tsv (encoding, bytes, code points). Prints one line per suite, or with
 * -v also each case that failed.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/encoding.h"
#include "base/file.h"

#define FILE_MAX_BYTES ((size_t)64 * 1024 * 1024)

static bool label_passes(char *fields[3])
{
    const struct encoding *encoding = encoding_by_label(fields[0], strlen(fields[0]));
    return encoding && strcasecmp(encoding_name(encoding), fields[1]) == 0;
}

static bool bytes_pass(char *fields[3])
{
    const struct encoding *encoding = encoding_by_label(fields[0], strlen(fields[0]));
    struct buf bytes = {0}, got = {0}, want = {0};
    for (const char *at = fields[1]; at[0] && at[1]; at += 2) {
        char pair[3] = {at[0], at[1], '\0'};
        buf_putc(&bytes, (char)strtoul(pair, NULL, 16));
    }
    for (char *at = fields[2]; *at;) {
        buf_put_code_point(&want, (uint32_t)strtoul(at, &at, 16));
        at += strcspn(at, "0123456789abcdefABCDEF");
    }
    if (encoding)
        encoding_decode(encoding, buf_text(&bytes), bytes.len, &got);
    bool same = got.len == want.len && memcmp(buf_text(&got), buf_text(&want), got.len) == 0;
    buf_free(&bytes);
    buf_free(&got);
    buf_free(&want);
    return same;
}

static int run(const char *folder, const char *suite, bool (*passes)(char *[3]), bool verbose)
{
    struct buf path = {0};
    char *text;
    size_t len, passed = 0, total = 0;
    buf_printf(&path, "%s/%s.tsv", folder, suite);
    if (file_read(path.data, FILE_MAX_BYTES, &text, &len) < 0) {
        fprintf(stderr, "encodings: cannot read %s\n", path.data);
        buf_free(&path);
        return -1;
    }
    char *rest, *within;
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        char *fields[3] = {strtok_r(line, "\t", &within), strtok_r(NULL, "\t", &within), ""};
        char *third = strtok_r(NULL, "\t", &within);
        if (!fields[1])
            continue;
        if (third)
            fields[2] = third;
        bool ok = passes(fields);
        total++;
        passed += ok;
        if (!ok && verbose)
            printf("  %s %s %s\n", fields[0], fields[1], fields[2]);
    }
    printf("%s: %zu/%zu\n", suite, passed, total);
    free(text);
    buf_free(&path);
    return 0;
}

int main(int argc, char **argv)
{
    bool verbose = argc > 2 && strcmp(argv[1], "-v") == 0;
    if (argc < 2) {
        fprintf(stderr, "usage: encodings [-v] FOLDER\n");
        return 2;
    }
    const char *folder = argv[argc - 1];
    int labels = run(folder, "labels", label_passes, verbose);
    int bytes = run(folder, "bytes", bytes_pass, verbose);
    return labels < 0 || bytes < 0;
}
