#include "extract/prefix.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

#define GROUP_NAME "element"

/* Options of earlier branches hold in later ones, too. */
static void put_options(struct buf *out, const struct rule *rule, const struct element *until)
{
    const char *text = pattern_text(rule->match);
    buf_puts(out, "(?n)");
    for (const struct element *element = rule->elements.items; element < until; element++)
        if (element->option)
            buf_add(out, text + element->start, element->end - element->start);
}

static struct pattern *compile(const struct buf *text)
{
    struct pattern_error error;
    struct pattern *pattern = pattern_compile(buf_text(text), &error);
    if (!pattern)
        free(error.message);
    return pattern;
}

/* Each element captured by its number, as far as there is room for groups. */
static struct pattern *compile_prefix(const struct rule *rule, const struct branch *branch,
                                      size_t count)
{
    const char *text = pattern_text(rule->match);
    size_t room = PATTERN_GROUPS_MAX - 1 - rule->slot_count;
    struct buf out = {0};
    put_options(&out, rule, branch->elements);
    for (size_t i = 0; i < count; i++) {
        const struct element *element = &branch->elements[i];
        bool captured = !element->option && i < room;
        if (captured)
            buf_printf(&out, "(?<" GROUP_NAME "%zu>", i);
        buf_add(&out, text + element->start, element->end - element->start);
        buf_puts(&out, captured ? ")" : "");
    }
    struct pattern *pattern = compile(&out);
    buf_free(&out);
    return pattern;
}

/* Whether the element cannot match nothing, or nothing but the blank before it. */
static bool is_heavy(const struct rule *rule, const struct element *element)
{
    struct buf out = {0};
    if (element->option)
        return false;
    put_options(&out, rule, element);
    buf_add(&out, pattern_text(rule->match) + element->start, element->end - element->start);
    struct pattern *pattern = compile(&out);
    bool heavy = !pattern || pattern_match_at(pattern, " ", 1, 0, NULL) == PATTERN_NO_MATCH;
    pattern_free(pattern);
    buf_free(&out);
    return heavy;
}

static void branch_init(struct branch *branch, const struct rule *rule)
{
    branch->prefixes = mem_alloc((branch->count + 1) * sizeof(struct pattern *));
    branch->heavy = mem_alloc((branch->count + 1) * sizeof(bool));
    for (size_t i = 0; i < branch->count; i++) {
        branch->prefixes[i] = compile_prefix(rule, branch, i + 1);
        branch->heavy[i] = is_heavy(rule, &branch->elements[i]);
    }
}

struct branches branches_new(const struct rule *rule)
{
    const struct elements *elements = &rule->elements;
    struct branches branches = {.items = mem_alloc((elements->count + 1) * sizeof(struct branch))};
    for (size_t i = 0; i < elements->count; i++) {
        if (i == 0 || elements->items[i].alternative)
            branches.items[branches.count++] = (struct branch){.elements = &elements->items[i]};
        branches.items[branches.count - 1].count++;
    }
    for (size_t i = 0; i < branches.count; i++)
        branch_init(&branches.items[i], rule);
    return branches;
}

void branches_free(struct branches *branches)
{
    for (size_t i = 0; i < branches->count; i++) {
        struct branch *branch = &branches->items[i];
        for (size_t j = 0; j < branch->count; j++)
            pattern_free(branch->prefixes[j]);
        free(branch->prefixes);
        free(branch->heavy);
    }
    free(branches->items);
    *branches = (struct branches){0};
}

size_t branch_match(const struct branch *branch, const char *text, size_t len)
{
    size_t matched = 0;
    while (matched < branch->count && branch->prefixes[matched] &&
           pattern_search(branch->prefixes[matched], text, len, 0, NULL) == PATTERN_MATCH)
        matched++;
    return matched;
}

void branch_spans(const struct branch *branch, size_t matched, const char *text, size_t len,
                  struct span *spans)
{
    struct span groups[PATTERN_GROUPS_MAX];
    for (size_t i = 0; i <= branch->count; i++)
        spans[i] = (struct span){PATTERN_UNSET, PATTERN_UNSET};
    if (matched == 0 ||
        pattern_search(branch->prefixes[matched - 1], text, len, 0, groups) != PATTERN_MATCH)
        return;
    spans[0] = groups[0];
    for (size_t i = 0; i < matched; i++) {
        char name[sizeof(GROUP_NAME) + 20];
        snprintf(name, sizeof(name), GROUP_NAME "%zu", i);
        int group = pattern_group(branch->prefixes[matched - 1], name);
        if (group > 0)
            spans[1 + i] = groups[group];
    }
}
