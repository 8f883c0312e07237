#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

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

static void assert_ends(const struct outcome *outcome, int status, const char *err)
{
    assert_string_equal(outcome->err, err);
    assert_string_equal(outcome->out, "");
    assert_int_equal(outcome->status, status);
}

static void enters_what_a_feed_lists(void **state)
{
    struct newsroom *room = *state;
    struct outcome outcome = newsroom_run(room, NULL);
    assert_ends(&outcome, 0,
                "sources: 1 polled, 0 unchanged, 0 failed; articles: 3 new, 3 read; "
                "facts: 6; problems: 0\n");
    assert_string_equal(
        newsroom_text(room, "SELECT url, title, published, source FROM v_articles WHERE title LIKE"
                            " '%part 2' AND url LIKE '%/2.html'"),
        sandbox_keep(room->sandbox, server_url(room->server, "/2.html|Looms, part 2|2025-05-03|"
                                                             "weekly\n")));
    assert_string_equal(newsroom_text(room, "SELECT subject_id, object_id, about_id, role"
                                            " FROM v_relations WHERE type = 'partners'"
                                            " ORDER BY about_id LIMIT 1"),
                        "arden|borrow|shuttle@2|co-develop\n");
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_quantities"), 3);
    assert_string_equal(newsroom_text(room, "SELECT exit_status, documents, articles_new, problems"
                                            " FROM v_runs"),
                        "0|3|3|0\n");
}

static void asks_a_second_time_conditionally_and_changes_nothing(void **state)
{
    struct newsroom *room = *state;
    newsroom_run(room, NULL);
    const char *before = newsroom_content(room);
    size_t requests = server_request_count(room->server);

    struct outcome outcome = newsroom_run(room, "--all", NULL);
    assert_ends(&outcome, 0,
                "sources: 1 polled, 1 unchanged, 0 failed; articles: 0 new, 0 read; "
                "facts: 0; problems: 0\n");
    const struct server_request *request;
    size_t feeds = 0;
    for (size_t i = requests; (request = server_request(room->server, i)); i++) {
        if (strcmp(request->path, "/robots.txt") == 0)
            continue;
        assert_string_equal(request->path, "/feed.xml");
        assert_non_null(request->if_none_match);
        assert_non_null(request->if_modified_since);
        feeds++;
    }
    assert_int_equal(feeds, 1);
    assert_string_equal(newsroom_content(room), before);
}

static void leaves_a_source_alone_until_it_is_due(void **state)
{
    struct newsroom *room = *state;
    newsroom_run(room, NULL);
    size_t requests = server_request_count(room->server);
    struct outcome outcome = newsroom_run(room, NULL);
    assert_int_equal(outcome.status, 0);
    assert_int_equal(server_request_count(room->server), requests);

    newsroom_change(room, "UPDATE sources SET next_due = next_due - 3600");
    newsroom_run(room, NULL);
    assert_int_equal(newsroom_asked(room, "/feed.xml"), 2);
}

static void fetches_only_what_is_new(void **state)
{
    struct newsroom *room = *state;
    newsroom_run(room, NULL);
    newsroom_article(room, 4);
    newsroom_feed(room, "feed.xml", 2, 4);
    struct outcome outcome = newsroom_run(room, "--source", "weekly", NULL);
    assert_ends(&outcome, 0,
                "sources: 1 polled, 0 unchanged, 0 failed; articles: 1 new, 1 read; "
                "facts: 2; problems: 0\n");
    assert_int_equal(newsroom_asked(room, "/2.html"), 1);
    assert_int_equal(newsroom_asked(room, "/4.html"), 1);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM documents WHERE kind = 'article'"),
                     4);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM documents WHERE kind = 'feed'"),
                     2);
}

static void fetches_an_article_of_two_sources_once(void **state)
{
    struct newsroom *room = *state;
    newsroom_feed(room, "other.xml", 2, 3);
    newsroom_sources(room, "  weekly: {name: W, feed: '@/feed.xml', language: en, every: 1h,"
                           " status: verified, evidence: own}\n"
                           "  other: {name: O, feed: '@/other.xml', language: en, every: 1h,"
                           " status: verified, evidence: own}\n");
    newsroom_run(room, NULL);
    assert_int_equal(newsroom_asked(room, "/3.html"), 1);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM documents WHERE kind = 'article'"),
                     3);
}

static void takes_only_addresses_that_match(void **state)
{
    struct newsroom *room = *state;
    newsroom_sources(room, "  weekly: {name: W, feed: '@/feed.xml', language: en, every: 1h,"
                           " match: '/[12]\\.html$', status: verified, evidence: own}\n");
    newsroom_run(room, NULL);
    assert_int_equal(newsroom_asked(room, "/2.html"), 1);
    assert_int_equal(newsroom_asked(room, "/3.html"), 0);
}

