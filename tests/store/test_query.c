#include "store/query.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tests/support/ledger.h"

#define RELATION(type, subject, object, rest)                                                      \
    "{'type': '" type "', 'subject': {'id': '" subject "'}, 'object': {'id': '" object "'},"       \
    " 'start': 0, 'end': 9, 'sentence': 'They said so.', 'rule': 'r.one'" rest "}"
#define QUANTITY(value, period, rest)                                                              \
    "{'value': " value ", 'unit': '%', 'metric': 'market share', 'period': " period                \
    ", 'start': 0, 'end': 9, 'rule': 'r.one'" rest "}"

/* Three articles in January, February and May of 2025. */
static int set_up(void **state)
{
    int status = ledger_set_up(state);
    struct ledger_fixture *fixture = *state;
    fixture_article(
        fixture, "https://daily.example/jan", "2025-01-31",
        "'mentions': [{'type': 'org', 'id': 'birch', 'name': 'Birch', 'start': 0, 'end': 5},"
        "  {'type': 'org', 'id': 'birch', 'name': 'Birch', 'start': 9, 'end': 14}],"
        " 'relations': [" RELATION(
            "supplies", "birch", "acorn",
            ", 'about': {'id': 'elm@2', 'name': 'Elm 2'},"
            " 'role': 'supply', 'modality': 'actual'") "],"
                                                       " 'quantities': [" QUANTITY(
                                                           "30", "'2024'",
                                                           ", 'subject': {'id': 'birch'}, "
                                                           "'modality': 'actual'") "," QUANTITY("3"
                                                                                                "5",
                                                                                                "'2"
                                                                                                "02"
                                                                                                "5-"
                                                                                                "Q1"
                                                                                                "'",
                                                                                                ", "
                                                                                                "'s"
                                                                                                "ub"
                                                                                                "je"
                                                                                                "ct"
                                                                                                "':"
                                                                                                " {"
                                                                                                "'i"
                                                                                                "d'"
                                                                                                ": "
                                                                                                "'a"
                                                                                                "co"
                                                                                                "rn"
                                                                                                "'}"
                                                                                                ", "
                                                                                                "'m"
                                                                                                "od"
                                                                                                "al"
                                                                                                "it"
                                                                                                "y'"
                                                                                                ": "
                                                                                                "'f"
                                                                                                "or"
                                                                                                "ec"
                                                                                                "as"
                                                                                                "t'"
                                                                                                ", "
                                                                                                "'v"
                                                                                                "al"
                                                                                                "ue"
                                                                                                "_h"
                                                                                                "ig"
                                                                                                "h'"
                                                                                                ": "
                                                                                                "40"
                                                                                                ","
                                                                                                " '"
                                                                                                "cl"
                                                                                                "ai"
                                                                                                "ma"
                                                                                                "nt"
                                                                                                "':"
                                                                                                " {"
                                                                                                "'i"
                                                                                                "d'"
                                                                                                ": "
                                                                                                "'c"
                                                                                                "ed"
                                                                                                "ar"
                                                                                                "'"
                                                                                                "}") "]");
    fixture_article(
        fixture, "https://daily.example/feb", "2025-02-01",
        "'mentions': [{'type': 'org', 'id': 'acorn', 'name': 'Acorn', 'start': 0, 'end': 5},"
        "  {'type': 'tool', 'id': 'elm@2', 'name': 'Elm 2', 'start': 6, 'end': 9}],"
        " 'relations': [" RELATION("partners", "acorn", "birch",
                                   ", 'modality': 'forecast'") "],"
                                                               " 'quantities': [" QUANTITY(
                                                                   "12", "'FY2025-Q3'",
                                                                   ", 'subject': {'id': 'birch'}, "
                                                                   "'modality': 'actual'") "]");
    fixture_article(fixture, "https://daily.example/may", "2025-05-15T12:00:00Z",
                    "'mentions': [{'type': 'org', 'id': 'cedar', 'name': 'Cedar Research',"
                    "  'start': 0, 'end': 5}],"
                    " 'relations': [" RELATION(
                        "partners", "cedar", "birch",
                        ", 'modality': 'actual'") "],"
                                                  " 'quantities': [" QUANTITY(
                                                      "50", "null", ", 'modality': 'target'") "]");
    return status;
}

