/* The words in dates beside months (base/month.h): time zones, halves of the day. */
#ifndef FETCH_FEED_DATE_NAMES_H
#define FETCH_FEED_DATE_NAMES_H

#include <stdbool.h>

/* All take a case-folded word. */

/* Minutes east of Greenwich. */
bool feed_date_zone(const char *word, int *minutes);

/* Hours to add to a time on the 12-hour clock: 0 or 12; false when the word is neither. */
bool feed_date_half(const char *word, int *hours);

/* 'y', 'm' or 'd' for the words that follow a number in Korean, Chinese and Japanese, or 0. */
char feed_date_unit(const char *word);

#endif
