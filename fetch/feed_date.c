#include "fetch/feed_date.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/month.h"
#include "base/text.h"
#include "base/utf8.h"
#include "fetch/feed_date_names.h"

#define TEXT_MAX 128 /* bytes; the longest real ones, with a zone's name in brackets, take 60 */

struct number {
    int value;
    int digits; /* 0: there is none */
};

/* What has been found so far; years, months and days are 0 while unknown. */
struct scan {
    const char *start;
    const char *at;
    int year, month, day;
    struct number loose[2]; /* numbers that only a month's name or the end explains */
    int loose_count;
    bool truncated;      /* a leading "-": the century is left out (ISO 8601:1988) */
    bool first_is_month; /* the text begins with a word that could be a month */
    bool wants_time;     /* behind a "T" */
    bool has_time;
    int hour, minute, second;
    bool has_half;
    int half; /* 0 or 12 */
    bool has_zone, has_offset;
    int zone; /* minutes east */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static bool read_number(struct scan *scan, struct number *number)
{
    *number = (struct number){0};
    for (; is_digit(*scan->at); scan->at++) {
        if (++number->digits > 8)
            return false;
        number->value = number->value * 10 + (*scan->at - '0');
    }
    return number->digits > 0;
}

static bool set_date(struct scan *scan, int year, int month, int day)
{
    if (scan->month || !date_valid(year, month, day))
        return false;
    scan->year = year;
    scan->month = month;
    scan->day = day;
    return true;
}

static bool set_ordinal(struct scan *scan, int year, int day)
{
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 366};
    int leap = date_valid(year, 2, 29);
    int month = 1;
    while (month < 12 && day > before[month] + (month > 1 ? leap : 0))
        month++;
    return set_date(scan, year, month, day - before[month - 1] - (month > 2 ? leap : 0));
}

static int full_year(struct number number)
{
    if (number.digits == 3) /* RFC 2822, section 4.3, as the two digits below */
        return number.value + 1900;
    if (number.digits == 2)
        return number.value + (number.value < 50 ? 2000 : 1900);
    return number.digits == 4 ? number.value : -1;
}

/*
 * Years of two digits in ISO 8601's own layouts. The edition of 2004 dropped them, so a later one
 * is more likely some other number.
 */
static int old_year(int value)
{
    int year = full_year((struct number){value, 2});
    return year < 2004 ? year : -1;
}

static bool set_pair(struct scan *scan, struct number a, struct number b)
{
    if (scan->truncated)
        return set_date(scan, old_year(a.value), b.value, 1);
    int year = a.digits == 4 ? a.value : a.digits == 2 ? old_year(a.value) : -1;
    if (b.digits == 3)
        return set_ordinal(scan, year, b.value);
    return a.digits == 4 && set_date(scan, year, b.value, 1);
}

static bool set_triple(struct scan *scan, char separator, const struct number part[3])
{
    int a = part[0].value, b = part[1].value, c = part[2].value;
    if (part[0].digits == 4)
        return set_date(scan, a, b, c);
    if (part[2].digits == 4) {
        if (separator == '.' || a > 12 || a == b)
            return set_date(scan, c, b, a);
        return b > 12 && set_date(scan, c, a, b); /* else nobody knows which is the month */
    }
    return separator == '-' && part[0].digits == 2 && set_date(scan, old_year(a), b, c);
}

/* A single number that is the whole date: 2003, 20031231, 2003365, 031231, 03365, -0312. */
static bool set_compact(struct scan *scan, struct number n)
{
    if (scan->truncated)
        return n.digits == 4 && set_date(scan, old_year(n.value / 100), n.value % 100, 1);
    switch (n.digits) {
    case 8:
        return set_date(scan, n.value / 10000, n.value / 100 % 100, n.value % 100);
    case 7:
        return set_ordinal(scan, n.value / 1000, n.value % 1000);
    case 6:
        return set_date(scan, old_year(n.value / 10000), n.value / 100 % 100, n.value % 100);
    case 5:
        return set_ordinal(scan, old_year(n.value / 1000), n.value % 1000);
    case 4:
        return set_date(scan, n.value, 1, 1);
    default:
        return false;
    }
}

