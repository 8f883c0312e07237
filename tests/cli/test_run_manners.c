/* How a source is asked: validators, freshness, addresses that move or are gone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <string.h>

#include "tests/support/newsroom.h"

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

static void answer(struct newsroom *room, const char *path, unsigned status, const char *headers,
                   const char *body)
{
    server_answer(room->server, path,
                  &(struct server_answer){.status = status, .headers = headers, .body = body});
}

static void run_all(struct newsroom *room)
{
    struct outcome outcome = newsroom_run(room, "--quiet", "--all", NULL);
    assert_string_equal(outcome.err, "");
    assert_int_equal(outcome.status, 0);
}

/* Seconds between the last poll and the next one. */
static int64_t pause_of(const struct newsroom *room)
{
    return newsroom_number(room, "SELECT next_due - last_attempt FROM sources");
}

static void asks_without_conditions_once_in_its_life(void **state)
{
    struct newsroom *room = *state;
    for (int i = 0; i < 4; i++)
        run_all(room);
    size_t unconditional = 0;
    const struct server_request *request;
    for (size_t i = 0; (request = server_request(room->server, i)); i++)
        unconditional += strcmp(request->path, "/feed.xml") == 0 && !request->if_none_match;
    assert_int_equal(newsroom_asked(room, "/feed.xml"), 4);
    assert_int_equal(unconditional, 1);
}

static void gives_validators_back_as_they_came(void **state)
{
    struct newsroom *room = *state;
    answer(room, "/feed.xml", 200, "ETag: W/\"odd, tag \\ 1\"\nLast-Modified: yesterday at noon\n",
           "<rss><channel><title>A</title><item><link>/1.html</link></item></channel></rss>");
    run_all(room);
    run_all(room);
    assert_string_equal(newsroom_last(room, "/feed.xml")->if_none_match, "W/\"odd, tag \\ 1\"");
    assert_string_equal(newsroom_last(room, "/feed.xml")->if_modified_since, "yesterday at noon");
}

static void renews_validators_with_the_same_body_and_with_304(void **state)
{
    struct newsroom *room = *state;
    const char *body =
        "<rss><channel><title>A</title><item><link>/1.html</link></item></channel></rss>";
    answer(room, "/feed.xml", 200, "ETag: \"1\"\n", body);
    run_all(room);
    answer(room, "/feed.xml", 200, "ETag: \"2\"\n", body);
    run_all(room);
    answer(room, "/feed.xml", 304, "ETag: \"3\"\n", NULL);
    run_all(room);
    assert_string_equal(newsroom_last(room, "/feed.xml")->if_none_match, "\"2\"");
    answer(room, "/feed.xml", 304, NULL, NULL);
    run_all(room);
    assert_string_equal(newsroom_last(room, "/feed.xml")->if_none_match, "\"3\"");
    assert_string_equal(newsroom_text(room, "SELECT etag FROM sources"), "\"3\"\n");
}

static void keeps_away_as_long_as_the_answer_is_fresh(void **state)
{
    struct newsroom *room = *state;
    answer(room, "/feed.xml", 200, "Cache-Control: max-age=10000\n",
           "<rss><channel><title>A</title><item><link>/1.html</link></item></channel></rss>");
    run_all(room);
    assert_int_equal(pause_of(room), 10000);
    answer(room, "/feed.xml", 200, "ETag: \"1\"\n",
           "<rss><channel><title>A</title><ttl>200</ttl><item><link>/1.html</link></item></"
           "channel></rss>");
    run_all(room);
    assert_int_equal(pause_of(room), 12000);
    answer(room, "/feed.xml", 304, NULL, NULL); /* which does not repeat it */
    run_all(room);
    assert_int_equal(pause_of(room), 12000);
}

