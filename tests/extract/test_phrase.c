#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "extract/phrase.h"

static void test_begins(void **state)
{
    (void)state;
    assert_true(phrase_begins("read more: the ferry that never sailed"));
    assert_true(phrase_begins("foto: hafenamt"));
    assert_true(phrase_begins("有料会員になると全文を読めます。"));
    assert_false(phrase_begins("readers more than doubled"));
    assert_false(phrase_begins("she took a photo"));
    assert_false(phrase_begins(""));
}

static void test_offers_begin_a_word(void **state)
{
    (void)state;
    assert_true(phrase_offers("get our newsletter every friday"));
    assert_true(phrase_offers("we use \"cookies\" here"));
    assert_true(phrase_offers("ohne abonnement lesen"));
    assert_false(phrase_offers("the yard builds two ferries"));
    assert_false(phrase_offers("öl, ünd ärger"));
    assert_false(phrase_offers(""));
    assert_false(phrase_offers(" "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_begins),
        cmocka_unit_test(test_offers_begin_a_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