static bool set_time(struct scan *scan, int hour, int minute, int second)
{
    bool midnight = hour == 24 && minute == 0 && second == 0;
    if (scan->has_time || (hour > 23 && !midnight) || minute > 59 || second > 60)
        return false;
    scan->has_time = true;
    scan->wants_time = false;
    scan->hour = hour;
    scan->minute = minute;
    scan->second = second;
    return true;
}

/* Behind the hour, at the colon. */
static bool read_clock(struct scan *scan, struct number hour)
{
    struct number minute, second = {0};
    scan->at++;
    if (hour.digits > 2 || !read_number(scan, &minute) || minute.digits > 2)
        return false;
    if (*scan->at == ':') {
        scan->at++;
        if (!read_number(scan, &second) || second.digits > 2)
            return false;
    }
    if ((*scan->at == '.' || *scan->at == ',') && is_digit(scan->at[1]))
        for (scan->at++; is_digit(*scan->at);)
            scan->at++;
    return set_time(scan, hour.value, minute.value, second.value);
}

static bool read_compact_clock(struct scan *scan, struct number n)
{
    if (n.digits == 6)
        return set_time(scan, n.value / 10000, n.value / 100 % 100, n.value % 100);
    if (n.digits == 4)
        return set_time(scan, n.value / 100, n.value % 100, 0);
    return n.digits == 2 && set_time(scan, n.value, 0, 0);
}

static bool read_numbers(struct scan *scan)
{
    struct number part[3];
    size_t count = 1;
    if (!read_number(scan, &part[0]))
        return false;
    if (*scan->at == ':')
        return read_clock(scan, part[0]);
    if (scan->wants_time)
        return read_compact_clock(scan, part[0]);

    char separator = *scan->at;
    if (separator == '-' || separator == '/' || separator == '.')
        for (; count < 3 && *scan->at == separator && is_digit(scan->at[1]); count++) {
            scan->at++;
            if (!read_number(scan, &part[count]))
                return false;
        }
    if (count == 3)
        return set_triple(scan, separator, part);
    if (count == 2)
        return set_pair(scan, part[0], part[1]);
    if (scan->loose_count == 2)
        return false;
    scan->loose[scan->loose_count++] = part[0];
    return true;
}

static bool read_offset(struct scan *scan)
{
    int sign = *scan->at++ == '-' ? -1 : 1;
    struct number hours, minutes = {0};
    if (!read_number(scan, &hours) || hours.digits > 4)
        return false;
    if (hours.digits > 2) {
        minutes.value = hours.value % 100;
        hours.value /= 100;
    } else if (*scan->at == ':') {
        scan->at++;
        if (!read_number(scan, &minutes) || minutes.digits != 2)
            return false;
    }
    if (scan->has_offset || hours.value > 23 || minutes.value > 59)
        return false;
    scan->has_zone = scan->has_offset = true;
    scan->zone = sign * (hours.value * 60 + minutes.value);
    return true;
}

/* "2004년": the number before it is the year. */
static bool read_unit(struct scan *scan, char unit)
{
    if (scan->loose_count != 1)
        return false;
    struct number number = scan->loose[--scan->loose_count];
    if (unit == 'y')
        scan->year = full_year(number);
    else if (unit == 'm')
        scan->month = number.value;
    else
        scan->day = number.value;
    return true;
}

/* The first word may be a weekday, in any language: it is left aside unless it must be a month. */
static bool read_month(struct scan *scan, const char *word, bool is_first)
{
    int month = month_of_word(word);
    if (month == 0)
        return is_first;
    if (scan->month && !scan->first_is_month)
        return false;
    scan->month = month;
    scan->first_is_month = is_first;
    return true;
}

