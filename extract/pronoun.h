/* pronoun: what "the company" and "its" point to. */
#ifndef EXTRACT_PRONOUN_H
#define EXTRACT_PRONOUN_H

#include <stddef.h>

#include "rules/entity.h"

struct reading;
struct mention;

/*
 * What a pronoun of these kinds would point to that stood right before reading.mentions[index],
 * which belongs to `sentence` (index may also be the sentence's last plus one): the subject of its
 * clause, of its sentence, or of the sentences before it, as far back as the heading of its
 * section. NULL where there is none.
 *
 * The subject is the first mention that is neither the source of a claim ("TrendForce notes"), nor
 * the object of a preposition ("with Marvell"), nor one of several ("A and B"). Where a sentence
 * has none, such an object stands in for it: at once, or with `objects_last` only where the
 * sentences before have none either; among those, subjects come first.
 */
const struct mention *pronoun_target(const struct reading *reading, size_t sentence, size_t index,
                                     kind_set kinds, bool objects_last);

/*
 * Points each pronoun to its target. "With it" is not the subject of its own clause where another
 * clause stands before it ("A grew, while B works with it"). In a predicate ("TSMC is its partner")
 * it is never the one that the predicate speaks of. One that finds none stays without an entity.
 */
void pronouns_resolve(struct reading *reading);

#endif