/* The rows of a query as "subject>object" or "value", one a word, in their order. */
static void assert_rows(struct ledger_fixture *fixture, enum query_kind kind,
                        struct query_filter filter, const char *expected)
{
    static const char *const columns[QUERY_KINDS][2] = {
        {"subject", "object"}, {"value", NULL}, {"id", NULL}, {"date", NULL}};
    struct buf found = {0};
    struct result *result = ledger_query(fixture->ledger, kind, &filter);
    if (!result)
        fail_msg("no rows: %s", fixture_problem(fixture));
    for (size_t row = 0; row < result->row_count; row++) {
        for (size_t i = 0; i < result->column_count; i++) {
            const struct cell *cell = &result_row(result, row)[i];
            if (strcmp(result->columns[i], columns[kind][0]) == 0 && cell->type == CELL_TEXT)
                buf_printf(&found, "%s%s", found.len > 0 ? " " : "", cell->text);
            else if (strcmp(result->columns[i], columns[kind][0]) == 0)
                buf_printf(&found, "%s%g", found.len > 0 ? " " : "", cell->number);
            else if (columns[kind][1] && strcmp(result->columns[i], columns[kind][1]) == 0)
                buf_printf(&found, ">%s", cell->text);
        }
    }
    assert_string_equal(buf_text(&found), expected);
    buf_free(&found);
    result_free(result);
}

static void assert_refused(struct ledger_fixture *fixture, enum query_kind kind,
                           struct query_filter filter, const char *problem)
{
    diags_reset(fixture->diags);
    assert_null(ledger_query(fixture->ledger, kind, &filter));
    assert_int_equal(diags_count(fixture->diags), 1);
    assert_string_equal(fixture_problem(fixture), problem);
}

#define RELATIONS(expected, ...)                                                                   \
    assert_rows(*state, QUERY_RELATIONS, (struct query_filter){__VA_ARGS__}, expected)
#define QUANTITIES(expected, ...)                                                                  \
    assert_rows(*state, QUERY_QUANTITIES, (struct query_filter){__VA_ARGS__}, expected)
#define ENTITIES(expected, ...)                                                                    \
    assert_rows(*state, QUERY_ENTITIES, (struct query_filter){__VA_ARGS__}, expected)
#define ARTICLES(expected, ...)                                                                    \
    assert_rows(*state, QUERY_ARTICLES, (struct query_filter){__VA_ARGS__}, expected)
#define PARTY(of_kind, name) .parties = &(struct query_party){of_kind, name}, .party_count = 1

static void without_conditions_all_come_newest_first(void **state)
{
    RELATIONS("Cedar Research>Birch Acorn>Birch Birch>Acorn", .limit = 0);
    ARTICLES("2025-05-15 2025-02-01 2025-01-31", .limit = 0);
}

static void times_are_days_from_first_to_last(void **state)
{
    RELATIONS("Birch>Acorn", .until = "2025-01");
    RELATIONS("Birch>Acorn", .until = "2025-01-31");
    RELATIONS("", .until = "2025-01-30");
    RELATIONS("Cedar Research>Birch Acorn>Birch", .since = "2025-02");
    RELATIONS("Cedar Research>Birch", .since = "2025-Q2", .until = "2025-H1");
    RELATIONS("Acorn>Birch Birch>Acorn", .since = "2025", .until = "2025-Q1");
    ARTICLES("2025-05-15", .since = "2025-05-15", .until = "2025-05-15");
}

static void a_party_may_stand_on_either_side(void **state)
{
    RELATIONS("Acorn>Birch Birch>Acorn", PARTY(NULL, "acorn"));
    RELATIONS("Cedar Research>Birch", PARTY(NULL, "cedar"));
    QUANTITIES("35", PARTY(NULL, "cedar")); /* as the claimant */
    ARTICLES("2025-01-31", PARTY(NULL, "birch"));
}

