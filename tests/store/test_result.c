#include "store/result.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void rows_are_kept_in_their_order(void **state)
{
    static const char *const columns[] = {"name", "count"};
    struct result *result = result_new(columns, 2);
    (void)state;
    assert_int_equal(result->row_count, 0);
    for (int i = 0; i < 100; i++) {
        char name[] = {(char)('a' + i % 26), '\0'};
        struct cell *row = result_add_row(result);
        assert_int_equal(row[0].type, CELL_NULL);
        assert_int_equal(row[1].type, CELL_NULL);
        row[0] = cell_text(result, name);
        row[1] = cell_number(i);
    }
    assert_int_equal(result->row_count, 100);
    assert_string_equal(result->columns[1], "count");
    assert_string_equal(result_row(result, 0)[0].text, "a");
    assert_string_equal(result_row(result, 27)[0].text, "b");
    assert_true(result_row(result, 99)[1].number == 99);
    result_free(result);
}

static void no_text_is_null(void **state)
{
    struct result *result = result_new(NULL, 0);
    (void)state;
    assert_int_equal(cell_text(result, NULL).type, CELL_NULL);
    assert_int_equal(cell_text(result, "").type, CELL_TEXT);
    result_free(result);
    result_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_kept_in_their_order),
        cmocka_unit_test(no_text_is_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
