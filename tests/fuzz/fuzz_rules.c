/* The rule compiler on any bytes: as a rule file, and as a site's rules to be imported. */
#include <stdio.h>

#include "base/diag.h"
#include "base/mem.h"
#include "rules/import.h"
#include "rules/ruleset.h"
#include "tests/fuzz/target.h"

static FILE *nowhere(void)
{
    static FILE *file;
    if (!file)
        file = fopen("/dev/null", "w");
    if (!file)
        mem_die("/dev/null cannot be written");
    return file;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct diags *diags = diags_new();
    const char *text = len > 0 ? (const char *)bytes : "";
    ruleset_free(ruleset_parse("rules.yaml", text, len, diags));

    struct import *import = import_new();
    struct buf yaml = {0};
    import_file(import, "news.example.txt", text, len, &yaml, diags);
    buf_free(&yaml);
    import_free(import);

    diags_print(nowhere(), diags); /* with the excerpts and their carets */
    diags_free(diags);
    return 0;
}
