/*
 * feed_date: dates as feeds really write them.
 *
 * RFC 822 and its successors, RFC 3339, ISO 8601 with its reduced forms, asctime, the names of
 * months in several languages, and whatever else can only be read in one way: the parts are
 * recognised one by one, not by fixed layouts.
 */
#ifndef FETCH_FEED_DATE_H
#define FETCH_FEED_DATE_H

#include <stdint.h>

/*
 * Seconds since 1970-01-01T00:00:00Z; returns 0, or -1 when the text is no date or can be read in
 * two ways (03/04/2024). Without a time it is midnight, without a zone UTC.
 */
int feed_date_parse(const char *text, int64_t *seconds);

#endif