static void a_party_is_found_by_any_name_in_any_case(void **state)
{
    RELATIONS("Acorn>Birch Birch>Acorn", PARTY(NULL, "ACORN cloud"));
    RELATIONS("Birch>Acorn", .subject = "birch \xC3\xA4XTE");
}

static void a_family_stands_for_its_versions(void **state)
{
    RELATIONS("Birch>Acorn", PARTY(NULL, "elm"));
    RELATIONS("Birch>Acorn", PARTY("tool", "Elm"));
    RELATIONS("Birch>Acorn", .about = "sapling");
    ARTICLES("2025-02-01", PARTY(NULL, "Elm"));
}

static void a_kind_stands_for_its_members(void **state)
{
    struct query_party both[] = {{"cloud", NULL}, {NULL, "birch"}};
    RELATIONS("Acorn>Birch Birch>Acorn", PARTY("cloud", NULL));
    RELATIONS("Acorn>Birch Birch>Acorn", .parties = both, .party_count = 2);
    RELATIONS("Acorn>Birch Birch>Acorn", PARTY("cloud", "acorn"));
    both[1].entity = "cedar";
    RELATIONS("", .parties = both, .party_count = 2);
}

static void sides_are_told_apart(void **state)
{
    RELATIONS("Birch>Acorn", .subject = "birch");
    RELATIONS("Cedar Research>Birch Acorn>Birch", .object = "birch");
    RELATIONS("Acorn>Birch", .object = "birch", .subject = "acorn");
    QUANTITIES("12 30", .subject = "birch");
    QUANTITIES("35", .claimant = "Cedar Research");
}

static void relations_have_type_role_and_modality(void **state)
{
    RELATIONS("Cedar Research>Birch Acorn>Birch", .type = "partners");
    RELATIONS("Birch>Acorn", .type = "Supplies");
    RELATIONS("Birch>Acorn", .role = "supply");
    RELATIONS("Acorn>Birch", .modality = "forecast");
}

static void quantities_have_values_and_periods(void **state)
{
    const double low = 36, high = 34;
    QUANTITIES("50 35", .min_value = &low); /* 35–40 reaches to 36 */
    QUANTITIES("12 30", .max_value = &high);
    QUANTITIES("35", .period = "2025");
    QUANTITIES("35", .period = "2025-Q1");
    QUANTITIES("", .period = "2025-01");
    QUANTITIES("30", .period = "2024");
    QUANTITIES("30 35", .period = "2024/2025", .order = "oldest");
    QUANTITIES("12", .period = "FY2025");
    QUANTITIES("12", .period = "FY2025-Q3");
    QUANTITIES("", .period = "FY2024");
    QUANTITIES("50 12 35 30", .metric = "Market Share", .order = "newest", .unit = "%");
    QUANTITIES("50", .metric = "share", .modality = "target");
}

static void sources_and_languages_are_those_of_the_article(void **state)
{
    ARTICLES("2025-05-15 2025-02-01 2025-01-31", .source = "daily", .language = "en");
    ARTICLES("", .source = "weekly");
    ARTICLES("", .language = "de");
}

static void rows_come_in_the_order_that_was_asked_for(void **state)
{
    RELATIONS("Birch>Acorn Acorn>Birch Cedar Research>Birch", .order = "oldest");
    RELATIONS("Acorn>Birch Birch>Acorn Cedar Research>Birch", .order = "name");
    QUANTITIES("50 35 30 12", .order = "value");
    ENTITIES("acorn birch cedar elm@2", .order = "name");
    ENTITIES("birch acorn elm@2 cedar", .order = "oldest");
}

static void entities_are_counted_where_they_are_mentioned(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct query_filter filter = {.type = "org"};
    struct result *result = ledger_query(fixture->ledger, QUERY_ENTITIES, &filter);
    assert_non_null(result);
    assert_string_equal(fixture_rows(fixture, result),
                        "birch|Birch|org|maker,org|-|1|1|2|2025-01-31|2025-01-31\n"
                        "acorn|Acorn|org|cloud,org|-|1|1|1|2025-02-01|2025-02-01\n"
                        "cedar|Cedar Research|org|org|-|1|1|1|2025-05-15|2025-05-15\n");
    result_free(result);

    ENTITIES("elm@2", PARTY(NULL, "elm"));
    ENTITIES("acorn", PARTY("cloud", NULL));
    ENTITIES("birch", .until = "2025-01");
}

