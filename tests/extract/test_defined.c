#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "extract/article.h"

static struct arena *arena;
static struct diags *diags;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    diags = diags_new();
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
                                          .strip_id_or_class = one("promo"),
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

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reads_what_the_source_names),
        TEST(tries_one_path_after_the_other),
        TEST(tells_what_is_not_there_and_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
