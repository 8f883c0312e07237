#include "store/database.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/query.h"
#include "store/run.h"
#include "tests/support/ledger.h"

static void every_statement_can_be_prepared(void **state)
{
    struct ledger_fixture *fixture = *state;
    for (int i = 0; i < STATEMENT_COUNT; i++) {
        if (!statement_sql((enum statement)i))
            fail_msg("statement %d has no SQL", i);
        if (!database_statement(ledger_database(fixture->ledger), (enum statement)i))
            fail_msg("%s: %s", statement_sql((enum statement)i), fixture_problem(fixture));
    }
}

/* A record that needs many pages: its text alone is a hundred kilobytes. */
static json_t *large_record(void)
{
    char *text = malloc(100001);
    memset(text, 'x', 100000);
    text[100000] = '\0';
    json_t *record =
        json_pack("{s:i, s:{s:s, s:s}, s:[{s:s, s:i, s:i}]}", "version", 1, "article", "title",
                  "Large", "text", text, "mentions", "id", "birch", "start", 0, "end", 5);
    free(text);
    assert_non_null(record);
    return record;
}

static void limit_pages(struct ledger_fixture *fixture, int more)
{
    int64_t pages = atoi(fixture_sql(fixture, "PRAGMA page_count"));
    fixture_sql(fixture, arena_printf(fixture->arena, "PRAGMA max_page_count = %d",
                                      more > 0 ? (int)pages + more : 1 << 30));
}

static void a_full_disk_leaves_everything_as_it_was(void **state)
{
    struct ledger_fixture *fixture = *state;
    int64_t id = fixture_document(fixture, "https://daily.example/a", "a");
    const char *before = fixture_dump(fixture);
    json_t *record = large_record();

    limit_pages(fixture, 4);
    assert_int_equal(ledger_save_record(fixture->ledger, id, record, &fixture->how, NULL), -1);
    assert_string_equal(fixture_problem(fixture),
                        "the disk is full: nothing of this was saved (SQLite: database or disk is "
                        "full); free some room and run again; what was saved before is whole");
    assert_string_equal(fixture_dump(fixture), before);

    /* With room again, the same ledger goes on. */
    limit_pages(fixture, 0);
    assert_int_equal(ledger_save_record(fixture->ledger, id, record, &fixture->how, NULL), 0);
    assert_string_equal(fixture_sql(fixture, "SELECT entity_id FROM v_mentions"), "birch");
    assert_string_equal(fixture_sql(fixture, "PRAGMA integrity_check"), "ok");
    json_decref(record);
}

static void a_ledger_opened_for_reading_cannot_be_written(void **state)
{
    struct ledger_fixture *fixture = *state;
    int64_t id;
    fixture_reopen(fixture, LEDGER_READ);
    assert_int_equal(ledger_run_begin(fixture->ledger, FIXTURE_TIME, "p", NULL, &id), -1);
    assert_true(strstr(fixture_problem(fixture), "the ledger cannot be written"));
}

static void a_page_that_is_damaged_is_no_empty_answer(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct query_filter filter = {0};
    fixture_article(fixture, "https://daily.example/a", "2025-05-01", "'mentions': []");
    fixture_sql(fixture, "PRAGMA wal_checkpoint(TRUNCATE)");
    long root =
        atol(fixture_sql(fixture, "SELECT rootpage FROM sqlite_schema WHERE name = 'articles'"));
    long size = atol(fixture_sql(fixture, "PRAGMA page_size"));
    ledger_close(fixture->ledger);

    FILE *file = fopen(fixture->path, "r+");
    assert_non_null(file);
    assert_int_equal(fseek(file, (root - 1) * size, SEEK_SET), 0);
    for (long i = 0; i < size; i++)
        fputc(0xEE, file);
    fclose(file);

    fixture->ledger = ledger_open(fixture->path, LEDGER_READ, fixture->diags);
    assert_non_null(fixture->ledger);
    assert_null(ledger_query(fixture->ledger, QUERY_ARTICLES, &filter));
    assert_true(strstr(fixture_problem(fixture), "the ledger is damaged"));
}

static void a_failed_transaction_is_taken_back(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct database *db = ledger_database(fixture->ledger);
    assert_int_equal(database_begin(db), 0);
    assert_int_equal(database_exec(db, "DELETE FROM sources"), 0);
    assert_int_equal(database_end(db, -1), -1);
    assert_string_equal(fixture_sql(fixture, "SELECT count(*) FROM sources"), "3");
    assert_int_equal(database_begin(db), 0);
    assert_int_equal(database_end(db, 0), 0);
}

#define LEDGER_TEST(test) cmocka_unit_test_setup_teardown(test, ledger_set_up, ledger_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEDGER_TEST(every_statement_can_be_prepared),
        LEDGER_TEST(a_full_disk_leaves_everything_as_it_was),
        LEDGER_TEST(a_ledger_opened_for_reading_cannot_be_written),
        LEDGER_TEST(a_page_that_is_damaged_is_no_empty_answer),
        LEDGER_TEST(a_failed_transaction_is_taken_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
