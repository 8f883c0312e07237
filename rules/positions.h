/*
 * positions: a pattern's automaton in which each set of characters, as it stands in the pattern, is
 * a state (Glushkov's construction, without empty steps). Two edges between the same states are two
 * ways for the engine.
 */
#ifndef RULES_POSITIONS_H
#define RULES_POSITIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rules/alphabet.h"
#include "rules/regex.h"

/* Of one repeated group; those of 400 words are the largest that anybody writes. */
#define POSITIONS_MAX       4000
#define POSITIONS_EDGES_MAX 500000

struct numbers {
    uint32_t *items;
    size_t count, capacity;
};

struct positions_state {
    struct alphabet_set set; /* empty for what is sealed */
    struct numbers next;     /* may hold a state twice */
};

struct positions {
    struct positions_state *states;
    size_t count, capacity;
    size_t edge_count;
    struct alphabet *alphabet;
    struct arena *arena;
    bool too_many; /* a bound was hit, and something is left out */
};

/* What was added: where it may begin and end, and whether it may be nothing. */
struct positions_part {
    struct numbers first, last;
    bool nullable;
};

struct positions_part positions_add(struct positions *positions, const struct regex *regex);

/* An edge from each of `from` to each of `to`. */
void positions_join(struct positions *positions, const struct numbers *from,
                    const struct numbers *to);

/* Whether a repeat is taken for one without end: rounds are not told apart. */
bool positions_is_loop(const struct regex *repeat);

#endif
