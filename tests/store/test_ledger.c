#include "store/ledger.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "store/schema.h"
#include "tests/support/folder.h"
#include "tests/support/ledger.h"

/* Opening `path` fails with a message that begins so and a hint that holds that. */
static void assert_refused(struct ledger_fixture *fixture, const char *path, enum ledger_mode mode,
                           const char *message, const char *hint)
{
    diags_reset(fixture->diags);
    assert_null(ledger_open(path, mode, fixture->diags));
    assert_int_equal(diags_count(fixture->diags), 1);
    const struct diag *diag = diags_get(fixture->diags, 0);
    assert_int_equal(diag->severity, SEVERITY_ERROR);
    assert_string_equal(diag->stage, "store");
    assert_string_equal(diag->thing, path);
    if (strncmp(diag->message, message, strlen(message)) != 0)
        fail_msg("'%s' instead of '%s'", diag->message, message);
    assert_non_null(diag->hint);
    if (!strstr(diag->hint, hint))
        fail_msg("'%s' lacks '%s'", diag->hint, hint);
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void a_new_ledger_is_made_with_its_folders(void **state)
{
    struct ledger_fixture *fixture = *state;
    char *path = folder_path(fixture->folder, "a/b/new.db");
    struct ledger *ledger = ledger_open(path, LEDGER_WRITE, fixture->diags);
    assert_non_null(ledger);
    assert_int_equal(diags_count(fixture->diags), 0);
    ledger_close(ledger);
    assert_int_equal(access(path, F_OK), 0);
    free(path);
}

static void it_marks_itself_and_is_set_up_for_many_readers(void **state)
{
    struct ledger_fixture *fixture = *state;
    assert_int_equal(atoi(fixture_sql(fixture, "PRAGMA application_id")), SCHEMA_APPLICATION_ID);
    assert_int_equal(atoi(fixture_sql(fixture, "PRAGMA user_version")), SCHEMA_VERSION);
    assert_string_equal(fixture_sql(fixture, "PRAGMA journal_mode"), "wal");
    assert_string_equal(fixture_sql(fixture, "PRAGMA synchronous"), "1");
    assert_string_equal(fixture_sql(fixture, "PRAGMA foreign_keys"), "1");
    assert_string_equal(fixture_sql(fixture, "PRAGMA integrity_check"), "ok");
}

static void opening_it_again_changes_nothing(void **state)
{
    struct ledger_fixture *fixture = *state;
    const char *before = fixture_dump(fixture);
    fixture_reopen(fixture, LEDGER_WRITE);
    assert_string_equal(fixture_dump(fixture), before);
    fixture_reopen(fixture, LEDGER_READ);
    assert_string_equal(fixture_dump(fixture), before);
}

/* A ledger of an earlier version, 0 being an empty file, with these rows; then opened. */
static void open_version(struct ledger_fixture *fixture, int version, const char *rows)
{
    char name[20], pragmas[100];
    snprintf(name, sizeof(name), "version%d.db", version);
    char *path = folder_path(fixture->folder, name);
    for (int i = 0; i < version; i++)
        for (size_t j = 0; schema_migrations[i][j]; j++)
            run_sql(path, schema_migrations[i][j]);
    snprintf(pragmas, sizeof(pragmas), "PRAGMA application_id = %d; PRAGMA user_version = %d",
             version ? SCHEMA_APPLICATION_ID : 0, version);
    run_sql(path, pragmas);
    run_sql(path, rows);
    ledger_close(fixture->ledger);
    fixture->ledger = ledger_open(path, LEDGER_WRITE, fixture->diags);
    assert_non_null(fixture->ledger);
    assert_int_equal(atoi(fixture_sql(fixture, "PRAGMA user_version")), SCHEMA_VERSION);
    free(path);
}

static void every_earlier_version_is_brought_up_to_date(void **state)
{
    struct ledger_fixture *fixture = *state;
    const char *schema = "SELECT group_concat(sql, char(10)) FROM"
                         " (SELECT sql FROM sqlite_schema ORDER BY name)";
    const char *fresh = fixture_sql(fixture, schema);
    const char *rows = "INSERT INTO sources (key, name, kind, url, language, every, status) VALUES"
                       " ('old', 'Old', 'feed', 'https://old.example/', 'en', 60, 'verified')";
    for (int version = 0; version < SCHEMA_VERSION; version++) {
        open_version(fixture, version, version ? rows : "");
        assert_string_equal(fixture_sql(fixture, schema), fresh);
        if (version > 0)
            assert_string_equal(fixture_sql(fixture, "SELECT id FROM v_sources"), "old");
    }
}

static void a_folder_is_no_ledger(void **state)
{
    struct ledger_fixture *fixture = *state;
    assert_refused(fixture, fixture->folder, LEDGER_WRITE, "this is a folder", "--ledger");
    assert_refused(fixture, fixture->folder, LEDGER_READ, "this is a folder", "--ledger");
}

static void a_missing_ledger_is_not_made_by_reading(void **state)
{
    struct ledger_fixture *fixture = *state;
    char *path = folder_path(fixture->folder, "missing.db");
    assert_refused(fixture, path, LEDGER_READ, "there is no ledger here", "newsledger run");
    assert_int_equal(access(path, F_OK), -1);
    free(path);
}

static void a_file_in_place_of_a_folder_is_named(void **state)
{
    struct ledger_fixture *fixture = *state;
    char *path = folder_path(fixture->folder, "ledger.db/below.db");
    assert_refused(fixture, path, LEDGER_WRITE, strerror(ENOTDIR), "--ledger");
    free(path);
}

static void another_programs_database_is_not_touched(void **state)
{
    struct ledger_fixture *fixture = *state;
    char *marked = folder_path(fixture->folder, "marked.db");
    char *plain = folder_path(fixture->folder, "plain.db");
    run_sql(marked, "PRAGMA application_id = 7; CREATE TABLE articles (id)");
    run_sql(plain, "CREATE TABLE bookmarks (id)");
    assert_refused(fixture, marked, LEDGER_WRITE, "this is another program's database",
                   "was not touched");
    assert_refused(fixture, plain, LEDGER_WRITE, "this is another program's database",
                   "was not touched");
    assert_refused(fixture, plain, LEDGER_READ, "this is another program's database", "--ledger");

    ledger_close(fixture->ledger);
    fixture->ledger = NULL;
    char *bytes = NULL;
    size_t len;
    assert_int_equal(file_read(plain, 1 << 20, &bytes, &len), 0);
    run_sql(plain, "SELECT 1");
    assert_true(memmem(bytes, len, "bookmarks", 9) != NULL);
    assert_null(memmem(bytes, len, "documents", 9));
    free(bytes);
    free(marked);
    free(plain);
}

static void a_text_file_is_no_ledger(void **state)
{
    struct ledger_fixture *fixture = *state;
    char *path = folder_path(fixture->folder, "notes.txt");
    char text[2000];
    memset(text, 'a', sizeof(text));
    assert_int_equal(file_write(path, text, sizeof(text)), 0);
    assert_refused(fixture, path, LEDGER_WRITE, "this is no ledger", "--ledger");
    free(path);
}

static void a_damaged_ledger_is_said_to_be_damaged(void **state)
{
    struct ledger_fixture *fixture = *state;
    char *bytes = NULL;
    size_t len;
    ledger_close(fixture->ledger);
    fixture->ledger = NULL;
    assert_int_equal(file_read(fixture->path, 1 << 24, &bytes, &len), 0);
    /* Behind the header of 100 bytes lies the root page of the schema. */
    memset(bytes + 100, 0xFF, 3000);
    assert_int_equal(file_write(fixture->path, bytes, len), 0);
    assert_refused(fixture, fixture->path, LEDGER_WRITE, "the ledger is damaged", "archive");
    free(bytes);
}

static void a_newer_ledger_is_left_to_a_newer_program(void **state)
{
    struct ledger_fixture *fixture = *state;
    char sql[64];
    snprintf(sql, sizeof(sql), "PRAGMA user_version = %d", SCHEMA_VERSION + 1);
    run_sql(fixture->path, sql);
    assert_refused(fixture, fixture->path, LEDGER_WRITE, "a newer newsledger", "that version");
    assert_refused(fixture, fixture->path, LEDGER_READ, "a newer newsledger", "that version");
}

static void an_older_ledger_is_not_migrated_by_reading(void **state)
{
    struct ledger_fixture *fixture = *state;
    run_sql(fixture->path, "PRAGMA user_version = 0");
    assert_refused(fixture, fixture->path, LEDGER_READ, "an older newsledger", "newsledger run");
}

static void keys_of_an_older_ledger_get_one_scheme(void **state)
{
    struct ledger_fixture *fixture = *state;
    open_version(fixture, 6,
                 "INSERT INTO looks VALUES ('http://looms.example/a', 1),"
                 " ('http://looms.example:81/a', 2), ('http://looms.example/b', 3),"
                 " ('https://looms.example/b', 4)");
    assert_string_equal(fixture_sql(fixture, "SELECT group_concat(url_key, ' ') FROM"
                                             " (SELECT url_key FROM looks ORDER BY time)"),
                        "https://looms.example/a http://looms.example:81/a http://looms.example/b"
                        " https://looms.example/b");
}

/* Runs `act` in a child, without root's rights, for which no file is unwritable; its exit status.
 */
static int in_child(struct ledger_fixture *fixture, int (*act)(struct ledger_fixture *fixture))
{
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (geteuid() == 0 && setuid(65534) < 0)
            _exit(99);
        _exit(act(fixture));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int open_unwritable(struct ledger_fixture *fixture)
{
    diags_reset(fixture->diags);
    if (ledger_open(fixture->path, LEDGER_WRITE, fixture->diags))
        return 1;
    return strncmp(fixture_problem(fixture), "this file cannot be written; see to the owner", 45)
               ? 2
               : 0;
}

static void an_unwritable_file_is_refused_before_anything_is_done(void **state)
{
    struct ledger_fixture *fixture = *state;
    ledger_close(fixture->ledger);
    fixture->ledger = NULL;
    assert_int_equal(chmod(fixture->folder, 0755), 0);
    assert_int_equal(chmod(fixture->path, 0444), 0);
    assert_int_equal(in_child(fixture, open_unwritable), 0);
}

static int lock_in_vain(struct ledger_fixture *fixture)
{
    diags_reset(fixture->diags);
    struct ledger *second = ledger_open(fixture->path, LEDGER_READ, fixture->diags);
    if (!second)
        return 1;
    int status = ledger_lock(second);
    ledger_close(second);
    return status == -EWOULDBLOCK ? 0 : 2;
}

static void a_second_run_is_turned_away_at_once(void **state)
{
    struct ledger_fixture *fixture = *state;
    char expected[64];
    assert_int_equal(ledger_lock(fixture->ledger), 0);

    struct ledger *second = ledger_open(fixture->path, LEDGER_WRITE, fixture->diags);
    assert_int_equal(ledger_lock(second), -EWOULDBLOCK);
    snprintf(expected, sizeof(expected), "another run is at work on it (process %ld)",
             (long)getpid());
    assert_string_equal(diags_get(fixture->diags, 0)->message, expected);

    ledger_close(fixture->ledger);
    fixture->ledger = NULL;
    assert_int_equal(ledger_lock(second), 0);
    ledger_close(second);
}

static void the_lock_holds_against_another_process(void **state)
{
    struct ledger_fixture *fixture = *state;
    char *lock = folder_path(fixture->folder, "ledger.db.lock");
    assert_int_equal(ledger_lock(fixture->ledger), 0);
    assert_int_equal(chmod(fixture->folder, 0777), 0);
    assert_int_equal(chmod(lock, 0666), 0);
    pid_t child = fork();
    if (child == 0)
        _exit(lock_in_vain(fixture));
    int status = 0;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    free(lock);
}

static void closing_nothing_is_fine(void **state)
{
    (void)state;
    ledger_close(NULL);
}

#define LEDGER_TEST(test) cmocka_unit_test_setup_teardown(test, ledger_set_up, ledger_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEDGER_TEST(a_new_ledger_is_made_with_its_folders),
        LEDGER_TEST(it_marks_itself_and_is_set_up_for_many_readers),
        LEDGER_TEST(opening_it_again_changes_nothing),
        LEDGER_TEST(every_earlier_version_is_brought_up_to_date),
        LEDGER_TEST(a_folder_is_no_ledger),
        LEDGER_TEST(a_missing_ledger_is_not_made_by_reading),
        LEDGER_TEST(a_file_in_place_of_a_folder_is_named),
        LEDGER_TEST(another_programs_database_is_not_touched),
        LEDGER_TEST(a_text_file_is_no_ledger),
        LEDGER_TEST(a_damaged_ledger_is_said_to_be_damaged),
        LEDGER_TEST(a_newer_ledger_is_left_to_a_newer_program),
        LEDGER_TEST(an_older_ledger_is_not_migrated_by_reading),
        LEDGER_TEST(keys_of_an_older_ledger_get_one_scheme),
        LEDGER_TEST(an_unwritable_file_is_refused_before_anything_is_done),
        LEDGER_TEST(a_second_run_is_turned_away_at_once),
        LEDGER_TEST(the_lock_holds_against_another_process),
        cmocka_unit_test(closing_nothing_is_fine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
