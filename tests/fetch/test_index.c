#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "fetch/html.h"
#include "fetch/index.h"
#include "rules/pattern.h"

#define BASE "https://loom.example/news/index.html"

struct fixture {
    struct arena *arena;
    struct diags *diags;
};

static int set_up(void **state)
{
    struct fixture *f = mem_alloc(sizeof(*f));
    f->arena = arena_new();
    f->diags = diags_new();
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    arena_free(f->arena);
    diags_free(f->diags);
    free(f);
    return 0;
}

static const struct index *parse(struct fixture *f, const char *html, const char *links,
                                 const char *match)
{
    struct pattern_error error;
    struct pattern *pattern = match ? pattern_compile(match, &error) : NULL;
    const struct source source = {
        .id = "loom-news",
        .kind = SOURCE_INDEX,
        .url = BASE,
        .links = links,
        .match = pattern,
    };
    const struct index *index =
        index_parse(html, strlen(html), NULL, BASE, &source, f->arena, f->diags);
    pattern_free(pattern);
    return index;
}

static bool said(const struct fixture *f, enum severity severity, const char *words)
{
    for (size_t i = 0; i < diags_count(f->diags); i++) {
        const struct diag *diag = diags_get(f->diags, i);
        if (diag->severity == severity && strcmp(diag->stage, "index") == 0 &&
            strcmp(diag->thing, BASE) == 0 && strstr(diag->message, words))
            return true;
    }
    return false;
}

static void test_absolute_in_order_and_once(void **state)
{
    const struct fixture *f = *state;
    const struct index *index =
        parse(*state,
              "<html><body><nav><a href=/>Home</a></nav><ul>"
              "<li><a href='3#top'>Three</a> <a href='3'>again</a>"
              "<li><a href=' /news/2?a=1&amp;b=2'>Two</a><li><a name=x>None</a>"
              "<li><a href='mailto:a@loom.example'>Mail</a><li><a href='javascript:go()'>Go</a>"
              "<li><a href='//cloth.example/1'>One</a></ul>",
              "//ul//a", NULL);
    assert_non_null(index);
    assert_int_equal(index->link_count, 3);
    assert_string_equal(index->links[0], "https://loom.example/news/3");
    assert_string_equal(index->links[1], "https://loom.example/news/2?a=1&b=2");
    assert_string_equal(index->links[2], "https://cloth.example/1");
    assert_int_equal(diags_count(f->diags), 0);
}

static void test_attributes_and_base(void **state)
{
    const struct index *index =
        parse(*state, "<head><base href='/archive/'></head><p data-url='1'><a href='2'>",
              "//p/@data-url | //a/@href", NULL);
    assert_non_null(index);
    assert_int_equal(index->link_count, 2);
    assert_string_equal(index->links[0], "https://loom.example/archive/1");
    assert_string_equal(index->links[1], "https://loom.example/archive/2");
}

static void test_match(void **state)
{
    static const char html[] = "<a href='/news/1'></a><a href='/about'></a>";
    const struct index *index = parse(*state, html, "//a", "/news/\\d");
    assert_non_null(index);
    assert_int_equal(index->link_count, 1);
    assert_string_equal(index->links[0], "https://loom.example/news/1");

    index = parse(*state, html, "//a", "/blog/");
    assert_non_null(index);
    assert_int_equal(index->link_count, 0);
    assert_true(said(*state, SEVERITY_NOTE, "none of 2 links matches"));
}

static const char *next_of(struct fixture *f, const char *html)
{
    const struct source source = {
        .id = "loom-news", .kind = SOURCE_INDEX, .url = BASE, .links = "//li/a", .next = "//p/a"};
    const struct index *index =
        index_parse(html, strlen(html), NULL, BASE, &source, f->arena, f->diags);
    assert_non_null(index);
    assert_int_equal(diags_count(f->diags), 0);
    return index->next;
}

