/* kind: what a name can be (org, chip …), declared by the packs below `kinds:`. */
#include <string.h>

#include "rules/loader.h"

static bool is_built_in(const char *name)
{
    return strcmp(name, "percent") == 0 || strcmp(name, "period") == 0;
}

void kinds_load(struct loader *loader)
{
    struct ruleset *ruleset = loader->ruleset;
    size_t count;
    const struct definition *definitions = loader_definitions(loader, "kinds", &count);
    ruleset->kinds = arena_alloc(loader->arena, KINDS_MAX * sizeof(*ruleset->kinds));
    ruleset->kinds[KIND_PERCENT] = (struct kind){.name = "percent", .label = "percentage"};
    ruleset->kinds[KIND_PERIOD] = (struct kind){.name = "period", .label = "period"};
    ruleset->kind_count = KIND_FIRST_PACK;
    for (size_t i = 0; i < count; i++) {
        const char *label = yaml_text(definitions[i].value, loader->diags);
        if (is_built_in(definitions[i].id->text)) {
            yaml_error(definitions[i].id, loader->diags, "the kind '%s' is built in",
                       definitions[i].id->text);
        } else if (ruleset->kind_count == KINDS_MAX) {
            yaml_error(definitions[i].id, loader->diags, "more than %d kinds", KINDS_MAX);
            return;
        } else {
            ruleset->kinds[ruleset->kind_count++] =
                (struct kind){.name = definitions[i].id->text, .label = label};
        }
    }
}

int ruleset_kind(const struct ruleset *ruleset, const char *name)
{
    for (size_t i = 0; i < ruleset->kind_count; i++)
        if (strcmp(ruleset->kinds[i].name, name) == 0)
            return (int)i;
    return -1;
}
