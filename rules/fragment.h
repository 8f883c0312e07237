/*
 * fragment: a named regular expression of the packs' `slots:`, which patterns use as {name}. A
 * fragment may use others; each is expanded once, when it is first needed.
 */
#ifndef RULES_FRAGMENT_H
#define RULES_FRAGMENT_H

#include "rules/template.h"

enum fragment_state { FRAGMENT_NEW, FRAGMENT_BUSY, FRAGMENT_READY, FRAGMENT_WRONG };

struct fragment {
    const char *name;
    const struct yaml_node *node;
    enum fragment_state state;
    struct expansion expansion;
};

struct fragment *fragment_find(const struct loader *loader, const char *name);

/* FRAGMENT_BUSY: it is being expanded, so it contains itself. */
enum fragment_state fragment_expand(struct loader *loader, struct fragment *fragment);

/* Complains that {name} is neither a kind nor a fragment. */
void fragment_unknown(struct loader *loader, const char *name, const struct position *position);

#endif
