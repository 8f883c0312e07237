#include "store/documents.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "store/problems.h"
#include "tests/support/ledger.h"

static void a_document_is_entered_once(void **state)
{
    struct ledger_fixture *fixture = *state;
    int64_t first = fixture_document(fixture, "https://daily.example/a", "one");
    const char *before = fixture_dump(fixture);
    assert_int_equal(fixture_document(fixture, "https://daily.example/a", "one"), first);
    assert_string_equal(fixture_dump(fixture), before);

    /* Other bytes at the same address, and the same bytes at another, are other documents. */
    assert_int_not_equal(fixture_document(fixture, "https://daily.example/a", "two"), first);
    assert_int_not_equal(fixture_document(fixture, "https://daily.example/b", "one"), first);
    assert_string_equal(fixture_sql(fixture, "SELECT count(*) FROM v_documents"), "3");
}

static void it_waits_in_the_state_fetched(void **state)
{
    struct ledger_fixture *fixture = *state;
    fixture_document(fixture, "https://daily.example/a", "one");
    assert_string_equal(
        fixture_sql(fixture, "SELECT concat FROM (SELECT kind || ' ' || state || ' ' || source ||"
                             " ' ' || http_status || ' ' || bytes || ' ' || fetched AS concat"
                             " FROM v_documents)"),
        "article fetched daily 200 3 2025-06-01T00:00:00Z");
}

static void only_articles_addresses_are_known(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct document feed = {.url = "https://daily.example/feed", .fetched = FIXTURE_TIME};
    struct document_entry entry = {
        .document = &feed, .url_key = feed.url, .kind = DOCUMENT_FEED, .source_id = "daily"};
    int64_t id;
    hash_hex("", 0, feed.sha256);
    assert_int_equal(ledger_add_document(fixture->ledger, &entry, &id), 0);
    fixture_document(fixture, "https://daily.example/a", "one");

    assert_true(ledger_knows_url(fixture->ledger, "https://daily.example/a"));
    assert_false(ledger_knows_url(fixture->ledger, "https://daily.example/b"));
    assert_false(ledger_knows_url(fixture->ledger, "https://daily.example/feed"));
    assert_string_equal(
        fixture_sql(fixture, "SELECT final_url FROM v_documents WHERE kind = 'feed'"), feed.url);
}

static void a_source_that_was_not_synced_is_an_error(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct document document = {.url = "https://daily.example/a", .fetched = FIXTURE_TIME};
    struct document_entry entry = {
        .document = &document, .url_key = document.url, .source_id = "hourly"};
    int64_t id;
    hash_hex("", 0, document.sha256);
    assert_int_equal(ledger_add_document(fixture->ledger, &entry, &id), -1);
    assert_string_equal(fixture_problem(fixture),
                        "there is no source 'hourly' in the ledger; sources are taken over from "
                        "the rules when a run begins");
    assert_string_equal(fixture_sql(fixture, "SELECT count(*) FROM documents"), "0");
}

static void a_document_needs_no_source(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct document document = {.url = "page.html", .fetched = FIXTURE_TIME};
    struct document_entry entry = {.document = &document, .url_key = document.url};
    int64_t id;
    hash_hex("", 0, document.sha256);
    assert_int_equal(ledger_add_document(fixture->ledger, &entry, &id), 0);
    assert_null(fixture_sql(fixture, "SELECT source FROM v_documents"));
}

static void bytes_of_servers_that_are_no_text_are_repaired(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct document document = {.url = "https://daily.example/\xFF",
                                .fetched = FIXTURE_TIME,
                                .headers = "X-Name: caf\xE9\r\n"};
    struct document_entry entry = {.document = &document, .url_key = document.url};
    int64_t id;
    hash_hex("", 0, document.sha256);
    assert_int_equal(ledger_add_document(fixture->ledger, &entry, &id), 0);
    assert_string_equal(fixture_sql(fixture, "SELECT url FROM documents"),
                        "https://daily.example/\xEF\xBF\xBD");
    assert_string_equal(fixture_sql(fixture, "SELECT headers FROM documents"),
                        "X-Name: caf\xEF\xBF\xBD\r");
}

static void fetching_at_last_forgets_the_failed_attempts(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct problem problem = {.source_id = "daily",
                              .url = "https://daily.example/a?x",
                              .url_key = "https://daily.example/a",
                              .stage = "fetch",
                              .cause = "slow",
                              .message = "no answer in 30 s",
                              .time = FIXTURE_TIME};
    assert_int_equal(ledger_attempts(fixture->ledger, problem.url_key), 0);
    assert_int_equal(ledger_add_problem(fixture->ledger, &problem), 0);
    problem.cause = "http";
    problem.time += 60;
    assert_int_equal(ledger_add_problem(fixture->ledger, &problem), 0);
    assert_int_equal(ledger_attempts(fixture->ledger, problem.url_key), 2);
    assert_string_equal(
        fixture_sql(fixture, "SELECT url || ' ' || source || ' ' || cause || ' ' || attempts ||"
                             " ' ' || first_time || ' ' || last_time FROM v_problems"),
        "https://daily.example/a?x daily http 2 2025-06-01T00:00:00Z 2025-06-01T00:01:00Z");

    fixture_document(fixture, problem.url_key, "one");
    assert_int_equal(ledger_attempts(fixture->ledger, problem.url_key), 0);
}

