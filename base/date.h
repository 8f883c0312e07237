/* Instants as seconds since 1970-01-01T00:00:00Z, and their RFC 3339 text. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#define DATE_TEXT_SIZE 21 /* "2025-05-15T10:00:00Z" and the NUL */

/* Days since 1970-01-01 of a day of the proleptic Gregorian calendar, month and day from 1. */
int64_t date_days(int year, int month, int day);
bool date_valid(int year, int month, int day);

/* "…T…Z" in UTC. Years outside 0000–9999 give an empty text. */
void date_text(int64_t seconds, char out[DATE_TEXT_SIZE]);

/*
 * Reads RFC 3339: a date, or a date and a time with an offset. Returns 0, or -1 when it is neither.
 * A date alone is midnight UTC.
 */
int date_parse(const char *text, int64_t *seconds);

#endif
