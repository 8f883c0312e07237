#include "store/status.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "store/run.h"
#include "store/source_state.h"
#include "tests/support/ledger.h"

static const char *status(struct ledger_fixture *fixture, enum status_part part)
{
    struct result *result = ledger_status(fixture->ledger, part);
    assert_non_null(result);
    const char *rows = fixture_rows(fixture, result);
    result_free(result);
    return rows;
}

static void failing_sources_come_first(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct source_state failing = {.last_attempt = FIXTURE_TIME,
                                   .next_due = FIXTURE_TIME + 60,
                                   .failures = 3,
                                   .problem_cause = "http",
                                   .problem_message = "404 Not Found",
                                   .problem_time = FIXTURE_TIME};
    struct source_state well = {
        .last_success = FIXTURE_TIME, .next_due = FIXTURE_TIME + 3600, .articles = 12};
    assert_int_equal(ledger_source_state_put(fixture->ledger, "weekly", &failing), 0);
    assert_int_equal(ledger_source_state_put(fixture->ledger, "daily", &well), 0);
    assert_string_equal(
        status(fixture, STATUS_SOURCES),
        "weekly|The Weekly|unverified|0|-|2025-06-01T00:01:00Z|3|http|404 Not Found|"
        "2025-06-01T00:00:00Z\n"
        "daily|The Daily|verified|12|2025-06-01T00:00:00Z|2025-06-01T01:00:00Z|0|-|-|-\n"
        "gone|Gone|off|0|-|-|0|-|-|-\n");
}

static void totals_count_what_queries_show(void **state)
{
    struct ledger_fixture *fixture = *state;
    fixture_article(fixture, "https://daily.example/a", "2025-05-01",
                    "'mentions': [{'id': 'birch', 'start': 0, 'end': 5}],"
                    " 'relations': [{'type': 'supplies', 'subject': {'id': 'birch'}, 'object':"
                    " {'id': 'acorn'}, 'modality': 'actual', 'start': 0, 'end': 9}]");
    fixture_article(fixture, "https://daily.example/b", "2025-05-01", "'off_topic': true");
    fixture_document(fixture, "https://daily.example/c", "c");
    assert_string_equal(
        status(fixture, STATUS_TOTALS),
        "sources|2\ndocuments|3\ndocuments pending|1\ndocuments failed|0\narticles|2\n"
        "articles off topic|1\nstories|2\nentities mentioned|1\nrelations|1\nquantities|0\n"
        "addresses with problems|0\n");
}

static void runs_come_newest_first_and_a_cut_one_has_no_end(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct run_counts counts = {1, 2, 3, 4, 5, 6, 7};
    int64_t first, second;
    assert_int_equal(
        ledger_run_begin(fixture->ledger, FIXTURE_TIME, "newsledger 1", "rules-1", &first), 0);
    assert_int_equal(ledger_run_end(fixture->ledger, first, FIXTURE_TIME + 9, &counts, 1), 0);
    assert_int_equal(
        ledger_run_begin(fixture->ledger, FIXTURE_TIME + 60, "newsledger 1", NULL, &second), 0);
    assert_string_equal(status(fixture, STATUS_RUNS),
                        "2|2025-06-01T00:01:00Z|-|-|0|0|0|0|0|0\n"
                        "1|2025-06-01T00:00:00Z|2025-06-01T00:00:09Z|1|1|3|4|5|6|7\n");
}

static void only_ten_runs_are_shown(void **state)
{
    struct ledger_fixture *fixture = *state;
    int64_t id;
    for (int i = 0; i < 11; i++)
        assert_int_equal(
            ledger_run_begin(fixture->ledger, FIXTURE_TIME + i, "newsledger 1", NULL, &id), 0);
    struct result *result = ledger_status(fixture->ledger, STATUS_RUNS);
    assert_int_equal(result->row_count, 10);
    assert_int_equal((int)result_row(result, 9)[0].number, 2);
    result_free(result);
}

static void kinds_count_their_entities(void **state)
{
    assert_non_null(strstr(status(*state, STATUS_KINDS), "org|"));
}

#define LEDGER_TEST(test) cmocka_unit_test_setup_teardown(test, ledger_set_up, ledger_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEDGER_TEST(failing_sources_come_first),
        LEDGER_TEST(totals_count_what_queries_show),
        LEDGER_TEST(runs_come_newest_first_and_a_cut_one_has_no_end),
        LEDGER_TEST(only_ten_runs_are_shown),
        LEDGER_TEST(kinds_count_their_entities),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
