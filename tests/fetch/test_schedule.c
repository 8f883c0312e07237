#include "fetch/schedule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define NOW  1748736000 /* Sun, 01 Jun 2025 00:00:00 GMT */
#define HOUR 3600
#define DAY  86400

/* Seconds until the next poll of an hourly source. */
static int64_t after_answer(struct schedule schedule)
{
    schedule.id = "daily";
    schedule.now = NOW;
    schedule.every = schedule.every ? schedule.every : HOUR;
    return schedule_after_answer(&schedule) - NOW;
}

static int64_t after_failure(struct schedule schedule)
{
    schedule.id = schedule.id ? schedule.id : "daily";
    schedule.now = NOW;
    schedule.every = schedule.every ? schedule.every : HOUR;
    return schedule_after_failure(&schedule) - NOW;
}

static void the_users_time_is_the_least(void **state)
{
    (void)state;
    assert_int_equal(after_answer((struct schedule){0}), HOUR);
    assert_int_equal(after_answer((struct schedule){.cache_control = "max-age=60"}), HOUR);
    assert_int_equal(after_answer((struct schedule){.ttl = 5}), HOUR);
}

static void a_fresh_answer_is_not_asked_for_again(void **state)
{
    (void)state;
    assert_int_equal(after_answer((struct schedule){.cache_control = "public, max-age=7200"}),
                     2 * HOUR);
    assert_int_equal(after_answer((struct schedule){.cache_control = "Max-Age=\"7200\""}),
                     2 * HOUR);
    assert_int_equal(after_answer((struct schedule){.cache_control = "no-cache, max-age=7200"}),
                     HOUR);
    assert_int_equal(after_answer((struct schedule){.cache_control = "x-max-age=7200"}), HOUR);
    assert_int_equal(after_answer((struct schedule){.expires = "Sun, 01 Jun 2025 03:00:00 GMT"}),
                     3 * HOUR);
    assert_int_equal(after_answer((struct schedule){.expires = "Sun, 01 Jun 2025 09:00:00 GMT",
                                                    .date = "Sun, 01 Jun 2025 07:00:00 GMT"}),
                     2 * HOUR);
    assert_int_equal(after_answer((struct schedule){.cache_control = "max-age=7200",
                                                    .expires = "Sun, 01 Jun 2025 09:00:00 GMT"}),
                     2 * HOUR);
    assert_int_equal(after_answer((struct schedule){.expires = "0"}), HOUR);
}

static void excluded_hours_and_days_are_waited_out(void **state)
{
    (void)state;
    /* The next poll would be on Sunday at one. */
    assert_int_equal(after_answer((struct schedule){.skip_hours = 1u << 2}), HOUR);
    assert_int_equal(after_answer((struct schedule){.skip_hours = 1u << 1}), 2 * HOUR);
    assert_int_equal(after_answer((struct schedule){.skip_hours = 0xFFFFFE}), DAY);
    assert_int_equal(after_answer((struct schedule){.skip_days = 1u << 1}), HOUR);
    assert_int_equal(after_answer((struct schedule){.skip_days = 1u << 0}), DAY);
    assert_int_equal(after_answer((struct schedule){.skip_days = 3, .skip_hours = 1}),
                     2 * DAY + HOUR);
    assert_int_equal(after_answer((struct schedule){.skip_hours = 0xFFFFFF}), HOUR);
    assert_int_equal(after_answer((struct schedule){.every = 90 * 60, .skip_hours = 1u << 1}),
                     2 * HOUR);
}

static void a_feeds_time_to_live_lasts(void **state)
{
    (void)state;
    assert_int_equal(after_answer((struct schedule){.ttl = 180}), 3 * HOUR);
}

static void nobody_keeps_it_away_for_more_than_a_day(void **state)
{
    (void)state;
    assert_int_equal(after_answer((struct schedule){.cache_control = "max-age=31536000"}), DAY);
    assert_int_equal(after_answer((struct schedule){.ttl = 40000}), DAY);
    assert_int_equal(after_answer((struct schedule){.every = 7 * DAY, .ttl = 40000}), 7 * DAY);
}

static void a_quiet_source_is_asked_less_often(void **state)
{
    (void)state;
    assert_int_equal(after_answer((struct schedule){.unchanged = 4}), HOUR);
    assert_int_equal(after_answer((struct schedule){.unchanged = 8}), 2 * HOUR);
    assert_int_equal(after_answer((struct schedule){.unchanged = 1000}), 4 * HOUR);
    assert_int_equal(after_answer((struct schedule){.every = 12 * HOUR, .unchanged = 1000}), DAY);
}

static void assert_near(int64_t value, int64_t want)
{
    assert_in_range(value, want - want / 10, want + want / 10);
}

static void failures_double_the_pause_up_to_a_day(void **state)
{
    (void)state;
    assert_near(after_failure((struct schedule){.failures = 1}), HOUR);
    assert_near(after_failure((struct schedule){.failures = 2}), 2 * HOUR);
    assert_near(after_failure((struct schedule){.failures = 4}), 8 * HOUR);
    assert_near(after_failure((struct schedule){.failures = 1000000}), DAY);
    assert_near(after_failure((struct schedule){.every = 7 * DAY, .failures = 3}), 7 * DAY);
}

static void those_that_failed_together_do_not_come_together(void **state)
{
    (void)state;
    assert_int_not_equal(after_failure((struct schedule){.id = "one", .failures = 1}),
                         after_failure((struct schedule){.id = "two", .failures = 1}));
    assert_int_equal(after_failure((struct schedule){.id = "one", .failures = 1}),
                     after_failure((struct schedule){.id = "one", .failures = 1}));
}

static void retry_after_is_kept_as_seconds_and_as_a_date(void **state)
{
    (void)state;
    assert_int_equal(after_failure((struct schedule){.failures = 1, .retry_after = "20000"}),
                     20000);
    assert_int_equal(after_failure((struct schedule){
                         .failures = 1, .retry_after = "Sun, 01 Jun 2025 05:00:00 GMT"}),
                     5 * HOUR);
    assert_int_equal(after_failure((struct schedule){.failures = 1, .retry_after = "9999999"}),
                     DAY);
    assert_near(after_failure((struct schedule){.failures = 1, .retry_after = "soon"}), HOUR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_users_time_is_the_least),
        cmocka_unit_test(a_fresh_answer_is_not_asked_for_again),
        cmocka_unit_test(excluded_hours_and_days_are_waited_out),
        cmocka_unit_test(a_feeds_time_to_live_lasts),
        cmocka_unit_test(nobody_keeps_it_away_for_more_than_a_day),
        cmocka_unit_test(a_quiet_source_is_asked_less_often),
        cmocka_unit_test(failures_double_the_pause_up_to_a_day),
        cmocka_unit_test(those_that_failed_together_do_not_come_together),
        cmocka_unit_test(retry_after_is_kept_as_seconds_and_as_a_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
