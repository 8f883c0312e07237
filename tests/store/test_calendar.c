#include "store/calendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_days(const char *period, const char *first, const char *last)
{
    char from[CALENDAR_DAY_SIZE], to[CALENDAR_DAY_SIZE];
    assert_int_equal(calendar_days(period, from, to), 0);
    assert_string_equal(from, first);
    assert_string_equal(to, last);
}

static void a_period_covers_its_days(void **state)
{
    (void)state;
    assert_days("2025", "2025-01-01", "2025-12-31");
    assert_days("2025-H1", "2025-01-01", "2025-06-30");
    assert_days("2025-H2", "2025-07-01", "2025-12-31");
    assert_days("2025-Q1", "2025-01-01", "2025-03-31");
    assert_days("2025-Q4", "2025-10-01", "2025-12-31");
    assert_days("2024-02", "2024-02-01", "2024-02-29");
    assert_days("2025-12", "2025-12-01", "2025-12-31");
    assert_days("2025-05-15", "2025-05-15", "2025-05-15");
    assert_days("2024/2027", "2024-01-01", "2027-12-31");
    assert_days("2024-Q3/2025-01-09", "2024-07-01", "2025-01-09");
}

static void other_spellings_are_none(void **state)
{
    static const char *const wrong[] = {"",
                                        "25",
                                        "2025-",
                                        "2025-5",
                                        "2025-13",
                                        "2025-00",
                                        "2025-Q0",
                                        "2025-Q5",
                                        "2025-H3",
                                        "2025-Q",
                                        "2025-q1",
                                        "2025-Q11",
                                        "2025-02-30",
                                        "2025 ",
                                        "FY2025",
                                        "2027/2024",
                                        "2025/",
                                        "/2025",
                                        "2025/2026/2027",
                                        "last year",
                                        "2025-05-15T10:00:00Z",
                                        "2025-05-15-and-a-long-tail/2026"};
    char from[CALENDAR_DAY_SIZE], to[CALENDAR_DAY_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        if (calendar_days(wrong[i], from, to) != -1)
            fail_msg("'%s' was read as a period", wrong[i]);
}

static void fiscal_periods_are_known_by_their_spelling(void **state)
{
    (void)state;
    assert_true(calendar_fiscal("FY2025"));
    assert_true(calendar_fiscal("FY2025-Q3"));
    assert_true(calendar_fiscal("FY2025-H1"));
    assert_false(calendar_fiscal("2025-Q3"));
    assert_false(calendar_fiscal("FY2025-04"));
    assert_false(calendar_fiscal("FY"));
}

static void steps_are_numbered_without_gaps(void **state)
{
    char label[CALENDAR_LABEL_SIZE];
    (void)state;
    assert_int_equal(
        calendar_number("2025-01", CALENDAR_MONTH) - calendar_number("2024-12", CALENDAR_MONTH), 1);
    assert_int_equal(calendar_number("2025-Q1", CALENDAR_QUARTER) -
                         calendar_number("2024-Q4", CALENDAR_QUARTER),
                     1);
    assert_int_equal(calendar_number("2025", CALENDAR_YEAR), 2025);
    assert_int_equal(calendar_number("FY2025-Q2", CALENDAR_QUARTER),
                     calendar_number("2025-Q2", CALENDAR_QUARTER));

    calendar_label(calendar_number("2024-12", CALENDAR_MONTH) + 1, CALENDAR_MONTH, false, label);
    assert_string_equal(label, "2025-01");
    calendar_label(calendar_number("2024-Q4", CALENDAR_QUARTER), CALENDAR_QUARTER, true, label);
    assert_string_equal(label, "FY2024-Q4");
    calendar_label(2031, CALENDAR_YEAR, false, label);
    assert_string_equal(label, "2031");
}

static void a_period_of_another_length_has_no_number(void **state)
{
    (void)state;
    assert_int_equal(calendar_number("2025", CALENDAR_QUARTER), -1);
    assert_int_equal(calendar_number("2025-Q1", CALENDAR_MONTH), -1);
    assert_int_equal(calendar_number("2025-H1", CALENDAR_QUARTER), -1);
    assert_int_equal(calendar_number("2024/2027", CALENDAR_YEAR), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_period_covers_its_days),
        cmocka_unit_test(other_spellings_are_none),
        cmocka_unit_test(fiscal_periods_are_known_by_their_spelling),
        cmocka_unit_test(steps_are_numbered_without_gaps),
        cmocka_unit_test(a_period_of_another_length_has_no_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