static void asks_less_often_where_nothing_is_new(void **state)
{
    struct newsroom *room = *state;
    for (int i = 0; i < 7; i++)
        run_all(room);
    assert_true(pause_of(room) > 3600);
    newsroom_article(room, 2);
    newsroom_feed(room, "feed.xml", 1, 2);
    run_all(room);
    run_all(room);
    assert_int_equal(pause_of(room), 3600);
}

static void follows_an_address_that_moved_for_good_and_says_so_once(void **state)
{
    struct newsroom *room = *state;
    newsroom_feed(room, "new.xml", 1, 1);
    answer(room, "/feed.xml", 301, "Location: /new.xml\n", NULL);
    struct outcome outcome = newsroom_run(room, "--quiet", "--all", NULL);
    assert_int_equal(outcome.status, 1);
    assert_non_null(strstr(outcome.err, "/feed.xml: moved: it has moved for good to http://"));
    run_all(room);
    assert_int_equal(newsroom_asked(room, "/feed.xml"), 1);
    assert_int_equal(newsroom_asked(room, "/new.xml"), 2);
    assert_string_equal(newsroom_text(room, "SELECT count(*) FROM v_articles"), "1\n");
}

static void asks_the_old_address_while_it_moved_for_a_while(void **state)
{
    static const unsigned statuses[] = {302, 303, 307};
    struct newsroom *room = *state;
    newsroom_feed(room, "new.xml", 1, 1);
    for (size_t i = 0; i < 3; i++) {
        answer(room, "/feed.xml", statuses[i], "Location: /new.xml\n", NULL);
        run_all(room);
    }
    assert_int_equal(newsroom_asked(room, "/feed.xml"), 3);
    assert_string_equal(newsroom_text(room, "SELECT moved_to FROM sources"), "-\n");
}

static void a_new_address_in_the_rules_counts_more(void **state)
{
    struct newsroom *room = *state;
    newsroom_feed(room, "new.xml", 1, 1);
    answer(room, "/feed.xml", 308, "Location: /new.xml\n", NULL);
    newsroom_run(room, "--quiet", "--all", NULL);
    newsroom_feed(room, "third.xml", 1, 1);
    newsroom_sources(room, "  weekly: {name: W, feed: '@/third.xml', language: en, every: 1h,"
                           " status: verified, evidence: own}\n");
    run_all(room);
    assert_int_equal(newsroom_asked(room, "/third.xml"), 1);
}

static void stops_asking_for_what_is_gone(void **state)
{
    struct newsroom *room = *state;
    answer(room, "/feed.xml", 410, NULL, NULL);
    struct outcome outcome = newsroom_run(room, "--quiet", "--all", NULL);
    assert_int_equal(outcome.status, 1);
    assert_non_null(strstr(outcome.err, ": gone: "));
    run_all(room);
    assert_int_equal(newsroom_asked(room, "/feed.xml"), 1);
    newsroom_run(room, "--quiet", "--source", "weekly", NULL);
    assert_int_equal(newsroom_asked(room, "/feed.xml"), 2);
}

static void keeps_the_pause_that_a_busy_server_wants(void **state)
{
    struct newsroom *room = *state;
    answer(room, "/feed.xml", 503, "Retry-After: 40000\n", NULL);
    assert_int_equal(newsroom_run(room, "--quiet", "--all", NULL).status, 1);
    assert_int_equal(pause_of(room), 40000);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(asks_without_conditions_once_in_its_life),
        TEST(gives_validators_back_as_they_came),
        TEST(renews_validators_with_the_same_body_and_with_304),
        TEST(keeps_away_as_long_as_the_answer_is_fresh),
        TEST(asks_less_often_where_nothing_is_new),
        TEST(follows_an_address_that_moved_for_good_and_says_so_once),
        TEST(asks_the_old_address_while_it_moved_for_a_while),
        TEST(a_new_address_in_the_rules_counts_more),
        TEST(stops_asking_for_what_is_gone),
        TEST(keeps_the_pause_that_a_busy_server_wants),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
