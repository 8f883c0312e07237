#include "extract/period.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct period_now period_now(const char *date)
{
    struct period_now now = {0};
    if (date && strlen(date) >= 7) {
        now.year = atoi(date);
        now.month = atoi(date + 5);
    }
    return now;
}

int period_parts(const struct period *period)
{
    switch (period->unit) {
    case PERIOD_HALF:
        return 2;
    case PERIOD_QUARTER:
        return 4;
    case PERIOD_MONTH:
        return 12;
    default:
        return 1;
    }
}

void period_shift(struct period *period, int units)
{
    int parts = period_parts(period);
    int index = period->year * parts + (parts > 1 ? period->part - 1 : 0) + units;
    period->year = index / parts;
    period->part = parts > 1 ? index % parts + 1 : 0;
    if (period->last_year)
        period->last_year += units;
}

/* The units of `parts` a year, counted from the year 0, one of which a month is in. */
static int index_of_month(int year, int month, int parts, int year_ends)
{
    int last = year_ends ? year_ends : 12;
    int months = (year + (month > last)) * 12 + (month - last + 11) % 12;
    return months / (12 / parts);
}

static void set_index(struct period *period, int index)
{
    int parts = period_parts(period);
    period->year = index / parts;
    period->part = parts > 1 ? index % parts + 1 : 0;
}

static void set_fiscal(struct period *period, int year_ends)
{
    period->fiscal = period->fiscal || year_ends != 0;
    period->year_ends = year_ends;
}

/* Years count by the calendar unless they are called fiscal; shorter units by whose they are. */
static int year_ends_for(const struct period *period, struct period_now now)
{
    bool own = period->fiscal || period->unit == PERIOD_QUARTER || period->ends;
    return own && !period->calendar && now.year_ends != 12 ? now.year_ends : 0;
}

static bool resolve_relative(struct period *period, struct period_now now)
{
    if (now.year == 0)
        return false;
    int year_ends = year_ends_for(period, now);
    period->is_relative = false;
    if (period->decade) {
        period->year = now.year / 10 * 10 + 10;
    } else if (period->part != 0) { /* "the second quarter of last year" */
        period->year = now.year + period->relative;
    } else {
        int index = index_of_month(now.year, now.month, period_parts(period), year_ends);
        set_index(period, index + period->relative);
        set_fiscal(period, year_ends);
    }
    return true;
}

/* "that quarter", "the year after": counted from the one that was named before. */
static bool resolve_that(struct period *period, const struct period *near)
{
    if (!near || near->year == 0 || near->is_relative)
        return false;
    int relative = period->relative, year = period->year; /* "the same quarter of 2024" */
    bool fiscal = period->fiscal;
    if (near->unit == period->unit || period->unit == PERIOD_NONE) {
        *period = *near;
    } else if (period->unit == PERIOD_YEAR) {
        *period = (struct period){.unit = PERIOD_YEAR,
                                  .year = near->last_year ? near->last_year : near->year,
                                  .fiscal = near->fiscal,
                                  .year_ends = near->year_ends};
    } else {
        return false;
    }
    if (relative != 0)
        period_shift(period, relative);
    if (year != 0)
        period->year = year;
    period->fiscal = period->fiscal || fiscal;
    return true;
}

/* The year of a month named without one: it ended not long ago, or is to end soon. */
static int year_of_end(int month, struct period_now now)
{
    return now.year - (month > now.month + 2) + (month < now.month - 9);
}

/* "the quarter ended Oct. 26": whose year it is tells which of its quarters that was. */
static bool resolve_ended(struct period *period, struct period_now now)
{
    int month = period->ends, year_ends = year_ends_for(period, now);
    if (period->is_relative && now.year != 0)
        period->year = now.year + period->relative;
    else if (period->year == 0 && now.year != 0)
        period->year = year_of_end(month, now);
    if (period->year == 0)
        return false;
    period->is_relative = false;
    period->ends = 0;
    if (year_ends != 0 && (month + 12 - year_ends) % 3 != 0)
        year_ends = 0; /* none of its quarters ends so */
    if (year_ends == 0 && period->unit == PERIOD_YEAR) {
        period->fiscal = month != 12;
        return true;
    }
    if (year_ends == 0 && --month == 0) { /* most of a quarter that ends in October is July's */
        month = 12;
        period->year--;
    }
    set_index(period, index_of_month(period->year, month, period_parts(period), year_ends));
    set_fiscal(period, year_ends);
    return true;
}

