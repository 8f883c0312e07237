#include "rules/unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "rules/reference.h"
#include "rules/yaml.h"

/* Slots in slots; the loader has refused deeper ones. */
#define SLOT_DEPTH_MAX 32

/* An organisation that is part of another, and so on. */
#define OWNER_DEPTH_MAX 8

/* One set of units on its way. */
struct maker {
    const struct ruleset *ruleset;
    struct arena *arena;
    struct units units;
    size_t capacity;
    struct buf essence; /* of the unit at hand */
};

/* ---- what a definition says, as text */

/* Keys that make no difference to what is found. */
static const char *const nothing[] = {NULL};
static const char *const of_rules[] = {"tests", NULL};
static const char *const of_entities[] = {"wikidata", NULL};
static const char *const of_parties[] = {"wikidata", "names", "codes", "near",
                                         "unless",   "case",  NULL};
static const char *const of_sources[] = {"feed",  "index",  "links",    "next", "every",
                                         "match", "status", "evidence", NULL};

static bool among(const char *word, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(word, *words) == 0)
            return true;
    return false;
}

/* The definition of a section with that id, or NULL. */
static const struct yaml_node *definition(const struct maker *maker, const char *section,
                                          const char *id)
{
    const struct ruleset *ruleset = maker->ruleset;
    for (size_t i = 0; i < ruleset->file_count; i++) {
        const struct yaml_node *map = yaml_get(ruleset->files[i], section);
        const struct yaml_node *found = map ? yaml_get(map, id) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

/* Slots that a pattern uses belong to it, with those that they use. */
static void put_slots(struct maker *maker, const char *text, size_t depth)
{
    struct reference reference;
    for (size_t at = 0; text[at] && depth < SLOT_DEPTH_MAX; at++) {
        if (text[at] != '{' || !reference_read(text, at, &reference) || !reference.alone)
            continue;
        const char *name = arena_strndup(maker->arena, text + at + 1, reference.name_len);
        const struct yaml_node *slot = definition(maker, "slots", name);
        if (!slot || slot->kind != YAML_SCALAR)
            continue;
        buf_printf(&maker->essence, "slot %zu %s\n", strlen(slot->text), slot->text);
        put_slots(maker, slot->text, depth + 1);
    }
}

static void put_node(struct maker *maker, const struct yaml_node *node, const char *const *without)
{
    struct buf *essence = &maker->essence;
    switch (node->kind) {
    case YAML_SCALAR:
        buf_printf(essence, "%zu %s\n", strlen(node->text), node->text);
        put_slots(maker, node->text, 0);
        break;
    case YAML_LIST:
        buf_printf(essence, "list %zu\n", node->count);
        for (size_t i = 0; i < node->count; i++)
            put_node(maker, node->items[i], nothing);
        break;
    case YAML_MAP:
        for (size_t i = 0; i < node->count; i++) {
            if (among(node->keys[i]->text, without))
                continue;
            buf_printf(essence, "key %s\n", node->keys[i]->text);
            put_node(maker, node->items[i], nothing);
        }
        buf_puts(essence, "end\n");
        break;
    case YAML_REFUSED:
        break;
    }
}

/* An entity that takes part in a fact where its names need not stand: a product's maker. */
static void put_party(struct maker *maker, const struct entity *entity, size_t depth)
{
    if (!entity || depth == OWNER_DEPTH_MAX)
        return;
    const struct yaml_node *node = definition(maker, "entities", entity->id);
    buf_printf(&maker->essence, "party %s %s\n", entity->id, entity->name);
    if (node)
        put_node(maker, node, of_parties);
    put_party(maker, entity->owner, depth + 1);
}

/* ---- units */

static struct unit *add_unit(struct maker *maker, const char *section, const char *id,
                             enum reach reach)
{
    struct units *units = &maker->units;
    units->items = arena_grow(maker->arena, units->items, units->count, &maker->capacity,
                              sizeof(*units->items));
    struct unit *unit = &units->items[units->count++];
    *unit = (struct unit){.section = section, .id = id, .reach = reach};
    hash_hex(buf_text(&maker->essence), maker->essence.len, unit->hash);
    buf_reset(&maker->essence);
    return unit;
}

static struct literals names_of(const struct entity *entity, struct arena *arena)
{
    struct literals words = {arena_alloc(arena, (entity->name_count + 1) * sizeof(const char *)),
                             0};
    for (size_t i = 0; i < entity->name_count; i++)
        words.items[words.count++] = literal_of_name(entity->names[i].text, arena);
    return words;
}

static void add_entities(struct maker *maker)
{
    const struct ruleset *ruleset = maker->ruleset;
    for (size_t i = 0; i < ruleset->entity_count; i++) {
        const struct entity *entity = ruleset->entities[i];
        const struct yaml_node *node = definition(maker, "entities", entity->id);
        if (node)
            put_node(maker, node, of_entities);
        put_party(maker, entity->maker, 0);
        put_party(maker, entity->owner, 0);
        add_unit(maker, "entities", entity->id, REACH_NAMES)->words =
            names_of(entity, maker->arena);
    }
}

static const struct yaml_node *rule_node(const struct maker *maker, const char *id)
{
    const struct ruleset *ruleset = maker->ruleset;
    for (size_t i = 0; i < ruleset->file_count; i++) {
        const struct yaml_node *list = yaml_get(ruleset->files[i], "rules");
        for (size_t j = 0; list && j < list->count; j++) {
            const struct yaml_node *own = yaml_get(list->items[j], "id");
            if (own && strcmp(own->text, id) == 0)
                return list->items[j];
        }
    }
    return NULL;
}

static void put_term(struct maker *maker, const struct term *term)
{
    if (term->kind == TERM_ENTITY) {
        put_party(maker, term->entity, 0);
        put_party(maker, term->entity->maker, 0);
    }
}

/* What a rule emits is defined elsewhere, and belongs to it. */
static void put_emit(struct maker *maker, const struct emit *emit)
{
    const struct yaml_node *node = NULL;
    if (emit->relation)
        node = definition(maker, "relations", emit->relation->name);
    else if (emit->metric)
        node = definition(maker, "metrics", emit->metric->id);
    if (node)
        put_node(maker, node, nothing);
    put_term(maker, &emit->subject);
    put_term(maker, &emit->object);
    put_term(maker, &emit->about);
}

static void add_rules(struct maker *maker)
{
    const struct ruleset *ruleset = maker->ruleset;
    for (size_t i = 0; i < ruleset->rule_count; i++) {
        const struct rule *rule = ruleset->rules[i];
        const struct yaml_node *node = rule_node(maker, rule->id);
        if (node)
            put_node(maker, node, of_rules);
        for (size_t j = 0; j < rule->emit_count; j++)
            put_emit(maker, &rule->emits[j]);
        struct unit *unit = add_unit(maker, "rules", rule->id, REACH_WORDS);
        unit->rank = i;
        unit->words = literals_of_pattern(pattern_text(rule->match), maker->arena);
    }
}

static void add_metrics(struct maker *maker)
{
    const struct ruleset *ruleset = maker->ruleset;
    for (size_t i = 0; i < ruleset->metric_count; i++) {
        const struct metric *metric = &ruleset->metrics[i];
        const struct yaml_node *node = definition(maker, "metrics", metric->id);
        if (node)
            put_node(maker, node, nothing);
        struct unit *unit =
            add_unit(maker, "metrics", metric->id, metric->match ? REACH_WORDS : REACH_NONE);
        unit->rank = i;
        if (metric->match)
            unit->words = literals_of_pattern(pattern_text(metric->match), maker->arena);
    }
}

/* A source matters to how its pages are read. */
static void add_sources(struct maker *maker)
{
    const struct ruleset *ruleset = maker->ruleset;
    for (size_t i = 0; i < ruleset->source_count; i++) {
        const struct source *source = ruleset->sources[i];
        const struct yaml_node *node = definition(maker, "sources", source->id);
        if (node)
            put_node(maker, node, of_sources);
        buf_puts(&maker->essence, source->enabled ? "on\n" : "off\n");
        add_unit(maker, "sources", source->id, REACH_SOURCE)->words =
            (struct literals){source->hosts.items, source->hosts.count};
    }
}

/* All other sections say something of every article: pronouns, the words of the context … */
static void add_section(struct maker *maker, const char *section)
{
    static const char *const elsewhere[] = {"entities",  "rules", "metrics", "sources",
                                            "relations", "kinds", "slots",   NULL};
    const struct ruleset *ruleset = maker->ruleset;
    if (among(section, elsewhere))
        return;
    for (size_t i = 0; i < maker->units.count; i++)
        if (strcmp(maker->units.items[i].section, section) == 0)
            return;
    for (size_t i = 0; i < ruleset->file_count; i++) {
        const struct yaml_node *node = yaml_get(ruleset->files[i], section);
        if (node)
            put_node(maker, node, nothing);
    }
    add_unit(maker, section, "", REACH_EVERYTHING);
}

static void add_sections(struct maker *maker)
{
    const struct ruleset *ruleset = maker->ruleset;
    for (size_t i = 0; i < ruleset->file_count; i++)
        for (size_t j = 0; j < ruleset->files[i]->count; j++)
            add_section(maker, ruleset->files[i]->keys[j]->text);
}

int unit_compare(const struct unit *a, const struct unit *b)
{
    int order = strcmp(a->section, b->section);
    return order != 0 ? order : strcmp(a->id, b->id);
}

static int compare_units(const void *a, const void *b)
{
    return unit_compare(a, b);
}

struct units units_of(const struct ruleset *ruleset, struct arena *arena)
{
    struct maker maker = {.ruleset = ruleset, .arena = arena};
    add_entities(&maker);
    add_rules(&maker);
    add_metrics(&maker);
    add_sources(&maker);
    add_sections(&maker);
    buf_free(&maker.essence);
    if (maker.units.count > 0)
        qsort(maker.units.items, maker.units.count, sizeof(*maker.units.items), compare_units);
    return maker.units;
}

static const char *const reaches[] = {
    [REACH_NONE] = "none",     [REACH_NAMES] = "names",           [REACH_WORDS] = "words",
    [REACH_SOURCE] = "source", [REACH_EVERYTHING] = "everything",
};

const char *reach_name(enum reach reach)
{
    return reaches[reach];
}

enum reach reach_named(const char *name)
{
    for (int i = 0; i < REACH_EVERYTHING; i++)
        if (strcmp(reaches[i], name) == 0)
            return (enum reach)i;
    return REACH_EVERYTHING;
}
