/* What helps those who write rules: `newsledger rules explain`, over files and a real ledger. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/newsroom.h"

static int setup(void **state)
{
    struct newsroom *room = newsroom_with(3);
    sandbox_write(room->sandbox, "page.html",
                  "<html lang=en><title>New looms</title><h1>New looms</h1><p>Arden showed Shuttle "
                  "v2, co-developed with Borrowdale.</p><p>It was built near Borrowdale, and "
                  "Shuttle is old.</p><p>There is nothing to tell of that day.</p>");
    *state = room;
    return 0;
}

static int teardown(void **state)
{
    newsroom_free(*state);
    return 0;
}

static void assert_prints(const struct outcome *outcome, const char *out)
{
    assert_string_equal(outcome->err, "");
    assert_string_equal(outcome->out, out);
    assert_int_equal(outcome->status, 0);
}

static void assert_says(const char *text, const char *part)
{
    if (!strstr(text, part))
        assert_string_equal(text, part);
}

static struct outcome rules(struct newsroom *room, const char *task, const char *a, const char *b,
                            const char *c)
{
    return sandbox_run(room->sandbox, NULL, "rules", task, a, b, c, NULL);
}

static const char shuttle_two[] =
    "Arden showed Shuttle v2, co-developed with Borrowdale.\n"
    "^^^^^        ^^^^^^^^^^                    ^^^^^^^^^^\n"
    "arden        shuttle@2                     borrow\n"
    "             ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ loom.co-developed: arden partners "
    "borrow about shuttle@2 as co-develop\n";

static void explains_a_file(void **state)
{
    struct outcome outcome = rules(*state, "explain", "page.html", NULL, NULL);
    assert_int_equal(outcome.status, 0);
    assert_int_equal(strncmp(outcome.out, shuttle_two, strlen(shuttle_two)), 0);
    assert_null(strstr(outcome.out, "There is nothing"));
    outcome = rules(*state, "explain", "page.html", "--all", NULL);
    assert_says(outcome.out, "\nThere is nothing to tell of that day.\n");
    outcome = rules(*state, "explain", "missing.html", NULL, NULL);
    assert_int_equal(outcome.status, 1);
    assert_says(outcome.err, "missing.html: cannot be read: No such file or directory\n");
}

static void explains_a_page_of_the_ledger(void **state)
{
    struct newsroom *room = *state;
    assert_int_equal(newsroom_run(room, NULL).status, 0);
    const char *url = server_url(room->server, "/1.html");
    struct outcome outcome = rules(room, "explain", url, NULL, NULL);
    assert_int_equal(outcome.status, 0);
    assert_int_equal(strncmp(outcome.out, shuttle_two, strlen(shuttle_two)), 0);
    assert_says(outcome.out, "               ~~ share: 1% is market-share of borrow for 2001\n");
    outcome = rules(room, "explain", server_url(room->server, "/99.html"), NULL, NULL);
    assert_int_equal(outcome.status, 1);
    assert_says(outcome.err, "/99.html: the ledger has no article with this address\n");
    newsroom_ledger(room, "none/ledger.db");
    outcome = rules(room, "explain", url, NULL, NULL);
    assert_int_equal(outcome.status, 3);
}

static void tells_why_a_rule_did_not_match(void **state)
{
    struct outcome outcome =
        rules(*state, "explain", "page.html", "--why-not", "loom.co-developed");
    assert_int_equal(outcome.status, 0);
    assert_says(outcome.out, "    it gave a fact\n");
    assert_says(outcome.out, "\n    matches {loom:loom}     Shuttle\n"
                             "    matches ,?\n"
                             "    matches (?:which is )?\n"
                             "    fails   co-?developed\n"
                             "            with\n"
                             "            {partner:org}\n"
                             "    'co-?developed' does not match \"is old.\"\n");
    outcome = rules(*state, "explain", "page.html", "--why-not", "share");
    assert_prints(&outcome, "The rule comes close in no sentence; --all shows how far it gets in "
                            "each.\n");
    outcome = rules(*state, "explain", "page.html", "--why-not", "shar");
    assert_int_equal(outcome.status, 2);
    assert_says(outcome.err, "    hint: did you mean 'share'?\n");
}

static void explains_as_json(void **state)
{
    struct newsroom *room = *state;
    struct outcome outcome =
        sandbox_run(room->sandbox, NULL, "rules", "explain", "page.html", "--format", "json",
                    "--why-not", "loom.co-developed", NULL);
    json_t *json = json_loads(outcome.out, 0, NULL);
    assert_non_null(json);
    json_t *sentences = json_object_get(json, "sentences");
    assert_int_equal(json_array_size(sentences), 2);
    json_t *first = json_array_get(sentences, 0), *second = json_array_get(sentences, 1);
    json_t *fact = json_array_get(json_object_get(first, "facts"), 0);
    assert_int_equal(json_integer_value(json_object_get(fact, "start")), 13);
    assert_string_equal(json_string_value(json_object_get(fact, "rule")), "loom.co-developed");
    json_t *why_not = json_object_get(second, "why_not");
    assert_string_equal(json_string_value(json_object_get(why_not, "stop")), "pattern");
    json_t *failed = json_array_get(json_object_get(why_not, "elements"), 3);
    assert_string_equal(json_string_value(json_object_get(failed, "element")), "co-?developed");
    assert_true(json_is_false(json_object_get(failed, "matched")));
    json_decref(json);
}

/* The row of a rule in CSV, the microseconds (the sixth column) left out. */
static const char *row_of(struct sandbox *sandbox, const char *csv, const char *rule)
{
    char *row = strdup(csv);
    char *line = strstr(row, rule);
    assert_non_null(line);
    line[strcspn(line, "\r")] = '\0';
    char *time = line;
    for (int i = 0; i < 5; i++)
        time = strchr(time, ',') + 1;
    memmove(time, strchr(time, ','), strlen(strchr(time, ',')) + 1);
    const char *kept = sandbox_keep(sandbox, line);
    free(row);
    return kept;
}

