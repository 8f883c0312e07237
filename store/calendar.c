#include "store/calendar.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"

/* Reads exactly `count` digits. */
static bool digits(const char *text, int count, int *value)
{
    *value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *value = *value * 10 + (text[i] - '0');
    }
    return true;
}

/* A part of a year: `months` of them, after `before` others. */
struct part {
    int year;
    int before;
    int months;
};

/* "2025", "2025-H1", "2025-Q1" or "2025-04", and nothing behind it. */
static int parse_part(const char *text, struct part *part)
{
    int number;
    if (!digits(text, 4, &part->year))
        return -1;
    text += 4;
    part->before = 0;
    part->months = 12;
    if (*text == '\0')
        return 0;
    if (text[0] != '-')
        return -1;
    bool half = text[1] == 'H', quarter = text[1] == 'Q';
    if (half || quarter) {
        if (!digits(text + 2, 1, &number) || text[3] != '\0' || number < 1 ||
            number > (half ? 2 : 4))
            return -1;
        part->months = half ? 6 : 3;
    } else {
        if (!digits(text + 1, 2, &number) || text[3] != '\0' || number < 1 || number > 12)
            return -1;
        part->months = 1;
    }
    part->before = (number - 1) * part->months;
    return 0;
}

static void write_day(char out[CALENDAR_DAY_SIZE], int64_t days)
{
    char text[DATE_TEXT_SIZE];
    date_text(days * 86400, text);
    snprintf(out, CALENDAR_DAY_SIZE, "%.10s", text);
}

static int days_of_one(const char *text, char first[CALENDAR_DAY_SIZE],
                       char last[CALENDAR_DAY_SIZE])
{
    struct part part;
    int64_t seconds;
    if (strlen(text) == 10 && date_parse(text, &seconds) == 0) {
        write_day(first, seconds / 86400);
        write_day(last, seconds / 86400);
        return 0;
    }
    if (parse_part(text, &part) < 0)
        return -1;
    int end = part.before + part.months;
    write_day(first, date_days(part.year, part.before + 1, 1));
    /* The day before the next month's first. */
    write_day(last, date_days(part.year + end / 12, end % 12 + 1, 1) - 1);
    return 0;
}

int calendar_days(const char *period, char first[CALENDAR_DAY_SIZE], char last[CALENDAR_DAY_SIZE])
{
    char begin[CALENDAR_DAY_SIZE] = "", unused[CALENDAR_DAY_SIZE];
    const char *slash = strchr(period, '/');
    if (!slash)
        return days_of_one(period, first, last);
    if ((size_t)(slash - period) >= sizeof(begin))
        return -1;
    memcpy(begin, period, (size_t)(slash - period));
    if (days_of_one(begin, first, unused) < 0 || days_of_one(slash + 1, unused, last) < 0)
        return -1;
    return strcmp(first, last) <= 0 ? 0 : -1;
}

bool calendar_fiscal(const char *period)
{
    struct part part;
    return text_starts(period, "FY") && parse_part(period + 2, &part) == 0 && part.months > 1;
}

int calendar_number(const char *period, int months)
{
    struct part part;
    if (parse_part(text_starts(period, "FY") ? period + 2 : period, &part) < 0 ||
        part.months != months)
        return -1;
    return (part.year * 12 + part.before) / part.months;
}

void calendar_label(int number, int months, bool fiscal, char label[CALENDAR_LABEL_SIZE])
{
    const char *prefix = fiscal ? "FY" : "";
    int year = number * months / 12 % 10000, month = number * months % 12;
    if (months == CALENDAR_MONTH)
        snprintf(label, CALENDAR_LABEL_SIZE, "%s%04d-%02d", prefix, year, month + 1);
    else if (months == CALENDAR_QUARTER)
        snprintf(label, CALENDAR_LABEL_SIZE, "%s%04d-Q%d", prefix, year, month / 3 + 1);
    else
        snprintf(label, CALENDAR_LABEL_SIZE, "%s%04d", prefix, year);
}