struct visits {
    struct ledger_fixture *fixture;
    int count;
    int64_t last;
    int stop_at;
    bool save;
};

static int count_visit(const struct document_row *row, void *context)
{
    struct visits *visits = context;
    assert_true(row->id > visits->last);
    visits->last = row->id;
    visits->count++;
    if (visits->save)
        fixture_save(visits->fixture, row->id,
                     "{'version': 1, 'article': {'text': 'words'}, 'mentions': []}");
    return visits->count == visits->stop_at ? 7 : 0;
}

static int count(struct ledger_fixture *fixture, enum document_choice choice,
                 const struct extraction *how)
{
    struct visits visits = {.fixture = fixture};
    assert_int_equal(ledger_documents(fixture->ledger, choice, how, count_visit, &visits), 0);
    return visits.count;
}

static void add_documents(struct ledger_fixture *fixture, int many)
{
    for (int i = 0; i < many; i++) {
        const char *url = arena_printf(fixture->arena, "https://daily.example/%d", i);
        fixture_document(fixture, url, url);
    }
}

static void a_visit_may_save_what_it_visits(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct visits visits = {.fixture = fixture, .save = true};
    add_documents(fixture, 300); /* more than one batch */
    assert_int_equal(
        ledger_documents(fixture->ledger, DOCUMENTS_PENDING, NULL, count_visit, &visits), 0);
    assert_int_equal(visits.count, 300);
    assert_int_equal(count(fixture, DOCUMENTS_PENDING, NULL), 0);
    assert_int_equal(count(fixture, DOCUMENTS_ALL, NULL), 300);
}

static void a_visit_ends_the_walk_with_its_own_value(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct visits visits = {.fixture = fixture, .stop_at = 2};
    add_documents(fixture, 3);
    assert_int_equal(
        ledger_documents(fixture->ledger, DOCUMENTS_PENDING, NULL, count_visit, &visits), 7);
    assert_int_equal(visits.count, 2);
}

static void other_rules_or_another_program_make_documents_outdated(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct extraction same = fixture->how, rules = fixture->how, program = fixture->how;
    struct visits visits = {.fixture = fixture, .save = true};
    rules.rules_version = "rules-2";
    program.program = "newsledger newer";
    add_documents(fixture, 2);
    assert_int_equal(count(fixture, DOCUMENTS_OUTDATED, &same), 2);
    assert_int_equal(ledger_documents(fixture->ledger, DOCUMENTS_ALL, NULL, count_visit, &visits),
                     0);
    assert_int_equal(count(fixture, DOCUMENTS_OUTDATED, &same), 0);
    assert_int_equal(count(fixture, DOCUMENTS_OUTDATED, &rules), 2);
    assert_int_equal(count(fixture, DOCUMENTS_OUTDATED, &program), 2);
}

static int check_visit(const struct document_row *row, void *context)
{
    int *visits = context;
    (*visits)++;
    assert_string_equal(row->document.url, "https://daily.example/a");
    assert_string_equal(row->document.final_url, "https://daily.example/a");
    assert_string_equal(row->document.content_type, "text/html");
    assert_string_equal(row->document.headers, "X-Test: yes\r\n");
    assert_int_equal(row->document.status, 200);
    assert_int_equal(row->document.fetched, FIXTURE_TIME);
    assert_int_equal(row->document.body_len, 3);
    assert_null(row->document.body);
    assert_int_equal(strlen(row->document.sha256), 64);
    assert_string_equal(row->url_key, "https://daily.example/a");
    assert_string_equal(row->source_id, "daily");
    assert_null(row->title);
    assert_false(row->failed);
    return 0;
}

static void a_row_has_what_extracting_it_takes(void **state)
{
    struct ledger_fixture *fixture = *state;
    int visits = 0;
    fixture_document(fixture, "https://daily.example/a", "one");
    assert_int_equal(
        ledger_documents(fixture->ledger, DOCUMENTS_PENDING, NULL, check_visit, &visits), 0);
    assert_int_equal(visits, 1);
}

#define LEDGER_TEST(test) cmocka_unit_test_setup_teardown(test, ledger_set_up, ledger_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEDGER_TEST(a_document_is_entered_once),
        LEDGER_TEST(it_waits_in_the_state_fetched),
        LEDGER_TEST(only_articles_addresses_are_known),
        LEDGER_TEST(a_source_that_was_not_synced_is_an_error),
        LEDGER_TEST(a_document_needs_no_source),
        LEDGER_TEST(bytes_of_servers_that_are_no_text_are_repaired),
        LEDGER_TEST(fetching_at_last_forgets_the_failed_attempts),
        LEDGER_TEST(a_visit_may_save_what_it_visits),
        LEDGER_TEST(a_visit_ends_the_walk_with_its_own_value),
        LEDGER_TEST(other_rules_or_another_program_make_documents_outdated),
        LEDGER_TEST(a_row_has_what_extracting_it_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
