/* denial: whether the words around a match say that its relation does not hold. */
#ifndef EXTRACT_DENIAL_H
#define EXTRACT_DENIAL_H

#include <stdbool.h>

#include "extract/typed.h"
#include "rules/ruleset.h"

/*
 * Whether the relation's `unless` is found in the passage, or its `unless_clause` around the match:
 * from comma (or "but") to comma, without an aside in the match (", which never liked A,").
 */
bool denial_holds(const struct relation_type *relation, const struct typed *typed,
                  struct span match);

#endif
