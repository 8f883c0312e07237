/* The commands for those who write rules: dump and rules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/support/sandbox.h"

static int setup(void **state)
{
    struct sandbox *sandbox = sandbox_new();
    sandbox_copy(sandbox, "tests/cli/looms/looms.yaml", "rules/looms/looms.yaml");
    sandbox_setenv(sandbox, "NEWSLEDGER_RULES", sandbox_path(sandbox, "rules"));
    sandbox_write(sandbox, "page.html",
                  "<html lang=en><title>New looms</title><h1>New looms</h1><h2>Arden</h2><p>Arden "
                  "showed Shuttle v2, co-developed with Borrowdale.</p><p>Borrowdale had 12% of "
                  "the market in 2024.</p>");
    *state = sandbox;
    return 0;
}

static int teardown(void **state)
{
    sandbox_free(*state);
    return 0;
}

static void assert_prints(const struct outcome *outcome, const char *out)
{
    assert_string_equal(outcome->err, "");
    assert_string_equal(outcome->out, out);
    assert_int_equal(outcome->status, 0);
}

static void assert_refuses(const struct outcome *outcome, int status, const char *message)
{
    if (!strstr(outcome->err, message))
        assert_string_equal(outcome->err, message);
    assert_int_equal(outcome->status, status);
}

static void dumps_a_document(void **state)
{
    struct sandbox *sandbox = *state;
    sandbox_write(sandbox, "page.html", "<p>caf\xE9");
    struct outcome outcome = sandbox_run(sandbox, NULL, "dump", "document", "page.html", NULL);
    assert_prints(&outcome,
                  "url           page.html\ncontent_type  -\n"
                  "sha256        657717418d92278ec299621f501a8e7057f49368959d1ea33680dfd2be801792\n"
                  "encoding      windows-1252\nbytes         7\n");
}

static void dumps_an_article(void **state)
{
    struct outcome outcome = sandbox_run(*state, NULL, "dump", "article", "page.html", "--base",
                                         "https://looms.example/1", NULL);
    assert_int_equal(outcome.status, 0);
    assert_non_null(strstr(outcome.out, "url           https://looms.example/1\n"));
    assert_non_null(strstr(outcome.out, "title         New looms\n"));
    assert_non_null(strstr(outcome.out, "\nparagraph 0 "));
}

static void dumps_mentions(void **state)
{
    struct outcome outcome = sandbox_run(*state, NULL, "dump", "mentions", "page.html", NULL);
    assert_int_equal(outcome.status, 0);
    assert_non_null(strstr(outcome.out, "  entity   shuttle@2               Shuttle v2\n"));
    assert_non_null(strstr(outcome.out, "  percent  -                       12%\n"));
}

static void dumps_facts_as_tests_spell_them(void **state)
{
    struct outcome outcome = sandbox_run(*state, NULL, "dump", "facts", "page.html", NULL);
    assert_prints(&outcome,
                  "arden partners borrow about shuttle@2 as co-develop\n"
                  "    loom.co-developed: Arden showed Shuttle v2, co-developed with Borrowdale.\n"
                  "12% is market-share of borrow for 2024\n"
                  "    share: Borrowdale had 12% of the market in 2024.\n");
}

static void dumps_a_feed(void **state)
{
    struct sandbox *sandbox = *state;
    sandbox_write(sandbox, "feed.xml",
                  "<rss version=\"2.0\"><channel><title>Looms</title><item><title>One</title>"
                  "<link>/1</link></item></channel></rss>");
    struct outcome outcome =
        sandbox_run(sandbox, NULL, "dump", "feed", "feed.xml", "--base",
                    "https://looms.example/feed", "--content-type", "application/rss+xml", NULL);
    assert_prints(&outcome, "{\"feed\":{\"title\":\"Looms\"}}\n"
                            "{\"title\":\"One\",\"link\":\"https://looms.example/1\"}\n");
    sandbox_write(sandbox, "feed.xml", "no feed");
    outcome = sandbox_run(sandbox, NULL, "dump", "feed", "feed.xml", NULL);
    assert_refuses(&outcome, 1, "error: feed: ");
    assert_string_equal(outcome.out, "");
}

static void names_the_stage_that_was_meant(void **state)
{
    struct outcome outcome = sandbox_run(*state, NULL, "dump", "fact", "page.html", NULL);
    assert_refuses(&outcome, 2, "    hint: newsledger dump facts page.html\n");
    outcome = sandbox_run(*state, NULL, "dump", "facts", "missing.html", NULL);
    assert_refuses(&outcome, 1, "missing.html: cannot be read: No such file or directory\n");
}

static void checks_rules(void **state)
{
    struct sandbox *sandbox = *state;
    struct outcome outcome = sandbox_run(sandbox, NULL, "rules", "check", NULL);
    assert_prints(&outcome, "3 kinds, 3 entities, 2 rules with 3 tests, 0 sources: no mistakes\n");
    sandbox_write(sandbox, "rules/looms/more.yaml",
                  "rules:\n  - {id: a, match: '{x:lom}', emit: ''}\n");
    outcome = sandbox_run(sandbox, NULL, "rules", "check", NULL);
    assert_refuses(&outcome, 2, "more.yaml:2:");
    assert_refuses(&outcome, 2, "'loom'");
    assert_string_equal(outcome.out, "");
}

static void runs_the_tests_of_rules(void **state)
{
    struct sandbox *sandbox = *state;
    struct outcome outcome = sandbox_run(sandbox, NULL, "rules", "test", NULL);
    assert_prints(&outcome, "3 tests, 0 failed\n");
    outcome = sandbox_run(sandbox, NULL, "rules", "test", "share", NULL);
    assert_prints(&outcome, "1 tests, 0 failed\n");
    outcome = sandbox_run(sandbox, NULL, "rules", "test", "shar", NULL);
    assert_refuses(&outcome, 2, "    hint: did you mean 'share'?\n");
    outcome = sandbox_run(sandbox, NULL, "rules", "tset", NULL);
    assert_refuses(&outcome, 2, "rules takes check, test, explain, ");

    sandbox_write(sandbox, "rules/looms/more.yaml",
                  "rules:\n  - id: wrong\n    match: '{value:percent} for {who:org}'\n"
                  "    emit: value is any of who\n    tests:\n"
                  "      - {text: 12% for Arden., want: []}\n");
    outcome = sandbox_run(sandbox, NULL, "rules", "test", "wrong", NULL);
    assert_refuses(&outcome, 1, "more.yaml:6:");
    assert_refuses(&outcome, 1, "rule 'wrong': wanted [], got [12% is ");
    assert_string_equal(outcome.out, "1 tests, 1 failed\n");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(dumps_a_document), TEST(dumps_an_article),
        TEST(dumps_mentions),   TEST(dumps_facts_as_tests_spell_them),
        TEST(dumps_a_feed),     TEST(names_the_stage_that_was_meant),
        TEST(checks_rules),     TEST(runs_the_tests_of_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
