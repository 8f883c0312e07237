#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/newsroom.h"

#define TRIES 5

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

static void assert_tells(const struct outcome *outcome, int status, const char *part)
{
    if (!strstr(outcome->err, part))
        assert_string_equal(outcome->err, part);
    assert_string_equal(outcome->out, "");
    assert_int_equal(outcome->status, status);
}

static size_t line_count(const char *text)
{
    size_t count = 0;
    for (; (text = strchr(text, '\n')); text++)
        count++;
    return count;
}

/* ---- what stops a run before it has done anything */

static void refuses_broken_rules(void **state)
{
    struct newsroom *room = *state;
    sandbox_write(room->sandbox, "rules/looms/more.yaml",
                  "rules:\n  - id: bad\n    match: '{x:chp}'\n    emit: x develops x\n");
    struct outcome outcome = newsroom_run(room, NULL);
    assert_tells(&outcome, 2, "more.yaml:3:");
    assert_int_equal(server_request_count(room->server), 0);
    assert_int_not_equal(access(room->ledger, F_OK), 0);
}

static void refuses_an_unknown_key_of_the_configuration(void **state)
{
    struct newsroom *room = *state;
    sandbox_write(room->sandbox, ".config/newsledger/config.yaml", "legder: x.db\n");
    struct outcome outcome = newsroom_run(room, NULL);
    assert_tells(&outcome, 2, "config.yaml:1:1: error: unknown key 'legder'\n");
    assert_tells(&outcome, 2, "    hint: did you mean 'ledger'?\n");
    assert_int_equal(server_request_count(room->server), 0);
}

static void refuses_a_ledger_that_is_none(void **state)
{
    struct newsroom *room = *state;
    sandbox_write(room->sandbox, "data/ledger.db", "This is a letter, no ledger, and stays so.\n");
    struct outcome outcome = newsroom_run(room, NULL);
    assert_tells(&outcome, 3, "data/ledger.db");
    assert_int_equal(server_request_count(room->server), 0);
    sandbox_setenv(room->sandbox, "NEWSLEDGER_LEDGER", sandbox_path(room->sandbox, "rules"));
    outcome = newsroom_run(room, NULL);
    assert_tells(&outcome, 3, "this is a folder");
}

static void refuses_another_programs_database(void **state)
{
    struct newsroom *room = *state;
    newsroom_run(room, NULL);
    newsroom_change(room, "PRAGMA application_id = 7");
    size_t requests = server_request_count(room->server);
    struct outcome outcome = newsroom_run(room, "--all", NULL);
    assert_tells(&outcome, 3, "data/ledger.db");
    assert_int_equal(server_request_count(room->server), requests);
}

static void refuses_a_ledger_that_it_may_not_write(void **state)
{
    struct newsroom *room = *state;
    if (geteuid() == 0) {
        /* Permissions stop nobody who is root; a folder that is a file stops everybody. */
        sandbox_write(room->sandbox, "data", "");
    } else {
        mkdir(sandbox_path(room->sandbox, "data"), 0500);
    }
    struct outcome outcome = newsroom_run(room, NULL);
    assert_tells(&outcome, 3, "error: store: ");
    assert_int_equal(server_request_count(room->server), 0);
}

/* ---- sources that fail */

static void tells_a_feed_that_is_no_feed_and_goes_on(void **state)
{
    struct newsroom *room = *state;
    sandbox_write(room->sandbox, "site/bad.xml", "We are moving to a new house.\n");
    newsroom_sources(room, "  bad: {name: B, feed: '@/bad.xml', language: en, every: 1h,"
                           " status: verified, evidence: own}\n"
                           "  weekly: {name: W, feed: '@/feed.xml', language: en, every: 1h,"
                           " status: verified, evidence: own}\n");
    struct outcome outcome = newsroom_run(room, "--quiet", NULL);
    assert_tells(&outcome, 1, "bad: feed: http://127.0.0.1:");
    assert_tells(&outcome, 1, "/bad.xml: not-a-feed: ");
    assert_int_equal(line_count(outcome.err), 1);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_articles"), 3);
    assert_string_equal(newsroom_text(room, "SELECT failures, problem_cause, etag IS NULL"
                                            " FROM sources WHERE key = 'bad'"),
                        "1|not-a-feed|1\n");
    assert_int_equal(newsroom_number(room, "SELECT problems FROM runs"), 1);
}

