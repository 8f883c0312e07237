/* symbol: the private-use code points that stand for mentions in the sentences that rules see. */
#include "rules/loader.h"

#include "base/buf.h"

static bool is_interned(const struct ruleset *ruleset, kind_set kinds)
{
    for (size_t i = 0; i < ruleset->symbol_count; i++)
        if (ruleset->symbols[i] == kinds)
            return true;
    return false;
}

static void intern(struct loader *loader, kind_set kinds)
{
    struct ruleset *ruleset = loader->ruleset;
    if (is_interned(ruleset, kinds))
        return;
    if (ruleset->symbol_count < SYMBOLS_MAX)
        ruleset->symbols[ruleset->symbol_count++] = kinds;
    else
        diags_add(loader->diags, SEVERITY_ERROR, "rules", NULL,
                  "more than %u different sets of kinds", SYMBOLS_MAX);
}

void symbols_intern(struct loader *loader)
{
    struct ruleset *ruleset = loader->ruleset;
    ruleset->symbols = arena_alloc(loader->arena, (ruleset->entity_count + KIND_FIRST_PACK) *
                                                      sizeof(*ruleset->symbols));
    for (int kind = 0; kind < KIND_FIRST_PACK; kind++)
        intern(loader, (kind_set)1 << kind);
    for (size_t i = 0; i < ruleset->entity_count; i++)
        intern(loader, ruleset->entities[i]->kinds);
}

uint32_t ruleset_symbol(const struct ruleset *ruleset, kind_set kinds)
{
    for (size_t i = 0; i < ruleset->symbol_count; i++)
        if (ruleset->symbols[i] == kinds)
            return SYMBOL_FIRST + (uint32_t)i;
    return 0;
}

void symbols_put(const struct ruleset *ruleset, kind_set kinds, bool pronouns, struct buf *out)
{
    size_t before = out->len;
    for (size_t i = 0; i < ruleset->symbol_count; i++) {
        if (!(ruleset->symbols[i] & kinds))
            continue;
        buf_put_code_point(out, SYMBOL_FIRST + (uint32_t)i);
        if (pronouns)
            buf_put_code_point(out, SYMBOL_PRONOUN + (uint32_t)i);
    }
    if (out->len == before) /* no entity is of these kinds */
        buf_put_code_point(out, SYMBOL_NOTHING);
}