static void a_limit_tells_that_there_is_more(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct query_filter filter = {.limit = 2};
    struct result *result = ledger_query(fixture->ledger, QUERY_RELATIONS, &filter);
    assert_int_equal(result->row_count, 2);
    assert_true(result->cut);
    result_free(result);

    filter.limit = 3;
    result = ledger_query(fixture->ledger, QUERY_RELATIONS, &filter);
    assert_int_equal(result->row_count, 3);
    assert_false(result->cut);
    result_free(result);
}

static void evidence_leads_back_to_the_bytes(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct query_filter filter = {.type = "supplies", .with_evidence = true};
    struct result *result = ledger_query(fixture->ledger, QUERY_RELATIONS, &filter);
    char sha256[HASH_HEX_SIZE];
    hash_hex("https://daily.example/jan", strlen("https://daily.example/jan"), sha256);
    assert_string_equal(
        fixture_rows(fixture, result),
        arena_printf(fixture->arena,
                     "2025-01-31|Birch|supplies|Acorn|Elm 2|supply|actual|daily|They said so.|"
                     "r.one|v1|A title about it|https://daily.example/jan|%s|"
                     "2025-06-01T00:00:00Z|birch|acorn|elm@2|1|1|1\n",
                     sha256));
    result_free(result);
}

static const char *columns_of(struct ledger_fixture *fixture, enum query_kind kind, bool evidence)
{
    struct buf names = {0};
    struct query_filter filter = {.with_evidence = evidence};
    struct result *result = ledger_query(fixture->ledger, kind, &filter);
    assert_non_null(result);
    for (size_t i = 0; i < result->column_count; i++)
        buf_printf(&names, "%s%s", i > 0 ? " " : "", result->columns[i]);
    result_free(result);
    const char *text = arena_strdup(fixture->arena, names.data);
    buf_free(&names);
    return text;
}

static void columns_are_an_interface(void **state)
{
    struct ledger_fixture *fixture = *state;
    assert_string_equal(columns_of(fixture, QUERY_RELATIONS, false),
                        "date subject relation object about role modality source");
    assert_string_equal(columns_of(fixture, QUERY_QUANTITIES, true),
                        "date subject metric value value_high unit approx change basis period "
                        "modality claimant source sentence rule rule_version title url sha256 "
                        "fetched subject_id metric_id claimant_id story_id article_id "
                        "id");
    assert_string_equal(columns_of(fixture, QUERY_ENTITIES, true),
                        "id name type kinds maker articles stories mentions first_seen last_seen "
                        "names family_id version maker_id owner_id wikidata");
    assert_string_equal(columns_of(fixture, QUERY_ARTICLES, true),
                        "date title source publisher language url published date_evidence "
                        "modified authors sha256 fetched story_id document_id id");
}

static void what_the_ledger_does_not_know_is_named_with_the_nearest(void **state)
{
    struct ledger_fixture *fixture = *state;
    assert_refused(fixture, QUERY_RELATIONS, (struct query_filter){.subject = "burch"},
                   "nothing is called 'burch'; did you mean 'birch'?");
    assert_refused(fixture, QUERY_RELATIONS, (struct query_filter){.about = "a quantum toaster"},
                   "nothing is called 'a quantum toaster'; newsledger query entities lists what "
                   "there is");
    assert_refused(fixture, QUERY_RELATIONS, (struct query_filter){.type = "partner"},
                   "there is no relation 'partner'; did you mean 'partners'?");
    assert_refused(fixture, QUERY_QUANTITIES, (struct query_filter){.metric = "weight"},
                   "there is no metric 'weight'; there are market share, share");
    assert_refused(fixture, QUERY_QUANTITIES, (struct query_filter){.modality = "forcast"},
                   "there is no modality 'forcast'; did you mean 'forecast'?");
    assert_refused(fixture, QUERY_ARTICLES, (struct query_filter){.source = "dayly"},
                   "there is no source 'dayly'; did you mean 'daily'?");
    assert_refused(fixture, QUERY_ARTICLES, (struct query_filter){PARTY("clouds", "acorn")},
                   "there is no kind 'clouds'; did you mean 'cloud'?");
    assert_refused(fixture, QUERY_ARTICLES, (struct query_filter){.since = "spring"},
                   "'spring' is no date or period; write 2025, 2025-H1, 2025-Q1, 2025-01 or "
                   "2025-01-15");
    assert_refused(fixture, QUERY_RELATIONS, (struct query_filter){.order = "value"},
                   "there is no order 'value'; there are newest, oldest, name");
}