static void follows_the_links_of_an_index_page(void **state)
{
    struct newsroom *room = *state;
    sandbox_write(room->sandbox, "site/news.html",
                  "<ul class=list><li><a href=2.html>Two</a><li><a href='/3.html#top'>Three</a>"
                  "<li><a href=about>About</a></ul><a href=1.html>One</a>");
    newsroom_sources(room, "  weekly: {name: W, index: '@/news.html', links: '//ul//a',"
                           " match: 'html$', language: en, every: 1h, status: verified,"
                           " evidence: own}\n");
    struct outcome outcome = newsroom_run(room, NULL);
    assert_ends(&outcome, 0,
                "sources: 1 polled, 0 unchanged, 0 failed; articles: 2 new, 2 read; "
                "facts: 4; problems: 0\n");
    assert_int_equal(newsroom_asked(room, "/1.html"), 0);
    assert_int_equal(newsroom_asked(room, "/about"), 0);
}

static void polls_no_source_that_is_off(void **state)
{
    struct newsroom *room = *state;
    newsroom_sources(room, "  weekly: {name: W, feed: '@/feed.xml', language: en, every: 1h,"
                           " status: 'off', evidence: own}\n");
    struct outcome outcome = newsroom_run(room, "--all", NULL);
    assert_int_equal(outcome.status, 0);
    assert_int_equal(server_request_count(room->server), 0);
    outcome = newsroom_run(room, "--source", "weekly", NULL);
    assert_int_equal(outcome.status, 2);
    assert_non_null(strstr(outcome.err, "source 'weekly' has the status off\n"));
    outcome = newsroom_run(room, "--source", "weakly", NULL);
    assert_int_equal(outcome.status, 2);
    assert_non_null(strstr(outcome.err, "no source 'weakly'\n    hint: did you mean 'weekly'?\n"));
}

static void says_nothing_when_quiet(void **state)
{
    struct outcome outcome = newsroom_run(*state, "--quiet", NULL);
    assert_ends(&outcome, 0, "");
}

/* An article and its page for telephones, which says whose it is; then the site moves. */
static void an_article_at_several_addresses_is_one(void **state)
{
    struct newsroom *room = *state;
    const char *body =
        "</head><body><article><h1>Looms</h1><p>Arden showed Shuttle v7, co-developed with"
        " Borrowdale, to a hall full of weavers who had come from all over the country to see it."
        "</p><p>It weaves by itself as long as somebody fills it, the makers say, and in the"
        " evening they would like to show that, too, to those who are still there and "
        "awake.</p></article></body></html>";
    char page[900];
    snprintf(page, sizeof(page), "<html lang=en><head><title>Looms</title>%s", body);
    sandbox_write(room->sandbox, "site/3.html", page);
    snprintf(page, sizeof(page),
             "<html lang=en><head><title>Looms</title><link rel=canonical href='/3.html'>%s", body);
    sandbox_write(room->sandbox, "site/2.html", page);
    newsroom_run(room, "--quiet", NULL);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_documents"
                                           " WHERE kind = 'article'"),
                     3);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_articles"), 2);
    assert_string_equal(newsroom_text(room, "SELECT DISTINCT d.url FROM v_facts f JOIN v_documents"
                                            " d ON d.id = f.document_id"
                                            " WHERE f.about_id = 'shuttle@7'"),
                        sandbox_keep(room->sandbox, server_url(room->server, "/3.html\n")));

    sandbox_write(room->sandbox, "site/new/3.html", page);
    sandbox_write(room->sandbox, "site/feed.xml",
                  "<rss><channel><item><guid>new</guid><link>/new/3.html</link></item></channel>"
                  "</rss>");
    newsroom_run(room, "--quiet", "--all", NULL);
    assert_int_equal(newsroom_asked(room, "/new/3.html"), 1);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_articles"), 2);

    snprintf(page, sizeof(page),
             "<rss><channel><item><link>http://localhost:%u/3.html</link></item></channel></rss>",
             server_port(room->server));
    sandbox_write(room->sandbox, "site/feed.xml", page);
    newsroom_run(room, "--quiet", "--all", NULL);
    assert_int_equal(newsroom_asked(room, "/3.html"), 2);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_articles"), 2);
}

static void leaves_at_once_while_another_run_works(void **state)
{
    struct newsroom *room = *state;
    newsroom_run(room, NULL);
    size_t requests = server_request_count(room->server);
    const char *lock = sandbox_path(room->sandbox, "data/ledger.db.lock");
    int descriptor = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    assert_true(descriptor >= 0 && flock(descriptor, LOCK_EX) == 0);
    struct outcome outcome = newsroom_run(room, "--all", "--quiet", NULL);
    assert_int_equal(outcome.status, 75);
    assert_non_null(strstr(outcome.err, "another"));
    assert_int_equal(server_request_count(room->server), requests);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM runs"), 1);
    close(descriptor);
    assert_int_equal(newsroom_run(room, "--all", NULL).status, 0);
}

