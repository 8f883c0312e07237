/* entity: one real thing with its names: a company, a chip family. */
#ifndef RULES_ENTITY_H
#define RULES_ENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "rules/pattern.h"

typedef uint64_t kind_set;

/* One way to write an entity. */
struct name {
    const char *text;    /* as the pack spells it */
    const char *version; /* a code name's version ("Trillium" is TPU 6), else NULL */
    const char *since;   /* "2021", "2021-10" or "2021-10-28": it counts from then on; or NULL */
    const char *until;   /* and to the end of this time; or NULL */
};

struct entity {
    const char *id;   /* "trainium" */
    const char *name; /* for people: "Trainium"; the first of `names` unless said otherwise */
    const char *type; /* its first kind: "chip" */
    kind_set kinds;
    const struct entity *maker; /* of a product: who makes it, or NULL */
    const struct entity *owner; /* of an organisation: whose part it is, or NULL */
    struct name *names;
    size_t name_count;
    bool exact_case;         /* names match only as they are spelled */
    struct pattern *version; /* right behind a name, group 1 is the version; or NULL */
    bool needs_version;      /* a name without a version is not a mention */
    struct pattern *near;    /* must match the sentence, the name written as "@"; or NULL */
    struct pattern *unless;  /* must not match it; or NULL */
    const char *wikidata;    /* "Q456157", or NULL */
    int year_ends;           /* month from 1 whose end is that of its fiscal year; 0: not said */
    struct position position;
};

/* Whether the name counts in an article of this day ("2021-10-28…"); NULL: a day nobody knows. */
bool name_counts(const struct name *name, const char *published);

#endif
