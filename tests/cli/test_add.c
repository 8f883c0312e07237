/* Single pages come into the ledger by address, from a file and from WARC files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/newsroom.h"

static const char page[] = "<html lang=en><head><title>Looms</title>%s</head><body><h1>Looms</h1>"
                           "<p>Arden showed Shuttle v2, co-developed with Borrowdale.</p></body>";
static const char link[] = "<link rel=canonical href='http://looms.example/a'>";

static int setup(void **state)
{
    *state = newsroom_with(2);
    return 0;
}

static int teardown(void **state)
{
    newsroom_free(*state);
    return 0;
}

static struct outcome add(struct newsroom *room, const char *word, const char *option,
                          const char *value)
{
    return sandbox_run(room->sandbox, NULL, "add", word, option, value, NULL);
}

static void assert_holds(const char *text, const char *part)
{
    if (!strstr(text, part))
        assert_string_equal(text, part);
}

static void write_page(struct newsroom *room, const char *canonical)
{
    char text[600];
    snprintf(text, sizeof(text), page, canonical);
    sandbox_write(room->sandbox, "saved.html", text);
}

static void adds_an_address(void **state)
{
    struct newsroom *room = *state;
    struct outcome outcome = add(room, server_url(room->server, "/1.html"), NULL, NULL);
    assert_string_equal(outcome.err, "");
    assert_string_equal(outcome.out, "pages: 1; articles read: 1, facts: 2\n");
    assert_int_equal(newsroom_asked(room, "/robots.txt"), 1);
    assert_int_equal(newsroom_asked(room, "/feed.xml"), 0);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_facts"), 2);
    /* The feed lists it as well, and it is known. */
    assert_int_equal(newsroom_run(room, "--quiet", NULL).status, 0);
    assert_int_equal(newsroom_asked(room, "/1.html"), 1);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_articles"), 2);
}

static void obeys_robots_and_tells_what_failed(void **state)
{
    struct newsroom *room = *state;
    sandbox_write(room->sandbox, "site/robots.txt", "User-agent: *\nDisallow: /1\n");
    struct outcome outcome =
        add(room, server_url(room->server, "/1.html"), server_url(room->server, "/9.html"), NULL);
    assert_int_equal(outcome.status, 1);
    assert_holds(outcome.err, "/1.html: robots: ");
    assert_holds(outcome.err, "/9.html: gone: ");
    assert_int_equal(newsroom_asked(room, "/1.html"), 0);
}

static void adds_a_file_under_its_address(void **state)
{
    struct newsroom *room = *state;
    write_page(room, "");
    struct outcome outcome = add(room, "saved.html", NULL, NULL);
    assert_int_equal(outcome.status, 1);
    assert_holds(outcome.err, "saved.html: no-address: ");
    outcome = add(room, "saved.html", "--url", "http://looms.example/b");
    assert_string_equal(outcome.err, "");
    write_page(room, link);
    outcome = add(room, "saved.html", NULL, NULL);
    assert_string_equal(outcome.err, "");
    assert_string_equal(newsroom_text(room, "SELECT url FROM v_documents ORDER BY url LIMIT 1"),
                        "http://looms.example/a\n");
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_relations"), 2);
    outcome = add(room, "nowhere.html", NULL, NULL);
    assert_int_equal(outcome.status, 1);
    assert_holds(outcome.err, "nowhere.html: file: ");
}

static void adds_a_warc_file(void **state)
{
    struct newsroom *room = *state;
    newsroom_run(room, "--quiet", NULL);
    sandbox_run(room->sandbox, NULL, "archive", "export", "all.warc.gz", NULL);
    newsroom_ledger(room, "second");
    struct outcome outcome = add(room, "all.warc.gz", NULL, NULL);
    assert_string_equal(outcome.err, "");
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_articles"), 2);
}

static void says_what_it_takes(void **state)
{
    struct newsroom *room = *state;
    assert_int_equal(sandbox_run(room->sandbox, NULL, "add", NULL).status, 2);
    assert_int_equal(
        sandbox_run(room->sandbox, NULL, "add", "a", "b", "--url", "http://a.example/", NULL)
            .status,
        2);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(adds_an_address),
        TEST(obeys_robots_and_tells_what_failed),
        TEST(adds_a_file_under_its_address),
        TEST(adds_a_warc_file),
        TEST(says_what_it_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
