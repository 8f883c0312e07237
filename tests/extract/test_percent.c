#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "extract/percent.h"

/* All percentages of a text as "text=value[..high]unit[sign][~]" joined by "; ". */
static void assert_percents(const char *text, const char *wanted)
{
    struct percent_reader *reader = percent_reader_new();
    struct percent percent;
    struct buf got = {0};
    size_t start, at = 0;
    while (percent_next(reader, text, strlen(text), &start, &at, &percent)) {
        buf_printf(&got, "%s%g", got.len ? "; " : "", percent.value);
        if (percent.range)
            buf_printf(&got, "..%g", percent.value_high);
        buf_printf(&got, "%s%.1s%s", percent_unit_name(percent.unit),
                   percent.sign ? &percent.sign : "", percent.approx ? "~" : "");
    }
    assert_string_equal(buf_text(&got), wanted);
    buf_free(&got);
    percent_reader_free(reader);
}

static void reads_figures_and_units(void **state)
{
    (void)state;
    assert_percents("It holds 63% now.", "63%");
    assert_percents("6 percent, 7 per cent, 8.5 pct", "6%; 7%; 8.5%");
    assert_percents("a 17,000% gain", "17000%");
    assert_percents("from 86% in 2024 to 75% in 2026", "86%; 75%");
    assert_percents("growth in the mid-40s percent", "40%");
    assert_percents("its share fell 3 points, the index 300 points", "3pp");
    assert_percents("The index lost 30 points.", "");
    assert_percents("up 1.5 percentage points and 20 basis points, or 30bps",
                    "1.5pp; 20bps; 30bps");
    assert_percents("margin fell 2pp to 40%", "2pp; 40%");
}

static void reads_ranges(void **state)
{
    (void)state;
    assert_percents("prices rise 3–8% this quarter", "3..8%");
    assert_percents("up 6%-8% on quarter", "6..8%");
    assert_percents("contract prices will rise 18-23% and then 3 - 8 percent", "18..23%; 3..8%");
    assert_percents("30% to 35% of output", "30..35%");
    assert_percents("between 2.5% and 3.5%", "2.5..3.5%");
    assert_percents("from 63% to 42%", "63%; 42%");
    assert_percents("grew 5% and 7% in turn", "5%; 7%");
    assert_percents("7.4% -13.2%\t5% - 6%", "7.4%; 13.2%-; 5..6%");
}

static void reads_signs_and_approximations(void **state)
{
    (void)state;
    assert_percents("TSMC (+11.1 percent), Samsung (–0.1 percent), -10.4%",
                    "11.1%+; 0.1%-; 10.4%-");
    assert_percents("about 4% share, nearly 55%, more than 25%, ~9%", "4%~; 55%~; 25%~; 9%~");
}

static void reads_words(void **state)
{
    (void)state;
    assert_percents("sixty-three percent of chips, twenty per cent of them", "63%; 20%");
    assert_percents("ten percentage points", "10pp");
}

static void leaves_other_numbers(void **state)
{
    (void)state;
    assert_percents("$35 billion in 2024, 5 nm, 3% ", "3%");
    assert_percents("2022 Market Share (%)", "");
    assert_percents("version 2.5 of it", "");
    assert_percents("someone percent", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_figures_and_units),        cmocka_unit_test(reads_ranges),
        cmocka_unit_test(reads_signs_and_approximations), cmocka_unit_test(reads_words),
        cmocka_unit_test(leaves_other_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
