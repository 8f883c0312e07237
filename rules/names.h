/*
 * names: an index over every name of every entity, made once and then only read.
 *
 * A name is found at a word's start and ends at a word's end. Case and white space are folded, and
 * so are the kinds of hyphens and apostrophes; the text must begin with a capital letter or digit
 * where the name does (so "meta" is not Meta), and must be spelled the same where the entity says
 * so. Names in scripts without blanks (Han, kana, hangul) may stand anywhere.
 */
#ifndef RULES_NAMES_H
#define RULES_NAMES_H

#include "base/arena.h"
#include "rules/entity.h"

struct names;

struct name_match {
    const struct entity *entity;
    const struct name *name;
    size_t end; /* bytes into the text: behind the name */
};

struct names *names_new(struct entity *const *entities, size_t count, struct arena *arena);

/*
 * Names that begin at text[at], which must be a word's start: the longest ones, more than one only
 * where entities share a spelling. Fills at most `max` matches and returns their number.
 */
size_t names_at(const struct names *names, const char *text, size_t len, size_t at,
                struct name_match *matches, size_t max);

#endif
