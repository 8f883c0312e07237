/*
 * prefix: the first so many elements of a rule's match as a pattern of its own, which tells how far
 * a match gets.
 */
#ifndef EXTRACT_PREFIX_H
#define EXTRACT_PREFIX_H

#include <stdbool.h>
#include <stddef.h>

#include "rules/rule.h"

/* One of the alternatives of a match: nearly always the only one. */
struct branch {
    const struct element *elements;
    size_t count;
    struct pattern *
        *prefixes; /* [i] matches elements[0] to elements[i]; NULL where it is no pattern */
    bool *heavy;   /* [i]: elements[i] stands for more than a blank or nothing */
};

struct branches {
    struct branch *items;
    size_t count;
};

struct branches branches_new(const struct rule *rule);
void branches_free(struct branches *branches);

/* How many elements of the branch match somewhere in a typed sentence. */
size_t branch_match(const struct branch *branch, const char *text, size_t len);

/*
 * Where the first `matched` elements do so: spans[0] is all of it, spans[1 + i] what elements[i]
 * matched, or PATTERN_UNSET. There is room for 1 + branch->count.
 */
void branch_spans(const struct branch *branch, size_t matched, const char *text, size_t len,
                  struct span *spans);

#endif
