/* Sources over days, weeks and a year: cron starts a run each hour of a simulated clock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <string.h>

#include "tests/support/newsroom.h"

#define HOUR  INT64_C(3600)
#define DAY   (24 * HOUR)
#define START INT64_C(1767571200) /* Monday, 2026-01-05, at midnight UTC */
#define FEED  "<rss><channel><title>A</title><item><link>/1.html</link></item></channel></rss>"

static int setup(void **state)
{
    *state = newsroom_with(1);
    return 0;
}

static int teardown(void **state)
{
    newsroom_free(*state);
    return 0;
}

static void answer(struct newsroom *room, unsigned status, const char *headers, const char *body)
{
    server_answer(room->server, "/feed.xml",
                  &(struct server_answer){.status = status, .headers = headers, .body = body});
}

/* Runs each hour from `first` on; a digit for each run: how often it asked for the feed. */
static const char *polls(struct newsroom *room, int64_t first, size_t hours)
{
    char asked[200] = "";
    assert_true(hours < sizeof(asked));
    for (size_t i = 0; i < hours; i++) {
        size_t before = newsroom_asked(room, "/feed.xml");
        sandbox_set_clock(room->sandbox, first + (int64_t)i * HOUR);
        newsroom_run(room, "--quiet", NULL);
        asked[i] = (char)('0' + newsroom_asked(room, "/feed.xml") - before);
    }
    return sandbox_keep(room->sandbox, asked);
}

/* Hours from `first` on until the feed is asked for again, one of so many; -1: never. */
static int hours_to_poll(struct newsroom *room, int64_t first, int hours)
{
    size_t before = newsroom_asked(room, "/feed.xml");
    for (int i = 0; i < hours; i++) {
        sandbox_set_clock(room->sandbox, first + i * HOUR);
        newsroom_run(room, "--quiet", NULL);
        if (newsroom_asked(room, "/feed.xml") > before)
            return i;
    }
    return -1;
}

static void asks_a_quiet_source_less_often_until_it_speaks(void **state)
{
    struct newsroom *room = *state;
    assert_string_equal(polls(room, START, 30), "111111010101010010010010010001");
    newsroom_article(room, 2);
    newsroom_feed(room, "feed.xml", 1, 2);
    assert_string_equal(polls(room, START + 30 * HOUR, 12), "000111111010");
}

/* Twice as long each time, ten per cent more or less; cron comes each hour. */
static void asks_a_failing_source_less_and_less_often(void **state)
{
    struct newsroom *room = *state;
    int64_t now = START;
    answer(room, 500, NULL, NULL);
    polls(room, now, 1);
    for (int hours = 1; hours <= 16; hours *= 2) {
        int gap = 1 + hours_to_poll(room, now + HOUR, 20);
        assert_in_range(gap, hours * 9 / 10, hours * 11 / 10 + 1);
        now += gap * HOUR;
    }
    answer(room, 200, NULL, FEED);
    now += (2 + hours_to_poll(room, now + HOUR, 30)) * HOUR;
    assert_string_equal(polls(room, now, 3), "111");
}

static void comes_back_when_the_server_says(void **state)
{
    struct newsroom *room = *state;
    answer(room, 429, "Retry-After: 36000\n", NULL);
    assert_string_equal(polls(room, START, 10), "1000000000");
    answer(room, 503, "Retry-After: Mon, 05 Jan 2026 23:00:00 GMT\n", NULL);
    assert_string_equal(polls(room, START + 10 * HOUR, 13), "1000000000000");
    answer(room, 200, NULL, FEED);
    assert_string_equal(polls(room, START + 23 * HOUR, 3), "111");
}

static void waits_as_long_as_an_answer_is_fresh(void **state)
{
    struct newsroom *room = *state;
    answer(room, 200, "Cache-Control: max-age=18000\n", FEED);
    assert_string_equal(polls(room, START, 12), "100001000010");
}

/* From the fourth hour on each hour, or as often as there is something new; then it is Tuesday. */
static void keeps_out_of_hours_and_days_that_a_feed_excludes(void **state)
{
    struct newsroom *room = *state;
    answer(room, 200, NULL,
           "<rss><channel><title>A</title><skipHours><hour>1</hour><hour>2</hour><hour>3</hour>"
           "</skipHours><skipDays><day>Tuesday</day></skipDays><item><link>/1.html</link></item>"
           "</channel></rss>");
    assert_string_equal(polls(room, START, 7), "1000111");
    assert_string_equal(polls(room, START + 23 * HOUR, 30), "100000000000000000000000010001");
}

static void a_pause_of_a_month_is_no_reason_for_a_burst(void **state)
{
    struct newsroom *room = *state;
    assert_string_equal(polls(room, START, 3), "111");
    assert_string_equal(polls(room, START + 30 * DAY, 3), "111");
}

static void a_source_that_is_gone_is_left_alone_for_a_year(void **state)
{
    struct newsroom *room = *state;
    answer(room, 410, NULL, NULL);
    for (int month = 0; month <= 12; month++)
        polls(room, START + month * 30 * DAY, 1);
    assert_int_equal(newsroom_asked(room, "/feed.xml"), 1);
}

static void asks_without_conditions_once_in_a_year(void **state)
{
    struct newsroom *room = *state;
    size_t unconditional = 0;
    const struct server_request *request;
    for (int i = 0; i < 26; i++)
        polls(room, START + i * 14 * DAY, 1);
    for (size_t i = 0; (request = server_request(room->server, i)); i++)
        unconditional += strcmp(request->path, "/feed.xml") == 0 && !request->if_none_match;
    assert_int_equal(newsroom_asked(room, "/feed.xml"), 26);
    assert_int_equal(unconditional, 1);
}

static void looks_at_an_article_again_after_a_day_and_a_week(void **state)
{
    struct newsroom *room = *state;
    char looks[20] = "";
    for (int i = 0; i < 17; i++) { /* twice a day */
        size_t before = newsroom_asked(room, "/1.html");
        polls(room, START + i * 12 * HOUR, 1);
        looks[i] = (char)('0' + newsroom_asked(room, "/1.html") - before);
    }
    assert_string_equal(looks, "10100000000000100");
}

static void asks_for_robots_once_a_day(void **state)
{
    struct newsroom *room = *state;
    newsroom_sources(room, "  list: {name: L, index: '@/list.html', links: //a, language: en,"
                           " every: 1h, status: verified, evidence: own}\n");
    sandbox_write(room->sandbox, "site/list.html", "<a href='/1.html'>One</a>");
    sandbox_write(room->sandbox, "site/robots.txt", "User-agent: *\nDisallow: /secret\n");
    for (int i = 0; i < 12; i++)
        polls(room, START + i * 6 * HOUR, 1);
    assert_int_equal(newsroom_asked(room, "/list.html"), 12);
    assert_int_equal(newsroom_asked(room, "/robots.txt"), 3);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(asks_a_quiet_source_less_often_until_it_speaks),
        TEST(asks_a_failing_source_less_and_less_often),
        TEST(comes_back_when_the_server_says),
        TEST(waits_as_long_as_an_answer_is_fresh),
        TEST(keeps_out_of_hours_and_days_that_a_feed_excludes),
        TEST(a_pause_of_a_month_is_no_reason_for_a_burst),
        TEST(a_source_that_is_gone_is_left_alone_for_a_year),
        TEST(asks_without_conditions_once_in_a_year),
        TEST(looks_at_an_article_again_after_a_day_and_a_week),
        TEST(asks_for_robots_once_a_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
