/* words: a line of the emit language as words that know their place. */
#ifndef RULES_WORDS_H
#define RULES_WORDS_H

#include "rules/loader.h"

/* The longest fact has 15: value is metric of X for P forecast approx down YoY by Y. */
#define WORDS_MAX 24

struct words {
    struct loader *loader;
    const struct yaml_node *node;
    const char *text[WORDS_MAX + 1]; /* NULL behind the last one */
    size_t start[WORDS_MAX + 1];     /* bytes into the node's text; of the end, too */
    size_t count;
    size_t next; /* the word that is to be read */
};

/* Splits a scalar at its blanks. False, with a diagnostic, when it is no text or has too many. */
bool words_split(struct loader *loader, const struct yaml_node *node, struct words *words);

/* Whether the next word is this one; if so, it is read. */
bool words_accept(struct words *words, const char *word);

/* Reads one word; NULL, with "expected WHAT", at the end. */
const char *words_expect(struct words *words, const char *what);

/* The place of the word read last, or `ahead` bytes behind it. */
struct position words_position(const struct words *words, size_t ahead);

/* Reads a name of one of these things, with a complaint and NULL where there is none. */
const struct relation_type *words_relation(struct words *words);
const struct metric *words_metric(struct words *words, bool *any); /* "any" gives NULL, too */
const char *words_role(struct words *words, const struct relation_type *relation);

#endif
