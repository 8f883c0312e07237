/* rule: a pattern over typed mentions, and the facts that a match stands for. */
#ifndef RULES_RULE_H
#define RULES_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "rules/element.h"
#include "rules/emit.h"
#include "rules/entity.h"
#include "rules/pattern.h"

struct slot {
    const char *name;
    kind_set kinds; /* the mention has one of these */
    int group;      /* in the compiled pattern */
    bool list;      /* "{chips:chip+}": one or several, joined by commas and "and" */
};

/* What a rule reads at a time: extract/passage.h. */
enum scope { SCOPE_SENTENCE, SCOPE_PARAGRAPH, SCOPE_ITEM, SCOPE_ROW };

#define SCOPE_COUNT 4

const char *scope_name(enum scope scope); /* "sentence", "paragraph", "item", "row" */

/* What must come out of a text, and nothing else of this rule. */
struct rule_test {
    const char *text;      /* paragraphs with "\n" between them */
    const char *title;     /* or NULL */
    const char *published; /* "2025-05-15", or NULL */
    const char **want;     /* facts as extract/fact.h prints them, in any order */
    size_t want_count;
    struct position position;
};

struct rule {
    const char *id;
    char version[65]; /* hash of everything that its author wrote, tests aside */
    int priority;     /* the higher one claims words first */
    enum scope scope;
    struct pattern *match;
    struct elements elements; /* of the match */
    struct pattern *unless;   /* what matches is left alone, by the rule's scope; or NULL */
    struct slot *slots;
    size_t slot_count;
    kind_set *needs; /* for each required slot: a sentence without such a mention cannot match */
    size_t need_count;
    struct emit *emits;
    size_t emit_count;
    struct rule_test *tests;
    size_t test_count;
    struct position position;
};

#endif
