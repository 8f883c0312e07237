#include "store/source_state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support/ledger.h"

static void a_source_that_was_never_polled_has_no_state(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct source_state found;
    assert_int_equal(ledger_source_state_get(fixture->ledger, "daily", fixture->arena, &found), 0);
    assert_null(found.etag);
    assert_null(found.last_modified);
    assert_null(found.problem_cause);
    assert_null(found.problem_message);
    assert_int_equal(found.last_attempt + found.last_success + found.next_due + found.failures +
                         found.problem_time + found.articles,
                     0);
}

static void what_was_put_is_got(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct source_state put = {.etag = "\"v1\"",
                               .last_modified = "Sun, 01 Jun 2025 00:00:00 GMT",
                               .last_attempt = FIXTURE_TIME + 1,
                               .last_success = FIXTURE_TIME + 2,
                               .next_due = FIXTURE_TIME + 3,
                               .failures = 4,
                               .problem_cause = "slow",
                               .problem_message = "no answer in 30 s",
                               .problem_time = FIXTURE_TIME + 5,
                               .noted = true,
                               .ttl = 60,
                               .skip_hours = 1 << 23,
                               .skip_days = 1 << 6,
                               .resume = "https://loom.example/list?page=22",
                               .articles = 6};
    struct source_state found;
    assert_int_equal(ledger_source_state_put(fixture->ledger, "daily", &put), 0);
    fixture_reopen(fixture, LEDGER_READ);
    assert_int_equal(ledger_source_state_get(fixture->ledger, "daily", fixture->arena, &found), 0);
    assert_string_equal(found.etag, put.etag);
    assert_string_equal(found.last_modified, put.last_modified);
    assert_int_equal(found.last_attempt, put.last_attempt);
    assert_int_equal(found.last_success, put.last_success);
    assert_int_equal(found.next_due, put.next_due);
    assert_int_equal(found.failures, put.failures);
    assert_string_equal(found.problem_cause, put.problem_cause);
    assert_string_equal(found.problem_message, put.problem_message);
    assert_int_equal(found.problem_time, put.problem_time);
    assert_true(found.noted);
    assert_int_equal(found.ttl, put.ttl);
    assert_int_equal(found.skip_hours, put.skip_hours);
    assert_int_equal(found.skip_days, put.skip_days);
    assert_string_equal(found.resume, put.resume);
    assert_int_equal(found.articles, put.articles);
    assert_null(fixture_sql(fixture, "SELECT etag FROM sources WHERE key = 'weekly'"));
}

static void a_success_verifies_a_source(void **state)
{
    struct ledger_fixture *fixture = *state;
    const char *status = "SELECT status FROM v_sources WHERE id = 'weekly'";
    struct source_state failed = {.last_attempt = FIXTURE_TIME, .failures = 1};
    struct source_state worked = {.last_attempt = FIXTURE_TIME, .last_success = FIXTURE_TIME};
    assert_int_equal(ledger_source_state_put(fixture->ledger, "weekly", &failed), 0);
    assert_string_equal(fixture_sql(fixture, status), "unverified");
    assert_int_equal(ledger_source_state_put(fixture->ledger, "weekly", &worked), 0);
    assert_string_equal(fixture_sql(fixture, status), "verified");
}

static void an_unknown_source_is_an_error(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct source_state found;
    assert_int_equal(ledger_source_state_get(fixture->ledger, "hourly", fixture->arena, &found),
                     -1);
    assert_int_equal(ledger_source_state_put(fixture->ledger, "hourly", &found), -1);
    assert_int_equal(diags_errors(fixture->diags), 2);
    assert_string_equal(fixture_problem(fixture),
                        "there is no source 'hourly' in the ledger; sources are taken over from "
                        "the rules when a run begins");
}

#define LEDGER_TEST(test) cmocka_unit_test_setup_teardown(test, ledger_set_up, ledger_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEDGER_TEST(a_source_that_was_never_polled_has_no_state),
        LEDGER_TEST(what_was_put_is_got),
        LEDGER_TEST(a_success_verifies_a_source),
        LEDGER_TEST(an_unknown_source_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
