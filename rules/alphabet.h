/*
 * alphabet: characters that stand for all others when sets of a pattern are compared: ASCII, what
 * the pattern itself names beyond it, and one or two of each large script. PCRE2 itself says which
 * of them a class matches.
 */
#ifndef RULES_ALPHABET_H
#define RULES_ALPHABET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rules/regex.h"

#define ALPHABET_MAX   512
#define ALPHABET_WORDS (ALPHABET_MAX / 64)

/* Bit i for alphabet.characters[i]. */
struct alphabet_set {
    uint64_t bits[ALPHABET_WORDS];
};

struct alphabet {
    const char *pattern;
    uint32_t characters[ALPHABET_MAX];
    size_t count;
    struct alphabet_set letters, blanks;
    struct known_class *classes; /* those asked for so far */
    size_t class_count, class_capacity;
    struct arena *arena;
};

void alphabet_begin(struct alphabet *alphabet, const char *pattern, struct arena *arena);

/* What a REGEX_SET matches; everything where that cannot be told. */
struct alphabet_set alphabet_of(struct alphabet *alphabet, const struct regex *set);

struct alphabet_set alphabet_common(struct alphabet_set a, const struct alphabet_set *b);
bool alphabet_empty(const struct alphabet_set *set);

#endif
