/* sphere: the markets and regions that a percentage can be about. */
#include <string.h>

#include "rules/loader.h"

static void sphere_load(struct loader *loader, const struct definition *definition,
                        struct sphere *sphere)
{
    static const char *const keys[] = {"name", "match"};
    const struct yaml_node *map = definition->value;
    sphere->id = sphere->name = definition->id->text;
    if (!yaml_is_map(map, loader->diags))
        return;
    yaml_check_keys(map, keys, sizeof(keys) / sizeof(*keys), loader->diags);
    const char *name = loader_text(loader, map, "name");
    if (name)
        sphere->name = name;
    sphere->match = loader_pattern(loader, map, "match", TEMPLATE_TEXT);
    if (!yaml_get(map, "match"))
        yaml_error(definition->id, loader->diags, "'%s' needs 'match': the words that name it",
                   sphere->id);
}

static struct sphere *load_section(struct loader *loader, const char *section, size_t *count)
{
    const struct definition *definitions = loader_definitions(loader, section, count);
    struct sphere *spheres = arena_alloc(loader->arena, (*count + 1) * sizeof(*spheres));
    for (size_t i = 0; i < *count; i++)
        sphere_load(loader, &definitions[i], &spheres[i]);
    return spheres;
}

void spheres_load(struct loader *loader)
{
    struct ruleset *ruleset = loader->ruleset;
    ruleset->markets = load_section(loader, "markets", &ruleset->market_count);
    ruleset->regions = load_section(loader, "regions", &ruleset->region_count);
}

const struct sphere *sphere_find(const struct sphere *spheres, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(spheres[i].id, id) == 0)
            return &spheres[i];
    return NULL;
}
