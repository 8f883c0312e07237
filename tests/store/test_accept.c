#include "store/accept.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "store/recall.h"
#include "tests/support/ledger.h"
#include "tests/support/rules.h"

static const char pack[] = "kinds: {org: organisation}\n"
                           "entities:\n"
                           "  acorn: {kind: org, names: [Acorn]}\n"
                           "  birch: {kind: org, names: [%s]}\n"
                           "relations:\n"
                           "  supplies: {subject: org, object: org}\n"
                           "rules:\n"
                           "  - {id: r.one, match: '{a:org} feeds {b:org}', emit: a supplies b}\n";

/* The pack with such a name for birch; freed with the test's arena's ruleset by the caller. */
static struct ruleset *rules_with(struct ledger_fixture *fixture, const char *name)
{
    struct ruleset *rules =
        rules_from_text(arena_printf(fixture->arena, pack, name), fixture->diags);
    assert_non_null(rules);
    return rules;
}

static struct acceptance accept(struct ledger_fixture *fixture, const char *name,
                                const char *program)
{
    struct ruleset *rules = rules_with(fixture, name);
    struct extraction how = {rules->version, program, FIXTURE_TIME};
    struct acceptance accepted;
    assert_int_equal(ledger_accept(fixture->ledger, rules, &how, &accepted), 0);
    ruleset_free(rules);
    return accepted;
}

/* An article with that text, read by the program "one". */
static int64_t add_article(struct ledger_fixture *fixture, const char *url, const char *text)
{
    int64_t id = fixture_document(fixture, url, url);
    fixture->how.program = "one";
    fixture_save(fixture, id,
                 arena_printf(fixture->arena,
                              "{'version': 1, 'article': {'title': null, 'text': '%s'}}", text));
    return id;
}

static const char *pending(struct ledger_fixture *fixture)
{
    return fixture_sql(fixture, "SELECT coalesce(group_concat(url), 'none') FROM documents"
                                " WHERE state = 'fetched'");
}

/* A ledger from before it remembered anything: its documents were read by whatever there was. */
static void what_nothing_is_known_of_is_read_again(void **state)
{
    struct ledger_fixture *fixture = *state;
    add_article(fixture, "https://daily.example/1", "Weather.");
    struct acceptance accepted = accept(fixture, "Birch", "one");
    assert_int_equal(accepted.touched, 1);
    assert_int_equal(accepted.spared, 0);
    assert_string_equal(pending(fixture), "https://daily.example/1");
}

static void only_what_a_change_touches_becomes_pending(void **state)
{
    struct ledger_fixture *fixture = *state;
    accept(fixture, "Birch", "one");
    add_article(fixture, "https://daily.example/1", "Weather.");
    add_article(fixture, "https://daily.example/2", "Cedar feeds Acorn.");
    struct acceptance accepted = accept(fixture, "Cedar", "one");
    assert_int_equal(accepted.changes, 1);
    assert_int_equal(accepted.touched, 1);
    assert_int_equal(accepted.spared, 1);
    assert_string_equal(pending(fixture), "https://daily.example/2");
    assert_string_equal(fixture_sql(fixture, "SELECT count(*) FROM documents WHERE rules_version ="
                                             " (SELECT value FROM properties"
                                             "  WHERE key = 'rules_version')"),
                        "1");
}

static void the_same_rules_touch_nothing(void **state)
{
    struct ledger_fixture *fixture = *state;
    accept(fixture, "Birch", "one");
    add_article(fixture, "https://daily.example/1", "Birch feeds Acorn.");
    struct acceptance accepted = accept(fixture, "Birch", "one");
    assert_int_equal(accepted.changes + accepted.touched + accepted.spared, 0);
    assert_string_equal(pending(fixture), "none");
}

static void another_program_reads_everything_again(void **state)
{
    struct ledger_fixture *fixture = *state;
    accept(fixture, "Birch", "one");
    add_article(fixture, "https://daily.example/1", "Weather.");
    assert_int_equal(accept(fixture, "Birch", "two").touched, 1);
}

static void a_document_that_failed_gets_another_try(void **state)
{
    struct ledger_fixture *fixture = *state;
    accept(fixture, "Birch", "one");
    int64_t id = add_article(fixture, "https://daily.example/1", "Weather.");
    assert_int_equal(ledger_save_failure(fixture->ledger, id, "crash", "it crashed", &fixture->how),
                     0);
    assert_int_equal(accept(fixture, "Cedar", "one").touched, 1);
    assert_string_equal(pending(fixture), "https://daily.example/1");
}

static int count_row(const struct document_row *row, void *context)
{
    assert_string_equal(row->document.url, "https://daily.example/2");
    ++*(int *)context;
    return 0;
}

static void looking_changes_nothing(void **state)
{
    struct ledger_fixture *fixture = *state;
    accept(fixture, "Birch", "one");
    add_article(fixture, "https://daily.example/1", "Weather.");
    add_article(fixture, "https://daily.example/2", "Cedar feeds Acorn.");
    const char *before = fixture_dump(fixture);
    struct ruleset *rules = rules_with(fixture, "Cedar");
    struct extraction how = {rules->version, "one", FIXTURE_TIME};
    struct acceptance accepted;
    int count = 0;
    assert_int_equal(ledger_touched(fixture->ledger, rules, &how, count_row, &count, &accepted), 0);
    ruleset_free(rules);
    assert_int_equal(count, 1);
    assert_int_equal(accepted.spared, 1);
    assert_string_equal(fixture_dump(fixture), before);
}

static void facts_are_recalled_in_the_order_of_the_text(void **state)
{
    struct ledger_fixture *fixture = *state;
    int64_t id = fixture_article(
        fixture, "https://daily.example/a", "2025-05-01",
        "'mentions': [], 'relations': [{'type': 'supplies', 'subject': {'id': 'birch'}, 'object':"
        " {'id': 'acorn'}, 'modality': 'actual', 'start': 30, 'end': 39, 'rule': 'r.one'}],"
        " 'quantities': [{'value': 7, 'unit': '%', 'metric': 'market share', 'modality':"
        " 'forecast', 'period': '2026', 'start': 3, 'end': 5, 'rule': 'r.one'}]");
    struct result *result = ledger_recall(fixture->ledger, id);
    assert_int_equal(result->row_count, 2);
    assert_int_equal(result->column_count, RECALL_COLUMNS);
    assert_string_equal(result_row(result, 0)[RECALL_PREDICATE].text, "is share");
    assert_true(result_row(result, 0)[RECALL_VALUE].number == 7);
    assert_string_equal(result_row(result, 0)[RECALL_PERIOD].text, "2026");
    assert_string_equal(result_row(result, 1)[RECALL_SUBJECT].text, "birch");
    assert_string_equal(result_row(result, 1)[RECALL_RULE].text, "r.one");
    result_free(result);
}

#define LEDGER_TEST(test) cmocka_unit_test_setup_teardown(test, ledger_set_up, ledger_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEDGER_TEST(what_nothing_is_known_of_is_read_again),
        LEDGER_TEST(only_what_a_change_touches_becomes_pending),
        LEDGER_TEST(the_same_rules_touch_nothing),
        LEDGER_TEST(another_program_reads_everything_again),
        LEDGER_TEST(a_document_that_failed_gets_another_try),
        LEDGER_TEST(looking_changes_nothing),
        LEDGER_TEST(facts_are_recalled_in_the_order_of_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
