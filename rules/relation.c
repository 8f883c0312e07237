/* relation: how entities can relate, and metric: what percentages measure. */
#include <string.h>

#include "rules/loader.h"

/* Words that the emit language uses for itself. */
static bool is_reserved(const char *name)
{
    static const char *const words[] = {"is",    "any", "of",  "within", "in",
                                        "about", "as",  "for", "by"};
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (strcmp(name, words[i]) == 0)
            return true;
    return false;
}

static void refuse_reserved(struct loader *loader, const struct yaml_node *id)
{
    if (is_reserved(id->text))
        yaml_error(id, loader->diags, "'%s' has a meaning of its own in emits", id->text);
}

/* The kinds below a key that must be there. */
static kind_set needed_kinds(struct loader *loader, const struct definition *definition,
                             const char *key)
{
    const struct yaml_node *node = yaml_get(definition->value, key);
    if (!node)
        yaml_error(definition->id, loader->diags, "a relation needs '%s': a kind", key);
    return loader_kinds(loader, node);
}

static void relation_load(struct loader *loader, const struct definition *definition)
{
    static const char *const keys[] = {"subject", "object", "symmetric",
                                       "roles",   "unless", "unless_clause"};
    const struct yaml_node *map = definition->value;
    if (!yaml_is_map(map, loader->diags))
        return;
    yaml_check_keys(map, keys, sizeof(keys) / sizeof(*keys), loader->diags);
    refuse_reserved(loader, definition->id);

    struct ruleset *ruleset = loader->ruleset;
    struct relation_type *relation = &ruleset->relations[ruleset->relation_count++];
    relation->name = definition->id->text;
    relation->subject = needed_kinds(loader, definition, "subject");
    relation->object = needed_kinds(loader, definition, "object");
    relation->unless = loader_pattern(loader, map, "unless", TEMPLATE_TYPED);
    relation->unless_clause = loader_pattern(loader, map, "unless_clause", TEMPLATE_TYPED);
    relation->roles = loader_texts(loader, yaml_get(map, "roles"), &relation->role_count);
    yaml_read_bool(yaml_get(map, "symmetric"), &relation->symmetric, loader->diags);
}

void relations_load(struct loader *loader)
{
    size_t count;
    const struct definition *definitions = loader_definitions(loader, "relations", &count);
    loader->ruleset->relations =
        arena_alloc(loader->arena, (count + 1) * sizeof(*loader->ruleset->relations));
    for (size_t i = 0; i < count; i++)
        relation_load(loader, &definitions[i]);
}

static void metric_load(struct loader *loader, const struct definition *definition)
{
    static const char *const keys[] = {"name", "match", "undated", "books", "market"};
    const struct yaml_node *map = definition->value;
    if (!yaml_is_map(map, loader->diags))
        return;
    yaml_check_keys(map, keys, sizeof(keys) / sizeof(*keys), loader->diags);
    refuse_reserved(loader, definition->id);

    struct ruleset *ruleset = loader->ruleset;
    struct metric *metric = &ruleset->metrics[ruleset->metric_count++];
    metric->id = definition->id->text;
    metric->name = loader_text(loader, map, "name");
    if (!metric->name)
        metric->name = metric->id;
    metric->match = loader_pattern(loader, map, "match", TEMPLATE_TEXT);
    yaml_read_bool(yaml_get(map, "undated"), &metric->undated, loader->diags);
    yaml_read_bool(yaml_get(map, "books"), &metric->books, loader->diags);
    yaml_read_bool(yaml_get(map, "market"), &metric->market, loader->diags);
}

void metrics_load(struct loader *loader)
{
    size_t count;
    const struct definition *definitions = loader_definitions(loader, "metrics", &count);
    loader->ruleset->metrics =
        arena_alloc(loader->arena, (count + 1) * sizeof(*loader->ruleset->metrics));
    for (size_t i = 0; i < count; i++)
        metric_load(loader, &definitions[i]);
}

const struct relation_type *ruleset_relation(const struct ruleset *ruleset, const char *name)
{
    for (size_t i = 0; i < ruleset->relation_count; i++)
        if (strcmp(ruleset->relations[i].name, name) == 0)
            return &ruleset->relations[i];
    return NULL;
}

const struct metric *ruleset_metric(const struct ruleset *ruleset, const char *id)
{
    for (size_t i = 0; i < ruleset->metric_count; i++)
        if (strcmp(ruleset->metrics[i].id, id) == 0)
            return &ruleset->metrics[i];
    return NULL;
}
