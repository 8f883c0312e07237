/*
 * dateline: a date in a text, as people and machines write it on pages. Reads ISO 8601, numbers
 * with separators, Chinese, Japanese and Korean units, and months by name (base/month.h).
 */
#ifndef EXTRACT_DATELINE_H
#define EXTRACT_DATELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct dateline {
    int year;
    int month;
    int day;
    int seconds; /* of the day, local; where has_time */
    int zone;    /* minutes east of Greenwich; where has_zone */
    bool has_time;
    bool has_zone;
    size_t start; /* bytes before it in the case-folded text */
};

/*
 * Finds the first full date in the first 300 bytes of a text; `arena` is for scratch. `month_first`
 * says how 03/04/2025 is read. Years before 1990 are no dates of articles.
 */
bool dateline_find(const char *text, bool month_first, struct arena *arena, struct dateline *found);

int64_t dateline_day(const struct dateline *when); /* days since 1970 of the local day */

/*
 * As struct article has it: RFC 3339 in UTC where time and zone are known, else the day. Where the
 * day in UTC is another than the one written on the page, the page's day goes alone: readers and
 * periods go by it.
 */
const char *dateline_text(const struct dateline *when, struct arena *arena);

#endif
