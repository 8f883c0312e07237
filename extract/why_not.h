/*
 * why_not: how far a rule came in each sentence of a reading, and what stopped it.
 *
 * The elements of a rule's match (rules/element.h) are put together again to longer and longer
 * prefixes, each a pattern of its own; the longest one that matches tells which element failed.
 */
#ifndef EXTRACT_WHY_NOT_H
#define EXTRACT_WHY_NOT_H

#include <stdbool.h>
#include <stddef.h>

#include "extract/fact.h"

enum stop {
    STOP_PATTERN, /* an element of the match does not match */
    STOP_LIMIT,   /* the pattern was given up */
    STOP_UNLESS,  /* the rule's `unless` matches */
    STOP_DENIED,  /* the relation's does */
    STOP_NOTHING, /* a term of an emit stands for nothing */
    STOP_SAME,    /* both sides of the relation are the same */
    STOP_PARTY,   /* a side makes claims only, or belongs to the other, whose product it is */
    STOP_CLAIMED, /* another rule took the percentage first */
    STOP_KNOWN,   /* the fact is there already */
    STOP_NONE,    /* it gave a fact */
};

/* What came of a rule in one sentence. */
struct attempt {
    enum stop stop;
    kind_set missing; /* kinds without which it cannot match, and that are not there */
    const struct element *elements; /* of the match, or of the alternative that came furthest */
    size_t element_count;
    size_t matched;           /* so many of them match, the next one does not */
    size_t weight;            /* those among them that stand for words: how close it came */
    struct place *words;      /* for each that matched what it did; end 0 where that is not known */
    struct place place;       /* of all that matched; end 0 without any */
    const struct term *term;  /* STOP_NOTHING */
    const struct rule *other; /* STOP_CLAIMED, STOP_KNOWN */
};

struct why_not;

/* The rule must outlive it. */
struct why_not *why_not_new(const struct rule *rule);
void why_not_free(struct why_not *why_not); /* accepts NULL */

/*
 * Runs all rules over the reading, or this one `alone`, adds what they find to `facts`, and gives
 * one attempt for each sentence, in the reading's arena.
 */
const struct attempt *why_not_attempts(const struct why_not *why_not, struct reading *reading,
                                       bool alone, struct facts *facts);

/* The sentence in which the rule came closest to another fact; SIZE_MAX without sentences. */
size_t why_not_closest(const struct attempt *attempts, size_t count);

/*
 * Whether it is worth a word: it matched, or two elements did that stand for words, or one and all
 * kinds are there; and it gave no fact.
 */
bool attempt_is_close(const struct attempt *attempt);

const char *stop_name(enum stop stop); /* "pattern", "limit", "unless" … */

/* What stopped the rule, in words: "'with' does not match "by Birch."; no {org} in the sentence".
 */
const char *attempt_reason(const struct attempt *attempt, const struct why_not *why_not,
                           const struct reading *reading, size_t sentence);

/* The elements that matched, their words, and the reason, in one line. */
const char *attempt_print(const struct attempt *attempt, const struct why_not *why_not,
                          const struct reading *reading, size_t sentence);

#endif
