#include "store/story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/ledger.h"

#define LONG_TEXT                                                                                  \
    "The mill at the ford has been bought by its workers, who say that they will keep all three "  \
    "wheels turning. It had stood still since the flood of last autumn, when the lower gate gave " \
    "way in the night and the cellars filled. Repairs began in March and are nearly done by now."

#define OTHER_TEXT                                                                                 \
    "No bread will be baked in the upper village until the new oven has come, since the old one "  \
    "cracked on the first day of frost. Until then a cart brings loaves from the valley at noon, " \
    "and whoever wants some had better be at the well in time, as there are never enough of them."

static void markup_and_case_do_not_make_another_text(void **state)
{
    char first[HASH_HEX_SIZE], second[HASH_HEX_SIZE];
    (void)state;
    assert_true(story_fingerprint(LONG_TEXT, first));
    assert_true(
        story_fingerprint("  THE \xE2\x80\x9Cmill\xE2\x80\x9D \xE2\x80\x93\n" LONG_TEXT, second));
    assert_string_not_equal(first, second);

    assert_true(story_fingerprint("\xE2\x80\x9C" LONG_TEXT "\xE2\x80\x9D\n", second));
    assert_string_equal(first, second);
    char upper[] = LONG_TEXT;
    for (char *c = upper; *c; c++)
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
    assert_true(story_fingerprint(upper, second));
    assert_string_equal(first, second);
}

static void another_number_is_another_fingerprint(void **state)
{
    char first[HASH_HEX_SIZE], second[HASH_HEX_SIZE];
    (void)state;
    assert_true(story_fingerprint(LONG_TEXT " It cost 30 %.", first));
    assert_true(story_fingerprint(LONG_TEXT " It cost 35 %.", second));
    assert_string_not_equal(first, second);
}

static void a_stub_has_no_fingerprint(void **state)
{
    char fingerprint[HASH_HEX_SIZE];
    (void)state;
    assert_false(story_fingerprint("", fingerprint));
    assert_false(story_fingerprint("Please accept all cookies to go on reading.", fingerprint));
}

static int64_t save(struct ledger_fixture *fixture, const char *url, const char *text)
{
    int64_t id = fixture_document(fixture, url, url);
    fixture_save(fixture, id,
                 arena_printf(fixture->arena, "{'version': 1, 'article': {'text': '%s'}}", text));
    return id;
}

static const char *stories(struct ledger_fixture *fixture)
{
    return fixture_sql(fixture, "SELECT group_concat(story_id) FROM"
                                " (SELECT story_id FROM v_articles ORDER BY document_id)");
}

static void copies_are_one_story(void **state)
{
    struct ledger_fixture *fixture = *state;
    save(fixture, "https://daily.example/a", LONG_TEXT);
    save(fixture, "https://daily.example/b", OTHER_TEXT);
    save(fixture, "https://weekly.example/x", LONG_TEXT);
    save(fixture, "https://weekly.example/b", "Short.");
    save(fixture, "https://weekly.example/c", "Short.");
    assert_string_equal(stories(fixture), "1,2,1,4,5");
}

static void extracting_the_first_copy_again_keeps_the_story_together(void **state)
{
    struct ledger_fixture *fixture = *state;
    save(fixture, "https://daily.example/a", LONG_TEXT);
    save(fixture, "https://weekly.example/b", LONG_TEXT);
    save(fixture, "https://other.example/c", LONG_TEXT);
    fixture->how.rules_version = "rules-2";
    save(fixture, "https://daily.example/a", LONG_TEXT);
    assert_string_equal(stories(fixture), "1,1,1");
}

static void a_copy_that_turns_out_to_be_none_leaves_the_story(void **state)
{
    struct ledger_fixture *fixture = *state;
    save(fixture, "https://daily.example/a", LONG_TEXT);
    save(fixture, "https://weekly.example/b", LONG_TEXT);
    save(fixture, "https://other.example/c", LONG_TEXT);
    save(fixture, "https://daily.example/a", OTHER_TEXT);
    assert_string_equal(stories(fixture), "1,2,2");
    save(fixture, "https://daily.example/a", LONG_TEXT);
    assert_string_equal(stories(fixture), "2,2,2");
}

