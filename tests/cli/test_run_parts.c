/* Articles on several pages: fetched page by page, kept and read as one document. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/newsroom.h"

#define SOURCE(ARTICLE)                                                                            \
    "  weekly: {name: W, feed: '@/feed.xml', language: en, every: 1h, status: verified,"           \
    " evidence: own, article: {" ARTICLE "}}\n"

#define NEXT "next_page: '//a[.=\"Next\"]'"

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

/* A page of an article, with a fact of its own and some more to the end. */
static void write_page(struct newsroom *room, const char *name, int version, const char *more)
{
    char page[2000];
    snprintf(page, sizeof(page),
             "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Looms</title>"
             "<meta property=\"article:published_time\" content=\"2025-05-03\"></head><body>"
             "<article><h1>Looms</h1><p>Arden showed Shuttle v%d, co-developed with Borrowdale."
             "</p></article><nav>%s</nav></body></html>\n",
             version, more);
    sandbox_write(room->sandbox, name, page);
}

static void assert_summary(const struct outcome *outcome, int facts, int problems)
{
    char end[80];
    snprintf(end, sizeof(end), "articles: 1 new, 1 read; facts: %d; problems: %d\n", facts,
             problems);
    if (!strstr(outcome->err, end))
        fail_msg("no '%s' in: %s", end, outcome->err);
}

static void reads_all_pages_as_one_article(void **state)
{
    struct newsroom *room = *state;
    newsroom_sources(room, SOURCE(NEXT));
    write_page(room, "site/1.html", 2, "<a href='1-2.html'>Next</a>");
    write_page(room, "site/1-2.html", 3, "<a href='1.html'>1</a><a href='1-3.html'>Next</a>");
    write_page(room, "site/1-3.html", 4, "<a href='/1.html#top'>Next</a>");
    struct outcome outcome = newsroom_run(room, NULL);
    assert_summary(&outcome, 3, 0);
    assert_int_equal(newsroom_asked(room, "/1.html"), 1);
    assert_int_equal(newsroom_asked(room, "/1-3.html"), 1);
    assert_string_equal(newsroom_text(room, "SELECT group_concat(about_id, ' ') FROM (SELECT"
                                            " about_id FROM v_relations ORDER BY about_id)"),
                        "shuttle@2 shuttle@3 shuttle@4\n");
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM documents"
                                           " WHERE kind = 'article' AND content_type LIKE"
                                           " 'multipart/mixed; boundary=%'"),
                     1);
}

/* What a change of rules does: the archive alone is asked. */
static void reads_them_again_from_the_archive(void **state)
{
    struct newsroom *room = *state;
    newsroom_sources(room, SOURCE(NEXT));
    write_page(room, "site/1.html", 2, "<a href='1-2.html'>Next</a>");
    write_page(room, "site/1-2.html", 3, "");
    newsroom_run(room, NULL);
    const char *before = newsroom_content(room);
    size_t requests = server_request_count(room->server);
    newsroom_change(room, "UPDATE documents SET state = 'fetched' WHERE kind = 'article'");
    struct outcome outcome = newsroom_run(room, NULL);
    assert_int_equal(outcome.status, 0);
    assert_int_equal(server_request_count(room->server), requests);
    assert_string_equal(newsroom_content(room), before);
}

static void does_without_a_page_that_fails(void **state)
{
    struct newsroom *room = *state;
    newsroom_sources(room, SOURCE(NEXT));
    write_page(room, "site/1.html", 2, "<a href='1-2.html'>Next</a>");
    write_page(room, "site/1-2.html", 3, "<a href='gone.html'>Next</a>");
    struct outcome outcome = newsroom_run(room, NULL);
    assert_summary(&outcome, 2, 1);
    if (!strstr(outcome.err, "a further page of http://127.0.0.1"))
        fail_msg("%s", outcome.err);
    assert_int_equal(outcome.status, 1);
}

static void stays_on_the_host(void **state)
{
    struct newsroom *room = *state;
    newsroom_sources(room, SOURCE(NEXT));
    write_page(room, "site/1.html", 2, "<a href='http://elsewhere.example/2'>Next</a>");
    struct outcome outcome = newsroom_run(room, NULL);
    assert_summary(&outcome, 1, 0);
}

static void stops_at_twenty(void **state)
{
    struct newsroom *room = *state;
    newsroom_sources(room, SOURCE(NEXT));
    write_page(room, "site/1.html", 2, "<a href='p1.html'>Next</a>");
    for (int i = 1; i < 25; i++) {
        char name[40], link[60];
        snprintf(name, sizeof(name), "site/p%d.html", i);
        snprintf(link, sizeof(link), "<a href='p%d.html'>Next</a>", i + 1);
        write_page(room, name, 2, link);
    }
    struct outcome outcome = newsroom_run(room, NULL);
    assert_non_null(strstr(outcome.err, "more than 20 pages are not followed"));
    assert_int_equal(newsroom_asked(room, "/p19.html"), 1);
    assert_int_equal(newsroom_asked(room, "/p20.html"), 0);
}

static void prefers_the_single_page(void **state)
{
    struct newsroom *room = *state;
    newsroom_sources(room, SOURCE(NEXT ", single_page: '//a[.=\"All\"]'"));
    write_page(room, "site/1.html", 2, "<a href='1-2.html'>Next</a><a href='all.html'>All</a>");
    write_page(room, "site/all.html", 4, "");
    struct outcome outcome = newsroom_run(room, NULL);
    assert_summary(&outcome, 1, 0);
    assert_int_equal(newsroom_asked(room, "/1-2.html"), 0);
    assert_string_equal(newsroom_text(room, "SELECT about_id FROM v_relations"), "shuttle@4\n");
}

static void sends_the_header_fields(void **state)
{
    struct newsroom *room = *state;
    newsroom_sources(room, SOURCE(NEXT ", headers: {Cookie: consent=1}"));
    write_page(room, "site/1.html", 2, "<a href='1-2.html'>Next</a>");
    write_page(room, "site/1-2.html", 3, "");
    newsroom_run(room, NULL);
    const struct server_request *request;
    size_t with = 0;
    for (size_t i = 0; (request = server_request(room->server, i)); i++) {
        bool sent = strstr(request->headers, "Cookie: consent=1\n") != NULL;
        assert_int_equal(sent, strncmp(request->path, "/1", 2) == 0);
        with += sent;
    }
    assert_int_equal(with, 2);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reads_all_pages_as_one_article),
        TEST(reads_them_again_from_the_archive),
        TEST(does_without_a_page_that_fails),
        TEST(stays_on_the_host),
        TEST(stops_at_twenty),
        TEST(prefers_the_single_page),
        TEST(sends_the_header_fields),
    };
    return cmocka_run_group_tests_name("run parts", tests, NULL, NULL);
}
