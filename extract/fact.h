/* fact: a relation between entities, or a quantity about one, with the place that says so. */
#ifndef EXTRACT_FACT_H
#define EXTRACT_FACT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "extract/percent.h"
#include "extract/period.h"
#include "extract/reading.h"
#include "rules/ruleset.h"

/* What takes part in a fact: an entity, or one version of it. entity is NULL where there is none.
 */
struct party {
    const struct entity *entity;
    const char *version; /* or NULL */
};

struct place {
    size_t start; /* bytes into the reading's text */
    size_t end;
    size_t sentence;
};

struct relation {
    const struct relation_type *type;
    struct party subject;
    struct party object;
    struct party about; /* or none */
    const char *role;   /* or NULL */
    enum modality modality;
    struct place place;
    const struct rule *rule;
};

enum change { CHANGE_NONE, CHANGE_UP, CHANGE_DOWN };

struct quantity {
    struct percent percent;
    const struct metric *metric;   /* or NULL */
    struct party subject;          /* or none */
    const struct sphere *market;   /* or NULL */
    const struct sphere *region;   /* or NULL */
    char period[PERIOD_TEXT_SIZE]; /* "" where nothing tells */
    enum modality modality;
    enum change change;
    enum basis basis;
    struct party claimant; /* or none */
    struct place place;
    const struct rule *rule;
};

/* All facts of one article, each once, in the order in which they were found. */
struct facts {
    struct relation *relations;
    size_t relation_count;
    size_t relation_capacity;
    struct quantity *quantities;
    size_t quantity_count;
    size_t quantity_capacity;
};

/* Runs all rules over the reading. */
void facts_find(struct reading *reading, struct facts *facts);

/* Runs one rule alone, as its inline tests do: what other rules would claim first is its own. */
void facts_find_of(struct reading *reading, const struct rule *rule, struct facts *facts);

bool party_equal(struct party a, struct party b);
const char *party_id(struct party party, struct arena *arena);   /* "trainium@2" */
const char *party_name(struct party party, struct arena *arena); /* "Trainium 2" */
const char *change_name(enum change change);                     /* "up", "down", or NULL */

/* As `want` spells them in a rule's tests (rules/README.md): what a test prints can be pasted. */
const char *relation_print(const struct relation *relation, struct arena *arena);
const char *quantity_print(const struct quantity *quantity, struct arena *arena);

#endif
