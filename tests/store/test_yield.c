#include "store/yield.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "store/source_state.h"
#include "tests/support/ledger.h"

#define DAY 86400

static const char relation[] =
    "'mentions': [], 'relations': [{'type': 'supplies', 'subject': {'id': 'birch'}, 'object':"
    " {'id': 'acorn'}, 'modality': 'actual', 'start': 0, 'end': 9}]";

/* An article of the source "daily" that was fetched so many days after the fixture's time. */
static void add_article(struct ledger_fixture *fixture, int day, const char *facts)
{
    static int number;
    const char *url = arena_printf(fixture->arena, "https://daily.example/%d", ++number);
    int64_t id = fixture_article(fixture, url, "2025-05-01", facts);
    fixture_sql(fixture,
                arena_printf(fixture->arena, "UPDATE documents SET fetched = %d WHERE id = %d",
                             FIXTURE_TIME + day * DAY, (int)id));
}

static void add_empty_article(struct ledger_fixture *fixture, int day)
{
    add_article(fixture, day, relation);
    fixture_sql(fixture, "UPDATE articles SET text = '' WHERE id = (SELECT max(id) FROM articles)");
}

/* One article a day, each with a fact. */
static void add_days(struct ledger_fixture *fixture, int first, int last)
{
    for (int day = first; day <= last; day++)
        add_article(fixture, day, relation);
}

static const char *told;

static void keep_yield(const struct yield *yield, void *context)
{
    struct ledger_fixture *fixture = context;
    assert_string_equal(yield->source_id, "daily");
    told = arena_printf(fixture->arena, "%s: %s", yield->cause, yield->message);
}

/* What a run on that day tells that was not told before; NULL: nothing. */
static const char *check(struct ledger_fixture *fixture, int day)
{
    int64_t now = FIXTURE_TIME + day * DAY;
    struct source_state polled = {.last_attempt = now, .last_success = now};
    assert_int_equal(ledger_source_state_put(fixture->ledger, "daily", &polled), 0);
    told = NULL;
    assert_int_equal(ledger_check_yields(fixture->ledger, now, now + 1, keep_yield, fixture), 0);
    return told;
}

static void assert_tells(const char *problem, const char *cause)
{
    assert_non_null(problem);
    assert_memory_equal(problem, cause, strlen(cause));
}

static void a_source_that_keeps_its_habit_is_no_problem(void **state)
{
    struct ledger_fixture *fixture = *state;
    add_days(fixture, 0, 30);
    assert_null(check(fixture, 30));
    assert_null(check(fixture, 32));
}

static void a_new_source_has_no_habit_yet(void **state)
{
    struct ledger_fixture *fixture = *state;
    assert_null(check(fixture, 0));
    for (int i = 0; i < 8; i++)
        add_article(fixture, 0, relation);
    add_article(fixture, 1, "'off_topic': true");
    add_article(fixture, 1, "'off_topic': true");
    assert_null(check(fixture, 60));
}

static void silence_is_measured_by_the_sources_own_rhythm(void **state)
{
    struct ledger_fixture *fixture = *state;
    add_days(fixture, 0, 20);
    assert_null(check(fixture, 23));
    assert_string_equal(
        check(fixture, 24),
        "no-articles: nothing new for 3 days; before, there was something on 21 days of 21");
}

static void a_source_that_ended_stays_noticed(void **state)
{
    struct ledger_fixture *fixture = *state;
    add_days(fixture, 0, 20);
    assert_tells(check(fixture, 400), "no-articles");
}

static void a_weekly_source_may_be_silent_for_weeks(void **state)
{
    struct ledger_fixture *fixture = *state;
    for (int week = 0; week <= 8; week++)
        add_article(fixture, 7 * week, relation);
    assert_null(check(fixture, 56 + 28));
    assert_tells(check(fixture, 56 + 39), "no-articles");
}

/* 15 of 16 is what succession expects of 14 of 14: three without facts come once in 4,096 times. */
static void articles_without_facts_are_noticed_at_once(void **state)
{
    struct ledger_fixture *fixture = *state;
    add_days(fixture, 0, 13);
    add_article(fixture, 14, "'off_topic': true");
    add_article(fixture, 14, "'off_topic': true");
    assert_null(check(fixture, 14));
    add_article(fixture, 14, "'off_topic': true");
    assert_string_equal(check(fixture, 14),
                        "no-facts: of its 3 newest articles 0 had facts; before, 14 of 14");
}

static void a_source_with_few_facts_may_have_none_for_a_while(void **state)
{
    struct ledger_fixture *fixture = *state;
    for (int i = 0; i < 40; i++)
        add_article(fixture, i / 4, i % 4 == 0 ? relation : "'off_topic': true");
    for (int i = 0; i < 12; i++)
        add_article(fixture, 10, "'off_topic': true");
    assert_null(check(fixture, 10));
}

static void articles_without_a_text_mean_another_layout(void **state)
{
    struct ledger_fixture *fixture = *state;
    add_days(fixture, 0, 40);
    add_empty_article(fixture, 41);
    assert_null(check(fixture, 41));
    add_empty_article(fixture, 41);
    assert_tells(check(fixture, 41), "layout-changed");
}

static void a_problem_is_new_only_once(void **state)
{
    struct ledger_fixture *fixture = *state;
    add_days(fixture, 0, 20);
    assert_tells(check(fixture, 25), "no-articles");
    assert_null(check(fixture, 26));
    assert_string_equal(fixture_sql(fixture, "SELECT source || ' ' || cause || ' ' || since"
                                             " FROM v_yields"),
                        "daily no-articles 2025-06-26T00:00:01Z");
    add_days(fixture, 27, 27);
    assert_null(check(fixture, 27));
    assert_string_equal(fixture_sql(fixture, "SELECT count(*) FROM v_yields"), "0");
    assert_tells(check(fixture, 40), "no-articles");
}

static void a_source_that_failed_is_not_looked_at(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct source_state failing = {.last_attempt = FIXTURE_TIME + 40 * DAY, .failures = 1};
    add_days(fixture, 0, 20);
    assert_int_equal(ledger_source_state_put(fixture->ledger, "daily", &failing), 0);
    told = NULL;
    assert_int_equal(ledger_check_yields(fixture->ledger, FIXTURE_TIME + 40 * DAY,
                                         FIXTURE_TIME + 40 * DAY + 1, keep_yield, fixture),
                     0);
    assert_null(told);
}

#define LEDGER_TEST(test) cmocka_unit_test_setup_teardown(test, ledger_set_up, ledger_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEDGER_TEST(a_source_that_keeps_its_habit_is_no_problem),
        LEDGER_TEST(a_new_source_has_no_habit_yet),
        LEDGER_TEST(silence_is_measured_by_the_sources_own_rhythm),
        LEDGER_TEST(a_source_that_ended_stays_noticed),
        LEDGER_TEST(a_weekly_source_may_be_silent_for_weeks),
        LEDGER_TEST(articles_without_facts_are_noticed_at_once),
        LEDGER_TEST(a_source_with_few_facts_may_have_none_for_a_while),
        LEDGER_TEST(articles_without_a_text_mean_another_layout),
        LEDGER_TEST(a_source_that_failed_is_not_looked_at),
        LEDGER_TEST(a_problem_is_new_only_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
