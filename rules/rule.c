#include "rules/rule.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/hash.h"
#include "rules/loader.h"

#define PRIORITY_MAX 1000

/* Where a rule stands among all, which decides between equal priorities. */
struct ranked {
    struct rule *rule;
    size_t index;
};

static int compare_ranks(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    if (a->rule->priority != b->rule->priority)
        return a->rule->priority > b->rule->priority ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

/* A key of a rule or test that must be there. */
static const struct yaml_node *needed(struct loader *loader, const struct yaml_node *map,
                                      const char *what, const char *key)
{
    const struct yaml_node *node = yaml_get(map, key);
    if (!node)
        yaml_error(map, loader->diags, "%s needs '%s'", what, key);
    return node;
}

/* One emit, or a list of them. */
static void read_emits(struct loader *loader, const struct yaml_node *node, struct rule *rule,
                       struct buf *essence)
{
    if (!node || node->kind == YAML_REFUSED)
        return;
    bool list = node->kind == YAML_LIST;
    size_t count = list ? node->count : 1;
    rule->emits = arena_alloc(loader->arena, (count + 1) * sizeof(*rule->emits));
    for (size_t i = 0; i < count; i++) {
        const struct yaml_node *item = list ? node->items[i] : node;
        if (emit_parse(loader, item, rule->slots, rule->slot_count, &rule->emits[rule->emit_count]))
            rule->emit_count++;
        buf_printf(essence, "emit %s\n", item->text);
    }
    if (count == 0)
        yaml_error(node, loader->diags, "a rule that emits nothing");
}

static const char *read_date(struct loader *loader, const struct yaml_node *node)
{
    const char *text = node ? yaml_text(node, loader->diags) : NULL;
    int64_t seconds;
    if (text && date_parse(text, &seconds) != 0)
        yaml_error(node, loader->diags, "expected a date like 2025-05-15, found '%s'", text);
    return text;
}

/* `want: []` says that nothing is wanted; leaving it out is a slip. */
static void read_wants(struct loader *loader, const struct yaml_node *node, struct rule_test *test)
{
    if (!node || !yaml_is_list(node, loader->diags))
        return;
    test->want = loader_texts(loader, node, &test->want_count);
    for (size_t i = 0; i < test->want_count; i++)
        want_check(loader, node->items[i]);
}

static void read_test(struct loader *loader, const struct yaml_node *map, struct rule_test *test)
{
    static const char *const keys[] = {"text", "want", "title", "published"};
    if (!yaml_is_map(map, loader->diags))
        return;
    yaml_check_keys(map, keys, sizeof(keys) / sizeof(*keys), loader->diags);
    test->position = map->position;
    needed(loader, map, "a test", "text");
    test->text = loader_text(loader, map, "text");
    test->title = loader_text(loader, map, "title");
    test->published = read_date(loader, yaml_get(map, "published"));
    read_wants(loader, needed(loader, map, "a test", "want"), test);
}

static void read_tests(struct loader *loader, const struct yaml_node *list, struct rule *rule)
{
    if (!list || !yaml_is_list(list, loader->diags))
        return;
    rule->tests = arena_alloc(loader->arena, (list->count + 1) * sizeof(*rule->tests));
    for (size_t i = 0; i < list->count; i++)
        read_test(loader, list->items[i], &rule->tests[rule->test_count++]);
}

/* The match, with all that it says of its slots. False when it cannot be compiled. */
static bool read_match(struct loader *loader, const struct yaml_node *node, struct rule *rule,
                       struct buf *essence)
{
    struct template_parts parts = {.slot_count = 0};
    rule->match = node ? template_compile(loader, node, TEMPLATE_RULE, &parts) : NULL;
    loader_keep_pattern(loader, rule->match);
    if (!rule->match)
        return false;
    rule->elements = parts.elements;
    rule->slots = parts.slots;
    rule->slot_count = parts.slot_count;
    rule->needs = parts.needs;
    rule->need_count = parts.need_count;
    buf_printf(essence, "match %s\n", parts.essence);
    return true;
}

static void read_unless(struct loader *loader, const struct yaml_node *node, struct rule *rule,
                        struct buf *essence)
{
    struct template_parts parts = {.slot_count = 0};
    rule->unless = node ? template_compile(loader, node, TEMPLATE_TYPED, &parts) : NULL;
    loader_keep_pattern(loader, rule->unless);
    if (rule->unless)
        buf_printf(essence, "unless %s\n", parts.essence);
}

const char *scope_name(enum scope scope)
{
    static const char *const names[] = {"sentence", "paragraph", "item", "row"};
    return names[scope];
}

static void read_scope(struct loader *loader, const struct yaml_node *node, struct rule *rule,
                       struct buf *essence)
{
    const char *text = node ? yaml_text(node, loader->diags) : NULL, *names[SCOPE_COUNT];
    if (!text)
        return;
    for (int i = 0; i < SCOPE_COUNT; i++) {
        names[i] = scope_name((enum scope)i);
        if (strcmp(text, names[i]) == 0)
            rule->scope = (enum scope)i;
    }
    if (strcmp(text, names[rule->scope]) != 0)
        loader_unknown(loader, &node->position, "scope", text, names, SCOPE_COUNT);
    if (rule->scope != SCOPE_SENTENCE)
        buf_printf(essence, "scope %s\n", text);
}

static struct rule *rule_load(struct loader *loader, const struct definition *definition)
{
    static const char *const keys[] = {"id",   "scope",    "match", "unless",
                                       "emit", "priority", "tests"};
    const struct yaml_node *map = definition->value;
    struct rule *rule = arena_alloc(loader->arena, sizeof(*rule));
    struct buf essence = {0};
    yaml_check_keys(map, keys, sizeof(keys) / sizeof(*keys), loader->diags);
    rule->id = definition->id->text;
    rule->position = definition->id->position;
    yaml_read_integer(yaml_get(map, "priority"), -PRIORITY_MAX, PRIORITY_MAX, &rule->priority,
                      loader->diags);
    read_scope(loader, yaml_get(map, "scope"), rule, &essence);
    bool match = read_match(loader, needed(loader, map, "a rule", "match"), rule, &essence);
    read_unless(loader, yaml_get(map, "unless"), rule, &essence);
    const struct yaml_node *emit = needed(loader, map, "a rule", "emit");
    if (match) /* without it the slots are not known */
        read_emits(loader, emit, rule, &essence);
    read_tests(loader, yaml_get(map, "tests"), rule);
    buf_printf(&essence, "priority %d\n", rule->priority);
    hash_hex(essence.data, essence.len, rule->version);
    buf_free(&essence);
    return rule;
}

/* `rules:` is a list, unlike the other sections: the order matters to its reader. */
static struct definition *rule_definitions(struct loader *loader, size_t *count)
{
    struct definition *definitions = NULL;
    size_t capacity = 0, found = 0;
    for (size_t i = 0; i < loader->file_count; i++) {
        const struct yaml_node *list = yaml_get(loader->files[i], "rules");
        if (!list || !yaml_is_list(list, loader->diags))
            continue;
        for (size_t j = 0; j < list->count; j++) {
            const struct yaml_node *map = list->items[j];
            const struct yaml_node *id =
                yaml_is_map(map, loader->diags) ? needed(loader, map, "a rule", "id") : NULL;
            if (!id || !yaml_text(id, loader->diags))
                continue;
            definitions =
                arena_grow(loader->arena, definitions, found, &capacity, sizeof(*definitions));
            definitions[found++] = (struct definition){id, map};
        }
    }
    *count = loader_check_ids(loader, definitions, found);
    return definitions;
}

void rules_load(struct loader *loader)
{
    struct ruleset *ruleset = loader->ruleset;
    size_t count;
    const struct definition *definitions = rule_definitions(loader, &count);
    struct ranked *ranks = arena_alloc(loader->arena, (count + 1) * sizeof(*ranks));
    for (size_t i = 0; i < count; i++)
        ranks[i] = (struct ranked){rule_load(loader, &definitions[i]), i};
    qsort(ranks, count, sizeof(*ranks), compare_ranks);
    ruleset->rules = arena_alloc(loader->arena, (count + 1) * sizeof(*ruleset->rules));
    for (size_t i = 0; i < count; i++)
        ruleset->rules[i] = ranks[i].rule;
    ruleset->rule_count = count;
}
