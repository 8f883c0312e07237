/*
 * template: a pattern as its author writes it, with blanks and {slots}, made into one for PCRE2.
 *
 * A run of blanks becomes \s+ (unless (?x) leaves blanks to PCRE2). {name:kind} becomes a captured
 * character class of the symbols of all sets that hold the kind, {name} of a fragment (`slots:` in
 * the packs) the fragment's own expression, uncaptured. Mistakes get their place in the author's
 * text, not in what was made of it.
 */
#ifndef RULES_TEMPLATE_H
#define RULES_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "rules/element.h"
#include "rules/pattern.h"
#include "rules/rule.h"

struct loader;
struct yaml_node;

enum template_mode {
    TEMPLATE_TEXT,  /* over plain text: mentions are not known, parentheses capture */
    TEMPLATE_TYPED, /* over a sentence with its mentions: {kind} is one; nothing is captured */
    TEMPLATE_RULE,  /* the same, and {name:kind} is captured; plain parentheses are not */
};

/* What a TEMPLATE_RULE holds. */
struct template_parts {
    struct slot *slots;
    size_t slot_count;
    kind_set *needs; /* of slots outside of everything optional: see rule.needs */
    size_t need_count;
    const char *essence; /* the author's texts, also of the fragments used: what a version hashes */
    struct elements elements;
};

/* NULL, with a diagnostic, on a mistake. `parts` may be NULL; it lives in the loader's arena. */
struct pattern *template_compile(struct loader *loader, const struct yaml_node *node,
                                 enum template_mode mode, struct template_parts *parts);

/* What stands for a fragment in the patterns that use it. */
struct expansion {
    const char *text;    /* "(?n:…)": one item that captures nothing */
    const char *essence; /* as above */
    bool typed;          /* holds mentions */
};

/* False, with a diagnostic, on a mistake. */
bool template_expand(struct loader *loader, const struct yaml_node *node, struct expansion *out);

#endif
