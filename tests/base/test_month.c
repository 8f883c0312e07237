#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/month.h"

static void test_languages(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        int month;
    } cases[] = {
        {"january", 1}, {"février", 2},      {"märz", 3},       {"avril", 4},
        {"maja", 5},    {"haziran", 6},      {"czerwca", 6},    {"lipca", 7},
        {"août", 8},    {"wrzesień", 9},     {"října", 10},     {"oktober", 10},
        {"ноября", 11}, {"marraskuuta", 11}, {"diciembre", 12}, {"desember", 12},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_int_equal(month_of_word(cases[i].word), cases[i].month);
}

/* One beginning is that of another: the longer one decides. */
static void test_longest_beginning(void **state)
{
    (void)state;
    assert_int_equal(month_of_word("mars"), 3);
    assert_int_equal(month_of_word("marras"), 11);
    assert_int_equal(month_of_word("červen"), 6);
    assert_int_equal(month_of_word("červenec"), 7);
}

static void test_others(void **state)
{
    (void)state;
    assert_int_equal(month_of_word(""), 0);
    assert_int_equal(month_of_word("ma"), 0);
    assert_int_equal(month_of_word("friday"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_longest_beginning),
        cmocka_unit_test(test_others),
    };
    return cmocka_run_group_tests_name("month", tests, NULL, NULL);
}