static void tells_a_feed_without_addresses(void **state)
{
    struct newsroom *room = *state;
    sandbox_write(room->sandbox, "site/feed.xml",
                  "<rss version=\"2.0\"><channel><title>Looms</title><item><title>One</title>"
                  "<link>mailto:one@looms.example</link></item></channel></rss>");
    struct outcome outcome = newsroom_run(room, "--quiet", NULL);
    assert_tells(&outcome, 1, "none of its 1 entries has a web address");
    sandbox_write(room->sandbox, "site/feed.xml",
                  "<rss version=\"2.0\"><channel><title>Looms</title></channel></rss>");
    outcome = newsroom_run(room, "--all", "--quiet", NULL);
    assert_tells(&outcome, 1, "/feed.xml: empty: it lists no article at all; ");
    outcome = newsroom_run(room, "--all", "--quiet", NULL);
    assert_int_equal(outcome.status, 0);
    assert_string_equal(outcome.err, "");
    assert_string_equal(newsroom_text(room, "SELECT failures, problem_cause FROM v_sources"),
                        "0|empty\n");
}

static void tells_a_page_that_wants_a_click_first(void **state)
{
    struct newsroom *room = *state;
    sandbox_write(room->sandbox, "site/feed.xml",
                  "<html><title>Before you go on</title><h1>Your privacy</h1><p>We and our 812"
                  " partners store cookies on your device.</p><p>You may give or refuse your"
                  " consent to each purpose at any time.</p><button>Accept</button></html>");
    struct outcome outcome = newsroom_run(room, "--quiet", NULL);
    assert_tells(&outcome, 1, "/feed.xml: consent-page: ");
    assert_tells(&outcome, 1, "the site wants a click first");
}

static void tells_an_index_page_without_the_links(void **state)
{
    struct newsroom *room = *state;
    sandbox_write(room->sandbox, "site/news.html", "<h1>Nothing here</h1>");
    newsroom_sources(room, "  list: {name: L, index: '@/news.html', links: '//ul//a',"
                           " language: en, every: 1h, status: verified, evidence: own}\n");
    struct outcome outcome = newsroom_run(room, "--quiet", NULL);
    assert_tells(&outcome, 1, "list: index: http://127.0.0.1:");
    assert_tells(&outcome, 1, "/news.html: layout-changed: ");
    assert_tells(&outcome, 1, "; correct the source's XPaths: newsledger rules new shows");
    assert_int_equal(line_count(outcome.err), 1);
}

static void asks_a_failing_source_less_and_less_often(void **state)
{
    struct newsroom *room = *state;
    server_answer(room->server, "/feed.xml", &(struct server_answer){.status = 500});
    static const int64_t pauses[] = {3600, 7200, 14400, 28800, 57600, 86400, 86400};
    for (size_t i = 0; i < sizeof(pauses) / sizeof(*pauses); i++) {
        struct outcome outcome = newsroom_run(room, "--all", "--quiet", NULL);
        assert_tells(&outcome, 1, "weekly: fetch: ");
        assert_tells(&outcome, 1, "/feed.xml: server-error: ");
        int64_t pause = newsroom_number(room, "SELECT next_due - last_attempt FROM sources");
        assert_in_range(pause, pauses[i] - pauses[i] / 10, pauses[i] + pauses[i] / 10);
        assert_int_equal(newsroom_number(room, "SELECT failures FROM sources"), i + 1);
    }
}

static void waits_as_long_as_the_server_asks(void **state)
{
    struct newsroom *room = *state;
    server_answer(room->server, "/feed.xml",
                  &(struct server_answer){.status = 429, .headers = "Retry-After: 9000\n"});
    newsroom_run(room, NULL);
    assert_int_equal(newsroom_number(room, "SELECT next_due - last_attempt FROM sources"), 9000);
    server_answer(room->server, "/feed.xml",
                  &(struct server_answer){
                      .status = 503, .headers = "Retry-After: Fri, 31 Dec 2100 23:59:59 GMT\n"});
    newsroom_run(room, "--all", NULL);
    assert_int_equal(newsroom_number(room, "SELECT next_due - last_attempt FROM sources"), 86400);
    server_answer(
        room->server, "/feed.xml",
        &(struct server_answer){.status = 503, .headers = "Retry-After: 99999999999999999999\n"});
    newsroom_run(room, "--all", NULL);
    assert_int_equal(newsroom_number(room, "SELECT next_due - last_attempt FROM sources"), 86400);
}

static void forgets_the_failures_of_a_source_that_works_again(void **state)
{
    struct newsroom *room = *state;
    server_answer(room->server, "/feed.xml", &(struct server_answer){.status = 500});
    newsroom_run(room, NULL);
    newsroom_feed(room, "later.xml", 1, 3);
    newsroom_sources(room, "  weekly: {name: W, feed: '@/later.xml', language: en, every: 1h,"
                           " status: verified, evidence: own}\n");
    assert_int_equal(newsroom_run(room, "--all", NULL).status, 0);
    assert_int_equal(newsroom_number(room, "SELECT failures FROM sources"), 0);
    assert_int_equal(newsroom_number(room, "SELECT next_due - last_attempt FROM sources"), 3600);
}

