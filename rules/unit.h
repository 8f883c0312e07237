/*
 * unit: one definition of the packs (an entity, a rule, a metric …) as the ledger remembers it: a
 * hash of all that makes a difference to what is found in articles, and in which articles it can
 * make one. Two sets of units tell what a change of the packs can touch (rules/change.h).
 */
#ifndef RULES_UNIT_H
#define RULES_UNIT_H

#include <stddef.h>

#include "base/arena.h"
#include "base/hash.h"
#include "rules/literal.h"
#include "rules/ruleset.h"

/* Which articles a definition can matter to. */
enum reach {
    REACH_NONE,   /* none by itself: it is part of the hashes of those that use it */
    REACH_NAMES,  /* those in which one of the words stands: names, which make a topic, too */
    REACH_WORDS,  /* the same, but only those on the topic: rules are not run over others */
    REACH_SOURCE, /* those of this source (the unit's id), and of the hosts among the words */
    REACH_EVERYTHING,
};

struct unit {
    const char *section; /* "entities", "rules": the key in a rule file */
    const char *id;      /* "" for a section that is taken as a whole */
    char hash[HASH_HEX_SIZE];
    size_t rank; /* its place among the others, where an earlier one takes what a later one wants */
    enum reach reach;
    struct literals
        words; /* none with REACH_WORDS: nothing is known, so all articles on the topic */
};

struct units {
    struct unit *items; /* in the order of section and id */
    size_t count;
};

/* All units of a ruleset. Texts live as long as the ruleset and the arena. */
struct units units_of(const struct ruleset *ruleset, struct arena *arena);

const char *reach_name(enum reach reach); /* "none", "names", "words", "source", "everything" */
enum reach reach_named(const char *name); /* REACH_EVERYTHING for what it does not know */

int unit_compare(const struct unit *a, const struct unit *b); /* by section, then by id */

#endif
