/* chart: a series drawn with characters. */
#ifndef CLI_CHART_H
#define CLI_CHART_H

#include <stddef.h>
#include <stdio.h>

#include "store/result.h"

/*
 * Prints the result as a table with a bar behind each row, in proportion to the number in column
 * `value`. Bars are of eighths of a block where the locale is UTF-8, else of "#".
 */
void chart_print(FILE *out, const struct result *result, size_t value);

#endif
