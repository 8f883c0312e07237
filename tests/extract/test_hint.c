#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "extract/hint.h"

static void test_words_of_class_names(void **state)
{
    (void)state;
    assert_int_equal(hint_of("share"), HINT_SHARE);
    assert_int_equal(hint_of("post-author shareBar"), HINT_AUTHOR | HINT_SHARE);
    assert_int_equal(hint_of("FOOTER"), HINT_NAVIGATION);
    assert_int_equal(hint_of("article__comments2"), HINT_COMMENT);
    assert_int_equal(hint_of("wrapper"), 0);
    assert_int_equal(hint_of("shared sharer footers"), 0);
    assert_int_equal(hint_of(NULL), 0);
}

static void test_two_words_make_the_body(void **state)
{
    (void)state;
    assert_int_equal(hint_of("entry-content"), HINT_BODY);
    assert_int_equal(hint_of("storyText"), HINT_BODY);
    assert_int_equal(hint_of("entry content"), 0);
}

static void test_what_says_nothing(void **state)
{
    (void)state;
    assert_int_equal(hint_of("has-sidebar no-comments"), 0);
    assert_int_equal(hint_of("md:footer w-[nav]"), 0);
    assert_int_equal(hint_of("post-12 hentry category-video tag-podcast"), 0);
    assert_int_equal(hint_of("abcdefghijklmnopqrstuvwxyz"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_of_class_names),
        cmocka_unit_test(test_two_words_make_the_body),
        cmocka_unit_test(test_what_says_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
