/* Pages made to choke on: each is read to the end or cut off with a word, in its share of time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/buf.h"
#include "extract/article.h"

#define SENTENCE "The ferry sails at nine, the harbour master has written."

/* A page may cost so many times what its bytes cost in a plain page. */
#define SHARES 50

/* Below this size a page is as good as this size. */
#define SMALL (100 * 1000)

static double seconds_per_byte; /* of a plain page */

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

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static const struct article *read_typed(const struct buf *page, const char *type, double *spent)
{
    const struct document document = {.url = "https://news.example/a",
                                      .final_url = "https://news.example/a",
                                      .content_type = type,
                                      .body = page->data,
                                      .body_len = page->len};
    double start = now();
    const struct article *article = article_read(&document, NULL, arena, diags);
    *spent = now() - start;
    return article;
}

/* Reads and frees a page, which must not cost more than its share. */
static const struct article *read_trap(struct buf *page)
{
    double spent, size = page->len < SMALL ? SMALL : (double)page->len;
    const struct article *article = read_typed(page, "text/html; charset=utf-8", &spent);
    if (spent > SHARES * seconds_per_byte * size)
        fail_msg("%zu bytes took %.3f s, %.0f times their share", page->len, spent,
                 spent / seconds_per_byte / size);
    buf_free(page);
    return article;
}

static bool told(const char *what)
{
    for (size_t i = 0; i < diags_count(diags); i++)
        if (strstr(diags_get(diags, i)->message, what))
            return true;
    return false;
}

static void add_often(struct buf *page, const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buf_puts(page, text);
}

/* Sets the measure for the others. */
static void plain_page(void **state)
{
    (void)state;
    struct buf page = {0};
    double best = 1e9, spent;
    buf_puts(&page, "<title>Ferries</title><main>");
    add_often(&page,
              "<div class='row'><p class=\"text\">" SENTENCE " <a href='/x'>More</a></p></div>\n",
              10000);
    for (int i = 0; i < 3; i++) {
        read_typed(&page, "text/html; charset=utf-8", &spent);
        best = spent < best ? spent : best;
    }
    seconds_per_byte = best / (double)page.len;
    buf_free(&page);
}

static void nested_elements(void **state)
{
    (void)state;
    static const char *const tags[] = {"<div>",
                                       "<b>",
                                       "<ul><li>",
                                       "<table><tr><td>",
                                       "<font>",
                                       "<button>",
                                       "<section class=related>",
                                       "<blockquote>"};
    static const size_t depths[] = {300, 30000};
    for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++)
        for (size_t k = 0; k < 2; k++) {
            struct buf page = {0};
            add_often(&page, tags[i], depths[k]);
            buf_puts(&page, "<p>" SENTENCE "</p>");
            read_trap(&page);
        }
    struct buf page = {0};
    add_often(&page, "<div>", 30000);
    buf_puts(&page, "<p>" SENTENCE "</p>");
    assert_string_equal(read_trap(&page)->text, SENTENCE);
    assert_false(told("cut off"));
}

static void too_deep(void **state)
{
    (void)state;
    struct buf page = {0};
    buf_puts(&page, "<p>" SENTENCE "</p>");
    add_often(&page, "<div>", 120000);
    assert_string_equal(read_trap(&page)->text, SENTENCE);
    assert_true(told("nest deeper than"));
}

static void too_many(void **state)
{
    (void)state;
    struct buf page = {0};
    buf_puts(&page, "<p>" SENTENCE "</p>");
    add_often(&page, "<br>", 1100000);
    assert_string_equal(read_trap(&page)->text, SENTENCE);
    assert_true(told("more than a million elements"));
}

static void many_attributes(void **state)
{
    (void)state;
    struct buf page = {0};
    buf_puts(&page, "<main><div ");
    for (int i = 0; i < 20000; i++)
        buf_printf(&page, "data-%d=%d ", i, i);
    buf_puts(&page, "><p>" SENTENCE "</p></div></main>");
    assert_string_equal(read_trap(&page)->text, SENTENCE);
    assert_true(told("more than 5000 attributes"));
}

static void long_attribute(void **state)
{
    (void)state;
    struct buf page = {0};
    buf_puts(&page, "<main><img alt=Quay src=\"data:image/png;base64,");
    add_often(&page, "iVBORw0KGgo AAAA=/", 20000);
    buf_puts(&page, "\"><p>" SENTENCE "</p></main>");
    assert_string_equal(read_trap(&page)->text, SENTENCE);
    assert_int_equal(diags_count(diags), 0);
}

static void long_class(void **state)
{
    (void)state;
    struct buf page = {0};
    buf_puts(&page, "<main><div class='");
    add_often(&page, "a-class-name ", 100000);
    buf_puts(&page, "'><p>" SENTENCE "</p></div></main>");
    assert_string_equal(read_trap(&page)->text, SENTENCE);
}

static void huge_text(void **state)
{
    (void)state;
    struct buf page = {0};
    buf_puts(&page, "<p>" SENTENCE "</p><p>");
    add_often(&page, "word after word ", 20 * 1000 * 1000 / 16);
    const struct article *article = read_trap(&page);
    assert_true(article->text_len > 10 * 1000 * 1000);
    assert_true(told("only the first"));
}

static void long_words(void **state)
{
    (void)state;
    struct buf page = {0};
    buf_puts(&page, "<p>");
    add_often(&page, "wordwithoutend", 100000);
    buf_puts(&page, "</p>");
    assert_true(read_trap(&page)->text_len > 1000000);
}

static void many_lines(void **state)
{
    (void)state;
    struct buf page = {0};
    add_often(&page, "<p>x<p>" SENTENCE "<br>", 20000);
    read_trap(&page);
}

