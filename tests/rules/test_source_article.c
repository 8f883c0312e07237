#include "rules/source_article.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support/rules.h"

static struct ruleset *load(const char *yaml)
{
    struct diags *diags = diags_new();
    struct ruleset *rules = rules_from_text(yaml, diags);
    diags_print(stderr, diags);
    assert_non_null(rules);
    diags_free(diags);
    return rules;
}

static void test_all_keys(void **state)
{
    (void)state;
    struct ruleset *rules = load("sources:\n"
                                 "  reader:\n"
                                 "    hosts: a.example\n"
                                 "    article:\n"
                                 "      title: [//h2, //h1]\n"
                                 "      author: string(//b)\n"
                                 "      strip_id_or_class: [share, two words]\n"
                                 "      strip_image_src: /pixel/\n"
                                 "      replace: [{find: '<aside', with: '<p'}, {find: it's}]\n"
                                 "      prune: true\n"
                                 "      autodetect: false\n"
                                 "      next_page: //a[@rel='next']\n"
                                 "      single_page: ['//a[1]', {link: //a, if: //nav}]\n"
                                 "      headers: {Cookie: a=1}\n");
    const struct source_article *article = &ruleset_source(rules, "reader")->article;
    assert_int_equal(article->title.count, 2);
    assert_string_equal(article->title.items[1], "//h1");
    assert_string_equal(article->author.items[0], "string(//b)");
    assert_int_equal(article->body.count + article->date.count + article->strip.count, 0);
    assert_string_equal(article->strip_id_or_class.items[1], "two words");
    assert_string_equal(article->strip_image_src.items[0], "/pixel/");
    assert_int_equal(article->replace_count, 2);
    assert_string_equal(article->replace[0].find, "<aside");
    assert_string_equal(article->replace[0].with, "<p");
    assert_string_equal(article->replace[1].find, "it's");
    assert_string_equal(article->replace[1].with, "");
    assert_true(article->prune && !article->autodetect);
    assert_string_equal(article->next_page.items[0], "//a[@rel='next']");
    assert_int_equal(article->single_page_count, 2);
    assert_null(article->single_page[0].condition);
    assert_string_equal(article->single_page[1].link, "//a");
    assert_string_equal(article->single_page[1].condition, "//nav");
    assert_int_equal(article->header_count, 1);
    assert_string_equal(article->headers[0].name, "Cookie");
    assert_string_equal(article->headers[0].value, "a=1");
    ruleset_free(rules);
}

static void test_nothing_said(void **state)
{
    (void)state;
    struct ruleset *rules = load("sources:\n"
                                 "  plain: {feed: 'https://a.example/'}\n"
                                 "  tidied: {feed: 'https://b.example/', article: {strip: //nav}}");
    const struct source_article *article = &ruleset_source(rules, "plain")->article;
    assert_true(source_article_is_generic(article));
    assert_true(article->autodetect && !article->prune);
    assert_false(source_article_is_generic(&ruleset_source(rules, "tidied")->article));
    ruleset_free(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_keys),
        cmocka_unit_test(test_nothing_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
