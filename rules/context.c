/* context: what the words around a claim tell of it; topic: which articles are read for facts. */
#include <limits.h>

#include "rules/loader.h"

const char *modality_name(enum modality modality)
{
    static const char *const names[] = {"actual", "estimate", "forecast", "target"};
    return names[modality];
}

const char *basis_name(enum basis basis)
{
    static const char *const names[] = {NULL, "YoY", "QoQ", "MoM", "CAGR"};
    return names[basis];
}

static void read_pronoun(struct loader *loader, const struct yaml_node *node,
                         struct pronoun *pronoun)
{
    static const char *const keys[] = {"match", "kind", "possessive"};
    yaml_check_keys(node, keys, sizeof(keys) / sizeof(*keys), loader->diags);
    if (!yaml_get(node, "match") || !yaml_get(node, "kind"))
        yaml_error(node, loader->diags, "a pronoun needs 'match' and 'kind'");
    pronoun->match = loader_pattern(loader, node, "match", TEMPLATE_TEXT);
    pronoun->kinds = loader_kinds(loader, yaml_get(node, "kind"));
    yaml_read_bool(yaml_get(node, "possessive"), &pronoun->possessive, loader->diags);
}

/* `pronouns:` is a list, and every file may add to it: English has some, each field has others. */
void pronouns_load(struct loader *loader)
{
    struct context *context = &loader->ruleset->context;
    size_t capacity = 0;
    for (size_t i = 0; i < loader->file_count; i++) {
        const struct yaml_node *list = yaml_get(loader->files[i], "pronouns");
        if (!list || !yaml_is_list(list, loader->diags))
            continue;
        for (size_t j = 0; j < list->count; j++) {
            if (!yaml_is_map(list->items[j], loader->diags))
                continue;
            context->pronouns = arena_grow(loader->arena, context->pronouns, context->pronoun_count,
                                           &capacity, sizeof(*context->pronouns));
            struct pronoun *pronoun = &context->pronouns[context->pronoun_count++];
            *pronoun = (struct pronoun){0};
            read_pronoun(loader, list->items[j], pronoun);
        }
    }
}

/* A mapping from names to patterns: keys[i] goes to patterns[i]. */
static void read_patterns(struct loader *loader, const struct yaml_node *map,
                          const char *const *keys, size_t count, struct pattern **patterns)
{
    if (!map || !yaml_is_map(map, loader->diags))
        return;
    yaml_check_keys(map, keys, count, loader->diags);
    for (size_t i = 0; i < count; i++)
        patterns[i] = loader_pattern(loader, map, keys[i], TEMPLATE_TEXT);
}

static void read_modality(struct loader *loader, const struct yaml_node *map)
{
    const char *keys[MODALITY_TARGET + 1];
    for (int i = 0; i <= MODALITY_TARGET; i++)
        keys[i] = modality_name((enum modality)i);
    read_patterns(loader, map, keys, MODALITY_TARGET + 1, loader->ruleset->context.modality);
}

static void read_change(struct loader *loader, const struct yaml_node *map)
{
    static const char *const keys[] = {"up", "down"};
    struct pattern *patterns[2] = {NULL, NULL};
    read_patterns(loader, map, keys, 2, patterns);
    loader->ruleset->context.up = patterns[0];
    loader->ruleset->context.down = patterns[1];
}

static void read_basis(struct loader *loader, const struct yaml_node *map)
{
    const char *keys[BASIS_COUNT - 1];
    for (int i = 1; i < BASIS_COUNT; i++)
        keys[i - 1] = basis_name((enum basis)i);
    read_patterns(loader, map, keys, BASIS_COUNT - 1, loader->ruleset->context.basis + 1);
}

static void read_dating(struct loader *loader, const struct yaml_node *map)
{
    struct dating_words *words = &loader->ruleset->context.dating;
    static const char *const keys[] = {"aside", "base",  "prior",     "revised", "peer", "contrast",
                                       "apart", "named", "beginning", "span",    "event"};
    struct pattern **const places[] = {&words->aside,   &words->base,  &words->prior,
                                       &words->revised, &words->peer,  &words->contrast,
                                       &words->apart,   &words->named, &words->beginning,
                                       &words->span,    &words->event};
    struct pattern *found[sizeof(keys) / sizeof(*keys)] = {NULL};
    read_patterns(loader, map, keys, sizeof(keys) / sizeof(*keys), found);
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
        *places[i] = found[i];
}

static void read_version_before(struct loader *loader, const struct yaml_node *map)
{
    struct context *context = &loader->ruleset->context;
    context->version_before = loader_pattern(loader, map, "version_before", TEMPLATE_TEXT);
    if (context->version_before && pattern_captures(context->version_before) == 0)
        yaml_error(yaml_get(map, "version_before"), loader->diags,
                   "the version is what group 1 matches, and there is none");
}

void context_load(struct loader *loader)
{
    static const char *const keys[] = {"modality",       "change",        "basis",     "dating",
                                       "version_before", "version_alone", "name_tail", "pairwise",
                                       "claimants",      "introducers"};
    const struct yaml_node *map = loader_section(loader, "context");
    if (!map)
        return;
    yaml_check_keys(map, keys, sizeof(keys) / sizeof(*keys), loader->diags);
    read_modality(loader, yaml_get(map, "modality"));
    read_change(loader, yaml_get(map, "change"));
    read_basis(loader, yaml_get(map, "basis"));
    read_dating(loader, yaml_get(map, "dating"));
    read_version_before(loader, map);
    loader->ruleset->context.version_alone =
        loader_pattern(loader, map, "version_alone", TEMPLATE_TEXT);
    loader->ruleset->context.name_tail = loader_pattern(loader, map, "name_tail", TEMPLATE_TEXT);
    loader->ruleset->context.pairwise = loader_pattern(loader, map, "pairwise", TEMPLATE_TEXT);
    loader->ruleset->context.claimants = loader_kinds(loader, yaml_get(map, "claimants"));
    loader->ruleset->context.introducers = loader_kinds(loader, yaml_get(map, "introducers"));
}

void topic_load(struct loader *loader)
{
    static const char *const keys[] = {"title", "terms", "kinds", "least"};
    const struct yaml_node *map = loader_section(loader, "topic");
    struct topic *topic = &loader->ruleset->topic;
    if (!map)
        return;
    yaml_check_keys(map, keys, sizeof(keys) / sizeof(*keys), loader->diags);
    int least = 1;
    yaml_read_integer(yaml_get(map, "least"), 0, INT_MAX, &least, loader->diags);
    topic->title = loader_pattern(loader, map, "title", TEMPLATE_TEXT);
    topic->terms = loader_pattern(loader, map, "terms", TEMPLATE_TEXT);
    topic->kinds = loader_kinds(loader, yaml_get(map, "kinds"));
    topic->least = (size_t)least;
    if (!yaml_get(map, "terms") && !yaml_get(map, "kinds"))
        yaml_error(map, loader->diags, "a topic needs 'terms' or 'kinds'");
}
