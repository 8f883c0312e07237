/* mention: a span of text that names something a rule can speak of. */
#ifndef EXTRACT_MENTION_H
#define EXTRACT_MENTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "extract/percent.h"
#include "extract/period.h"
#include "rules/entity.h"

struct reading;

enum mention_type {
    MENTION_ENTITY,
    MENTION_PRONOUN, /* "the company": points to an entity, names none */
    MENTION_PERCENT,
    MENTION_PERIOD,
};

struct mention {
    enum mention_type type;
    kind_set kinds; /* what it can fill a slot as */
    size_t start;   /* bytes into the reading's text */
    size_t end;
    size_t sentence;             /* index */
    const struct entity *entity; /* MENTION_ENTITY, and MENTION_PRONOUN once resolved */
    const char *version;         /* "2", "910C"; or NULL */
    bool possessive;             /* of a pronoun: "its" */
    struct percent percent;
    struct period period; /* as written: its year may be missing */
};

/*
 * Finds entities, percentages, periods and pronouns in all sentences and puts them into the
 * reading, in the order of the text. Pronouns point to nothing yet (extract/pronoun.h).
 */
void mentions_find(struct reading *reading);

/*
 * A version in the ledger's spelling: Roman numerals and ordinals become figures, a leading "v" or
 * "gen" goes, letters become capitals: "II" → "2", "v6e" → "6E", "seventh" → "7".
 */
const char *version_normalize(const char *version, size_t len, struct arena *arena);

#endif