/* ---- pages that fail */

/* A page that never works is tried at five runs, told each time, and then given up. */
static void gives_up_in_time(struct newsroom *room, const struct server_answer *answer,
                             const char *cause)
{
    server_answer(room->server, "/2.html", answer);
    for (int i = 1; i <= TRIES; i++) {
        struct outcome outcome = newsroom_run(room, "--quiet", NULL);
        assert_tells(&outcome, 1, "weekly: fetch: http://127.0.0.1:");
        assert_tells(&outcome, 1, cause);
        assert_tells(&outcome, 1, "of 5)");
        assert_int_equal(line_count(outcome.err), 1);
        assert_int_equal(newsroom_number(room, "SELECT attempts FROM problems"), i);
    }
    size_t requests = server_request_count(room->server);
    struct outcome outcome = newsroom_run(room, "--quiet", NULL);
    assert_string_equal(outcome.err, "");
    assert_int_equal(outcome.status, 0);
    assert_int_equal(server_request_count(room->server), requests);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_articles"), 2);
}

static void gives_up_a_page_that_is_not_found(void **state)
{
    gives_up_in_time(*state, &(struct server_answer){.status = 404}, ": gone: ");
}

static void gives_up_a_page_whose_server_errs(void **state)
{
    gives_up_in_time(*state, &(struct server_answer){.status = 500}, ": server-error: ");
}

static void gives_up_a_page_that_breaks_off(void **state)
{
    gives_up_in_time(*state, &(struct server_answer){.body = "<p>Half of", .cut = true},
                     ": unreachable: ");
}

static void gives_up_a_page_of_fifty_megabytes(void **state)
{
    struct newsroom *room = *state;
    server_answer(room->server, "/2.html",
                  &(struct server_answer){.filler = (uint64_t)50 << 20, .no_length = true});
    struct outcome outcome = newsroom_run(room, "--quiet", NULL);
    assert_tells(&outcome, 1, "/2.html: too-large: ");
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_articles"), 2);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM wanted"), 1);
}

static void reads_a_page_in_windows_1252_that_does_not_say_so(void **state)
{
    struct newsroom *room = *state;
    server_answer(room->server, "/2.html",
                  &(struct server_answer){
                      .headers = "Content-Type: text/html\n",
                      .body = "<h1>Looms, part 2</h1><p>Arden\x92s caf\xE9 showed Shuttle v2, "
                              "co-developed with Borrowdale.</p>"});
    struct outcome outcome = newsroom_run(room, "--quiet", NULL);
    assert_string_equal(outcome.err, "");
    assert_string_equal(
        newsroom_text(room, "SELECT text FROM v_articles WHERE url LIKE '%/2.html'"),
        "Arden’s café showed Shuttle v2, co-developed with Borrowdale.\n");
}

static void reads_a_page_that_is_cut_in_its_markup(void **state)
{
    struct newsroom *room = *state;
    server_answer(
        room->server, "/2.html",
        &(struct server_answer){.headers = "Content-Type: text/html; charset=utf-8\n",
                                .body = "<h1>Looms, part 2</h1><div><p>Arden showed Shuttle v2, "
                                        "co-developed with <b>Borrowdale</b>. <a href=\"/mo"});
    struct outcome outcome = newsroom_run(room, "--quiet", NULL);
    assert_int_equal(outcome.status, 0);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_relations"
                                           " WHERE url LIKE '%/2.html' AND type = 'partners'"),
                     1);
}

static void tells_a_page_that_is_none(void **state)
{
    struct newsroom *room = *state;
    server_answer(room->server, "/2.html",
                  &(struct server_answer){.headers = "Content-Type: application/pdf\n",
                                          .body = "%PDF-1.5 Arden had 63% of the market."});
    struct outcome outcome = newsroom_run(room, "--quiet", NULL);
    assert_tells(&outcome, 1,
                 "/2.html: page: no web page but application/pdf; if the source lists more of "
                 "this kind, narrow its `match`\n");
    assert_int_equal(line_count(outcome.err), 1);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_quantities"), 2);
    assert_string_equal(newsroom_run(room, "--all", "--quiet", NULL).err, "");
}

