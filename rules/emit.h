/*
 * emit: the mini-language in which rules say what they found and tests say what they want.
 *
 *   maker(chip) partners partner about chip as co-develop
 *   value is market-share of subject
 *
 * A term is a slot's name, subject(kind) (what a pronoun of that kind would point to, stood it
 * before the match), heading(kind) (what the section's heading begins with), title(kind) (what the
 * title names first), maker(…) of any of these or, as a literal, an entity's id.
 */
#ifndef RULES_EMIT_H
#define RULES_EMIT_H

#include <stdbool.h>
#include <stddef.h>

struct entity;
struct loader;
struct metric;
struct relation_type;
struct slot;
struct yaml_node;

enum term_kind { TERM_NONE, TERM_SLOT, TERM_SUBJECT, TERM_HEADING, TERM_TITLE, TERM_ENTITY };

struct term {
    enum term_kind kind;
    bool maker;                  /* not it, but whoever makes it */
    size_t slot;                 /* TERM_SLOT: index into the rule's slots */
    int of;                      /* TERM_SUBJECT, TERM_HEADING, TERM_TITLE: the kind's number */
    const struct entity *entity; /* TERM_ENTITY */
};

struct emit {
    const struct relation_type *relation; /* NULL for a quantity */
    struct term subject;         /* of a relation; "of …" of a quantity, may be TERM_NONE */
    struct term object;          /* of a relation; a quantity's percent slot */
    struct term about;           /* TERM_NONE where not said */
    const char *role;            /* "co-develop", or NULL */
    const struct metric *metric; /* of a quantity; NULL: the words of the sentence ("is any") */
};

/* While rules are loaded: reads one emit of a rule with these slots. False after a diagnostic. */
bool emit_parse(struct loader *loader, const struct yaml_node *node, const struct slot *slots,
                size_t slot_count, struct emit *emit);

/* While rules are loaded: complains about a wanted fact that no extraction could print. */
void want_check(struct loader *loader, const struct yaml_node *node);

#endif
