/* dating: which period a percentage speaks of. */
#ifndef EXTRACT_DATING_H
#define EXTRACT_DATING_H

#include <stdbool.h>

#include "extract/clause.h"

/*
 * Finds and resolves the period: the one right behind the number; else one before it in the
 * sentence; else one behind it in the same clause; else, unless the number is `undated` (a share
 * price's move), the paragraph's last one, that of the headings above, or of the title. A number
 * that another is measured against ("to 22% from 21% quarter over quarter") has the period before
 * the other's. False where nothing tells.
 */
bool dating_find(const struct clause *clause, bool undated, struct period *period);

#endif
