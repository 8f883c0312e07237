/* want: the facts that a rule's tests expect, checked for what no extraction could print. */
#include <string.h>

#include "rules/emit.h"
#include "rules/words.h"

/* "aws" or "trainium@2" */
static bool read_entity(struct words *words)
{
    struct loader *loader = words->loader;
    const char *word = words_expect(words, "an entity");
    if (!word)
        return false;
    struct yaml_node id = {.kind = YAML_SCALAR,
                           .text = arena_strndup(loader->arena, word, strcspn(word, "@")),
                           .position = words_position(words, 0)};
    return loader_entity(loader, &id) != NULL;
}

static bool is_last_word(const char *word)
{
    static const char *const others[] = {"approx", "up", "down"};
    for (int i = MODALITY_ESTIMATE; i <= MODALITY_TARGET; i++)
        if (strcmp(word, modality_name((enum modality)i)) == 0)
            return true;
    for (int i = BASIS_YOY; i < BASIS_COUNT; i++)
        if (strcmp(word, basis_name((enum basis)i)) == 0)
            return true;
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
        if (strcmp(word, others[i]) == 0)
            return true;
    return false;
}

static bool read_rest(struct words *words)
{
    const char *word = words_expect(words, "a word");
    if (is_last_word(word))
        return true;
    struct position position = words_position(words, 0);
    diags_add_at(words->loader->diags, SEVERITY_ERROR, "rules", &position, "unexpected '%s'", word);
    diags_hint(words->loader->diags, "rules/README.md shows how facts are written");
    return false;
}

static void check_relation(struct words *words)
{
    words->next = 0;
    if (!read_entity(words))
        return;
    const struct relation_type *relation = words_relation(words);
    if (!relation || !read_entity(words))
        return;
    bool good = true;
    while (good && words->next < words->count) {
        if (words_accept(words, "about"))
            good = read_entity(words);
        else if (words_accept(words, "as"))
            good = words_role(words, relation) != NULL;
        else
            good = read_rest(words);
    }
}

/* A market behind "within", a region behind "in". */
static bool read_sphere(struct words *words, const char *what, const struct sphere *spheres,
                        size_t count)
{
    const char *word = words_expect(words, what);
    if (!word || sphere_find(spheres, count, word))
        return word != NULL;
    struct position position = words_position(words, 0);
    const char **ids = arena_alloc(words->loader->arena, (count + 1) * sizeof(*ids));
    for (size_t i = 0; i < count; i++)
        ids[i] = spheres[i].id;
    loader_unknown(words->loader, &position, what, word, ids, count);
    return false;
}

static void check_quantity(struct words *words)
{
    const struct ruleset *ruleset = words->loader->ruleset;
    bool any;
    bool good = words_metric(words, &any) || any;
    while (good && words->next < words->count) {
        if (words_accept(words, "of") || words_accept(words, "by"))
            good = read_entity(words);
        else if (words_accept(words, "within"))
            good = read_sphere(words, "market", ruleset->markets, ruleset->market_count);
        else if (words_accept(words, "in"))
            good = read_sphere(words, "region", ruleset->regions, ruleset->region_count);
        else if (words_accept(words, "for"))
            good = words_expect(words, "a period") != NULL;
        else
            good = read_rest(words);
    }
}

void want_check(struct loader *loader, const struct yaml_node *node)
{
    struct words words;
    if (!words_split(loader, node, &words))
        return;
    words.next = words.count > 0; /* "63%" or an entity */
    if (words_accept(&words, "is"))
        check_quantity(&words);
    else
        check_relation(&words);
}
