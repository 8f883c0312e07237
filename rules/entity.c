#include "rules/entity.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "rules/loader.h"
#include "rules/names.h"

/* A chain of owners is followed to its end: it must have one. */
#define OWNERS_MAX 8

/* While entities are loaded in two steps, each is paired with its definition. */
struct draft {
    struct entity entity; /* first, so that an entity's address is its draft's */
    const struct yaml_node *map;
};

static const char *const ENTITY_KEYS[] = {"kind", "maker",  "owner",         "names",
                                          "name", "codes",  "version",       "case",
                                          "near", "unless", "needs_version", "wikidata"};

static int compare_entities(const void *left, const void *right)
{
    const struct entity *const *a = left, *const *b = right;
    return strcmp((*a)->id, (*b)->id);
}

/* The first kind given, which is the entity's type. */
static const char *first_kind(const struct ruleset *ruleset, const struct yaml_node *node)
{
    if (node && node->kind == YAML_LIST)
        node = node->count > 0 ? node->items[0] : NULL;
    int kind = node && node->kind == YAML_SCALAR ? ruleset_kind(ruleset, node->text) : -1;
    return kind < 0 ? NULL : ruleset->kinds[kind].name;
}

static void read_kinds(struct loader *loader, const struct definition *definition,
                       struct entity *entity)
{
    const struct yaml_node *kind = yaml_get(definition->value, "kind");
    entity->kinds = loader_kinds(loader, kind);
    entity->type = first_kind(loader->ruleset, kind);
    if (!kind || (kind->kind == YAML_LIST && kind->count == 0))
        yaml_error(definition->id, loader->diags, "an entity needs a 'kind'");
    if (entity->kinds & ((1 << KIND_PERCENT) | (1 << KIND_PERIOD)))
        yaml_error(kind, loader->diags, "no entity can be a percentage or a period");
}

void entities_load(struct loader *loader)
{
    struct ruleset *ruleset = loader->ruleset;
    size_t count;
    const struct definition *definitions = loader_definitions(loader, "entities", &count);
    ruleset->entities = arena_alloc(loader->arena, (count + 1) * sizeof(*ruleset->entities));
    for (size_t i = 0; i < count; i++) {
        if (!yaml_is_map(definitions[i].value, loader->diags))
            continue;
        struct draft *draft = arena_alloc(loader->arena, sizeof(*draft));
        draft->map = definitions[i].value;
        draft->entity.id = definitions[i].id->text;
        draft->entity.position = definitions[i].id->position;
        read_kinds(loader, &definitions[i], &draft->entity);
        ruleset->entities[ruleset->entity_count++] = &draft->entity;
    }
    qsort(ruleset->entities, ruleset->entity_count, sizeof(*ruleset->entities), compare_entities);
}

/* "2021", "2021-10" and "2021-10-28" are the beginnings of the days that they stand for. */
static bool is_time(const char *text)
{
    static const char longest[] = "2021-10-28", lowest[] = "2021-01-01";
    size_t len = strlen(text);
    int64_t seconds;
    if (len != 4 && len != 7 && len != 10)
        return false;
    char day[sizeof(longest)];
    memcpy(day, text, len);
    memcpy(day + len, lowest + len, sizeof(lowest) - len);
    return date_parse(day, &seconds) == 0;
}

static const char *read_time(struct loader *loader, const struct yaml_node *node)
{
    const char *text = node ? yaml_text(node, loader->diags) : NULL;
    if (!text || is_time(text))
        return text;
    yaml_error(node, loader->diags, "expected a time like 2021-10, found '%s'", text);
    return NULL;
}

bool name_counts(const struct name *name, const char *published)
{
    return !published ||
           ((!name->since || strncmp(published, name->since, strlen(name->since)) >= 0) &&
            (!name->until || strncmp(published, name->until, strlen(name->until)) <= 0));
}

/* {name: Facebook, until: 2021-10}. NULL where there is no name in it. */
static const struct yaml_node *read_timed_name(struct loader *loader, const struct yaml_node *map,
                                               struct name *name)
{
    static const char *const keys[] = {"name", "since", "until"};
    yaml_check_keys(map, keys, sizeof(keys) / sizeof(*keys), loader->diags);
    name->since = read_time(loader, yaml_get(map, "since"));
    name->until = read_time(loader, yaml_get(map, "until"));
    if (name->since && name->until && !name_counts(name, name->since))
        yaml_error(map, loader->diags, "the name would never count: it ends before it begins");
    if (!yaml_get(map, "name"))
        yaml_error(map, loader->diags, "a name with a time needs 'name'");
    return yaml_get(map, "name");
}

static void add_name(struct loader *loader, struct entity *entity, const struct yaml_node *node,
                     const char *version)
{
    struct name name = {.version = version};
    if (node->kind == YAML_MAP)
        node = read_timed_name(loader, node, &name);
    const char *text = node ? yaml_text(node, loader->diags) : NULL;
    if (!text)
        return;
    if (!names_key(text, loader->arena)) {
        yaml_error(node, loader->diags, "'%s' cannot be found in a text", text);
        diags_hint(loader->diags, "a name begins with a letter or digit, and has at most %d bytes",
                   NAME_BYTES_MAX);
        return;
    }
    name.text = text;
    entity->names[entity->name_count++] = name;
}

