/* Archived pages go out as WARC and come back, and damage to either is named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "tests/support/newsroom.h"

#define PAGES 3

static int setup(void **state)
{
    *state = newsroom_with(PAGES);
    return 0;
}

static int teardown(void **state)
{
    newsroom_free(*state);
    return 0;
}

static void assert_holds(const char *text, const char *part)
{
    if (!strstr(text, part))
        assert_string_equal(text, part);
}

static struct outcome call(struct newsroom *room, const char *task, const char *file)
{
    return sandbox_run(room->sandbox, NULL, "archive", task, file, NULL);
}

/* The validators of feeds and the count of polls are no page's. */
static const char *pages_of(struct newsroom *room)
{
    return newsroom_text(room, "SELECT url, url_key, final_url, http_status, content_type, headers,"
                               " sha256, bytes, fetched, feed_title, source_id, kind FROM documents"
                               " ORDER BY url_key, sha256");
}

static const char *facts_of(struct newsroom *room)
{
    return newsroom_text(
        room, "SELECT url, date, subject_id, predicate, object_id, value, period, sentence, rule,"
              " source, sha256, fetched FROM v_facts ORDER BY url, sentence, predicate");
}

static const char *articles_of(struct newsroom *room)
{
    return newsroom_text(room, "SELECT url, title, published, source, text, sha256, fetched"
                               " FROM v_articles ORDER BY url");
}

static void an_export_makes_the_same_ledger(void **state)
{
    struct newsroom *room = *state;
    assert_int_equal(newsroom_run(room, "--quiet", NULL).status, 0);
    const char *pages = pages_of(room), *facts = facts_of(room), *articles = articles_of(room);
    assert_holds(facts, "Borrowdale");

    struct outcome outcome = call(room, "export", "out.warc.gz");
    assert_string_equal(outcome.err, "");
    assert_int_equal(outcome.status, 0);

    newsroom_ledger(room, "second");
    outcome = call(room, "import", "out.warc.gz");
    assert_string_equal(outcome.err, "");
    assert_int_equal(outcome.status, 0);
    assert_string_equal(pages_of(room), pages);
    assert_string_equal(facts_of(room), facts);
    assert_string_equal(articles_of(room), articles);

    const char *once = newsroom_content(room);
    assert_int_equal(call(room, "import", "out.warc.gz").status, 0);
    assert_string_equal(newsroom_content(room), once);
}

static void exports_what_is_asked_for(void **state)
{
    struct newsroom *room = *state;
    assert_int_equal(newsroom_run(room, "--quiet", NULL).status, 0);
    struct outcome outcome = sandbox_run(room->sandbox, NULL, "archive", "export", "none.warc.gz",
                                         "--source", "another", NULL);
    assert_string_equal(outcome.out, "pages: 0\n");
    outcome = sandbox_run(room->sandbox, NULL, "archive", "export", "none.warc.gz", "--since",
                          "2999-01-01", NULL);
    assert_string_equal(outcome.out, "pages: 0\n");
    outcome = sandbox_run(room->sandbox, NULL, "archive", "export", "a.warc.gz", "--since",
                          "yesterday", NULL);
    assert_int_equal(outcome.status, 2);
    assert_holds(outcome.err, "'yesterday'");
    assert_int_equal(call(room, "import", NULL).status, 2);
}

/* Runs a script in the sandbox's folder, with $WORD. */
static void shell(struct newsroom *room, const char *script, const char *word)
{
    char command[4096];
    setenv("WORD", word, 1);
    snprintf(command, sizeof(command), "cd '%s' && { %s; } >/dev/null 2>&1",
             sandbox_path(room->sandbox, "."), script);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): the tools as a user calls them */
}

/* gzip itself reads every member, and finds the records in their order. */
static void gzip_reads_an_export(void **state)
{
    struct newsroom *room = *state;
    assert_int_equal(newsroom_run(room, "--quiet", NULL).status, 0);
    assert_int_equal(call(room, "export", "out.warc.gz").status, 0);
    shell(room,
          "gzip -dc out.warc.gz >out.warc && test $(grep -ac '^WARC/1.1' out.warc) -ge 7 &&"
          " test $(grep -ac '^WARC-Target-URI: '$WORD out.warc) -ge 2",
          server_url(room->server, "/1.html"));
}

static void a_warc_by_wget_is_read(void **state)
{
    struct newsroom *room = *state;
    sandbox_write(room->sandbox, "site/style.css", "p {color: red}");
    shell(room, "wget --no-config --no-proxy --warc-file=got -O /dev/null $WORD",
          server_url(room->server, "/1.html"));
    struct outcome outcome = call(room, "import", "got.warc.gz");
    assert_string_equal(outcome.err, "");
    assert_int_equal(outcome.status, 0);
    assert_string_equal(newsroom_text(room, "SELECT title FROM v_articles"), "Looms, part 1\n");
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_facts"), 2);
    assert_string_equal(newsroom_text(room, "SELECT url FROM v_documents"),
                        sandbox_keep(room->sandbox, server_url(room->server, "/1.html\n")));

    shell(room, "gzip -dc got.warc.gz >plain.warc", "");
    newsroom_ledger(room, "second");
    assert_int_equal(call(room, "import", "plain.warc").status, 0);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_facts"), 2);
}