static void escapes_what_a_server_says(void **state)
{
    struct newsroom *room = *state;
    newsroom_sources(room, "  weekly: {name: W, feed: '@/moved', language: en, every: 1h,"
                           " status: verified, evidence: own}\n");
    server_answer(
        room->server, "/moved",
        &(struct server_answer){.body = "\033]0;owned\007 not a feed\r\nweekly: all well"});
    struct outcome outcome = newsroom_run(room, "--quiet", NULL);
    assert_int_equal(outcome.status, 1);
    assert_int_equal(line_count(outcome.err), 1);
    assert_null(strchr(outcome.err, '\033'));
    assert_null(strchr(outcome.err, '\r'));
}

/* ---- another program that has the ledger */

static void stops_while_another_program_writes_and_goes_on_after(void **state)
{
    struct newsroom *room = *state;
    sqlite3 *other;
    newsroom_run(room, "--quiet", NULL);
    newsroom_article(room, 4);
    newsroom_feed(room, "feed.xml", 1, 4);
    assert_int_equal(sqlite3_open(room->ledger, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    struct outcome outcome = newsroom_run(room, "--all", "--quiet", NULL);
    assert_tells(&outcome, 3, "another program is writing to the ledger");
    assert_int_equal(newsroom_asked(room, "/4.html"), 0);
    assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(other);

    outcome = newsroom_run(room, "--all", "--quiet", NULL);
    assert_string_equal(outcome.err, "");
    assert_int_equal(outcome.status, 0);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_articles"), 4);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_documents"
                                           " WHERE kind = 'article'"),
                     4);
}

/* ---- a disk that runs full */

static void stops_on_a_full_disk_and_goes_on_when_there_is_room(void **state)
{
    struct newsroom *room = *state;
    newsroom_run(room, NULL);
    newsroom_article(room, 4);
    newsroom_article(room, 5);
    newsroom_feed(room, "feed.xml", 1, 5);

    struct stat status;
    assert_int_equal(stat(room->ledger, &status), 0);
    sandbox_limit_files(room->sandbox, (size_t)status.st_size / 4096 * 4096 + 4096);
    struct outcome outcome = newsroom_run(room, "--all", "--quiet", NULL);
    assert_int_equal(outcome.status, 3);
    assert_tells(&outcome, 3, "error: store: ");
    assert_tells(&outcome, 3, "disk");

    sandbox_limit_files(room->sandbox, 0);
    outcome = newsroom_run(room, "--all", "--quiet", NULL);
    assert_string_equal(outcome.err, "");
    assert_int_equal(outcome.status, 0);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_articles"), 5);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM documents WHERE kind = 'article'"),
                     5);
    assert_int_equal(newsroom_number(room, "SELECT articles FROM sources"), 5);
}

static void stops_when_the_archive_cannot_be_written(void **state)
{
    struct newsroom *room = *state;
    sandbox_write(room->sandbox, "occupied", "a file where a folder should be");
    sandbox_setenv(room->sandbox, "NEWSLEDGER_ARCHIVE", sandbox_path(room->sandbox, "occupied"));
    struct outcome outcome = newsroom_run(room, "--quiet", NULL);
    assert_tells(&outcome, 3, "error: archive: ");
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM documents WHERE kind = 'article'"),
                     0);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM wanted"), 0);
    sandbox_setenv(room->sandbox, "NEWSLEDGER_ARCHIVE", NULL);
    assert_int_equal(newsroom_run(room, "--quiet", NULL).status, 0);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_articles"), 3);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(refuses_broken_rules),
        TEST(refuses_an_unknown_key_of_the_configuration),
        TEST(refuses_a_ledger_that_is_none),
        TEST(refuses_another_programs_database),
        TEST(refuses_a_ledger_that_it_may_not_write),
        TEST(tells_a_feed_that_is_no_feed_and_goes_on),
        TEST(tells_a_feed_without_addresses),
        TEST(tells_a_page_that_wants_a_click_first),
        TEST(tells_an_index_page_without_the_links),
        TEST(asks_a_failing_source_less_and_less_often),
        TEST(waits_as_long_as_the_server_asks),
        TEST(forgets_the_failures_of_a_source_that_works_again),
        TEST(gives_up_a_page_that_is_not_found),
        TEST(gives_up_a_page_whose_server_errs),
        TEST(gives_up_a_page_that_breaks_off),
        TEST(gives_up_a_page_of_fifty_megabytes),
        TEST(reads_a_page_in_windows_1252_that_does_not_say_so),
        TEST(reads_a_page_that_is_cut_in_its_markup),
        TEST(tells_a_page_that_is_none),
        TEST(escapes_what_a_server_says),
        TEST(stops_while_another_program_writes_and_goes_on_after),
        TEST(stops_on_a_full_disk_and_goes_on_when_there_is_room),
        TEST(stops_when_the_archive_cannot_be_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
