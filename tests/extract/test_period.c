#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "extract/period.h"

static struct period_reader *reader;

/* All periods of a text, resolved from the day of publication, joined by "; ". */
static void assert_periods(const char *text, const char *published, const char *wanted)
{
    struct period period, near = {0};
    struct period_now now = period_now(published);
    struct buf got = {0};
    char name[PERIOD_TEXT_SIZE];
    size_t start, at = 0;
    while (period_next(reader, text, strlen(text), &start, &at, &period)) {
        bool resolved = period_resolve(&period, near.year ? &near : NULL, now);
        period_text(&period, name);
        buf_printf(&got, "%s%s", got.len ? "; " : "", resolved ? name : "?");
        near = period;
    }
    assert_string_equal(buf_text(&got), wanted);
    buf_free(&got);
}

static void reads_years(void **state)
{
    (void)state;
    assert_periods("up from 17% in 2024 to some 29% in 2025", NULL, "2024; 2025");
    assert_periods("It will double by 2027.", NULL, "2027");
    assert_periods("a CAGR of 30% from 2024 to 2027", NULL, "2024/2027");
    assert_periods("the years 2024–2027", NULL, "2024/2027");
    assert_periods("2,025 chips, $2025 and the number 20255", NULL, "");
    assert_periods("from next year to 2030", "2025-09-24", "2026/2030");
    assert_periods("FY2025, FY25 and fiscal 2026", NULL, "FY2025; FY2025; FY2026");
}

static void reads_quarters(void **state)
{
    (void)state;
    assert_periods("1Q25, Q1 2025, Q3'24, 2025 Q4, 4Q2022", NULL,
                   "2025-Q1; 2025-Q1; 2024-Q3; 2025-Q4; 2022-Q4");
    assert_periods("the first quarter of 2025", NULL, "2025-Q1");
    assert_periods("the fourth quarter", "2025-11-02", "2025-Q4");
    assert_periods("Results for the fourth quarter came in", "2026-01-20", "2025-Q4");
    assert_periods("in the March quarter of 2025", NULL, "2025-Q1");
    assert_periods("In 2024 it fell; in the second quarter it rose", NULL, "2024; 2024-Q2");
    assert_periods("Q2 was flat", "2025-03-25", "2025-Q2");
}

static void reads_fiscal_quarters(void **state)
{
    (void)state;
    assert_periods("in Q4 FY25", NULL, "FY2025-Q4");
    assert_periods("FY25 Q3 and FY2026Q1", NULL, "FY2025-Q3; FY2026-Q1");
    assert_periods("the third quarter of fiscal 2026", NULL, "FY2026-Q3");
    assert_periods("fiscal second quarter of 2025", NULL, "FY2025-Q2");
}

static void reads_halves_and_months(void **state)
{
    (void)state;
    assert_periods("2H24 and 1H 2025", NULL, "2024-H2; 2025-H1");
    assert_periods("the second half of 2026", NULL, "2026-H2");
    assert_periods("in the first half", "2025-05-15", "2025-H1");
    assert_periods("in April 2025 and in May", "2025-06-01", "2025-04; 2025-05");
    assert_periods("in November", "2026-01-10", "2025-11");
    assert_periods("July-September 2025, April to June", "2025-10-29", "2025-Q3; 2025-Q2");
    assert_periods("the January-June period, January to September", "2025-10-29", "2025-H1; 2025");
    assert_periods("the first quarter of more than 5 billion, over the past year", "2025-10-29",
                   "");
    assert_periods("October sales and December revenue", "2026-01-10", "2025-10; 2025-12");
}

static void reads_quarters_of_a_year_named_by_words(void **state)
{
    (void)state;
    const char *day = "2025-08-15";
    assert_periods("the second quarter of last year, Q2 of this year", day, "2024-Q2; 2025-Q2");
    assert_periods("last year's third quarter; 2024's fourth quarter", day, "2024-Q3; 2024-Q4");
    assert_periods("first half of next year and H2", day, "2026-H1");
    assert_periods("in H2 and in 2H", day, "2025-H2; 2025-H2");
    assert_periods("the last quarter of 2024; last quarter", day, "2024-Q4; 2025-Q2");
    assert_periods("In the second quarter it fell, and rose in the third.", day,
                   "2025-Q2; 2025-Q3");
    assert_periods("It came in the third.", day, "");
    assert_periods("calendar Q3 2025, CQ1'25, CY2026, calendar 2027", day,
                   "2025-Q3; 2025-Q1; 2026; 2027");
}

static void reads_spans_by_their_months(void **state)
{
    (void)state;
    const char *day = "2025-11-20";
    assert_periods("the quarter ended Sept. 30", day, "2025-Q3");
    assert_periods("the quarter ended Nov. 2, 2025", day, "2025-Q3"); /* as good as October's end */
    assert_periods("three months to June; six months ended June 30", day, "2025-Q2; 2025-H1");
    assert_periods("the quarter ended Jan. 3, 2025", day, "2024-Q4");
    assert_periods("the year to December 2024, the year ended March 31, 2025", day, "2024; FY2025");
    assert_periods("first six months of 2025, first nine months of 2024", day, "2025-H1; 2024");
    assert_periods("the first five months", day, "2025");
}

