/* quantity: what the words around a percentage tell of it. */
#ifndef EXTRACT_QUANTITY_H
#define EXTRACT_QUANTITY_H

#include "extract/fact.h"

/*
 * Fills in period, modality, change, basis and claimant of the percentage that stands at
 * reading->mentions[index], and its metric where none is set yet.
 *
 * A percentage is described by its clause: from the percentage before it (or the sentence's start)
 * to the one behind it (or the sentence's end). What the clause leaves open is looked for in the
 * sentence, then (for period and claimant) in the sentences before it and in the headings above.
 */
void quantity_describe(const struct reading *reading, size_t index, struct quantity *quantity);

/* How sure the words of a span make a claim, by the rules' context. */
enum modality modality_of(const struct reading *reading, size_t start, size_t end);

#endif