/* As after a crash between a document's entry and its record. */
static void reads_from_the_archive_what_was_left_over(void **state)
{
    struct newsroom *room = *state;
    newsroom_run(room, NULL);
    const char *before = newsroom_content(room);
    newsroom_change(room, "DELETE FROM relations; DELETE FROM quantities; DELETE FROM mentions;"
                          "DELETE FROM articles; UPDATE documents SET state = 'fetched',"
                          " rules_version = NULL, program = NULL, record_sha256 = NULL");
    size_t requests = server_request_count(room->server);
    struct outcome outcome = newsroom_run(room, NULL);
    assert_ends(&outcome, 0,
                "sources: 0 polled, 0 unchanged, 0 failed; articles: 0 new, 3 read; "
                "facts: 6; problems: 0\n");
    assert_int_equal(server_request_count(room->server), requests);
    assert_string_equal(newsroom_content(room), before);
}

static void tells_a_body_that_the_archive_lost_and_keeps_its_document(void **state)
{
    struct newsroom *room = *state;
    newsroom_run(room, NULL);
    newsroom_change(room, "UPDATE documents SET state = 'fetched' WHERE url LIKE '%/2.html'");
    sandbox_setenv(room->sandbox, "NEWSLEDGER_ARCHIVE", "/nonexistent");
    struct outcome outcome = newsroom_run(room, "--quiet", NULL);
    assert_int_equal(outcome.status, 1);
    assert_non_null(strstr(outcome.err, "weekly: archive: "));
    assert_non_null(strstr(outcome.err, "/2.html: "));
    sandbox_setenv(room->sandbox, "NEWSLEDGER_ARCHIVE", NULL);
    outcome = newsroom_run(room, "--quiet", NULL);
    assert_ends(&outcome, 0, "");
    assert_int_equal(newsroom_number(room,
                                     "SELECT count(*) FROM documents WHERE kind = 'article' AND"
                                     " state <> 'extracted'"),
                     0);
}

/* A server that answers 304 lists nothing, and a feed drops its oldest entries. */
static void keeps_addresses_that_it_did_not_come_to_fetch(void **state)
{
    struct newsroom *room = *state;
    server_answer(room->server, "/2.html", &(struct server_answer){.status = 503, .body = "later"});
    assert_int_equal(newsroom_run(room, "--quiet", NULL).status, 1);
    newsroom_feed(room, "feed.xml", 3, 3);
    server_answer(room->server, "/2.html",
                  &(struct server_answer){.headers = "Content-Type: text/html\n",
                                          .body = "<h1>Looms, part 2</h1><p>Arden showed Shuttle "
                                                  "v2, co-developed with Borrowdale.</p>"});
    struct outcome outcome = newsroom_run(room, "--quiet", NULL);
    assert_ends(&outcome, 0, "");
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_articles"), 3);
    assert_string_equal(newsroom_text(room, "SELECT feed_title FROM documents"
                                            " WHERE url LIKE '%/2.html'"),
                        "Looms, part 2\n");
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM problems"), 0);
}

/* The feed goes on as ever, but its pages have lost what the facts were in. */
static void tells_once_that_a_source_brings_less_than_it_used_to(void **state)
{
    struct newsroom *room = *state;
    for (int n = 4; n <= 23; n++)
        newsroom_article(room, n);
    newsroom_feed(room, "feed.xml", 1, 20);
    struct outcome outcome = newsroom_run(room, "--quiet", NULL);
    assert_ends(&outcome, 0, "");
    for (int n = 21; n <= 23; n++) {
        char path[32];
        snprintf(path, sizeof(path), "site/%d.html", n);
        sandbox_write(room->sandbox, path,
                      "<!DOCTYPE html><title>Looms</title><h1>Looms</h1><p>Please read on, dear "
                      "reader, where our looms have moved.</p>\n");
    }
    newsroom_feed(room, "feed.xml", 1, 23);
    outcome = newsroom_run(room, "--quiet", "--all", NULL);
    assert_int_equal(outcome.status, 1);
    assert_string_equal(outcome.err,
                        "weekly: yield: no-facts: of its 3 newest articles 0 had facts; before, 20 "
                        "of 20; see what newsledger dump facts makes of the newest one\n");
    outcome = newsroom_run(room, "--quiet", "--all", NULL);
    assert_ends(&outcome, 0, "");
    assert_string_equal(newsroom_text(room, "SELECT cause FROM v_yields"), "no-facts\n");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(enters_what_a_feed_lists),
        TEST(asks_a_second_time_conditionally_and_changes_nothing),
        TEST(leaves_a_source_alone_until_it_is_due),
        TEST(fetches_only_what_is_new),
        TEST(fetches_an_article_of_two_sources_once),
        TEST(takes_only_addresses_that_match),
        TEST(follows_the_links_of_an_index_page),
        TEST(polls_no_source_that_is_off),
        TEST(says_nothing_when_quiet),
        TEST(an_article_at_several_addresses_is_one),
        TEST(leaves_at_once_while_another_run_works),
        TEST(reads_from_the_archive_what_was_left_over),
        TEST(tells_a_body_that_the_archive_lost_and_keeps_its_document),
        TEST(tells_once_that_a_source_brings_less_than_it_used_to),
        TEST(keeps_addresses_that_it_did_not_come_to_fetch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
