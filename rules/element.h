/*
 * element: a piece of a rule's match at its top level: a mention, a group, a word. A prefix of the
 * elements is a pattern by itself, which tells how far a match got (extract/why_not.h).
 */
#ifndef RULES_ELEMENT_H
#define RULES_ELEMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct element {
    const char *text; /* as its author wrote it, with its quantifier, without blanks around */
    size_t start;     /* of what was made of it and the blanks before it: bytes of the pattern */
    size_t end;
    bool option;      /* "(?i)": holds for those behind it, and matches nothing */
    bool alternative; /* the first one behind a "|" */
};

/* One step of whoever reads a template: from this byte of its text came that byte of the pattern.
 */
struct template_step {
    size_t in;
    size_t out;
    size_t depth;  /* of the parentheses around it; 1 outside of all */
    bool extended; /* (?x): blanks stand for nothing, # begins a remark */
};

struct elements {
    struct element *items;
    size_t count;
};

/*
 * Takes a template apart; steps[count] is its end. Everything lives in the arena. A remark belongs
 * to no element.
 */
struct elements elements_split(const char *text, const struct template_step *steps, size_t count,
                               struct arena *arena);

#endif