/* Letters, with dots ("p.m.") and slashes ("Etc/GMT") between them; the dots are left out. */
static bool read_word(struct scan *scan)
{
    char word[TEXT_MAX];
    size_t len = 0;
    bool is_first = scan->at == scan->start, joined;
    do {
        if (*scan->at != '.')
            word[len++] = *scan->at;
        scan->at++;
        joined = (*scan->at == '.' || *scan->at == '/') && is_letter(scan->at[1]);
    } while (is_letter(*scan->at) || joined);
    word[len] = '\0';

    bool dated = scan->month || scan->loose_count > 0;
    int minutes;
    char unit = feed_date_unit(word);
    if (unit)
        return read_unit(scan, unit);
    if (dated && !scan->has_time && strcmp(word, "t") == 0 && is_digit(*scan->at))
        return scan->wants_time = true;
    if (dated && !scan->has_time && strcmp(word, "at") == 0)
        return true;
    if (!scan->has_half && feed_date_half(word, &scan->half))
        return scan->has_half = true;
    if (scan->has_time && feed_date_zone(word, &minutes)) {
        if (!scan->has_zone)
            scan->zone = minutes;
        return scan->has_zone = true;
    }
    return read_month(scan, word, is_first);
}

static bool read_part(struct scan *scan)
{
    char c = *scan->at;
    if (is_digit(c))
        return read_numbers(scan);
    if (is_letter(c))
        return read_word(scan);
    if ((c == '+' || c == '-') && scan->has_time)
        return read_offset(scan);
    if (c == '(') { /* a comment of RFC 822: a zone's name, a weekday */
        const char *end = strchr(scan->at, ')');
        scan->at = end ? end + 1 : scan->at;
        return end != NULL;
    }
    bool between = (c == '-' || c == '/') && !scan->year;
    if (between && scan->at == scan->start)
        scan->truncated = true;
    scan->at++;
    return between || c == ' ' || c == ',' || c == '.';
}

/* With a month's name: a day and a year in either order, or a year alone. */
static bool set_loose(struct scan *scan)
{
    struct number a = scan->loose[0], b = scan->loose[1];
    int month = scan->month;
    scan->month = 0;
    if (scan->loose_count == 0)
        return set_date(scan, scan->year, month, scan->day);
    if (scan->loose_count == 1)
        return a.digits == 4 && set_date(scan, a.value, month, 1);
    bool year_first = a.digits > 2 || a.value > 31;
    return year_first ? set_date(scan, full_year(a), month, b.value)
                      : set_date(scan, full_year(b), month, a.value);
}

static bool has_hangul(const char *text)
{
    size_t len = strlen(text);
    for (size_t at = 0; at < len;) {
        uint32_t c = utf8_decode(text, len, &at);
        if (c >= 0xAC00 && c <= 0xD7A3)
            return true;
    }
    return false;
}

static bool read_all(struct scan *scan)
{
    while (*scan->at)
        if (!read_part(scan))
            return false;
    if (scan->month == 0)
        return scan->loose_count == 1 && set_compact(scan, scan->loose[0]);
    if (scan->year == 0)
        return set_loose(scan);
    return date_valid(scan->year, scan->month, scan->day);
}

int feed_date_parse(const char *text, int64_t *seconds)
{
    if (strlen(text) >= TEXT_MAX)
        return -1;
    struct arena *arena = arena_new();
    char *folded = text_fold(arena, text_squeeze(arena, text, strlen(text)));
    struct scan scan = {.start = folded, .at = folded};
    bool good = strlen(folded) < TEXT_MAX && read_all(&scan);
    if (good && !scan.has_zone && has_hangul(folded))
        scan.zone = 9 * 60; /* the language is written in one zone */
    arena_free(arena);
    if (!good)
        return -1;

    if (scan.has_half && scan.hour <= 12)
        scan.hour = scan.hour % 12 + scan.half;
    *seconds = date_days(scan.year, scan.month, scan.day) * 86400 + scan.hour * 3600 +
               (scan.minute - scan.zone) * 60 + scan.second;
    return 0;
}
