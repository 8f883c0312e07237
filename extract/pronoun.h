/* pronoun: what "the company" and "its" point to. */
#ifndef EXTRACT_PRONOUN_H
#define EXTRACT_PRONOUN_H

struct reading;

/*
 * Points each pronoun to the nearest subject of its kinds: one named before it in its sentence,
 * else the subject of the sentences before it, as far back as the heading of its section. One that
 * finds none stays without an entity.
 *
 * The subject of a sentence is the first mention that is neither the source of a claim
 * ("TrendForce notes"), nor the object of a preposition ("with Marvell"), nor one of several ("A
 * and B"); where there is none, the first that is at least no source.
 */
void pronouns_resolve(struct reading *reading);

#endif
