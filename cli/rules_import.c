#include "cli/rules_import.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "rules/import.h"

static const char *const fates[IMPORT_FATES] = {[IMPORT_TRANSLATED] = "translated",
                                                [IMPORT_NEEDLESS] = "needless",
                                                [IMPORT_LEFT_OUT] = "left out"};

static int import_path(const struct call *call, struct import *import, const char *path,
                       struct buf *yaml)
{
    char *bytes = NULL;
    size_t len = 0;
    int error = file_read(path, IMPORT_BYTES_MAX, &bytes, &len);
    if (error) {
        diags_add(call->diags, SEVERITY_ERROR, "import", path, "cannot be read: %s",
                  error == -EFBIG ? "it is larger than 1 MB" : strerror(-error));
        return -1;
    }
    int result = import_file(import, path, bytes, len, yaml, call->diags);
    free(bytes);
    return result;
}

static void print_totals(const struct import_totals *totals)
{
    size_t all = 0;
    for (size_t fate = 0; fate < IMPORT_FATES; fate++)
        all += totals->directives[fate];
    fprintf(stderr, "%zu files with %zu directives:\n", totals->files, all);
    for (size_t fate = 0; fate < IMPORT_FATES; fate++) {
        fprintf(stderr, "%6zu %s\n", totals->directives[fate], fates[fate]);
        for (size_t i = 0; i < totals->sum_count; i++) {
            const struct import_sum *sum = &totals->sums[i];
            if (sum->why && sum->fate == (enum import_fate)fate)
                fprintf(stderr, "%12zu %s: %s\n", sum->count, sum->name, sum->why);
        }
    }
}

static int put_out(const struct call *call, const struct buf *yaml)
{
    const char *path = options_text(call->options, "output");
    if (!path) {
        fwrite(yaml->data, 1, yaml->len, stdout);
        return 0;
    }
    int error = file_write(path, yaml->data, yaml->len);
    if (error)
        diags_add(call->diags, SEVERITY_ERROR, "import", path, "cannot be written: %s",
                  strerror(-error));
    return error;
}

enum exit_code rules_import(const struct call *call)
{
    const struct options *options = call->options;
    struct import *import = import_new();
    struct buf yaml = {0};
    size_t failed = 0;
    buf_puts(&yaml, "sources:\n");
    for (size_t i = 1; i < options->word_count; i++)
        failed += import_path(call, import, options->words[i], &yaml) != 0;
    struct import_totals totals = import_totals(import);
    if (totals.files > 0)
        failed += put_out(call, &yaml) != 0;
    print_totals(&totals);
    buf_free(&yaml);
    import_free(import);
    return failed > 0 ? EXIT_PROBLEMS : EXIT_WELL;
}