static void read_names(struct loader *loader, struct entity *entity, const struct yaml_node *map)
{
    const struct yaml_node *names = yaml_get(map, "names"), *codes = yaml_get(map, "codes");
    if (names && !yaml_is_list(names, loader->diags))
        names = NULL;
    if (codes && !yaml_is_map(codes, loader->diags))
        codes = NULL;
    size_t count = (names ? names->count : 0) + (codes ? codes->count : 0);
    entity->names = arena_alloc(loader->arena, (count + 1) * sizeof(*entity->names));
    for (size_t i = 0; names && i < names->count; i++)
        add_name(loader, entity, names->items[i], NULL);
    for (size_t i = 0; codes && i < codes->count; i++)
        add_name(loader, entity, codes->keys[i], yaml_text(codes->items[i], loader->diags));
    if (count == 0 && !yaml_get(map, "names")) {
        diags_add_at(loader->diags, SEVERITY_ERROR, "rules", &entity->position,
                     "an entity needs 'names'");
        diags_hint(loader->diags, "names: [the first one is shown to people]");
    }
}

static void read_case(struct loader *loader, struct entity *entity, const struct yaml_node *node)
{
    const char *text = node ? yaml_text(node, loader->diags) : NULL;
    if (!text)
        return;
    entity->exact_case = strcmp(text, "exact") == 0;
    if (!entity->exact_case)
        yaml_error(node, loader->diags, "the only case is 'exact'");
}

static void read_patterns(struct loader *loader, struct entity *entity, const struct yaml_node *map)
{
    const struct yaml_node *version = yaml_get(map, "version");
    entity->version = loader_pattern(loader, map, "version", TEMPLATE_TEXT);
    entity->near = loader_pattern(loader, map, "near", TEMPLATE_TEXT);
    entity->unless = loader_pattern(loader, map, "unless", TEMPLATE_TEXT);
    if (entity->version && pattern_captures(entity->version) == 0) {
        yaml_error(version, loader->diags,
                   "the version is what group 1 matches, and there is none");
        diags_hint(loader->diags, "put (…) around the version: '[ -]?v?(\\d)'");
    }
    yaml_read_bool(yaml_get(map, "needs_version"), &entity->needs_version, loader->diags);
    if (entity->needs_version && !version && !yaml_get(map, "codes"))
        yaml_error(yaml_get(map, "needs_version"), loader->diags,
                   "needs_version without 'version' or 'codes': it would never be found");
}

static void read_wikidata(struct loader *loader, struct entity *entity,
                          const struct yaml_node *node)
{
    entity->wikidata = node ? yaml_text(node, loader->diags) : NULL;
    if (!entity->wikidata)
        return;
    const char *id = entity->wikidata;
    if (id[0] != 'Q' || !id[1] || strspn(id + 1, "0123456789") != strlen(id + 1))
        yaml_error(node, loader->diags, "a Wikidata item is written Q and digits: Q456157");
}

static void entity_complete(struct loader *loader, struct draft *draft)
{
    struct entity *entity = &draft->entity;
    yaml_check_keys(draft->map, ENTITY_KEYS, sizeof(ENTITY_KEYS) / sizeof(*ENTITY_KEYS),
                    loader->diags);
    read_names(loader, entity, draft->map);
    entity->name = loader_text(loader, draft->map, "name");
    if (!entity->name && entity->name_count > 0)
        entity->name = entity->names[0].text;
    entity->maker = loader_entity(loader, yaml_get(draft->map, "maker"));
    entity->owner = loader_entity(loader, yaml_get(draft->map, "owner"));
    read_case(loader, entity, yaml_get(draft->map, "case"));
    read_patterns(loader, entity, draft->map);
    read_wikidata(loader, entity, yaml_get(draft->map, "wikidata"));
}

static void check_owners(struct loader *loader, const struct entity *entity)
{
    size_t steps = 0;
    const struct entity *owner = entity->owner;
    while (owner && steps++ < OWNERS_MAX)
        owner = owner->owner;
    if (owner)
        diags_add_at(loader->diags, SEVERITY_ERROR, "rules", &entity->position,
                     "the owners of '%s' go round in a circle, or on for more than %d", entity->id,
                     OWNERS_MAX);
}

void entities_complete(struct loader *loader)
{
    struct ruleset *ruleset = loader->ruleset;
    for (size_t i = 0; i < ruleset->entity_count; i++)
        entity_complete(loader, (struct draft *)ruleset->entities[i]);
    for (size_t i = 0; i < ruleset->entity_count; i++)
        check_owners(loader, ruleset->entities[i]);
}

static int compare_id(const void *key, const void *item)
{
    const struct entity *const *entity = item;
    return strcmp(key, (*entity)->id);
}

const struct entity *ruleset_entity(const struct ruleset *ruleset, const char *id)
{
    struct entity **found = bsearch(id, ruleset->entities, ruleset->entity_count,
                                    sizeof(*ruleset->entities), compare_id);
    return found ? *found : NULL;
}