static void verify_names_what_is_missing_damaged_and_left_over(void **state)
{
    struct newsroom *room = *state;
    assert_int_equal(newsroom_run(room, "--quiet", NULL).status, 0);
    struct outcome outcome = sandbox_run(room->sandbox, NULL, "archive", "verify", "--quiet", NULL);
    assert_int_equal(outcome.status, 0);
    assert_string_equal(outcome.out, "");
    assert_string_equal(outcome.err, "");

    newsroom_change(room, "DELETE FROM documents WHERE url LIKE '%/3.html'");
    outcome = sandbox_run(room->sandbox, NULL, "archive", "verify", NULL);
    assert_int_equal(outcome.status, 0);
    assert_holds(outcome.err, "belongs to no document");
    assert_holds(outcome.out, "without a document: 1");

    char sha256[HASH_HEX_SIZE];
    snprintf(sha256, sizeof(sha256), "%s",
             newsroom_text(room, "SELECT sha256 FROM documents WHERE url LIKE '%/1.html'"));
    shell(room, "f=$(find . -name $WORD.zst) && test -n \"$f\" && rm $f", sha256);
    outcome = sandbox_run(room->sandbox, NULL, "archive", "verify", NULL);
    assert_int_equal(outcome.status, 1);
    assert_holds(outcome.err, "/1.html: is the page of document");
    assert_holds(outcome.out, "missing or damaged: 1");
}

static void prune_forgets_old_feeds_and_no_article(void **state)
{
    struct newsroom *room = *state;
    newsroom_run(room, "--quiet", NULL);
    newsroom_article(room, PAGES + 1);
    newsroom_feed(room, "feed.xml", 1, PAGES + 1);
    newsroom_change(room, "UPDATE documents SET fetched = fetched - 864000 WHERE kind = 'feed'");
    newsroom_run(room, "--quiet", "--all", NULL);
    const char *facts = facts_of(room);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM documents"), PAGES + 3);

    char before[11] = "";
    strncat(before, newsroom_text(room, "SELECT date('now', '-5 days')"), 10);
    struct outcome outcome =
        sandbox_run(room->sandbox, NULL, "archive", "prune", "--before", before, NULL);
    assert_string_equal(outcome.err, "");
    assert_string_equal(outcome.out, "feeds forgotten: 1; files removed: 1\n");
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM documents"), PAGES + 2);
    assert_string_equal(facts_of(room), facts);
    outcome = sandbox_run(room->sandbox, NULL, "archive", "verify", NULL);
    assert_int_equal(outcome.status, 0);
    assert_holds(outcome.out, "missing or damaged: 0; without a document: 0");
    assert_int_equal(sandbox_run(room->sandbox, NULL, "archive", "prune", NULL).status, 2);
    assert_int_equal(
        sandbox_run(room->sandbox, NULL, "archive", "verify", "--before", before, NULL).status, 2);
}

static void a_run_forgets_old_feeds_where_it_shall(void **state)
{
    struct newsroom *room = *state;
    newsroom_run(room, "--quiet", NULL);
    newsroom_article(room, PAGES + 1);
    newsroom_feed(room, "feed.xml", 1, PAGES + 1);
    newsroom_change(room, "UPDATE documents SET fetched = fetched - 864000");
    newsroom_run(room, "--quiet", "--all", NULL);
    newsroom_run(room, "--quiet", "--keep-feeds", "11", NULL);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM documents"), PAGES + 3);
    newsroom_run(room, "--quiet", "--keep-feeds", "9", NULL);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM documents"), PAGES + 2);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_articles"), PAGES + 1);
    struct outcome outcome = sandbox_run(room->sandbox, NULL, "archive", "verify", NULL);
    assert_holds(outcome.out, "missing or damaged: 0; without a document: 0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_export_makes_the_same_ledger, setup, teardown),
        cmocka_unit_test_setup_teardown(exports_what_is_asked_for, setup, teardown),
        cmocka_unit_test_setup_teardown(gzip_reads_an_export, setup, teardown),
        cmocka_unit_test_setup_teardown(a_warc_by_wget_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(prune_forgets_old_feeds_and_no_article, setup, teardown),
        cmocka_unit_test_setup_teardown(a_run_forgets_old_feeds_where_it_shall, setup, teardown),
        cmocka_unit_test_setup_teardown(verify_names_what_is_missing_damaged_and_left_over, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