static void one_of_another_kind_is_said_to_be_so(void **state)
{
    struct ledger_fixture *fixture = *state;
    assert_refused(fixture, QUERY_RELATIONS, (struct query_filter){PARTY("tool", "acorn")},
                   "'acorn' is not of kind 'tool'; its kinds: cloud, org");
}

static void a_condition_that_says_nothing_is_no_silent_one(void **state)
{
    struct ledger_fixture *fixture = *state;
    const double zero = 0;
    assert_refused(fixture, QUERY_RELATIONS, (struct query_filter){.metric = "share"},
                   "'metric' says nothing about relations");
    assert_refused(fixture, QUERY_QUANTITIES, (struct query_filter){.object = "acorn"},
                   "'object' says nothing about quantities");
    assert_refused(fixture, QUERY_ARTICLES, (struct query_filter){.min_value = &zero},
                   "'min_value' says nothing about articles");
    assert_refused(fixture, QUERY_ENTITIES, (struct query_filter){.period = "2025"},
                   "'period' says nothing about entities");
}

static void all_mistakes_are_told_at_once(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct query_filter filter = {.since = "soon", .subject = "nobody at all", .order = "up"};
    diags_reset(fixture->diags);
    assert_null(ledger_query(fixture->ledger, QUERY_RELATIONS, &filter));
    assert_int_equal(diags_errors(fixture->diags), 3);
}

static void what_is_typed_is_never_sql(void **state)
{
    struct ledger_fixture *fixture = *state;
    RELATIONS("", .role = "' OR 1 = 1 --");
    ARTICLES("", .language = "en'; DROP TABLE articles; --");
    assert_refused(fixture, QUERY_ARTICLES, (struct query_filter){.source = "x' OR '1'='1"},
                   "there is no source 'x' OR '1'='1'; there are daily, gone, weekly");
    assert_string_equal(fixture_sql(fixture, "SELECT count(*) FROM articles"), "3");
}

#define QUERY_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, ledger_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        QUERY_TEST(without_conditions_all_come_newest_first),
        QUERY_TEST(times_are_days_from_first_to_last),
        QUERY_TEST(a_party_may_stand_on_either_side),
        QUERY_TEST(a_party_is_found_by_any_name_in_any_case),
        QUERY_TEST(a_family_stands_for_its_versions),
        QUERY_TEST(a_kind_stands_for_its_members),
        QUERY_TEST(sides_are_told_apart),
        QUERY_TEST(relations_have_type_role_and_modality),
        QUERY_TEST(quantities_have_values_and_periods),
        QUERY_TEST(sources_and_languages_are_those_of_the_article),
        QUERY_TEST(rows_come_in_the_order_that_was_asked_for),
        QUERY_TEST(entities_are_counted_where_they_are_mentioned),
        QUERY_TEST(a_limit_tells_that_there_is_more),
        QUERY_TEST(evidence_leads_back_to_the_bytes),
        QUERY_TEST(columns_are_an_interface),
        QUERY_TEST(what_the_ledger_does_not_know_is_named_with_the_nearest),
        QUERY_TEST(one_of_another_kind_is_said_to_be_so),
        QUERY_TEST(a_condition_that_says_nothing_is_no_silent_one),
        QUERY_TEST(all_mistakes_are_told_at_once),
        QUERY_TEST(what_is_typed_is_never_sql),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
