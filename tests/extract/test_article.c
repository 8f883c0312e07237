#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/multipart.h"
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

static const struct article *read_bytes(const char *body, size_t len)
{
    const struct document document = {.url = "https://news.example/a",
                                      .final_url = "https://news.example/a",
                                      .body = body,
                                      .body_len = len};
    return article_read(&document, NULL, arena, diags);
}

static const struct article *read_page(const char *html)
{
    return read_bytes(html, strlen(html));
}

static void test_plain_article(void **state)
{
    (void)state;
    const struct article *article = read_page(
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Ferry fleet grows</title>"
        "</head><body><nav><a href=/>Home</a> <a href=/news>News</a></nav><main><article>"
        "<h1>Ferry fleet grows</h1>\n<p>Northwind orders two ferries.</p>\n<p>1</p>\n"
        "<p>Harbour</p>\n<p>The yard will deliver both ships in 2027, it said.</p>\n</article>"
        "</main><aside class=related><h3>Suggested items</h3><ul><li><a href=/x>A bridge that was "
        "never built, and why it matters to the town.</a></li></ul></aside><footer><p>All rights "
        "reserved.</p></footer></body></html>");
    assert_string_equal(article->title, "Ferry fleet grows");
    assert_string_equal(article->text, "Northwind orders two ferries.\n1\nHarbour\nThe yard will "
                                       "deliver both ships in 2027, it said.");
    assert_int_equal(article->text_len, strlen(article->text));
    assert_int_equal(article->block_count, 4);
    assert_int_equal(article->blocks[1].kind, BLOCK_PARAGRAPH);
    assert_int_equal(article->blocks[1].start, 30);
    assert_int_equal(article->blocks[1].end, 31);
    assert_int_equal(diags_count(diags), 0);
}

static void test_windows_1252_without_label(void **state)
{
    (void)state;
    const struct article *article =
        read_page("<title>x</title><p>The caf\351 on the quay serves \223strong\224 coffee.</p>");
    assert_string_equal(article->text, "The café on the quay serves “strong” coffee.");
}

static void test_nul_bytes(void **state)
{
    (void)state;
    static const char page[] = "<p>The li\0ghthouse keeper wr\0ote a letter every evening.</p>";
    const struct article *article = read_bytes(page, sizeof(page) - 1);
    assert_string_equal(article->text, "The lighthouse keeper wrote a letter every evening.");
}

static void test_truncated(void **state)
{
    (void)state;
    const struct article *article = read_page(
        "<html><body><div class=story><p>The first paragraph came through the wire whole.</p>"
        "<p>The second one was cut in the mid");
    assert_string_equal(article->text, "The first paragraph came through the wire whole.\n"
                                       "The second one was cut in the mid");
}

static void test_unclosed(void **state)
{
    (void)state;
    const struct article *article = read_page(
        "<body><div><b>Old habits<p>Nobody on the island closes a door, or an element.<p>It has "
        "never been a problem until now, they say.<ul><li>One storm<li>Two storms</body>");
    assert_string_equal(article->text, "Old habits\nNobody on the island closes a door, or an "
                                       "element.\nIt has never been a problem until now, they "
                                       "say.\nOne storm\nTwo storms");
    assert_int_equal(article->blocks[3].kind, BLOCK_ITEM);
    assert_int_equal(article->blocks[3].level, 1);
}

static void test_empty(void **state)
{
    (void)state;
    const struct article *article = read_page("");
    assert_string_equal(article->text, "");
    assert_string_equal(article->url, "https://news.example/a");
    assert_int_equal(article->author_count, 0);
    assert_null(article->title);
    assert_string_equal(diags_get(diags, 0)->message, "no article text found");
}

static void test_deep(void **state)
{
    (void)state;
    struct buf page = {0};
    for (int i = 0; i < 30000; i++)
        buf_puts(&page, "<div>");
    buf_puts(&page, "<p>At the bottom of the well there was a single sentence.</p>");
    const struct article *article = read_bytes(page.data, page.len);
    assert_string_equal(article->text, "At the bottom of the well there was a single sentence.");
    buf_free(&page);
}

static void add_part(struct buf *body, const char *url, const char *type, const char *html)
{
    const struct multipart_part part = {url, type, html, strlen(html)};
    multipart_add(body, "b1", &part);
}

