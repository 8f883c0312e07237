/*
 * calendar: the spelling of periods in records and queries, and the days that they cover:
 * 2025, 2025-H1, 2025-Q1, 2025-04, 2025-04-15, and 2024/2027 from the first to the last of two.
 * Fiscal periods (FY2025, FY2025-Q3) are known by their spelling; which days they cover differs
 * from company to company.
 */
#ifndef STORE_CALENDAR_H
#define STORE_CALENDAR_H

#include <stdbool.h>

#define CALENDAR_DAY_SIZE   11 /* "2025-05-15" and the NUL */
#define CALENDAR_LABEL_SIZE 16 /* "FY2025-Q3" and the NUL, with room */

/* Months of a period, for the functions below. */
#define CALENDAR_MONTH   1
#define CALENDAR_QUARTER 3
#define CALENDAR_YEAR    12

/* The first and the last day of a period; -1 when it is spelled otherwise or is fiscal. */
int calendar_days(const char *period, char first[CALENDAR_DAY_SIZE], char last[CALENDAR_DAY_SIZE]);

/* A fiscal year, half or quarter. */
bool calendar_fiscal(const char *period);

/*
 * Periods of one length as consecutive numbers, so that gaps can be counted: "2025-Q1" is the
 * 8100th quarter. Returns -1 for a period of another length. "FY2025-Q1" has the same number.
 */
int calendar_number(const char *period, int months);

void calendar_label(int number, int months, bool fiscal, char label[CALENDAR_LABEL_SIZE]);

#endif