static void reads_vague_years(void **state)
{
    (void)state;
    const char *day = "2025-11-20";
    assert_periods("mid-2026, early 2027, late-2028, end-2029", day, "2026; 2027; 2028; 2029");
    assert_periods("by the end of the year, by year-end", day, "2025; 2025");
    assert_periods("the second quarter in a row", day, "");
    assert_periods("the first 20 days of December", "2025-12-22", "2025-12");
    assert_periods("by the end of the decade", day, "2030");
    assert_periods("38% so far this year, 40% year to date", day, "2025; 2025");
    assert_periods("In 2023 it rose, the year after it fell", day, "2023; 2024");
    assert_periods("5% now, now it is", day, "2025");
}

/* As a company that ends its years with January sees it. */
static void assert_fiscal(const char *text, const char *published, enum tense tense,
                          const char *wanted)
{
    struct period period;
    struct period_now now = period_now(published);
    char name[PERIOD_TEXT_SIZE];
    size_t start, at = 0;
    now.year_ends = 1;
    now.tense = tense;
    assert_true(period_next(reader, text, strlen(text), &start, &at, &period));
    assert_true(period_resolve(&period, NULL, now));
    period_text(&period, name);
    assert_string_equal(name, wanted);
}

static void counts_by_a_fiscal_calendar(void **state)
{
    (void)state;
    const char *day = "2025-11-19";
    assert_fiscal("third-quarter revenue", day, TENSE_ANY, "FY2026-Q3");
    assert_fiscal("the fourth quarter", day, TENSE_FUTURE, "FY2026-Q4");
    assert_fiscal("the first quarter", day, TENSE_FUTURE, "FY2027-Q1");
    assert_fiscal("the current quarter", day, TENSE_ANY, "FY2026-Q4");
    assert_fiscal("the quarter ended Oct. 26", day, TENSE_ANY, "FY2026-Q3");
    assert_fiscal("the quarter ended Aug. 31", day, TENSE_ANY,
                  "2025-Q3"); /* none of its quarters */
    assert_fiscal("the period ending in January", day, TENSE_ANY, "FY2026-Q4");
    assert_fiscal("FQ3", day, TENSE_ANY, "FY2026-Q3");
    assert_fiscal("F3Q25", day, TENSE_ANY, "FY2025-Q3");
    assert_fiscal("3QFY25", day, TENSE_ANY, "FY2025-Q3");
    assert_fiscal("last fiscal year", day, TENSE_ANY, "FY2025");
    assert_fiscal("this fiscal year", "2026-01-20", TENSE_ANY, "FY2026");
    assert_fiscal("the September quarter", day, TENSE_ANY, "2025-Q3");
    assert_fiscal("Q3 2025", day, TENSE_ANY, "2025-Q3");
    assert_fiscal("next year", day, TENSE_ANY, "2026");
}

static void takes_the_nearest_quarter_by_tense(void **state)
{
    (void)state;
    struct period_now now = period_now("2025-11-20");
    struct period first = {.unit = PERIOD_QUARTER, .part = 1}, other = first;
    now.tense = TENSE_PAST;
    assert_true(period_resolve(&first, NULL, now));
    assert_int_equal(first.year, 2025);
    now.tense = TENSE_FUTURE;
    assert_true(period_resolve(&other, NULL, now));
    assert_int_equal(other.year, 2026);
    assert_true(period_is_future(&other, now));
    assert_true(period_is_past(&first, now));
}

static void resolves_relative_words(void **state)
{
    (void)state;
    assert_periods("next year", "2025-05-15", "2026");
    assert_periods("this year and last year", "2025-05-15", "2025; 2024");
    assert_periods("last quarter", "2025-01-15", "2024-Q4");
    assert_periods("next quarter", "2025-11-15", "2026-Q1");
    assert_periods("next month", "2025-12-15", "2026-01");
    assert_periods("next year", NULL, "?");
    assert_periods("In 2023 it fell, that year", "2025-05-15", "2023; 2023");
}

static void leaves_comparisons_and_days(void **state)
{
    (void)state;
    assert_periods("up 6% year over year and more than a year earlier", "2025-05-15", "");
    assert_periods("5% above the previous quarter", "2025-05-15", "");
    assert_periods("On April 1, 2026, it said so", NULL, "");
    assert_periods("on 3 May 2025, 2025-05-15 and 5/15/2025", NULL, "");
    assert_periods("in the year-ago quarter, three months earlier, the year before", NULL, "");
}

static int open_reader(void **state)
{
    (void)state;
    reader = period_reader_new();
    return 0;
}

static int close_reader(void **state)
{
    (void)state;
    period_reader_free(reader);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_years),
        cmocka_unit_test(reads_quarters),
        cmocka_unit_test(reads_fiscal_quarters),
        cmocka_unit_test(reads_halves_and_months),
        cmocka_unit_test(reads_quarters_of_a_year_named_by_words),
        cmocka_unit_test(reads_spans_by_their_months),
        cmocka_unit_test(reads_vague_years),
        cmocka_unit_test(counts_by_a_fiscal_calendar),
        cmocka_unit_test(takes_the_nearest_quarter_by_tense),
        cmocka_unit_test(resolves_relative_words),
        cmocka_unit_test(leaves_comparisons_and_days),
    };
    return cmocka_run_group_tests(tests, open_reader, close_reader);
}
