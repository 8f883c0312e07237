#include "tests/support/rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "tests/support/folder.h"

struct ruleset *rules_from_text(const char *yaml, struct diags *diags)
{
    char *folder = folder_new();
    char *path = folder_path(folder, "rules.yaml");
    if (file_write(path, yaml, strlen(yaml)) != 0)
        mem_die("a rule file cannot be written");
    struct ruleset *rules = ruleset_load(folder, diags);
    free(path);
    folder_remove(folder);
    return rules;
}
