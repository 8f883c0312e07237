/* What a site asks of programs: robots.txt, Crawl-delay, 429 and 410. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/support/newsroom.h"

static int setup(void **state)
{
    *state = newsroom_with(3);
    return 0;
}

static int teardown(void **state)
{
    newsroom_free(*state);
    return 0;
}

static void robots(struct newsroom *room, const char *text)
{
    sandbox_write(room->sandbox, "site/robots.txt", text);
}

static void answer(struct newsroom *room, const char *path, unsigned status, const char *headers)
{
    server_answer(room->server, path,
                  &(struct server_answer){.status = status, .headers = headers, .body = "no"});
}

static int64_t articles(const struct newsroom *room)
{
    return newsroom_number(room, "SELECT count(*) FROM v_articles");
}

static void assert_tells(const struct outcome *outcome, const char *part)
{
    if (!strstr(outcome->err, part))
        assert_string_equal(outcome->err, part);
    assert_int_equal(outcome->status, 1);
}

static void asks_for_robots_once_and_before_any_article(void **state)
{
    struct newsroom *room = *state;
    robots(room, "User-agent: *\nDisallow: /private/\n");
    assert_int_equal(newsroom_run(room, "--quiet", NULL).status, 0);
    assert_int_equal(articles(room), 3);
    assert_int_equal(newsroom_asked(room, "/robots.txt"), 1);
    assert_string_equal(server_request(room->server, 0)->path, "/feed.xml");
    assert_string_equal(server_request(room->server, 1)->path, "/robots.txt");
    newsroom_feed(room, "feed.xml", 1, 3);
    newsroom_article(room, 4);
    newsroom_feed(room, "feed.xml", 1, 4);
    assert_int_equal(newsroom_run(room, "--quiet", "--all", NULL).status, 0);
    assert_int_equal(articles(room), 4);
    assert_int_equal(newsroom_asked(room, "/robots.txt"), 1);
}

static void asks_again_after_a_day(void **state)
{
    struct newsroom *room = *state;
    newsroom_run(room, "--quiet", NULL);
    newsroom_change(room, "UPDATE robots SET fetched = fetched - 86401");
    newsroom_article(room, 4);
    newsroom_feed(room, "feed.xml", 1, 4);
    newsroom_run(room, "--quiet", "--all", NULL);
    assert_int_equal(newsroom_asked(room, "/robots.txt"), 2);
}

static void leaves_alone_what_is_forbidden_and_says_so_once(void **state)
{
    struct newsroom *room = *state;
    robots(room, "User-agent: newsledger\nDisallow: /2.html\n");
    struct outcome outcome = newsroom_run(room, "--quiet", NULL);
    assert_tells(&outcome, "/2.html: robots: robots.txt of the site forbids it; the site's");
    assert_int_equal(articles(room), 2);
    assert_int_equal(newsroom_asked(room, "/2.html"), 0);
    outcome = newsroom_run(room, "--quiet", "--all", NULL);
    assert_string_equal(outcome.err, "");
    assert_string_equal(newsroom_text(room, "SELECT cause FROM v_problems"), "robots\n");
}

static void a_redirect_needs_leave_too(void **state)
{
    struct newsroom *room = *state;
    robots(room, "User-agent: *\nDisallow: /old/\n");
    answer(room, "/2.html", 302, "Location: /old/2.html\n");
    struct outcome outcome = newsroom_run(room, "--quiet", NULL);
    assert_tells(&outcome, "/2.html: robots: ");
    assert_int_equal(newsroom_asked(room, "/old/2.html"), 0);
}

static void asks_nothing_where_robots_cannot_be_had(void **state)
{
    struct newsroom *room = *state;
    answer(room, "/robots.txt", 503, NULL);
    struct outcome outcome = newsroom_run(room, "--quiet", NULL);
    assert_tells(&outcome, ": robots-unreachable: ");
    assert_null(strchr(strchr(outcome.err, '\n') + 1, '\n')); /* one line for all three */
    assert_int_equal(articles(room), 0);
    answer(room, "/robots.txt", 404, NULL);
    outcome = newsroom_run(room, "--quiet", NULL);
    assert_string_equal(outcome.err, "");
    assert_int_equal(articles(room), 3);
}

static void an_old_copy_holds_while_the_new_one_cannot_be_had(void **state)
{
    struct newsroom *room = *state;
    robots(room, "User-agent: *\nDisallow: /5.html\n");
    newsroom_run(room, "--quiet", NULL);
    newsroom_change(room, "UPDATE robots SET fetched = fetched - 864000");
    answer(room, "/robots.txt", 500, NULL);
    newsroom_article(room, 4);
    newsroom_article(room, 5);
    newsroom_feed(room, "feed.xml", 1, 5);
    struct outcome outcome = newsroom_run(room, "--quiet", "--all", NULL);
    assert_tells(&outcome, "/5.html: robots: ");
    assert_int_equal(articles(room), 4);
}

static void waits_as_long_as_the_site_asks(void **state)
{
    struct newsroom *room = *state;
    robots(room, "User-agent: *\nCrawl-delay: 0.3\n");
    newsroom_run(room, "--quiet", NULL);
    const struct server_request *before = NULL, *request;
    for (size_t i = 1; (request = server_request(room->server, i)); before = request, i++)
        if (before)
            assert_true(request->arrived - before->arrived >= 300);
}

static void stops_asking_a_host_that_has_had_enough(void **state)
{
    struct newsroom *room = *state;
    answer(room, "/3.html", 429, "Retry-After: 3600\n"); /* the newest one is asked for first */
    struct outcome outcome = newsroom_run(room, "--quiet", NULL);
    assert_tells(&outcome, ": rate-limited: ");
    assert_int_equal(newsroom_asked(room, "/2.html") + newsroom_asked(room, "/1.html"), 0);
    server_answer(room->server, "/3.html",
                  &(struct server_answer){.headers = "Content-Type: text/html\n",
                                          .body = "<h1>Looms</h1><p>Arden wove.</p>"});
    outcome = newsroom_run(room, "--quiet", NULL);
    assert_string_equal(outcome.err, "");
    assert_int_equal(articles(room), 3);
}

static void tries_no_page_again_that_is_gone(void **state)
{
    struct newsroom *room = *state;
    answer(room, "/2.html", 410, NULL);
    struct outcome outcome = newsroom_run(room, "--quiet", NULL);
    assert_tells(&outcome, "/2.html: gone: ");
    outcome = newsroom_run(room, "--quiet", NULL);
    assert_string_equal(outcome.err, "");
    assert_int_equal(newsroom_asked(room, "/2.html"), 1);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(asks_for_robots_once_and_before_any_article),
        TEST(asks_again_after_a_day),
        TEST(leaves_alone_what_is_forbidden_and_says_so_once),
        TEST(a_redirect_needs_leave_too),
        TEST(asks_nothing_where_robots_cannot_be_had),
        TEST(an_old_copy_holds_while_the_new_one_cannot_be_had),
        TEST(waits_as_long_as_the_site_asks),
        TEST(stops_asking_a_host_that_has_had_enough),
        TEST(tries_no_page_again_that_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
