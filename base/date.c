#include "base/date.h"

#include <stdio.h>
#include <string.h>

/* Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil. */
int64_t date_days(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

bool date_valid(int year, int month, int day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 0 || year > 9999 || month < 1 || month > 12 || day < 1)
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= days[month - 1] + (month == 2 && leap);
}

/* The inverse of date_days, from the same paper (civil_from_days). */
static void civil(int64_t days, int *year, int *month, int *day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t doe = days - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    *day = (int)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *year = (int)(yoe + era * 400 + (*month <= 2));
}

void date_text(int64_t seconds, char out[DATE_TEXT_SIZE])
{
    int64_t days = seconds / 86400, rest = seconds % 86400;
    int year, month, day;
    if (rest < 0)
        days--, rest += 86400;
    out[0] = '\0';
    if (days < date_days(0, 1, 1) || days > date_days(9999, 12, 31))
        return;
    civil(days, &year, &month, &day);
    snprintf(out, DATE_TEXT_SIZE, "%04u-%02u-%02uT%02u:%02u:%02uZ", (unsigned)year % 10000u,
             (unsigned)month % 100u, (unsigned)day % 100u, (unsigned)(rest / 3600) % 100u,
             (unsigned)(rest / 60 % 60), (unsigned)(rest % 60));
}

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

static int parse_offset(const char *text, int *minutes)
{
    int h, m;
    *minutes = 0;
    if (strcmp(text, "Z") == 0 || strcmp(text, "z") == 0)
        return 0;
    if ((text[0] != '+' && text[0] != '-') || strlen(text) != 6 || text[3] != ':' ||
        !digits(text + 1, 2, &h) || !digits(text + 4, 2, &m) || h > 23 || m > 59)
        return -1;
    *minutes = (h * 60 + m) * (text[0] == '-' ? -1 : 1);
    return 0;
}

int date_parse(const char *text, int64_t *seconds)
{
    int year, month, day, h, m, s, offset;
    if (strlen(text) < 10 || !digits(text, 4, &year) || text[4] != '-' ||
        !digits(text + 5, 2, &month) || text[7] != '-' || !digits(text + 8, 2, &day) ||
        !date_valid(year, month, day))
        return -1;
    *seconds = date_days(year, month, day) * 86400;
    text += 10;
    if (*text == '\0')
        return 0;
    if (strlen(text) < 10 || (*text != 'T' && *text != 't' && *text != ' ') ||
        !digits(text + 1, 2, &h) || text[3] != ':' || !digits(text + 4, 2, &m) || text[6] != ':' ||
        !digits(text + 7, 2, &s) || h > 23 || m > 59 || s > 60)
        return -1;
    text += 9;
    if (*text == '.')
        for (text++; *text >= '0' && *text <= '9';)
            text++;
    if (parse_offset(text, &offset) < 0)
        return -1;
    *seconds += h * 3600 + m * 60 + s - offset * 60;
    return 0;
}
