/* quantity: what the words around a percentage tell of it. */
#ifndef EXTRACT_QUANTITY_H
#define EXTRACT_QUANTITY_H

#include "extract/fact.h"

/*
 * Fills in period, modality, change, basis, claimant, market and region of the percentage that
 * stands at reading->mentions[index], and its metric where none is set yet. What its clause
 * (extract/clause.h) leaves open is looked for in the sentence, then (for the claimant) in the
 * sentences before it, or (for the metric) in the heading above. In a table the column's head tells
 * metric, period and basis, and the row's first name is the subject.
 */
void quantity_describe(const struct reading *reading, size_t index, struct quantity *quantity);

#endif
