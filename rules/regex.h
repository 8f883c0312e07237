/*
 * regex: the structure of a PCRE2 pattern, as far as it tells what is repeated around what and what
 * stands behind what. Only patterns that PCRE2 has compiled are read.
 */
#ifndef RULES_REGEX_H
#define RULES_REGEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum regex_kind {
    REGEX_EMPTY,    /* matches no character: an anchor, a remark, an option */
    REGEX_SET,      /* one character out of a set */
    REGEX_SEQUENCE, /* parts behind one another */
    REGEX_CHOICE,   /* one of the parts */
    REGEX_REPEAT,   /* its one part, several times */
    REGEX_SEALED,   /* its one part is never entered again from behind: (?>…), a++ */
    REGEX_LOOK,     /* its one part is only looked at: (?=…), (?<!…) */
};

#define REGEX_ENDLESS UINT32_MAX

struct regex {
    enum regex_kind kind;
    size_t start; /* bytes of the pattern [start, end) */
    size_t end;
    uint32_t literal;     /* of a set: its only character; 0: the pattern's text says which */
    bool caseless;        /* of a set: (?i) holds */
    bool anything;        /* of a set: what it matches cannot be told: \1, (?R) */
    uint32_t least, most; /* of a repeat; most may be REGEX_ENDLESS */
    struct regex **parts; /* NULL for those without any */
    size_t count;
};

const struct regex *regex_read(const char *pattern, struct arena *arena);

#endif
