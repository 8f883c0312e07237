#include "store/trend.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/ledger.h"

#define MENTION(id, start) "{'type': 'org', 'id': '" id "', 'start': " start ", 'end': 9}"
#define CLAIM(value, unit, period, modality, rest)                                                 \
    "{'value': " value ", 'unit': '" unit "', 'metric': 'market share', 'period': " period         \
    ", 'modality': '" modality "', 'start': 0, 'end': 9" rest "}"

static const char *trend(struct ledger_fixture *fixture, enum trend_kind kind, const char *name,
                         enum trend_step step, struct query_filter filter)
{
    struct result *result = ledger_trend(fixture->ledger, kind, name, step, &filter);
    if (!result)
        fail_msg("no series: %s", fixture_problem(fixture));
    const char *rows = fixture_rows(fixture, result);
    result_free(result);
    return rows;
}

/* Birch in November, twice in January (one a copy of the other, elsewhere) and in April. */
static void add_articles(struct ledger_fixture *fixture)
{
    fixture_article(fixture, "https://daily.example/a", "2024-11-30",
                    "'mentions': [" MENTION("birch", "0") "," MENTION("birch", "5") "]");
    int64_t copies[] = {fixture_document(fixture, "https://daily.example/b", "b"),
                        fixture_document(fixture, "https://other.example/x", "b")};
    for (int i = 0; i < 2; i++)
        fixture_save(
            fixture, copies[i],
            "{'version': 1, 'article': {'published': '2025-01-10', 'language': 'en', 'text':"
            " 'Birch said on Friday that it would supply Acorn with a new kind of saw, which is"
            " meant to cut a whole log in less than a minute, and that a second plant in the"
            " north would be built for it. The saw was shown to a few guests, who were asked to"
            " keep their hands behind the line that had been painted on the floor.'},"
            " 'mentions': [" MENTION("birch", "0") "," MENTION(
                "elm@2",
                "1") "],"
                     " 'relations': [{'type': 'supplies', 'subject': {'id': 'birch'}, 'object':"
                     " {'id': 'acorn'}, 'modality': 'actual', 'start': 0, 'end': 9}]}");
    fixture_article(
        fixture, "https://daily.example/c", "2025-04-01",
        "'mentions': [" MENTION("birch", "0") "," MENTION(
            "acorn",
            "0") "],"
                 " 'relations': [{'type': 'supplies', 'subject': {'id': 'birch'}, 'object':"
                 " {'id': 'cedar'}, 'modality': 'actual', 'start': 0, 'end': 9}]");
}

static void an_entity_is_counted_by_month_without_gaps(void **state)
{
    struct ledger_fixture *fixture = *state;
    add_articles(fixture);
    assert_string_equal(
        trend(fixture, TREND_ENTITY, "Birch", TREND_MONTH, (struct query_filter){0}),
        "2024-11|1|1|2\n2024-12|0|0|0\n2025-01|2|1|2\n2025-02|0|0|0\n2025-03|0|0|0\n"
        "2025-04|1|1|1\n");
}

static void steps_may_be_quarters_or_years(void **state)
{
    struct ledger_fixture *fixture = *state;
    add_articles(fixture);
    assert_string_equal(
        trend(fixture, TREND_ENTITY, "birch", TREND_QUARTER, (struct query_filter){0}),
        "2024-Q4|1|1|2\n2025-Q1|2|1|2\n2025-Q2|1|1|1\n");
    assert_string_equal(trend(fixture, TREND_ENTITY, "birch", TREND_YEAR, (struct query_filter){0}),
                        "2024|1|1|2\n2025|3|2|3\n");
}

static void the_filters_ends_are_the_series_ends(void **state)
{
    struct ledger_fixture *fixture = *state;
    add_articles(fixture);
    assert_string_equal(trend(fixture, TREND_ENTITY, "birch", TREND_MONTH,
                              (struct query_filter){.since = "2025-Q1", .until = "2025-02-20"}),
                        "2025-01|2|1|2\n2025-02|0|0|0\n");
    assert_string_equal(trend(fixture, TREND_ENTITY, "birch", TREND_QUARTER,
                              (struct query_filter){.since = "2025-H2", .until = "2025"}),
                        "2025-Q3|0|0|0\n2025-Q4|0|0|0\n");
    assert_string_equal(
        trend(fixture, TREND_ENTITY, "cedar", TREND_MONTH, (struct query_filter){0}), "");
}

