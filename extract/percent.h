/* percent: a percentage as a text states it, with its range, unit and sign. */
#ifndef EXTRACT_PERCENT_H
#define EXTRACT_PERCENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

enum percent_unit { UNIT_PERCENT, UNIT_POINTS, UNIT_BASIS_POINTS };

struct percent {
    double value;      /* never negative: the sign stands in `sign` */
    double value_high; /* of a range; else the same as value */
    bool range;
    bool approx; /* "about", "over", "nearly" */
    char sign;   /* '+', '-', or 0 where none is written */
    enum percent_unit unit;
};

const char *percent_unit_name(enum percent_unit unit); /* "%", "pp", "bps" */

struct percent_reader;

struct percent_reader *percent_reader_new(void);
void percent_reader_free(struct percent_reader *reader); /* accepts NULL */

/*
 * The next percentage in text[*at, end), in figures or in English words, with the words that make
 * it approximate. On success true, its place in *start and *at (behind it).
 */
bool percent_next(const struct percent_reader *reader, const char *text, size_t end, size_t *start,
                  size_t *at, struct percent *percent);

#endif
