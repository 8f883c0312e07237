#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_starts_and_ends(void **state)
{
    (void)state;
    assert_true(text_starts("newsledger", "news"));
    assert_true(text_starts("news", ""));
    assert_false(text_starts("new", "news"));
    assert_true(text_ends("feed.xml", ".xml"));
    assert_false(text_ends("xml", ".xml"));
}

static void test_equal_in_ascii(void **state)
{
    (void)state;
    assert_true(text_equal_ascii_nocase("Content-TYPE", "content-type"));
    assert_false(text_equal_ascii_nocase("content", "content-type"));
    assert_false(text_equal_ascii_nocase("\xC3\xA9", "\xC3\x89"));
    assert_true(text_equal_ascii_nocase(NULL, NULL));
    assert_false(text_equal_ascii_nocase(NULL, ""));
}

static void test_squeeze(void **state)
{
    (void)state;
    static const char text[] = " \t\n a  b\xC2\xA0\xC2\xA0"
                               "c\r\n";
    struct arena *arena = arena_new();
    assert_string_equal(text_squeeze(arena, text, strlen(text)), "a b c");
    assert_string_equal(text_squeeze(arena, "   ", 3), "");
    assert_string_equal(text_squeeze(arena, "\xC2", 1), "\xC2"); /* never reads behind the end */
    arena_free(arena);
}

static void test_fold_is_unicode(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(text_fold(arena, "STRAßE Édition ΑΣ"), "strasse édition ασ");
    assert_string_equal(text_fold(arena, "\u0390"), "\u03B9\u0308\u0301"); /* trebles its bytes */
    assert_string_equal(text_fold(arena, "[AZ@az]"), "[az@az]");
    assert_string_equal(text_fold(arena, ""), "");
    arena_free(arena);
}

static void test_nearest_is_a_slip_of_the_pen(void **state)
{
    (void)state;
    static const char *const words[] = {"chip", "partner", "period"};
    assert_string_equal(text_nearest("chp", words, 3), "chip");
    assert_string_equal(text_nearest("partnre", words, 3), "partner");
    assert_null(text_nearest("elephant", words, 3));
    assert_null(text_nearest("chip", words, 0));
    char endless[1000];
    memset(endless, 'c', sizeof(endless) - 1);
    endless[sizeof(endless) - 1] = '\0';
    assert_null(text_nearest(endless, words, 3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_starts_and_ends),
        cmocka_unit_test(test_equal_in_ascii),
        cmocka_unit_test(test_squeeze),
        cmocka_unit_test(test_fold_is_unicode),
        cmocka_unit_test(test_nearest_is_a_slip_of_the_pen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
