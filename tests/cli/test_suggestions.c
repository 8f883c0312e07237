/* Memory is bounded: what recurs is found among any number of names that do not. */
#include "cli/suggestions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tests/support/rules.h"

#define PAGES          60
#define NAMES_PER_PAGE 500

static void add_page(struct suggestions *suggestions, const struct extractor *extractor, int page)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct buf text = {0};
    for (int i = 0; i < NAMES_PER_PAGE; i++)
        buf_printf(&text, "Here is a Kiln%dX%d and so on, and it has a Constant too. ", page, i);
    struct block block = {.kind = BLOCK_PARAGRAPH, .end = text.len};
    struct article article = {
        .text = text.data, .text_len = text.len, .blocks = &block, .block_count = 1};
    suggestions_add(suggestions, reading_new(extractor, &article, arena, diags), "a page", 0);
    buf_free(&text);
    diags_free(diags);
    arena_free(arena);
}

static void test_bound(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    struct arena *arena = arena_new();
    struct ruleset *rules = rules_from_text("kinds: {org: organisation}\n", diags);
    struct extractor *extractor = extractor_new(rules);
    struct suggestions *suggestions = suggestions_new();
    for (int page = 0; page < PAGES; page++)
        add_page(suggestions, extractor, page);
    size_t count, missed = suggestions_missed(suggestions);
    const struct suggestion **sorted = suggestions_sorted(suggestions, 2, arena, &count);
    assert_int_equal(count, 1);
    assert_string_equal(sorted[0]->name, "Constant");
    assert_int_equal(missed, 1); /* 30,000 names, of which 20,000 find room */
    assert_int_equal(sorted[0]->articles, PAGES - missed);
    assert_int_equal(sorted[0]->mentions, PAGES * NAMES_PER_PAGE);
    suggestions_free(suggestions);
    extractor_free(extractor);
    ruleset_free(rules);
    arena_free(arena);
    diags_free(diags);
}

static void test_stories(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    struct arena *arena = arena_new();
    struct ruleset *rules = rules_from_text("kinds: {org: organisation}\n", diags);
    struct extractor *extractor = extractor_new(rules);
    struct suggestions *suggestions = suggestions_new();
    static const int64_t stories[] = {7, 7, 9, 7, 0, 0};
    const char text[] = "it has a Constant and a Press Release, which is a release for the press.";
    struct block block = {.kind = BLOCK_PARAGRAPH, .end = strlen(text)};
    struct article article = {
        .text = text, .text_len = strlen(text), .blocks = &block, .block_count = 1};
    for (size_t i = 0; i < 6; i++)
        suggestions_add(suggestions, reading_new(extractor, &article, arena, diags), "a page",
                        stories[i]);
    size_t count;
    const struct suggestion **sorted = suggestions_sorted(suggestions, 1, arena, &count);
    assert_int_equal(count, 1);
    assert_int_equal(sorted[0]->articles, 6);
    assert_int_equal(sorted[0]->stories, 4); /* 7, 9, and each of those that are in no story */
    assert_string_equal(sorted[0]->examples[1], text);
    suggestions_free(suggestions);
    extractor_free(extractor);
    ruleset_free(rules);
    arena_free(arena);
    diags_free(diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bound),
        cmocka_unit_test(test_stories),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
