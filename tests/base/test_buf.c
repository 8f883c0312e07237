#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_grows_and_stays_terminated(void **state)
{
    (void)state;
    struct buf buf = {0};
    assert_string_equal(buf_text(&buf), "");
    for (int i = 0; i < 500; i++)
        buf_printf(&buf, "%03d,", i);
    assert_int_equal(buf.len, 2000);
    assert_int_equal(strlen(buf.data), 2000);
    assert_string_equal(buf.data + 1992, "498,499,");
    buf_free(&buf);
}

static void test_holds_nul_bytes(void **state)
{
    (void)state;
    struct buf buf = {0};
    buf_add(&buf, "a\0b", 3);
    buf_putc(&buf, 'c');
    assert_int_equal(buf.len, 4);
    assert_memory_equal(buf.data, "a\0bc", 5);
    buf_free(&buf);
}

static void test_code_points_become_utf8(void **state)
{
    (void)state;
    struct buf buf = {0};
    buf_put_code_point(&buf, 'A');
    buf_put_code_point(&buf, 0xE9);
    buf_put_code_point(&buf, 0x20AC);
    buf_put_code_point(&buf, 0x1F600);
    buf_put_code_point(&buf, 0xD800); /* a surrogate is no character */
    assert_string_equal(buf.data, "A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\xEF\xBF\xBD");
    buf_free(&buf);
}

static void test_detach_hands_over(void **state)
{
    (void)state;
    struct buf buf = {0};
    char *empty = buf_detach(&buf);
    assert_string_equal(empty, "");
    free(empty);

    buf_puts(&buf, "first");
    buf_reset(&buf);
    buf_puts(&buf, "text");
    char *text = buf_detach(&buf);
    assert_string_equal(text, "text");
    assert_null(buf.data);
    assert_int_equal(buf.len, 0);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grows_and_stays_terminated),
        cmocka_unit_test(test_holds_nul_bytes),
        cmocka_unit_test(test_code_points_become_utf8),
        cmocka_unit_test(test_detach_hands_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