static void other_parties_narrow_the_articles(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct query_party acorn = {"cloud", "acorn"};
    add_articles(fixture);
    assert_string_equal(trend(fixture, TREND_ENTITY, "birch", TREND_YEAR,
                              (struct query_filter){.parties = &acorn, .party_count = 1}),
                        "2025|1|1|1\n");
}

static void a_family_is_counted_with_its_versions(void **state)
{
    struct ledger_fixture *fixture = *state;
    add_articles(fixture);
    assert_string_equal(trend(fixture, TREND_ENTITY, "Elm", TREND_MONTH, (struct query_filter){0}),
                        "2025-01|2|1|2\n");
}

static void a_relation_is_counted_by_article_story_and_claim(void **state)
{
    struct ledger_fixture *fixture = *state;
    add_articles(fixture);
    assert_string_equal(
        trend(fixture, TREND_RELATION, "supplies", TREND_QUARTER, (struct query_filter){0}),
        "2025-Q1|2|1|2\n2025-Q2|1|1|1\n");
    assert_string_equal(trend(fixture, TREND_RELATION, "supplies", TREND_QUARTER,
                              (struct query_filter){.object = "cedar"}),
                        "2025-Q2|1|1|1\n");
}

static void values_stand_by_the_period_that_they_speak_of(void **state)
{
    struct ledger_fixture *fixture = *state;
    fixture_article(
        fixture, "https://daily.example/a", "2025-05-01",
        "'quantities': [" CLAIM("30", "%", "'2022'", "actual", "") "," CLAIM(
            "40", "%", "'2022'", "actual",
            ", 'value_high': 50") "," CLAIM("60", "%", "'2024'", "actual",
                                            "") "," CLAIM("70", "%", "'2026'", "forecast",
                                                          "") "," CLAIM("25", "%", "'2024-Q1'",
                                                                        "actual",
                                                                        "") "," CLAIM("99", "%",
                                                                                      "null",
                                                                                      "actual",
                                                                                      "") "]");
    assert_string_equal(
        trend(fixture, TREND_METRIC, "market share", TREND_YEAR, (struct query_filter){0}),
        "2022|actual|%|-|2|30|37.5|50\n"
        "2023|actual|%|-|0|-|-|-\n"
        "2024|actual|%|-|1|60|60|60\n"
        "2026|forecast|%|-|1|70|70|70\n");
    assert_string_equal(fixture_problem(fixture),
                        "2 more claims about market share have no period or one of another "
                        "length; another step shows some; newsledger query quantities all");
    assert_int_equal(diags_errors(fixture->diags), 0);
}

static void units_and_fiscal_periods_are_series_of_their_own(void **state)
{
    struct ledger_fixture *fixture = *state;
    fixture_article(
        fixture, "https://daily.example/a", "2025-05-01",
        "'quantities': [" CLAIM("30", "%", "'2024-Q4'", "actual", "") "," CLAIM(
            "31", "%", "'2025-Q2'", "actual",
            "") "," CLAIM("40", "%", "'FY2025-Q2'", "actual",
                          "") "," CLAIM("42", "%", "'FY2025-Q4'", "actual",
                                        "") "," CLAIM("5", "pp", "'2025-Q1'", "actual", "") "]");
    assert_string_equal(
        trend(fixture, TREND_METRIC, "share", TREND_QUARTER, (struct query_filter){0}),
        "2024-Q4|actual|%|-|1|30|30|30\n"
        "2025-Q1|actual|%|-|0|-|-|-\n"
        "2025-Q2|actual|%|-|1|31|31|31\n"
        "FY2025-Q2|actual|%|-|1|40|40|40\n"
        "FY2025-Q3|actual|%|-|0|-|-|-\n"
        "FY2025-Q4|actual|%|-|1|42|42|42\n"
        "2025-Q1|actual|pp|-|1|5|5|5\n");
    assert_int_equal(diags_count(fixture->diags), 0);
}

