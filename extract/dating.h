/* dating: which period a percentage speaks of. */
#ifndef EXTRACT_DATING_H
#define EXTRACT_DATING_H

#include <stdbool.h>

#include "extract/clause.h"

/*
 * Finds and resolves the period: in a table that of the column's head; else the one right behind
 * the number; else one before it in the sentence; else one behind it in the same clause; else that
 * which holds around the sentence (extract/setting.h), unless the metric is `undated` (a share
 * price's move). A number that another is measured against ("to 22% from 21% quarter over quarter")
 * has the period before the other's, or the same where a forecast was revised. What stands in a
 * company's books (metric->books) counts by its fiscal calendar: the subject's, or the sentence's
 * where it is NULL. A title that names no period has that of the same number
 * in the body. False where nothing tells.
 */
bool dating_find(const struct clause *clause, const struct metric *metric,
                 const struct entity *subject, struct period *period);

#endif
