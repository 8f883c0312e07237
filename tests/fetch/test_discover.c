#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fetch/discover.h"

#define HEAD "<!DOCTYPE html><html><head>"

static const struct discovery *discover(const char *html, struct arena *arena)
{
    struct document document = {.url = "https://www.mill.example/news/",
                                .final_url = "https://www.mill.example/news/",
                                .content_type = "text/html; charset=utf-8",
                                .body = html,
                                .body_len = strlen(html)};
    return discover_page(&document, arena);
}

static void test_feeds(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct discovery *found = discover(
        HEAD
        "<base href='/x/'>"
        "<link rel=alternate type='application/rss+xml' title='Comments' href='/comments/feed'>"
        "<link rel='Alternate' type='application/atom+xml; charset=utf-8' href=atom.xml>"
        "<link rel='alternate' hreflang=fr href='/fr/'>"
        "<link rel=stylesheet type='text/css' href='/feed'>"
        "<body><a href='/feed/?a=1'>RSS</a> <a href='/feeding-looms'>Feeding</a> "
        "<a href='atom.xml'>again</a> <a href='https://other.example/all.rss'>all</a>",
        arena);
    assert_int_equal(found->feed_count, 4);
    assert_string_equal(found->feeds[0].url, "https://www.mill.example/x/atom.xml");
    assert_null(found->feeds[0].title);
    assert_string_equal(found->feeds[1].url, "https://www.mill.example/feed/?a=1");
    assert_string_equal(found->feeds[2].url, "https://other.example/all.rss");
    assert_string_equal(found->feeds[3].title, "Comments");
    assert_int_equal(discover(HEAD "<body><p>No link at all", arena)->feed_count, 0);
    assert_int_equal(discover("", arena)->feed_count, 0);
    arena_free(arena);
}

static void test_next(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(discover("<a class='page next' href='?page=2'>Older</a>"
                                 "<a rel=next href='?page=2'>&gt;</a>",
                                 arena)
                            ->next,
                        "//a[@rel='next']");
    assert_string_equal(discover("<head><link rel=next href='2'></head><p>x", arena)->next,
                        "//link[@rel='next']");
    assert_string_equal(
        discover("<a rel=next href='#'>&gt;</a><a class='page next' href='?page=2'>Older</a>",
                 arena)
            ->next,
        "//a[contains(concat(' ', normalize-space(@class), ' '), ' next ')]");
    assert_null(discover("<a rel=next href='https://cloth.example/2'>&gt;</a>", arena)->next);
    assert_null(discover("<a class=nextdoor href='2'>Neighbours</a>", arena)->next);
    arena_free(arena);
}

static void test_headlines(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct discovery *found = discover(
        HEAD
        "<body><nav><a href=/a>All that we have ever woven</a></nav>"
        "<div class='teaser big'><h2><a href='one'>Looms run faster than last year</a></h2></div>"
        "<div class='teaser'><h2><a href='two'>Arden buys a second spinning mill</a></h2>"
        "<a href='two#comments'>3 comments on this</a></div>"
        "<div class='teaser'><h2><a href='three'>Wool prices fall for good reasons</a></h2></div>"
        "<p class=ad><a href='https://shop.example/'>Buy the best yarn today</a></p>"
        "<footer><a href='/legal'>Terms of our small print</a></footer>",
        arena);
    assert_int_equal(found->headlines, 3);
    assert_int_equal(found->url_count, 3);
    assert_string_equal(found->urls[1], "https://www.mill.example/news/two");
    assert_string_equal(found->links, "//h2//a");
    assert_false(found->says_article);
    arena_free(arena);
}

static void test_headlines_without_blanks(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct discovery *found =
        discover(HEAD "<meta property='og:type' content='article'>"
                      "<body><ul id=news-list><li><a href=1>台積電第二季營收年增百分之三十</a>"
                      "<li><a href=2>聯發科與客戶合作開發新的晶片</a><li><a "
                      "href=3>記憶體合約價第三季可望再度上漲</a>"
                      "</ul><a href=4>關於我們</a>",
                 arena);
    assert_int_equal(found->url_count, 3);
    assert_string_equal(found->links, "//ul[@id='news-list']//a");
    assert_true(found->says_article);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_feeds),
        cmocka_unit_test(test_next),
        cmocka_unit_test(test_headlines),
        cmocka_unit_test(test_headlines_without_blanks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
