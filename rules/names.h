/*
 * names: an index over every name of every entity, made once and then only read.
 *
 * A name is found at a word's start and ends at a word's end; a plural's s belongs to it ("TPUs").
 * Where the entity has a version pattern, the name and its version end together at a word's end
 * ("Trainium2", "TPUv5e"). Case is folded, apostrophes are alike, and so are a run of blanks and
 * one hyphen ("SK-hynix" is "SK hynix"). The text must begin with a capital letter where the name
 * does (so "meta" is not Meta), and must be spelled the same where the entity says so. Names in
 * scripts without blanks (Han, kana) and in hangul, which glues particles to names, may stand
 * anywhere. Names and text are valid UTF-8 in Unicode's form NFC; names are brought into it here.
 */
#ifndef RULES_NAMES_H
#define RULES_NAMES_H

#include <stdbool.h>

#include "base/arena.h"
#include "rules/entity.h"

/* Folded bytes of the longest name that is looked for; the loader refuses longer ones. */
#define NAME_BYTES_MAX 128

struct names;

/* Offsets are bytes into the text. */
struct name_match {
    const struct entity *entity;
    const struct name *name;
    size_t end;          /* behind the name, with a plural's s */
    struct span version; /* what the version pattern's group 1 matched; PATTERN_UNSET: nothing */
    size_t version_end;  /* behind all that the version pattern matched; `end` without a version */
};

struct names *names_new(struct entity *const *entities, size_t count, struct arena *arena);

/* Whether a name may begin at text[at]: the only places where names_at is worth a call. */
bool names_may_start(const char *text, size_t len, size_t at);

/*
 * Names that begin at text[at], which must be a word's start: the longest ones, more than one only
 * where entities share a spelling. Fills at most `max` matches and returns their number.
 */
size_t names_at(const struct names *names, const char *text, size_t len, size_t at,
                struct name_match *matches, size_t max);

/*
 * The key under which a name is indexed: two spellings with one key are the same name. NULL where
 * it cannot be a name: empty, too long, or not beginning with a letter or digit.
 */
const char *names_key(const char *name, struct arena *arena);

#endif
