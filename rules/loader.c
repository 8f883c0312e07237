#include "rules/loader.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

static bool is_id(const char *text)
{
    static const char first[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    static const char rest[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    return text[0] && strchr(first, text[0]) && strspn(text, rest) == strlen(text);
}

/* Definitions by id, to find those that stand twice; `index` keeps the order of the files. */
struct sorted_id {
    const char *text;
    size_t index;
};

static int compare_ids(const void *left, const void *right)
{
    const struct sorted_id *a = left, *b = right;
    int order = strcmp(a->text, b->text);
    return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

static void refuse_repeated(struct loader *loader, struct definition *definitions, size_t count)
{
    struct sorted_id *ids = mem_alloc((count + 1) * sizeof(*ids));
    for (size_t i = 0; i < count; i++)
        ids[i] = (struct sorted_id){definitions[i].id->text, i};
    qsort(ids, count, sizeof(*ids), compare_ids);
    for (size_t i = 1, first = 0; i < count; i++) {
        if (strcmp(ids[i].text, ids[first].text) != 0) {
            first = i;
            continue;
        }
        const struct position *place = &definitions[ids[first].index].id->position;
        struct definition *repeated = &definitions[ids[i].index];
        yaml_error(repeated->id, loader->diags, "'%s' was defined before, at %s:%zu", ids[i].text,
                   place->file, place->line);
        repeated->value = NULL;
    }
    free(ids);
}

size_t loader_check_ids(struct loader *loader, struct definition *definitions, size_t count)
{
    refuse_repeated(loader, definitions, count);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (!definitions[i].value)
            continue;
        if (is_id(definitions[i].id->text)) {
            definitions[kept++] = definitions[i];
            continue;
        }
        yaml_error(definitions[i].id, loader->diags, "'%s' cannot be a name here",
                   definitions[i].id->text);
        diags_hint(loader->diags, "use letters, digits, '-', '_' and '.', without blanks");
    }
    return kept;
}

struct definition *loader_definitions(struct loader *loader, const char *section, size_t *count)
{
    struct definition *definitions = NULL;
    size_t capacity = 0, found = 0;
    for (size_t i = 0; i < loader->file_count; i++) {
        const struct yaml_node *map = yaml_get(loader->files[i], section);
        if (!map || !yaml_is_map(map, loader->diags))
            continue;
        for (size_t j = 0; j < map->count; j++) {
            if (map->keys[j]->kind != YAML_SCALAR || map->items[j]->kind == YAML_REFUSED)
                continue; /* told when the file was read */
            definitions =
                arena_grow(loader->arena, definitions, found, &capacity, sizeof(*definitions));
            definitions[found++] = (struct definition){map->keys[j], map->items[j]};
        }
    }
    *count = loader_check_ids(loader, definitions, found);
    return definitions;
}

const struct yaml_node *loader_section(struct loader *loader, const char *section)
{
    const struct yaml_node *first = NULL;
    for (size_t i = 0; i < loader->file_count; i++) {
        const struct yaml_node *map = yaml_get(loader->files[i], section);
        if (!map || !yaml_is_map(map, loader->diags))
            continue;
        if (first)
            yaml_error(map, loader->diags, "'%s' was given before, at %s:%zu", section,
                       first->position.file, first->position.line);
        else
            first = map;
    }
    return first;
}

void loader_unknown(struct loader *loader, const struct position *position, const char *what,
                    const char *word, const char *const *candidates, size_t count)
{
    diags_add_at(loader->diags, SEVERITY_ERROR, "rules", position, "unknown %s '%s'", what, word);
    const char *nearest = text_nearest(word, candidates, count);
    if (nearest)
        diags_hint(loader->diags, "did you mean '%s'?", nearest);
}

int loader_kind(struct loader *loader, const char *text, size_t len,
                const struct position *position)
{
    const struct ruleset *ruleset = loader->ruleset;
    const char *word = arena_strndup(loader->arena, text, len);
    int kind = ruleset_kind(ruleset, word);
    if (kind >= 0)
        return kind;
    const char *names[KINDS_MAX];
    for (size_t i = 0; i < ruleset->kind_count; i++)
        names[i] = ruleset->kinds[i].name;
    loader_unknown(loader, position, "kind", word, names, ruleset->kind_count);
    return -1;
}

kind_set loader_kinds(struct loader *loader, const struct yaml_node *node)
{
    size_t count;
    const char **names = loader_texts(loader, node, &count);
    kind_set kinds = 0;
    for (size_t i = 0; i < count; i++) {
        const struct yaml_node *place = node->kind == YAML_LIST ? node->items[i] : node;
        int kind = loader_kind(loader, names[i], strlen(names[i]), &place->position);
        if (kind >= 0)
            kinds |= (kind_set)1 << kind;
    }
    return kinds;
}

const struct entity *loader_entity(struct loader *loader, const struct yaml_node *id)
{
    const struct ruleset *ruleset = loader->ruleset;
    const char *text = id ? yaml_text(id, loader->diags) : NULL;
    const struct entity *entity = text ? ruleset_entity(ruleset, text) : NULL;
    if (entity || !text)
        return entity;
    const char **ids = mem_alloc((ruleset->entity_count + 1) * sizeof(*ids));
    for (size_t i = 0; i < ruleset->entity_count; i++)
        ids[i] = ruleset->entities[i]->id;
    loader_unknown(loader, &id->position, "entity", text, ids, ruleset->entity_count);
    free(ids);
    return NULL;
}

const char *loader_text(struct loader *loader, const struct yaml_node *map, const char *key)
{
    const struct yaml_node *node = yaml_get(map, key);
    return node ? yaml_text(node, loader->diags) : NULL;
}

/* A list with a wrong item gives nothing, so that texts and items have the same index. */
const char **loader_texts(struct loader *loader, const struct yaml_node *node, size_t *count)
{
    *count = 0;
    if (!node || node->kind == YAML_REFUSED)
        return NULL;
    size_t len = node->kind == YAML_LIST ? node->count : 1;
    const char **texts = arena_alloc(loader->arena, (len + 1) * sizeof(*texts));
    bool good = true;
    for (size_t i = 0; i < len; i++) {
        texts[i] = yaml_text(node->kind == YAML_LIST ? node->items[i] : node, loader->diags);
        good = good && texts[i];
    }
    if (!good)
        return NULL;
    *count = len;
    return texts;
}

void loader_keep_pattern(struct loader *loader, struct pattern *pattern)
{
    struct ruleset *ruleset = loader->ruleset;
    if (!pattern)
        return;
    ruleset->patterns = arena_grow(loader->arena, ruleset->patterns, ruleset->pattern_count,
                                   &loader->pattern_capacity, sizeof(struct pattern *));
    ruleset->patterns[ruleset->pattern_count++] = pattern;
}

struct pattern *loader_pattern(struct loader *loader, const struct yaml_node *map, const char *key,
                               enum template_mode mode)
{
    const struct yaml_node *node = yaml_get(map, key);
    struct pattern *pattern = node ? template_compile(loader, node, mode, NULL) : NULL;
    loader_keep_pattern(loader, pattern);
    return pattern;
}
