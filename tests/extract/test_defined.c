#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "extract/article.h"

static struct arena *arena;
static struct diags *diags;
static bool final; /* what XPaths do not find stays empty */

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    diags = diags_new();
    final = false;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    diags_free(diags);
    return 0;
}

static const char page[] =
    "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Ships | "
    "Site</title></head><body>"
    "<div id=head><b class=t>Two ferries for Northwind</b> <i class=d>3 March 2025</i>"
    "<span class=w>Ada Quay</span><span class=w>Ben Pier</span></div>"
    "<div class=story><p>The first part tells of the ferries that are to be built.</p>"
    "<div class='promo-box'>Subscribe to our letter today.</div>"
    "<p class=x>A line that the source strips out of its articles.</p></div>"
    "<div class=story><p>The second part tells what PLACEHOLDER they cost.</p></div>"
    "<div class=other><p>What stands elsewhere on the page is not the article, long as it may be, "
    "and however much it reads like one, with commas, and with full stops. Indeed.</p></div>"
    "</body></html>";

static const struct article *read_with(struct source_article definition)
{
    const struct document document = {.url = "https://news.example/a",
                                      .final_url = "https://news.example/a",
                                      .body = page,
                                      .body_len = strlen(page)};
    definition.autodetect = !final;
    const struct source source = {.id = "harbour", .article = definition};
    return article_read(&document, &source, arena, diags);
}

static struct texts one(const char *text)
{
    struct texts texts = {arena_alloc(arena, sizeof(char *)), 1};
    texts.items[0] = text;
    return texts;
}

static void reads_what_the_source_names(void **state)
{
    (void)state;
    struct replacement replacement = {"PLACEHOLDER ", ""};
    const struct article *article =
        read_with((struct source_article){.title = one("//b[@class='t']"),
                                          .date = one("//i[@class='d']"),
                                          .author = one("//span[@class='w']"),
                                          .body = one("//div[@class='story']"),
                                          .strip = one("//p[@class='x']"),
                                          .strip_id_or_class = one("promo-box"),
                                          .replace = &replacement,
                                          .replace_count = 1});
    assert_string_equal(article->title, "Two ferries for Northwind");
    assert_string_equal(article->published, "2025-03-03");
    assert_string_equal(article->date_evidence, "source");
    assert_int_equal(article->author_count, 2);
    assert_string_equal(article->authors[1], "Ben Pier");
    assert_string_equal(article->text, "The first part tells of the ferries that are to be built.\n"
                                       "The second part tells what they cost.");
    assert_int_equal(article->block_count, 2);
    assert_int_equal(article->blocks[1].end, article->text_len);
    assert_int_equal(article->text[article->blocks[1].start - 1], '\n');
    assert_int_equal(diags_count(diags), 0);
}

static void tries_one_path_after_the_other(void **state)
{
    (void)state;
    const char *paths[] = {"//div[@class='gone']", "//div[@class='story']"};
    const struct article *article = read_with((struct source_article){.body = {paths, 2}});
    assert_non_null(strstr(article->text, "second part"));
    assert_null(strstr(article->text, "elsewhere"));
    assert_int_equal(diags_errors(diags), 0);
}

static void tells_what_is_not_there_and_goes_on(void **state)
{
    (void)state;
    const struct article *article = read_with((struct source_article){
        .body = one("//div[@class='gone']"), .title = one("//h7"), .author = one("//h8")});
    assert_true(article->text_len > 0);
    assert_int_equal(diags_errors(diags), 1);
    assert_int_equal(diags_count(diags), 3);
    const struct diag *last = diags_get(diags, 2);
    assert_non_null(strstr(last->message, "//div[@class='gone']"));
    assert_non_null(strstr(last->message, "harbour"));
    assert_non_null(last->hint);
}

static void leaves_empty_what_shall_not_be_looked_for(void **state)
{
    (void)state;
    final = true;
    const struct article *article = read_with((struct source_article){
        .body = one("//div[@class='gone']"), .title = one("//h7"), .date = one("//h8")});
    assert_string_equal(article->text, "");
    assert_null(article->title);
    assert_null(article->published);
    assert_null(article->date_evidence);
}

static void takes_out_by_class_id_and_attribute(void **state)
{
    (void)state;
    const char *names[] = {"promo", "x  y", "other", "head"}; /* whole words only */
    const char *paths[] = {"//p[@class='x']", "//b/@class", "//div[@class='other']/p/text()"};
    const struct article *article =
        read_with((struct source_article){.title = one("//b"),
                                          .strip = {paths, 3},
                                          .strip_id_or_class = {names, 4},
                                          .body = one("//body")});
    assert_string_equal(article->title, "Two ferries for Northwind");
    assert_string_equal(article->text, "The first part tells of the ferries that are to be built.\n"
                                       "Subscribe to our letter today.\n"
                                       "The second part tells what PLACEHOLDER they cost.");
}

static void wraps_what_is_a_quotation(void **state)
{
    (void)state;
    struct wrapping wrapping = {"blockquote", "//div[@class='story'][2]/p | //@class"};
    const struct article *article = read_with((struct source_article){
        .wrap = &wrapping, .wrap_count = 1, .body = one("//div[@class='story']")});
    assert_int_equal(article->block_count, 4);
    assert_int_equal(article->blocks[0].kind, BLOCK_PARAGRAPH);
    assert_int_equal(article->blocks[3].kind, BLOCK_QUOTE);
}

static void reads_bodies_of_any_kind(void **state)
{
    (void)state;
    static const char *const paths[] = {"string(//i)", "//i/text()",
                                        "//div[@id='head']/i | //div[@id='head']//i/text()",
                                        "//*[.='3 March 2025']"};
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
        assert_string_equal(read_with((struct source_article){.body = one(paths[i])})->text,
                            "3 March 2025");
    assert_string_equal(read_with((struct source_article){.body = one("//p/@class")})->text, "x");
    assert_non_null(strstr(read_with((struct source_article){.body = one("/")})->text, "cost."));
    assert_int_equal(diags_count(diags), 0);
}

static void prunes_a_body(void **state)
{
    (void)state;
    const struct article *article =
        read_with((struct source_article){.body = one("//div[@class='story']"), .prune = true});
    assert_non_null(strstr(article->text, "first part"));
    assert_non_null(strstr(article->text, "second part"));
    assert_null(strstr(article->text, "Subscribe"));
}

/* A body of many small nodes takes time and memory in proportion to their number. */
static void reads_many_nodes(void **state)
{
    (void)state;
    struct buf html = {0};
    for (int i = 0; i < 50000; i++)
        buf_puts(&html, "<p>A paragraph of the very long report.</p>");
    const struct document document = {
        .url = "a", .final_url = "a", .body = html.data, .body_len = html.len};
    const struct source source = {.id = "long", .article = {.body = one("//p")}};
    const struct article *article = article_read(&document, &source, arena, diags);
    assert_int_equal(article->block_count, 50000);
    assert_true(arena_used(arena) < 200u * html.len);
    buf_free(&html);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reads_what_the_source_names),
        TEST(tries_one_path_after_the_other),
        TEST(tells_what_is_not_there_and_goes_on),
        TEST(leaves_empty_what_shall_not_be_looked_for),
        TEST(takes_out_by_class_id_and_attribute),
        TEST(wraps_what_is_a_quotation),
        TEST(reads_bodies_of_any_kind),
        TEST(prunes_a_body),
        TEST(reads_many_nodes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