/*
 * The first unit that a part without its year may be: what is told as a fact has begun, what is
 * forecast is not long over, and else it is near.
 */
static int earliest(int now, int parts, enum tense tense)
{
    if (tense == TENSE_PAST)
        return now - parts + 1;
    if (tense == TENSE_FUTURE)
        return parts == 2 ? now : now - 1;
    return parts == 2 ? now - now % 2 : now - parts / 2;
}

static void resolve_part(struct period *period, struct period_now now)
{
    int parts = period_parts(period), year_ends = year_ends_for(period, now);
    int index = index_of_month(now.year, now.month, parts, year_ends);
    int first = earliest(index, parts, now.tense);
    int part = parts > 1 ? period->part - 1 : 0;
    set_index(period, first + ((part - first) % parts + parts) % parts);
    set_fiscal(period, year_ends);
}

void period_resolve_fiscal(struct period *quarter, const struct period *named)
{
    int distance = named->unit == PERIOD_QUARTER ? quarter->part - named->part : 0;
    quarter->fiscal = true;
    quarter->year = named->year + (distance <= -3) - (distance >= 3);
}

bool period_resolve(struct period *period, const struct period *near, struct period_now now)
{
    if (period->that && resolve_that(period, near))
        return true;
    if (period->ends)
        return resolve_ended(period, now);
    if (period->that &&
        period->year != 0) { /* "the same quarter of 2024", of which none is known */
        *period = (struct period){.unit = PERIOD_YEAR, .year = period->year};
        return true;
    }
    if (period->is_relative)
        return (!period->that || period->relative != 0) && resolve_relative(period, now);
    if (period->year != 0) {
        period->year_ends = period->fiscal ? year_ends_for(period, now) : 0;
        return true;
    }
    if (near && near->year != 0 && !near->is_relative)
        period->year = near->last_year ? near->last_year : near->year;
    else if (now.year != 0)
        resolve_part(period, now);
    return period->year != 0;
}

void period_text(const struct period *period, char out[PERIOD_TEXT_SIZE])
{
    const char *fiscal = period->fiscal ? "FY" : "";
    switch (period->unit) {
    case PERIOD_HALF:
        snprintf(out, PERIOD_TEXT_SIZE, "%s%d-H%d", fiscal, period->year, period->part);
        break;
    case PERIOD_QUARTER:
        snprintf(out, PERIOD_TEXT_SIZE, "%s%d-Q%d", fiscal, period->year, period->part);
        break;
    case PERIOD_MONTH:
        snprintf(out, PERIOD_TEXT_SIZE, "%s%d-%02d", fiscal, period->year, period->part);
        break;
    default:
        snprintf(out, PERIOD_TEXT_SIZE, period->last_year ? "%s%d/%d" : "%s%d", fiscal,
                 period->year, period->last_year);
    }
}

/* -1: the period ended before now; 0: now is in it, or nothing is known; 1: it is still to come. */
static int compare(const struct period *period, struct period_now now)
{
    bool blurred = period->fiscal && period->year_ends == 0; /* which months it has is unknown */
    int parts = blurred ? 1 : period_parts(period);
    int last_year = period->last_year ? period->last_year : period->year;
    if (now.year == 0 || period->year == 0)
        return 0;
    int part = parts > 1 ? period->part - 1 : 0;
    int index = index_of_month(now.year, now.month, parts, period->year_ends);
    if (last_year * parts + part < index)
        return -1;
    return period->year * parts + part > index + blurred;
}

bool period_is_future(const struct period *period, struct period_now now)
{
    return compare(period, now) > 0;
}

bool period_is_past(const struct period *period, struct period_now now)
{
    return compare(period, now) < 0;
}