static void many_headings(void **state)
{
    (void)state;
    struct buf page = {0};
    add_often(&page,
              "<article><h1>A heading | of the page - here</h1><time datetime=x>3 May</time>"
              "<p class=author>By</p></article>",
              20000);
    read_trap(&page);
}

static void many_metas(void **state)
{
    (void)state;
    struct buf page = {0};
    add_often(&page, "<meta name=author content=x><link rel=x href=y>", 20000);
    buf_puts(&page, "<p>" SENTENCE "</p>");
    read_trap(&page);
}

static void unclosed_everything(void **state)
{
    (void)state;
    struct buf page = {0};
    buf_puts(&page, "<html><head><title>Ferries<body><main><article><div><p>" SENTENCE
                    "<ul><li>one<li>two<table><tr><td>a<td>b<blockquote><p>c<a href='/x>d");
    read_trap(&page);
    add_often(&page, "<p><b><i><a href=x><span>x", 5000);
    read_trap(&page);
    add_often(&page, "<a href=\"", 20000);
    read_trap(&page);
    add_often(&page, "<!-- ", 20000);
    read_trap(&page);
    add_often(&page, "<", 50000);
    read_trap(&page);
    add_often(&page, "&", 50000);
    read_trap(&page);
    buf_puts(&page, "<script>");
    add_often(&page, "<p>x</p>", 20000);
    read_trap(&page);
}

static void ends_without_beginnings(void **state)
{
    (void)state;
    struct buf page = {0};
    add_often(&page, "<div>", 20000);
    buf_puts(&page, "<p>" SENTENCE "</p>");
    add_often(&page, "</span>", 20000);
    assert_string_equal(read_trap(&page)->text, SENTENCE);
    assert_true(told("end tags that close nothing"));
}

static void doubled_bodies(void **state)
{
    (void)state;
    struct buf page = {0};
    buf_puts(&page, "<body><p>" SENTENCE "</p></body><html><body><p>It returns at noon, he has "
                    "added.</p></body></html><p>Tickets are sold on board, says the master.</p>");
    assert_string_equal(read_trap(&page)->text,
                        SENTENCE "\nIt returns at noon, he has added.\n"
                                 "Tickets are sold on board, says the master.");
    buf_puts(&page, "<frobnicate><p>" SENTENCE "</p></frobnicate>");
    assert_string_equal(read_trap(&page)->text, SENTENCE);
}

static void nul_bytes(void **state)
{
    (void)state;
    struct buf page = {0};
    buf_puts(&page, "<p>" SENTENCE);
    for (int i = 0; i < 100000; i++)
        buf_putc(&page, '\0');
    buf_add(&page, "</\0p>\0<p\0>x", 11);
    read_trap(&page);
}

static void broken_json(void **state)
{
    (void)state;
    struct buf page = {0};
    buf_puts(&page, "<script type='application/ld+json'>");
    add_often(&page, "[{\"@graph\":", 20000);
    buf_puts(&page, "</script><p>" SENTENCE "</p>");
    assert_string_equal(read_trap(&page)->text, SENTENCE);
    assert_true(told("JSON-LD is broken"));
}

/* One label of each encoding of the WHATWG's standard. */
static const char *const labels[] = {
    "utf-8",        "ibm866",       "iso-8859-2",   "iso-8859-3",     "iso-8859-4",
    "iso-8859-5",   "iso-8859-6",   "iso-8859-7",   "iso-8859-8",     "iso-8859-8-i",
    "iso-8859-10",  "iso-8859-13",  "iso-8859-14",  "iso-8859-15",    "iso-8859-16",
    "koi8-r",       "koi8-u",       "macintosh",    "windows-874",    "windows-1250",
    "windows-1251", "windows-1252", "windows-1253", "windows-1254",   "windows-1255",
    "windows-1256", "windows-1257", "windows-1258", "x-mac-cyrillic", "gbk",
    "gb18030",      "big5",         "euc-jp",       "iso-2022-jp",    "shift_jis",
    "euc-kr",       "replacement",  "utf-16be",     "utf-16le",       "x-user-defined"};

static void wrong_labels(void **state)
{
    (void)state;
    struct buf page = {0};
    buf_puts(&page, "<title>x</title><p>" SENTENCE " ");
    for (int first = 0x80; first < 0x100; first++)
        for (int second = 0x20; second < 0x100; second += 7) {
            buf_putc(&page, (char)first);
            buf_putc(&page, (char)second);
        }
    buf_puts(&page, "</p>");
    for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++) {
        double spent;
        char type[64];
        snprintf(type, sizeof(type), "text/html; charset=%s", labels[i]);
        const struct article *article = read_typed(&page, type, &spent);
        bool ascii = strncmp(labels[i], "utf-16", 6) != 0 && strcmp(labels[i], "replacement") != 0;
        if (ascii && !strstr(article->text, "The ferry sails at nine"))
            fail_msg("nothing to read as %s", labels[i]);
    }
    buf_free(&page);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(plain_page), /* first */
        TEST(nested_elements),
        TEST(too_deep),
        TEST(too_many),
        TEST(many_attributes),
        TEST(long_attribute),
        TEST(long_class),
        TEST(huge_text),
        TEST(long_words),
        TEST(many_lines),
        TEST(many_headings),
        TEST(many_metas),
        TEST(unclosed_everything),
        TEST(ends_without_beginnings),
        TEST(doubled_bodies),
        TEST(nul_bytes),
        TEST(broken_json),
        TEST(wrong_labels),
    };
    return cmocka_run_group_tests_name("traps", tests, NULL, NULL);
}
