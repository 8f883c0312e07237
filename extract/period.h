/*
 * period: the time that a claim speaks of: a year, half, quarter or month, calendar or fiscal.
 *
 * As text: 2025, 2025-H1, 2025-Q1, 2025-04, FY2025, FY2025-Q3, or a range of years 2024/2027.
 */
#ifndef EXTRACT_PERIOD_H
#define EXTRACT_PERIOD_H

#include <stdbool.h>
#include <stddef.h>

#define PERIOD_TEXT_SIZE 24

enum period_unit { PERIOD_NONE, PERIOD_YEAR, PERIOD_HALF, PERIOD_QUARTER, PERIOD_MONTH };

struct period {
    enum period_unit unit; /* PERIOD_NONE of "the period": whatever was named before */
    int year;              /* 0: not said ("the second quarter") */
    int part;              /* which half, quarter or month, from 1; 0 where relative says which */
    bool is_relative;
    int relative;  /* units from now ("last quarter" is -1); years, where there is a part */
    bool that;     /* counted from the one named before: "that year", "in the quarter" */
    bool decade;   /* "the end of the decade" */
    int ends;      /* the month, from 1, with which it ends ("the quarter ended Oct. 26"), or 0 */
    bool calendar; /* the calendar's, whoever speaks: "the June quarter" */
    bool fiscal;
    int year_ends; /* of a resolved fiscal period: the month that ends its years, or 0: unknown */
    int last_year; /* of a range of years, else 0 */
};

/* Whether a claim tells what was, what will be, or does not say. */
enum tense { TENSE_ANY, TENSE_PAST, TENSE_FUTURE };

/* From when, by whose calendar, and how a period is looked at. */
struct period_now {
    int year; /* 0 where the day is unknown */
    int month;
    int year_ends; /* the month that ends a fiscal year and gives it its number; 0: the calendar's
                    */
    enum tense tense;
};

struct period_reader;

struct period_reader *period_reader_new(void);
void period_reader_free(struct period_reader *reader); /* accepts NULL */

/*
 * The next period in text[*at, end), which is a sentence. What only compares ("from a year
 * earlier", "year over year") is no period. On success true, its place in *start and *at.
 */
bool period_next(const struct period_reader *reader, const char *text, size_t end, size_t *start,
                 size_t *at, struct period *period);

/* Reads an RFC 3339 date's year and month; year 0 where there is none (NULL too). */
struct period_now period_now(const char *date);

/*
 * Completes what was left unsaid: the year from `near` (a period named before it; may be NULL) or
 * else from `now`, relative words from `now`. Quarters, and years that are called fiscal, are those
 * of the calendar that `now` has. False where nothing tells.
 */
bool period_resolve(struct period *period, const struct period *near, struct period_now now);

/* Completes a quarter by a resolved fiscal one that was named before it: one of the year around. */
void period_resolve_fiscal(struct period *quarter, const struct period *named);

/* The text of a resolved period. */
void period_text(const struct period *period, char out[PERIOD_TEXT_SIZE]);

/*
 * Whether the resolved period begins after `now`, or ended before it; false where either is
 * unknown. A fiscal year whose months are unknown may begin up to a year before the calendar's.
 */
bool period_is_future(const struct period *period, struct period_now now);
bool period_is_past(const struct period *period, struct period_now now);

/* Moves a resolved period by so many of its own units. */
void period_shift(struct period *period, int units);

/* How many of the period's units a year has: 1, 2, 4 or 12. */
int period_parts(const struct period *period);

#endif
