#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_decodes(const char *text, uint32_t code_point, size_t bytes)
{
    size_t at = 0;
    assert_int_equal(utf8_decode(text, strlen(text), &at), code_point);
    assert_int_equal(at, bytes);
}

static void test_decodes_each_length(void **state)
{
    (void)state;
    assert_decodes("a", 'a', 1);
    assert_decodes("\xC3\xA9x", 0xE9, 2);
    assert_decodes("\xE2\x82\xACx", 0x20AC, 3);
    assert_decodes("\xF0\x9F\x98\x80x", 0x1F600, 4);
    assert_decodes("\xEF\xBF\xBD", UTF8_REPLACEMENT, 3); /* well spelled, so not an error */
}

static void test_broken_bytes_move_by_one(void **state)
{
    (void)state;
    assert_decodes("\x80", UTF8_REPLACEMENT, 1);
    assert_decodes("\xC3", UTF8_REPLACEMENT, 1);
    assert_decodes("\xC0\xAF", UTF8_REPLACEMENT, 1);         /* overlong */
    assert_decodes("\xED\xA0\x80", UTF8_REPLACEMENT, 1);     /* a surrogate */
    assert_decodes("\xF4\x90\x80\x80", UTF8_REPLACEMENT, 1); /* above U+10FFFF */
}

static void test_valid(void **state)
{
    (void)state;
    assert_true(utf8_valid("", 0));
    assert_true(utf8_valid("a\0\xE2\x82\xAC", 5));
    assert_true(utf8_valid("\xEF\xBF\xBD", 3));
    assert_false(utf8_valid("\xE2\x82\xAC", 2));
    assert_false(utf8_valid("a\xFFz", 3));
    assert_false(utf8_valid("eight more bytes, and \xFF", 23));
    assert_true(utf8_valid("eight more bytes, and \xC3\xA9t\xC3\xA9", 27));
}

static void test_ascii(void **state)
{
    (void)state;
    assert_int_equal(utf8_ascii("", 0), 0);
    assert_int_equal(utf8_ascii("a\0b", 3), 3);
    assert_int_equal(utf8_ascii("0123456\x80", 8), 7);
    assert_int_equal(utf8_ascii("01234567\xC3\xA9", 10), 8);
    assert_int_equal(utf8_ascii("0123456789abcdef\x7F", 17), 17);
}

static void test_before(void **state)
{
    (void)state;
    static const char text[] = "a\xE2\x82\xAC\x80";
    assert_int_equal(utf8_before(text, 0), 0);
    assert_int_equal(utf8_before(text, 1), 'a');
    assert_int_equal(utf8_before(text, 4), 0x20AC);
    assert_int_equal(utf8_before(text, 5), UTF8_REPLACEMENT); /* a stray byte, not the € again */
}

static void test_repair(void **state)
{
    (void)state;
    size_t len;
    char *repaired = utf8_repair("a\xFF\xC3\xA9\xE2\x82", 6, &len);
    assert_string_equal(repaired, "a\xEF\xBF\xBD\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD");
    assert_int_equal(len, strlen(repaired));
    free(repaired);
}

static void test_width_of_a_terminal(void **state)
{
    (void)state;
    assert_int_equal(utf8_width("chip"), 4);
    assert_int_equal(utf8_width("e\u0301"), 1);
    assert_int_equal(utf8_width("\u6676\u7247"), 4);
    assert_int_equal(utf8_width("\u200B"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decodes_each_length),
        cmocka_unit_test(test_broken_bytes_move_by_one),
        cmocka_unit_test(test_valid),
        cmocka_unit_test(test_ascii),
        cmocka_unit_test(test_before),
        cmocka_unit_test(test_repair),
        cmocka_unit_test(test_width_of_a_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