static void counts_what_rules_do(void **state)
{
    struct newsroom *room = *state;
    struct sandbox *sandbox = room->sandbox;
    sandbox_write(sandbox, "rules/looms/more.yaml",
                  "rules:\n  - {id: never, match: 'zebra {x:org}', emit: arden partners x}\n"
                  "  - {id: every, match: '{x:org}', emit: arden partners x}\n"
                  "  - {id: slow, match: '(?:[^;]{0,30}a){6}c{x:org}', emit: arden partners x}\n");
    sandbox_write(sandbox, "slow.html",
                  "<html lang=en><title>T</title><p>Arden aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa "
                  "is a mill, and this is a sentence of it.</p>");
    assert_int_equal(newsroom_run(room, NULL).status, 0);
    struct outcome outcome = rules(room, "stats", "--format", "csv", "--times=2");
    assert_int_equal(outcome.status, 0);
    assert_says(outcome.out, "rule,matches,facts,documents,documents_percent,microseconds,"
                             "limit_hits,mark\r\nevery,");
    assert_string_equal(row_of(sandbox, outcome.out, "share,"), "share,3,3,3,100,,0,");
    assert_string_equal(row_of(sandbox, outcome.out, "every,"), "every,9,3,3,100,,0,over-firing");
    assert_string_equal(row_of(sandbox, outcome.out, "never,"), "never,0,0,0,0,,0,dead");
    assert_string_equal(outcome.err,
                        "note: rules: 3 of the 3 articles are about the field of the rules, and "
                        "count\n");

    outcome = sandbox_run(sandbox, NULL, "rules", "stats", "page.html", "slow.html", "--format",
                          "csv", NULL);
    assert_int_equal(outcome.status, 0);
    assert_string_equal(row_of(sandbox, outcome.out, "loom.co-developed,"),
                        "loom.co-developed,1,1,1,50,,0,");
    assert_string_equal(row_of(sandbox, outcome.out, "slow,"), "slow,0,0,0,0,,1,dead");
}

static void refuses_what_another_task_takes(void **state)
{
    struct outcome outcome = rules(*state, "check", "--all", NULL, NULL);
    assert_int_equal(outcome.status, 2);
    assert_says(outcome.err, "rules check does not take --all\n");
    outcome = rules(*state, "explian", "page.html", NULL, NULL);
    assert_int_equal(outcome.status, 2);
    assert_says(outcome.err, "    hint: did you mean 'explain'?\n");
    outcome = rules(*state, "explain", "page.html", "--format", "csv");
    assert_int_equal(outcome.status, 2);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(explains_a_file),
        TEST(explains_a_page_of_the_ledger),
        TEST(tells_why_a_rule_did_not_match),
        TEST(explains_as_json),
        TEST(counts_what_rules_do),
        TEST(refuses_what_another_task_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
