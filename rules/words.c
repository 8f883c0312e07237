#include "rules/words.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

bool words_split(struct loader *loader, const struct yaml_node *node, struct words *words)
{
    static const char blanks[] = " \t\r\n";
    *words = (struct words){.loader = loader, .node = node};
    const char *text = yaml_text(node, loader->diags);
    if (!text)
        return false;
    size_t at = strspn(text, blanks);
    for (; text[at] && words->count < WORDS_MAX; words->count++) {
        size_t len = strcspn(text + at, blanks);
        words->text[words->count] = arena_strndup(loader->arena, text + at, len);
        words->start[words->count] = at;
        words->start[words->count + 1] = at + len;
        at += len + strspn(text + at + len, blanks);
    }
    if (!text[at])
        return true;
    yaml_error(node, loader->diags, "more than %d words", WORDS_MAX);
    return false;
}

bool words_accept(struct words *words, const char *word)
{
    if (words->next == words->count || strcmp(words->text[words->next], word) != 0)
        return false;
    words->next++;
    return true;
}

const char *words_expect(struct words *words, const char *what)
{
    if (words->next < words->count)
        return words->text[words->next++];
    struct position position = yaml_position(words->node, words->start[words->count]);
    diags_add_at(words->loader->diags, SEVERITY_ERROR, "rules", &position,
                 "expected %s, found the end", what);
    return NULL;
}

struct position words_position(const struct words *words, size_t ahead)
{
    return yaml_position(words->node, words->start[words->next - 1] + ahead);
}

static void complain(struct words *words, const char *what, const char *word,
                     const char *const *candidates, size_t count)
{
    struct position position = words_position(words, 0);
    loader_unknown(words->loader, &position, what, word, candidates, count);
}

const struct relation_type *words_relation(struct words *words)
{
    const struct ruleset *ruleset = words->loader->ruleset;
    const char *word = words_expect(words, "a relation, or 'is'");
    const struct relation_type *relation = word ? ruleset_relation(ruleset, word) : NULL;
    if (relation || !word)
        return relation;
    const char **names = mem_alloc((ruleset->relation_count + 1) * sizeof(*names));
    for (size_t i = 0; i < ruleset->relation_count; i++)
        names[i] = ruleset->relations[i].name;
    names[ruleset->relation_count] = "is";
    complain(words, "relation", word, names, ruleset->relation_count + 1);
    free(names);
    return NULL;
}

const struct metric *words_metric(struct words *words, bool *any)
{
    const struct ruleset *ruleset = words->loader->ruleset;
    const char *word = words_expect(words, "a metric, or 'any'");
    const struct metric *metric = word ? ruleset_metric(ruleset, word) : NULL;
    *any = word && strcmp(word, "any") == 0;
    if (metric || !word || *any)
        return metric;
    const char **ids = mem_alloc((ruleset->metric_count + 1) * sizeof(*ids));
    for (size_t i = 0; i < ruleset->metric_count; i++)
        ids[i] = ruleset->metrics[i].id;
    ids[ruleset->metric_count] = "any";
    complain(words, "metric", word, ids, ruleset->metric_count + 1);
    free(ids);
    return NULL;
}

const char *words_role(struct words *words, const struct relation_type *relation)
{
    const char *word = words_expect(words, "a role");
    for (size_t i = 0; word && i < relation->role_count; i++)
        if (strcmp(word, relation->roles[i]) == 0)
            return relation->roles[i];
    if (word)
        complain(words, "role", word, relation->roles, relation->role_count);
    return NULL;
}