static void test_parts(void **state)
{
    (void)state;
    struct buf body = {0};
    add_part(
        &body, "https://news.example/a", "text/html; charset=utf-8",
        "<title>Ferries</title><h1>Ferries</h1><p>A lead that each page of the article repeats "
        "for readers who come late.</p><p>The first page is about the hull of the ship.</p>");
    add_part(
        &body, "https://news.example/a/2", "text/html; charset=windows-1252",
        "<title>Ferries, page 2</title><h1>Ferries</h1><p>A lead that each page of the article "
        "repeats for readers who come late.</p><p>The second page is about the caf\351.</p>");
    multipart_end(&body, "b1");
    const struct document document = {.url = "https://news.example/a",
                                      .final_url = "https://news.example/a",
                                      .content_type = multipart_type("b1", arena),
                                      .body = body.data,
                                      .body_len = body.len};
    const struct article *article = article_read(&document, NULL, arena, diags);
    assert_string_equal(article->title, "Ferries");
    assert_string_equal(article->url, "https://news.example/a");
    assert_string_equal(
        article->text,
        "A lead that each page of the article repeats for readers who come late.\n"
        "The first page is about the hull of the ship.\nThe second page is about the café.");
    assert_int_equal(article->block_count, 3);
    assert_int_equal(article->blocks[2].end, article->text_len);
    assert_int_equal(article->text[article->blocks[2].start], 'T');
    buf_free(&body);
}

static void test_paywall(void **state)
{
    (void)state;
    static const char html[] =
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Locks\","
        "\"articleSection\":[\"Harbour\",\"Town\"],\"hasPart\":{\"@type\":\"WebPageElement\","
        "\"isAccessibleForFree\":\"False\"}}</script><p>The lock will be closed all summer.</p>";
    const struct article *article = read_page(html);
    assert_int_equal(article->access, ACCESS_PAYWALL);
    assert_string_equal(article->section, "Harbour");
    assert_int_equal(read_page("<p>The lock will be closed all summer.</p>")->access, ACCESS_FREE);
}

static void test_consent(void **state)
{
    (void)state;
    const struct article *article = read_page(
        "<title>Before you go on</title><h1>We value your privacy</h1><p>We and 812 "
        "partners store cookies on your device and read them.</p><p>You may give or refuse "
        "your consent to each purpose at any time.</p><button>Accept</button>");
    assert_int_equal(article->access, ACCESS_CONSENT);
    assert_non_null(strstr(diags_get(diags, 0)->message, "asks for consent"));
    article = read_page("<time datetime=2025-03-03></time><p>Cookies need your consent, the court "
                        "has ruled.</p><p>Consent by silence is none, the judges said.</p>");
    assert_int_equal(article->access, ACCESS_FREE);
}

/* What libxml2 makes of a <div> that was left open in a <button>. */
static void test_unclosed_button(void **state)
{
    (void)state;
    const struct article *article =
        read_page("<button><div><span>Menu</span></button><nav><a href=/>Home</a></nav><main><h1>"
                  "Ferries</h1><p>The ferry sails at nine, the captain said.</p></main>");
    assert_string_equal(article->text, "The ferry sails at nine, the captain said.");
}

/* Twenty characters are a sentence in Japanese, but half a line in English. */
static void test_dense_script(void **state)
{
    (void)state;
    const struct article *article = read_page(
        "<html lang=ja><main><h1>港の工事</h1><p>新しい桟橋は来年の春に完成する予定だ。</p>"
        "<p>市は費用を公表していない。</p></main><footer><p>無断転載を禁じます</p></footer>");
    assert_string_equal(article->text,
                        "新しい桟橋は来年の春に完成する予定だ。\n市は費用を公表していない。");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_plain_article),
        TEST(test_windows_1252_without_label),
        TEST(test_nul_bytes),
        TEST(test_truncated),
        TEST(test_unclosed),
        TEST(test_empty),
        TEST(test_deep),
        TEST(test_parts),
        TEST(test_paywall),
        TEST(test_consent),
        TEST(test_unclosed_button),
        TEST(test_dense_script),
    };
    return cmocka_run_group_tests_name("article", tests, NULL, NULL);
}
