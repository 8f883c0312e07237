/* fiscal: by whose calendar the quarters of a claim count. */
#ifndef EXTRACT_FISCAL_H
#define EXTRACT_FISCAL_H

#include <stdbool.h>
#include <stddef.h>

#include "extract/reading.h"

/*
 * By whose calendar a claim counts that stands at mentions[index]: its subject's or (NULL) that of
 * what "it" would point to there, or of whose part that is; of the title's company where the
 * sentence names nobody. NULL where no calendar is known.
 */
const struct entity *fiscal_whose(const struct reading *reading, size_t index,
                                  const struct entity *subject);

/* The same for a period that stands beside a company's own figures; else NULL. */
const struct entity *fiscal_books(const struct reading *reading, const struct mention *mention);

/*
 * Whether the sentence of mentions[index] counts by the calendar whoever it speaks of: it has an
 * analyst as its source, who counts many companies, or lists companies of different fiscal years
 * before the mention.
 */
bool fiscal_goes_by_calendar(const struct reading *reading, size_t index);

/* Whether the article is about somebody's books: its title says so, or it has fiscal periods. */
bool fiscal_is_of_books(const struct reading *reading);

#endif
