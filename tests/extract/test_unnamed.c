#include "extract/unnamed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tests/support/rules.h"

static const char pack[] = "kinds: {org: organisation, kiln: kiln}\n"
                           "entities:\n"
                           "  alder: {kind: org, names: [Alder]}\n"
                           "  ember: {kind: kiln, maker: alder, names: [Ember]}\n";

/* Each line of the text is a paragraph, or with "# " before it a heading. */
static struct article article_of(const char *text, struct arena *arena)
{
    static const char *authors[] = {"Greta Holm"};
    struct article article = {
        .text = text, .text_len = strlen(text), .authors = authors, .author_count = 1};
    size_t capacity = 0;
    for (size_t at = 0; at < article.text_len;) {
        size_t len = strcspn(text + at, "\n");
        article.blocks = arena_grow(arena, article.blocks, article.block_count, &capacity,
                                    sizeof(*article.blocks));
        article.blocks[article.block_count++] =
            (struct block){.kind = text[at] == '#' ? BLOCK_HEADING : BLOCK_PARAGRAPH,
                           .start = at,
                           .end = at + len};
        at += len + 1;
    }
    return article;
}

/* The names, one a line, a model with "*" before it. */
static void assert_unnamed(const char *text, const char *want)
{
    struct diags *diags = diags_new();
    struct arena *arena = arena_new();
    struct ruleset *rules = rules_from_text(pack, diags);
    struct extractor *extractor = extractor_new(rules);
    struct article article = article_of(text, arena);
    struct reading *reading = reading_new(extractor, &article, arena, diags);
    struct unnamed_list list = unnamed_find(reading);
    struct buf got = {0};
    for (size_t i = 0; i < list.count; i++)
        buf_printf(&got, "%s%s\n", list.items[i].model ? "*" : "", list.items[i].name);
    assert_string_equal(buf_text(&got), want);
    buf_free(&got);
    extractor_free(extractor);
    ruleset_free(rules);
    arena_free(arena);
    diags_free(diags);
}

static void test_names(void **state)
{
    (void)state;
    assert_unnamed("Alder buys clay from Birch Works in Norway, and sand from Cedar.",
                   "Birch Works\nNorway\nCedar\n");
    assert_unnamed("The kiln of Birch Works’s rival, said the rival's head, is for Cedar's men.",
                   "Birch Works\nCedar\n");
    assert_unnamed("It runs on Wi-Fi and C-drive tapes, which AT&T and I'm told nobody makes.",
                   "Wi-Fi\nAT&T\n");
    assert_unnamed("Many hope that Alder and Ember do well.", "");
}

static void test_where_capitals_mean_nothing(void **state)
{
    (void)state;
    assert_unnamed("Glaze is dear. Potters wait. He said: Potters wait, and “Glaze is dear”.", "");
    assert_unnamed("# Alder and Birch Works build a kiln", "");
    assert_unnamed("Alder Buys Clay From Birch Works This Year", "");
    assert_unnamed("They met on Monday, 3 March, as in every June.", "");
}

static void test_models(void **state)
{
    (void)state;
    assert_unnamed("X900 burns hotter than the K7-b, at 16GB and 3D, for Q3 and the 20th time.",
                   "*X900\n*K7-b\n");
    assert_unnamed("It is the new Birch Blaze B200, not yet sold.", "*Birch Blaze B200\n");
    assert_unnamed("新窯はX900とK700Bを使う。", "*X900\n*K700B\n");
}

static void test_persons(void **state)
{
    (void)state;
    assert_unnamed("The head, Anna Rowan, left. Nobody but Rowan knew, and it was Rowan who told.",
                   "");
    assert_unnamed("The firm, Birch Works, left. Nobody but Birch knew.", "Birch Works\nBirch\n");
    assert_unnamed("So said Dr. Linde and our own Greta Holm.", "");
}

static void test_small_words(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    struct arena *arena = arena_new();
    struct ruleset *rules = rules_from_text(pack, diags);
    struct extractor *extractor = extractor_new(rules);
    struct article article = article_of("Alder has a kiln.", arena);
    struct unnamed_list list = unnamed_find(reading_new(extractor, &article, arena, diags));
    assert_int_equal(list.small_count, 3);
    assert_string_equal(list.small[2], "kiln");
    extractor_free(extractor);
    ruleset_free(rules);
    arena_free(arena);
    diags_free(diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),       cmocka_unit_test(test_where_capitals_mean_nothing),
        cmocka_unit_test(test_models),      cmocka_unit_test(test_persons),
        cmocka_unit_test(test_small_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
