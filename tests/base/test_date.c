#include "base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_days(void **state)
{
    (void)state;
    assert_int_equal(date_days(1970, 1, 1), 0);
    assert_int_equal(date_days(1969, 12, 31), -1);
    assert_int_equal(date_days(2000, 3, 1), 11017);
    assert_int_equal(date_days(2025, 5, 15), 20223);
}

static void test_valid_days(void **state)
{
    (void)state;
    assert_true(date_valid(2024, 2, 29));
    assert_true(date_valid(2000, 2, 29));
    assert_false(date_valid(2025, 2, 29));
    assert_false(date_valid(1900, 2, 29));
    assert_false(date_valid(2025, 4, 31));
    assert_false(date_valid(2025, 13, 1));
    assert_false(date_valid(2025, 0, 1));
    assert_false(date_valid(2025, 1, 0));
}

static void assert_reads(const char *text, const char *as)
{
    int64_t seconds;
    char out[DATE_TEXT_SIZE];
    assert_int_equal(date_parse(text, &seconds), 0);
    date_text(seconds, out);
    assert_string_equal(out, as);
}

static void test_reads_rfc_3339(void **state)
{
    (void)state;
    assert_reads("2025-05-15", "2025-05-15T00:00:00Z");
    assert_reads("2025-05-15T10:20:30Z", "2025-05-15T10:20:30Z");
    assert_reads("2025-05-15T10:20:30.123456Z", "2025-05-15T10:20:30Z");
    assert_reads("2025-05-15t10:20:30+08:00", "2025-05-15T02:20:30Z");
    assert_reads("2024-12-31 23:30:00-01:30", "2025-01-01T01:00:00Z");
    assert_reads("1969-07-20T20:17:40Z", "1969-07-20T20:17:40Z");
    assert_reads("0000-01-01", "0000-01-01T00:00:00Z");
    assert_reads("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z");
}

static void test_refuses_what_is_no_date(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "2025",
        "2025-02-30",
        "2025-05-15T",
        "2025-05-15T10:20:30",
        "2025-05-15T24:00:00Z",
        "2025-05-15T10:20:30+0800",
        "2025-05-15T10:20:30Zulu",
        "15.05.2025",
        "2025-05-15x",
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        int64_t seconds;
        assert_int_equal(date_parse(wrong[i], &seconds), -1);
    }
}

static void test_text_of_other_years_is_empty(void **state)
{
    (void)state;
    char out[DATE_TEXT_SIZE];
    date_text(INT64_MAX, out);
    assert_string_equal(out, "");
    date_text(INT64_MIN, out);
    assert_string_equal(out, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_valid_days),
        cmocka_unit_test(test_reads_rfc_3339),
        cmocka_unit_test(test_refuses_what_is_no_date),
        cmocka_unit_test(test_text_of_other_years_is_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
