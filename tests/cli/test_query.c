/* The commands that only read the ledger: query, trend, status. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/support/newsroom.h"

/* One ledger for all tests, since none of them writes to it. */
static int setup(void **state)
{
    struct newsroom *room = newsroom_with(3);
    *state = room;
    return newsroom_run(room, NULL).status;
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

static void assert_refuses(const struct outcome *outcome, int status, const char *message)
{
    if (!strstr(outcome->err, message))
        assert_string_equal(outcome->err, message);
    assert_string_equal(outcome->out, "");
    assert_int_equal(outcome->status, status);
}

static void shows_relations_as_a_table(void **state)
{
    struct newsroom *room = *state;
    struct outcome outcome = sandbox_run(room->sandbox, NULL, "query", "relations", "--about",
                                         "shuttle@2", "--mill", "arden", NULL);
    assert_prints(&outcome,
                  "date        subject      relation  object            about      role        "
                  "modality  source\n"
                  "2025-05-02  Arden Mills  partners  Borrowdale Works  Shuttle 2  co-develop  "
                  "actual    weekly\n");
}

static void takes_any_kind_of_the_rules_as_an_option(void **state)
{
    struct newsroom *room = *state;
    const char *all = sandbox_run(room->sandbox, NULL, "query", "relations", NULL).out;
    struct outcome any =
        sandbox_run(room->sandbox, NULL, "query", "relations", "--loom", "any", NULL);
    assert_prints(&any, all);
    struct outcome one = sandbox_run(room->sandbox, NULL, "query", "relations", "--loom=Shuttle 3",
                                     "--format", "csv", NULL);
    assert_prints(&one, "date,subject,relation,object,about,role,modality,source\r\n"
                        "2025-05-03,Arden Mills,partners,Borrowdale Works,Shuttle 3,co-develop,"
                        "actual,weekly\r\n");
}

static void filters_quantities_by_value_and_period(void **state)
{
    struct newsroom *room = *state;
    struct outcome outcome =
        sandbox_run(room->sandbox, NULL, "query", "quantities", "--min", "1.5", "--max", "2",
                    "--period", "2002", "--format", "json", NULL);
    assert_int_equal(outcome.status, 0);
    assert_non_null(strstr(outcome.out, "\"value\":2,"));
    assert_non_null(strstr(outcome.out, "\"period\":\"2002\""));
    assert_null(strstr(outcome.out, "},\n"));
}

static void gives_the_evidence_on_request(void **state)
{
    struct newsroom *room = *state;
    struct outcome outcome = sandbox_run(room->sandbox, NULL, "query", "relations", "--evidence",
                                         "--limit", "1", "--format", "ndjson", NULL);
    assert_non_null(strstr(outcome.out, "\"sentence\":\"Arden showed Shuttle v4, co-developed with "
                                        "Borrowdale.\""));
    assert_non_null(strstr(outcome.out, "\"rule\":\"loom.co-developed\""));
    assert_string_equal(outcome.err,
                        "note: query: there are more rows than these 1: raise --limit\n");
}

static void explains_what_it_does_not_know(void **state)
{
    struct sandbox *sandbox = ((struct newsroom *)*state)->sandbox;
    struct outcome outcome = sandbox_run(sandbox, NULL, "query", "relations", "--limt", "3", NULL);
    assert_refuses(&outcome, 2,
                   "error: options: --limt is no option, and the ledger has no such kind of "
                   "entity\n    hint: did you mean --limit?\n");
    outcome = sandbox_run(sandbox, NULL, "query", "relations", "--looom", "any", NULL);
    assert_refuses(&outcome, 2, "    hint: did you mean --loom?\n");
    outcome = sandbox_run(sandbox, NULL, "query", "relations", "--mill", "ardn", NULL);
    assert_refuses(&outcome, 2, "    hint: did you mean 'arden'?\n");
    outcome = sandbox_run(sandbox, NULL, "query", "relatons", NULL);
    assert_refuses(&outcome, 2, "    hint: did you mean 'newsledger query relations'?\n");
    outcome = sandbox_run(sandbox, NULL, "query", "quantities", "--min", "many", NULL);
    assert_refuses(&outcome, 2, "error: options: --min takes a number, not 'many'\n");
}

static void draws_a_trend(void **state)
{
    struct newsroom *room = *state;
    struct outcome outcome =
        sandbox_run(room->sandbox, NULL, "trend", "entity", "Shuttle", "--by", "year", NULL);
    assert_prints(&outcome, "period  articles  stories  mentions\n"
                            "2025           3        3         3  "
                            "████████████████████████████████\n");
    sandbox_setenv(room->sandbox, "LC_ALL", "C");
    outcome =
        sandbox_run(room->sandbox, NULL, "trend", "relation", "partners", "--by", "quarter", NULL);
    sandbox_setenv(room->sandbox, "LC_ALL", "C.UTF-8");
    assert_prints(&outcome, "period   articles  stories  claims\n"
                            "2025-Q2         3        3       3  "
                            "################################\n");
}

static void draws_bars_in_proportion(void **state)
{
    struct newsroom *room = *state;
    struct outcome outcome =
        sandbox_run(room->sandbox, NULL, "trend", "metric", "market-share", "--by", "year", NULL);
    assert_prints(&outcome,
                  "period  modality  unit  basis  claims  min  mean  max\n"
                  "2001    actual    %                 1    1     1    1  ██████████▋\n"
                  "2002    actual    %                 1    2     2    2  █████████████████████▍\n"
                  "2003    actual    %                 1    3     3    3  "
                  "████████████████████████████████\n");
    outcome = sandbox_run(room->sandbox, NULL, "trend", "metric", "market-share", "--by", "year",
                          "--format", "csv", "--subject", "arden", NULL);
    assert_int_equal(outcome.status, 0);
}

static void refuses_a_trend_of_nothing(void **state)
{
    struct sandbox *sandbox = ((struct newsroom *)*state)->sandbox;
    struct outcome outcome = sandbox_run(sandbox, NULL, "trend", NULL);
    assert_refuses(&outcome, 2, "trend takes two words");
    outcome = sandbox_run(sandbox, NULL, "trend", "entty", "Shuttle", NULL);
    assert_refuses(&outcome, 2, "    hint: newsledger trend entity Shuttle\n");
    outcome = sandbox_run(sandbox, NULL, "trend", "relation", "partnrs", NULL);
    assert_refuses(&outcome, 2, "    hint: did you mean 'partners'?\n");
}

static void needs_a_ledger(void **state)
{
    static const char *const calls[][4] = {
        {"query", "relations"}, {"trend", "entity", "x"}, {"status"}};
    struct newsroom *room = *state;
    for (size_t i = 0; i < 3; i++) {
        const char *arguments[] = {calls[i][0], calls[i][1], calls[i][2], NULL};
        sandbox_setenv(room->sandbox, "NEWSLEDGER_LEDGER", "missing.db");
        struct outcome outcome = sandbox_run_with(room->sandbox, NULL, 0, arguments);
        newsroom_ledger(room, "data/ledger.db");
        assert_refuses(&outcome, 3, "error: store: missing.db: there is no ledger here\n");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_relations_as_a_table),
        cmocka_unit_test(takes_any_kind_of_the_rules_as_an_option),
        cmocka_unit_test(filters_quantities_by_value_and_period),
        cmocka_unit_test(gives_the_evidence_on_request),
        cmocka_unit_test(explains_what_it_does_not_know),
        cmocka_unit_test(draws_a_trend),
        cmocka_unit_test(draws_bars_in_proportion),
        cmocka_unit_test(refuses_a_trend_of_nothing),
        cmocka_unit_test(needs_a_ledger),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
