#include "extract/fact.h"

#include <string.h>

#include "base/buf.h"

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool party_equal(struct party a, struct party b)
{
    return a.entity == b.entity && same_text(a.version, b.version);
}

const char *party_id(struct party party, struct arena *arena)
{
    return party.version ? arena_printf(arena, "%s@%s", party.entity->id, party.version)
                         : party.entity->id;
}

const char *party_name(struct party party, struct arena *arena)
{
    return party.version ? arena_printf(arena, "%s %s", party.entity->name, party.version)
                         : party.entity->name;
}

const char *change_name(enum change change)
{
    return change == CHANGE_UP ? "up" : change == CHANGE_DOWN ? "down" : NULL;
}

static void put_words(struct buf *out, const char *before, const char *words)
{
    if (words && *words)
        buf_printf(out, "%s%s", before, words);
}

static const char *finish(struct buf *out, struct arena *arena)
{
    const char *text = arena_strndup(arena, buf_text(out), out->len);
    buf_free(out);
    return text;
}

static const char *modality_word(enum modality modality)
{
    return modality == MODALITY_ACTUAL ? NULL : modality_name(modality);
}

const char *relation_print(const struct relation *relation, struct arena *arena)
{
    struct buf out = {0};
    buf_printf(&out, "%s %s %s", party_id(relation->subject, arena), relation->type->name,
               party_id(relation->object, arena));
    if (relation->about.entity)
        put_words(&out, " about ", party_id(relation->about, arena));
    put_words(&out, " as ", relation->role);
    put_words(&out, " ", modality_word(relation->modality));
    return finish(&out, arena);
}

const char *quantity_print(const struct quantity *quantity, struct arena *arena)
{
    struct buf out = {0};
    const struct percent *percent = &quantity->percent;
    buf_printf(&out, "%g", percent->value);
    if (percent->range)
        buf_printf(&out, "–%g", percent->value_high);
    buf_printf(&out, "%s is %s", percent_unit_name(percent->unit),
               quantity->metric ? quantity->metric->id : "any");
    if (quantity->subject.entity)
        put_words(&out, " of ", party_id(quantity->subject, arena));
    put_words(&out, " within ", quantity->market ? quantity->market->id : NULL);
    put_words(&out, " in ", quantity->region ? quantity->region->id : NULL);
    put_words(&out, " for ", quantity->period);
    put_words(&out, " ", modality_word(quantity->modality));
    put_words(&out, " ", percent->approx ? "approx" : NULL);
    put_words(&out, " ", change_name(quantity->change));
    put_words(&out, " ", basis_name(quantity->basis));
    if (quantity->claimant.entity)
        put_words(&out, " by ", party_id(quantity->claimant, arena));
    return finish(&out, arena);
}
