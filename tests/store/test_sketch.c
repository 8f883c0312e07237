#include "store/sketch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int set_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static double resemblance(struct arena *arena, const char *a, const char *b)
{
    struct sketch x = sketch_text(a, arena), y = sketch_text(b, arena);
    assert_true(sketch_resemblance(&x, &y) == sketch_resemblance(&y, &x));
    return sketch_resemblance(&x, &y);
}

/* "6/7": the first sees 6 where the second sees 7; "" when they agree. */
static const char *contradiction(struct arena *arena, const char *a, const char *b)
{
    const char *in_a, *in_b;
    struct sketch x = sketch_text(a, arena), y = sketch_text(b, arena);
    return sketch_contradict(&x, &y, &in_a, &in_b) ? arena_printf(arena, "%s/%s", in_a, in_b) : "";
}

static void only_letters_and_digits_count(void **state)
{
    assert_true(resemblance(*state, "The ferry sails at noon today.",
                            "  the FERRY \xE2\x80\x93 sails, at noon\ntoday!") == 1);
}

static void texts_with_nothing_in_common_do_not_resemble(void **state)
{
    assert_true(resemblance(*state, "The ferry sails at noon today.",
                            "Nobody saw the second moon rise.") == 0);
}

static void the_more_is_shared_the_more_they_resemble(void **state)
{
    const char *whole = "The ferry sails at noon today and comes back before it is dark again.";
    double cut = resemblance(*state, whole, "The ferry sails at noon today and comes back.");
    double word = resemblance(
        *state, whole, "The ferry sails at noon today and comes home before it is dark again.");
    assert_true(cut > 0.2 && cut < 1);
    assert_true(word > 0.2 && word < 1);
}

static void a_text_shorter_than_one_run_resembles_nothing(void **state)
{
    assert_true(resemblance(*state, "", "") == 0);
    assert_true(resemblance(*state, "short", "short") == 0);
}

static void scripts_without_blanks_are_compared_too(void **state)
{
    const char *text = "\xE5\xAE\xA2\xE8\xBD\xAE\xE4\xBB\x8A\xE5\xA4\xA9\xE4\xB8\xAD\xE5\x8D\x88"
                       "\xE5\xBC\x80\xE8\x88\xAA\xE5\xA4\xA9\xE9\xBB\x91\xE4\xB9\x8B\xE5\x89\x8D"
                       "\xE5\x9B\x9E\xE6\x9D\xA5\xE4\xBA\xBA\xE4\xBB\xAC\xE7\xAD\x89\xE5\xBE\x85";
    assert_true(resemblance(*state, text, text) == 1);
}

static void hashes_are_sorted_and_fit_into_sqlites_integers(void **state)
{
    struct sketch sketch = sketch_text("one two three four five six, one two three four", *state);
    assert_true(sketch.count > 10);
    for (size_t i = 0; i < sketch.count; i++) {
        assert_true(sketch.hashes[i] < UINT64_C(1) << 62);
        assert_true(i == 0 || sketch.hashes[i - 1] < sketch.hashes[i]);
    }
}

static void another_number_behind_the_same_words_contradicts(void **state)
{
    assert_string_equal(
        contradiction(*state, "The ferry carried 1,200 people.", "The ferry carried about them 7."),
        "");
    assert_string_equal(contradiction(*state, "Last year the ferry carried 1,200 people.",
                                      "Last year the ferry carried 2.5 million."),
                        "1,200/2.5");
    assert_string_equal(contradiction(*state, "Last year the ferry carried 12.",
                                      "Last year the ferry carried 12, and 3 dogs."),
                        "");
}

static void a_number_that_one_lacks_contradicts_nothing(void **state)
{
    assert_string_equal(contradiction(*state, "15 May: Last year the ferry carried 12 carts.",
                                      "16 May: Last year the ferry carried 12 carts."),
                        "");
    assert_string_equal(contradiction(*state,
                                      "Last year the ferry carried 12 carts. It ran on 200 days.",
                                      "Last year the ferry carried 12 carts."),
                        "");
    assert_string_equal(contradiction(*state, "Last year the ferry carried many.", ""), "");
}

static void the_same_words_twice_are_compared_as_sets(void **state)
{
    const char *both = "Last year the ferry carried 12. Last year the ferry carried 14.";
    assert_string_equal(contradiction(*state, both, both), "");
    assert_string_equal(contradiction(*state, both, "Last year the ferry carried 14."), "");
    assert_string_equal(
        contradiction(*state, both,
                      "Last year the ferry carried 14. Last year the ferry carried 9."),
        "12/9");
}

#define SKETCH_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SKETCH_TEST(only_letters_and_digits_count),
        SKETCH_TEST(texts_with_nothing_in_common_do_not_resemble),
        SKETCH_TEST(the_more_is_shared_the_more_they_resemble),
        SKETCH_TEST(a_text_shorter_than_one_run_resembles_nothing),
        SKETCH_TEST(scripts_without_blanks_are_compared_too),
        SKETCH_TEST(hashes_are_sorted_and_fit_into_sqlites_integers),
        SKETCH_TEST(another_number_behind_the_same_words_contradicts),
        SKETCH_TEST(a_number_that_one_lacks_contradicts_nothing),
        SKETCH_TEST(the_same_words_twice_are_compared_as_sets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
