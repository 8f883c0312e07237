/*
 * change: what differs between two sets of rules, and to which articles it can make a difference.
 * It never leaves out an article that would be read otherwise; it may take in some that turn out
 * the same.
 */
#ifndef RULES_CHANGE_H
#define RULES_CHANGE_H

#include <stdbool.h>

#include "base/arena.h"
#include "rules/unit.h"

struct change;

/* What a change needs to know of an article as it was read with the old rules. */
struct change_article {
    const char *title;  /* or NULL */
    const char *text;   /* NULL: it could not be read */
    const char *url;    /* the document's, after redirects */
    const char *source; /* the id of the one that listed it, or NULL */
    bool off_topic;
};

/* The change from one set to another. Lives in the arena, and refers to both. */
struct change *change_between(const struct units *from, const struct units *to,
                              struct arena *arena);

/* How many definitions are new, gone or different. */
size_t change_count(const struct change *change);

bool change_touches(const struct change *change, const struct change_article *article);

#endif
