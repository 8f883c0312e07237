#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"
#include "fetch/feed_date.h"

struct sample {
    const char *text;
    const char *want; /* NULL: no date */
};

static void check(const struct sample *samples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char got[DATE_TEXT_SIZE] = "";
        int64_t seconds;
        if (feed_date_parse(samples[i].text, &seconds) == 0)
            date_text(seconds, got);
        const char *want = samples[i].want ? samples[i].want : "";
        if (strcmp(got, want) != 0)
            fail_msg("'%s' gives '%s', not '%s'", samples[i].text, got, want);
    }
}

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void test_rfc_822(void **state)
{
    static const struct sample samples[] = {
        {"Thu, 15 May 2025 10:30:05 GMT", "2025-05-15T10:30:05Z"},
        {"15 May 2025 10:30 +0200", "2025-05-15T08:30:00Z"},
        {"Thu, 15 May 25 10:30:05 EDT", "2025-05-15T14:30:05Z"},
        {"Thu, 15 May 125 10:30:05 Z", "2025-05-15T10:30:05Z"},
        {"Thursday, 15-May-2025 10:30:05 UTC", "2025-05-15T10:30:05Z"},
        {"Thu, 15 May 2025 10:30:05 GMT+0530", "2025-05-15T05:00:05Z"},
        {"Thu, 15 May 2025 10:30:05 -0400 (EDT)", "2025-05-15T14:30:05Z"},
        {"Thu,15 Sept. 2025 10:30:05 -0400 EDT", "2025-09-15T14:30:05Z"},
        {"Thu, 15 May 2025 24:00:00 GMT", "2025-05-16T00:00:00Z"},
        {"May 2025", "2025-05-01T00:00:00Z"},
        {"  Thu,\n 15 May\t2025 ", "2025-05-15T00:00:00Z"},
    };
    (void)state;
    check(samples, COUNT(samples));
}

static void test_iso_8601(void **state)
{
    static const struct sample samples[] = {
        {"2025-05-15T10:30:05Z", "2025-05-15T10:30:05Z"},
        {"2025-05-15t10:30:05.123456+02:00", "2025-05-15T08:30:05Z"},
        {"20250515T103005Z", "2025-05-15T10:30:05Z"},
        {"2025-05-15T10:30-0430", "2025-05-15T15:00:00Z"},
        {"2025-05-15T10:30+02", "2025-05-15T08:30:00Z"},
        {"2025-05-15 10:30:05 +0200", "2025-05-15T08:30:05Z"},
        {"2025-135", "2025-05-15T00:00:00Z"},
        {"2024366", "2024-12-31T00:00:00Z"},
        {"2024-060", "2024-02-29T00:00:00Z"},
        {"2023-060", "2023-03-01T00:00:00Z"},
        {"2023-366", NULL},
        {"2025-05", "2025-05-01T00:00:00Z"},
        {"98-05-15", "1998-05-15T00:00:00Z"},
        {"25-05-15", NULL}, /* ISO 8601:2004 dropped years of two digits */
        {"2025-02-29", NULL},
        {"2025-05-15T10:30:05+24:00", NULL},
    };
    (void)state;
    check(samples, COUNT(samples));
}

static void test_other_layouts(void **state)
{
    static const struct sample samples[] = {
        {"Thu May 15 10:30:05 2025", "2025-05-15T10:30:05Z"},
        {"May 15, 2025 at 10:30 PM PDT", "2025-05-16T05:30:00Z"},
        {"May 15, 2025 12:05 a.m. ET", "2025-05-15T05:05:00Z"},
        {"15.05.2025 10:30", "2025-05-15T10:30:00Z"},
        {"15/05/2025", "2025-05-15T00:00:00Z"},
        {"05/15/2025", "2025-05-15T00:00:00Z"},
        {"2025/05/15", "2025-05-15T00:00:00Z"},
        {"03/04/2025", NULL}, /* March or April */
    };
    (void)state;
    check(samples, COUNT(samples));
}

static void test_languages(void **state)
{
    static const struct sample samples[] = {
        {"Do, 15 März 2025 10:30:05 MEZ", "2025-03-15T09:30:05Z"},
        {"mar., 13 mai 2025 10:30:05 +0200", "2025-05-13T08:30:05Z"},
        {"jeu. 14 août 2025", "2025-08-14T00:00:00Z"},
        {"Πέμ, 15 Μαΐ 2025 10:30:05 +0300", "2025-05-15T07:30:05Z"},
        {"2025-MÁJUS-15T9:15+02:00", "2025-05-15T07:15:00Z"},
        {"Чт, 15 мая 2025 10:30:05 +0300", "2025-05-15T07:30:05Z"},
        {"2025년 5월 15일 오전 9:30", "2025-05-15T00:30:00Z"},
        {"2025年05月15日 下午 3:30", "2025-05-15T15:30:00Z"},
    };
    (void)state;
    check(samples, COUNT(samples));
}

static void test_no_dates(void **state)
{
    static const struct sample samples[] = {
        {"", NULL},
        {"yesterday", NULL},
        {"15 Foo 2025", NULL},
        {"32 May 2025", NULL},
        {"15 May 2025 10:60", NULL},
        {"15 May 2025 10:30:05:01", NULL},
        {"15 May 2025 10:30 11:30", NULL},
        {"15 May 2025 16", NULL},
        {"15 May 2025 (unclosed", NULL},
        {"2025年2025年", NULL},
        {"2025年13月40日", NULL},
        {"99999999999999999999", NULL},
        {"-", NULL},
        {"2025-05-15T", NULL},
        {"\xff\xfe", NULL},
    };
    char endless[4096];
    int64_t seconds;
    (void)state;
    check(samples, COUNT(samples));
    memset(endless, '1', sizeof(endless) - 1);
    endless[sizeof(endless) - 1] = '\0';
    assert_int_equal(feed_date_parse(endless, &seconds), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rfc_822),       cmocka_unit_test(test_iso_8601),
        cmocka_unit_test(test_other_layouts), cmocka_unit_test(test_languages),
        cmocka_unit_test(test_no_dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