static void test_next(void **state)
{
#define LIST "<ul><li><a href='1'>One</a></ul>"
    assert_string_equal(next_of(*state, LIST "<p><a href='?page=2#top'>Older</a> <a href=3>3</a>"),
                        "https://loom.example/news/index.html?page=2");
    assert_null(next_of(*state, LIST));
    assert_null(next_of(*state, LIST "<p><a>Older</a>"));
    assert_null(next_of(*state, LIST "<p><a href='https://cloth.example/2'>Older</a>"));
    assert_null(next_of(*state, LIST "<p><a href='javascript:more()'>Older</a>"));
#undef LIST
}

static void test_changed_layout(void **state)
{
    const struct fixture *f = *state;
    assert_null(parse(*state, "<p><a href='/news/1'>One</a></p>", "//ul/li/a", NULL));
    assert_true(said(*state, SEVERITY_ERROR, "layout-changed?"));
    assert_non_null(strstr(diags_get(f->diags, 0)->hint, "loom-news, links: //ul/li/a"));

    diags_reset(f->diags);
    assert_null(parse(*state, "<ul><li><a name='x'>One</a></ul>", "//ul/li/a", NULL));
    assert_true(said(*state, SEVERITY_ERROR, "layout-changed?"));
}

static void test_what_is_no_index(void **state)
{
    assert_null(parse(*state, "", "//a", NULL));
    assert_true(said(*state, SEVERITY_ERROR, "the page is empty"));
    assert_null(parse(*state, "<a href='/1'>One</a>", "string(//a)", NULL));
    assert_true(said(*state, SEVERITY_ERROR, "no elements or attributes"));
}

static void test_encoding(void **state)
{
    const struct index *index =
        parse(*state, "<meta charset=windows-1251><a href='/\xEF'>x</a>", "//a", NULL);
    assert_non_null(index);
    assert_string_equal(index->links[0], "https://loom.example/%d0%bf");
}

static void test_dear_xpath(void **state)
{
    struct buf html = {0};
    for (int i = 0; i < 9000; i++)
        buf_puts(&html, "<p>x</p>");
    assert_null(parse(*state, html.data, "//p[count(//p) > 1]", NULL));
    assert_true(said(*state, SEVERITY_ERROR, "too many steps"));
    buf_free(&html);
}

static void test_bounds(void **state)
{
    struct fixture *f = *state;
    struct buf html = {0};
    for (int i = 0; i < INDEX_LINKS_MAX + 10; i++)
        buf_printf(&html, "<a href='/%d'>x</a>", i);
    const struct index *index = parse(f, html.data, "//a", NULL);
    assert_non_null(index);
    assert_int_equal(index->link_count, INDEX_LINKS_MAX);
    assert_true(said(f, SEVERITY_WARNING, "more than 10000 links"));

    diags_reset(f->diags);
    buf_reset(&html);
    buf_puts(&html, "<a href='/1'>x</a>");
    for (int i = 0; i < 100000; i++)
        buf_puts(&html, "<div>");
    buf_puts(&html, "<a href='/2'>x</a>");
    index = parse(f, html.data, "//a", NULL);
    assert_non_null(index);
    assert_int_equal(index->link_count, 1);
    assert_true(said(f, SEVERITY_WARNING, "elements nested too deep"));

    diags_reset(f->diags);
    buf_reset(&html);
    buf_puts(&html, "<a href='/1'>x</a>");
    while (html.len <= INDEX_BYTES_MAX)
        buf_puts(&html, "wool and more wool ");
    buf_puts(&html, "<a href='/2'>x</a>");
    index = parse(f, html.data, "//a", NULL);
    assert_non_null(index);
    assert_int_equal(index->link_count, 1);
    assert_true(said(f, SEVERITY_WARNING, "too many bytes"));

    diags_reset(f->diags);
    buf_reset(&html);
    for (int i = 0; i < HTML_ELEMENTS_MAX; i++)
        buf_puts(&html, "<br>");
    buf_puts(&html, "<a href='/2'>x</a>");
    assert_null(parse(f, html.data, "//a", NULL));
    assert_true(said(f, SEVERITY_WARNING, "too many elements"));
    buf_free(&html);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_absolute_in_order_and_once),
        TEST(test_attributes_and_base),
        TEST(test_match),
        TEST(test_next),
        TEST(test_changed_layout),
        TEST(test_what_is_no_index),
        TEST(test_encoding),
        TEST(test_dear_xpath),
        TEST(test_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
