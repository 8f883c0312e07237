#include "store/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "tests/support/ledger.h"

/* The names of the README's headings "## v_…", or the columns of one such heading's table. */
static const char *documented(struct ledger_fixture *fixture, const char *view)
{
    struct buf found = {0};
    char *text = NULL, *save = NULL;
    size_t len;
    bool inside = false;
    assert_int_equal(file_read("store/README.md", 1 << 20, &text, &len), 0);
    for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        const char *heading = strncmp(line, "## ", 3) == 0 ? line + 3 : NULL;
        if (heading)
            inside = view && strcmp(heading, view) == 0;
        if (!view && heading && strncmp(heading, "v_", 2) == 0)
            buf_printf(&found, "%s ", heading);
        if (inside && strncmp(line, "| `", 3) == 0)
            buf_printf(&found, "%.*s ", (int)strcspn(line + 3, "`"), line + 3);
    }
    const char *copy = arena_strdup(fixture->arena, buf_text(&found));
    buf_free(&found);
    free(text);
    return copy;
}

/* The document is the interface: a column that is dropped, renamed or added breaks this test. */
static void the_views_have_the_columns_that_are_documented(void **state)
{
    struct ledger_fixture *fixture = *state;
    char *views = arena_strdup(fixture->arena, documented(fixture, NULL)), *save = NULL;
    int count = 0;
    for (char *view = strtok_r(views, " ", &save); view; view = strtok_r(NULL, " ", &save)) {
        const char *columns =
            fixture_sql(fixture, arena_printf(fixture->arena,
                                              "SELECT group_concat(name, ' ') || ' ' FROM"
                                              " pragma_table_info('%s')",
                                              view));
        assert_non_null(columns);
        assert_string_equal(columns, documented(fixture, view));
        count++;
    }
    assert_int_equal(count, 13);
}

static void every_view_of_the_interface_is_documented(void **state)
{
    struct ledger_fixture *fixture = *state;
    assert_string_equal(fixture_sql(fixture,
                                    "SELECT count(*) FROM sqlite_schema WHERE type = 'view'"
                                    " AND name GLOB 'v_*'"),
                        "13");
}

static void every_view_can_be_read_by_a_distrustful_program(void **state)
{
    struct ledger_fixture *fixture = *state;
    char *views = arena_strdup(fixture->arena, documented(fixture, NULL)), *save = NULL;
    fixture_sql(fixture, "PRAGMA trusted_schema = OFF");
    for (char *view = strtok_r(views, " ", &save); view; view = strtok_r(NULL, " ", &save))
        fixture_sql(fixture, arena_printf(fixture->arena, "SELECT * FROM %s", view));
}

static void tables_are_strict(void **state)
{
    struct ledger_fixture *fixture = *state;
    assert_null(fixture_sql(fixture, "SELECT group_concat(name) FROM pragma_table_list"
                                     " WHERE type = 'table' AND NOT strict AND schema = 'main'"
                                     " AND name NOT LIKE 'sqlite%'"));
}

#define LEDGER_TEST(test) cmocka_unit_test_setup_teardown(test, ledger_set_up, ledger_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEDGER_TEST(the_views_have_the_columns_that_are_documented),
        LEDGER_TEST(every_view_of_the_interface_is_documented),
        LEDGER_TEST(every_view_can_be_read_by_a_distrustful_program),
        LEDGER_TEST(tables_are_strict),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