static const char *conflict(struct ledger_fixture *fixture)
{
    return fixture_sql(fixture, "SELECT group_concat(conflict) FROM v_articles");
}

static void an_edited_copy_is_of_the_same_story(void **state)
{
    struct ledger_fixture *fixture = *state;
    save(fixture, "https://daily.example/a", LONG_TEXT);
    save(fixture, "https://weekly.example/x",
         "FORDHAM, 15 May: The old mill at the ford has been bought by its workers, who say that "
         "they will keep all three wheels turning. It had stood still since the flood of last "
         "autumn, when the lower gate gave way in the night and the cellars filled. Repairs began "
         "in March.");
    assert_string_equal(stories(fixture), "1,1");
    assert_null(conflict(fixture));
}

static void a_copy_with_another_number_is_flagged_and_not_merged(void **state)
{
    struct ledger_fixture *fixture = *state;
    save(fixture, "https://daily.example/a", LONG_TEXT " The price was 63.5 talers.");
    save(fixture, "https://weekly.example/x", LONG_TEXT " The price was 36.5 talers.");
    assert_string_equal(stories(fixture), "1,2");
    assert_string_equal(conflict(fixture), "nearly the same text as https://daily.example/a, but "
                                           "it says 36.5 where that says 63.5");

    /* Other rules find the same text: the flag stays. */
    fixture->how.rules_version = "rules-2";
    save(fixture, "https://weekly.example/x", LONG_TEXT " The price was 36.5 talers.");
    assert_non_null(conflict(fixture));
    /* The page is read better: the flag goes. */
    save(fixture, "https://weekly.example/x", LONG_TEXT " The price was 63.5 talers.");
    assert_null(conflict(fixture));
    assert_string_equal(stories(fixture), "1,1");
}

static void a_page_that_was_corrected_is_in_no_conflict_with_itself(void **state)
{
    struct ledger_fixture *fixture = *state;
    const char *texts[] = {LONG_TEXT " The price was 63.5 talers.",
                           LONG_TEXT " The price was 36.5 talers."};
    for (int i = 0; i < 2; i++)
        fixture_save(
            fixture, fixture_document(fixture, "https://daily.example/a", texts[i]),
            arena_printf(fixture->arena, "{'version': 1, 'article': {'text': '%s'}}", texts[i]));
    assert_null(conflict(fixture));
    assert_string_equal(stories(fixture), "2");
}

static void texts_about_the_same_thing_are_two_stories(void **state)
{
    struct ledger_fixture *fixture = *state;
    save(fixture, "https://daily.example/a", LONG_TEXT);
    save(fixture, "https://weekly.example/x",
         "Workers of the mill at the ford now own it. They paid for it with their savings, and "
         "with a loan from the guild of carters, after the owner had given up on it when a flood "
         "filled its cellars last autumn. Since then not one of the three wheels has turned, but "
         "with the repairs, which have taken since March, almost done, they soon shall.");
    assert_string_equal(stories(fixture), "1,2");
    assert_null(conflict(fixture));
}

#define LEDGER_TEST(test) cmocka_unit_test_setup_teardown(test, ledger_set_up, ledger_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markup_and_case_do_not_make_another_text),
        cmocka_unit_test(another_number_is_another_fingerprint),
        cmocka_unit_test(a_stub_has_no_fingerprint),
        LEDGER_TEST(copies_are_one_story),
        LEDGER_TEST(an_edited_copy_is_of_the_same_story),
        LEDGER_TEST(a_copy_with_another_number_is_flagged_and_not_merged),
        LEDGER_TEST(a_page_that_was_corrected_is_in_no_conflict_with_itself),
        LEDGER_TEST(texts_about_the_same_thing_are_two_stories),
        LEDGER_TEST(extracting_the_first_copy_again_keeps_the_story_together),
        LEDGER_TEST(a_copy_that_turns_out_to_be_none_leaves_the_story),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