static void a_change_downwards_is_negative_and_a_level_is_not(void **state)
{
    struct ledger_fixture *fixture = *state;
    fixture_article(
        fixture, "https://daily.example/a", "2025-05-01",
        "'quantities': [" CLAIM("10", "%", "'2024'", "actual", ", 'change': 'down', 'basis': 'YoY'") "," CLAIM(
            "4", "%", "'2024'", "actual",
            ", 'change': 'up', 'basis': 'YoY'") "," CLAIM("30", "%", "'2024'", "actual",
                                                          ", 'change': 'down'") "," CLAIM("2", "pp",
                                                                                          "'2024'",
                                                                                          "actual",
                                                                                          ", "
                                                                                          "'change'"
                                                                                          ": "
                                                                                          "'down', "
                                                                                          "'value_"
                                                                                          "high': "
                                                                                          "3") "]");
    assert_string_equal(trend(fixture, TREND_METRIC, "share", TREND_YEAR, (struct query_filter){0}),
                        "2024|actual|%|-|1|30|30|30\n"
                        "2024|actual|%|YoY|2|-10|-3|4\n"
                        "2024|actual|pp|-|1|-3|-2.5|-2\n");
}

static void a_wrong_year_does_not_fill_a_screen(void **state)
{
    struct ledger_fixture *fixture = *state;
    fixture_article(fixture, "https://daily.example/a", "1025-01-01",
                    "'mentions': [" MENTION("birch", "0") "]");
    fixture_article(fixture, "https://daily.example/b", "2025-01-01",
                    "'mentions': [" MENTION("birch", "0") "]");
    assert_string_equal(
        trend(fixture, TREND_ENTITY, "birch", TREND_MONTH, (struct query_filter){0}),
        "1025-01|1|1|1\n2025-01|1|1|1\n");
}

static void what_is_unknown_has_no_series(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct query_filter filter = {0}, wrong = {.role = "supply"};
    assert_null(ledger_trend(fixture->ledger, TREND_ENTITY, "Birsch", TREND_MONTH, &filter));
    assert_string_equal(fixture_problem(fixture),
                        "nothing is called 'Birsch'; did you mean 'Birch'?");
    assert_null(ledger_trend(fixture->ledger, TREND_RELATION, "supply", TREND_MONTH, &filter));
    assert_string_equal(fixture_problem(fixture),
                        "there is no relation 'supply'; did you mean 'supplies'?");
    assert_null(ledger_trend(fixture->ledger, TREND_METRIC, "shore", TREND_MONTH, &filter));
    assert_string_equal(fixture_problem(fixture),
                        "there is no metric 'shore'; did you mean 'share'?");
    assert_null(ledger_trend(fixture->ledger, TREND_ENTITY, "birch", TREND_MONTH, &wrong));
    assert_string_equal(fixture_problem(fixture), "'role' says nothing about articles");
}

#define LEDGER_TEST(test) cmocka_unit_test_setup_teardown(test, ledger_set_up, ledger_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEDGER_TEST(an_entity_is_counted_by_month_without_gaps),
        LEDGER_TEST(steps_may_be_quarters_or_years),
        LEDGER_TEST(the_filters_ends_are_the_series_ends),
        LEDGER_TEST(other_parties_narrow_the_articles),
        LEDGER_TEST(a_family_is_counted_with_its_versions),
        LEDGER_TEST(a_relation_is_counted_by_article_story_and_claim),
        LEDGER_TEST(values_stand_by_the_period_that_they_speak_of),
        LEDGER_TEST(units_and_fiscal_periods_are_series_of_their_own),
        LEDGER_TEST(a_change_downwards_is_negative_and_a_level_is_not),
        LEDGER_TEST(a_wrong_year_does_not_fill_a_screen),
        LEDGER_TEST(what_is_unknown_has_no_series),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
