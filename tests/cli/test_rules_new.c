#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tests/support/newsroom.h"

#define CLASS(name) "[contains(concat(' ',normalize-space(@class),' '),' " name " ')]"

static const char *const titles[] = {"", "Arden opens a mill by the lake",
                                     "Looms learn to mend themselves", "Wool is dear this autumn",
                                     "A weaver and her oldest shuttle"};
static const char *const authors[] = {"", "Ada Merrow", "Ben Tarrant", "Cora Linde", "Dan Osprey"};

/* Four paragraphs of some length that no two pages share. */
static void put_text(struct buf *page, int n)
{
    for (int i = 1; i <= 4; i++)
        buf_printf(page,
                   "<p>Paragraph %d of the %d looms that stand in hall %d says that all of them "
                   "ran through the night, and that nobody but the foreman heard a thing.</p>",
                   i, n * 7 + i, n * 100 + i);
}

/* The classes of a common kind of site: headings, <time>, a byline and an entry with its class. */
static void blog_page(struct buf *page, int n)
{
    buf_printf(page,
               "<!DOCTYPE html><html lang=en><head><title>%s | Mill News</title></head><body>"
               "<nav><a href=/>Home</a></nav><div class='post post-%d'>"
               "<h1 class='entry-title'>%s</h1><span class='byline'>By <a rel=author "
               "href='/who/%d'>%s</a></span> <time class=entry-date datetime='2026-03-%02d'>"
               "some day</time><div class='entry-content css-%dx7'>",
               titles[n], 4000 + n, titles[n], n, authors[n], n, n);
    put_text(page, n);
    buf_puts(page, "</div></div><footer>All rights reserved by the mill</footer></body></html>");
}

/* Microdata, with the text in a table cell's <div> and its date in the metadata alone. */
static void microdata_page(struct buf *page, int n)
{
    buf_printf(page,
               "<!DOCTYPE html><html lang=en><head><title>%s</title>"
               "<meta property='article:published_time' content='2026-03-%02dT08:00:00Z'>"
               "</head><body><table><tr><td><h2 itemprop=headline>%s</h2>"
               "<div itemprop=articleBody>",
               titles[n], n, titles[n]);
    put_text(page, n);
    buf_puts(page, "</div></td><td class=side><p>Most read of the week</p></td></table>");
}

/* Names that a build tool made, and no date but in the address. */
static void bare_page(struct buf *page, int n)
{
    buf_printf(page,
               "<!DOCTYPE html><html lang=en><head><title>%s</title></head><body>"
               "<div id=root><div class='sc-bdVa%d'><h1>%s</h1><div class='x%dz1'>",
               titles[n], n, titles[n], n);
    put_text(page, n);
    buf_puts(page, "</div></div></div>");
}

static void write_pages(struct newsroom *room, void (*make)(struct buf *page, int n))
{
    for (int n = 1; n <= 4; n++) {
        struct buf page = {0};
        char name[40];
        snprintf(name, sizeof(name), "site/2026/03/%02d/piece.html", n);
        make(&page, n);
        sandbox_write(room->sandbox, name, page.data);
        buf_free(&page);
    }
}

static void write_feed(struct newsroom *room)
{
    struct buf feed = {0};
    buf_puts(&feed, "<rss version='2.0'><channel><title>Mill News</title>");
    for (int n = 4; n >= 1; n--)
        buf_printf(&feed,
                   "<item><title>%s</title><link>/2026/03/%02d/piece.html</link>"
                   "<pubDate>%d Mar 2026 08:00:00 GMT</pubDate></item>",
                   titles[n], n, n);
    buf_puts(&feed, "</channel></rss>");
    sandbox_write(room->sandbox, "site/feed.xml", feed.data);
    buf_free(&feed);
}

static void write_index(struct newsroom *room, const char *head)
{
    struct buf page = {0};
    buf_printf(&page, "<!DOCTYPE html><html lang=en><head><title>Mill News</title>%s</head><body>",
               head);
    for (int n = 4; n >= 1; n--)
        buf_printf(&page,
                   "<div class=teaser><h3><a href='/2026/03/%02d/piece.html'>%s</a></h3></div>", n,
                   titles[n]);
    buf_puts(&page, "<p><a href='/about'>Who we are</a></p></body></html>");
    sandbox_write(room->sandbox, "site/index.html", page.data);
    buf_free(&page);
}

static struct outcome new_source(struct newsroom *room, const char *path)
{
    return sandbox_run(room->sandbox, NULL, "rules", "new", server_url(room->server, path), NULL);
}

static void assert_says(const char *text, const char *want)
{
    if (!strstr(text, want))
        fail_msg("no '%s' in:\n%s", want, text);
}

static void assert_not_says(const char *text, const char *unwanted)
{
    if (strstr(text, unwanted))
        fail_msg("'%s' in:\n%s", unwanted, text);
}

/* What was proposed is a rule file that can be used as it stands, and finds what it should. */
static void assert_usable(struct newsroom *room, const char *yaml)
{
    sandbox_write(room->sandbox, "rules/looms/new.yaml", yaml);
    struct outcome outcome = sandbox_run(room->sandbox, NULL, "rules", "check", NULL);
    if (outcome.status != 0)
        fail_msg("%s\n%s", yaml, outcome.err);
    outcome = newsroom_run(room, NULL);
    if (outcome.status != 0)
        fail_msg("%s", outcome.err);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_articles"), 4);
    for (int n = 1; n <= 4; n++) {
        char sql[120];
        snprintf(sql, sizeof(sql), "SELECT count(*) FROM v_articles WHERE title = '%s'", titles[n]);
        assert_int_equal(newsroom_number(room, sql), 1);
    }
}

static void reads_a_feed(void **state)
{
    struct newsroom *room = *state;
    write_pages(room, blog_page);
    write_feed(room);
    struct outcome outcome = new_source(room, "/feed.xml");
    assert_int_equal(outcome.status, 0);
    assert_says(outcome.out, "sources:\n  127-0-0-1:\n    name: 'Mill News'\n    feed: 'http://");
    assert_says(outcome.out, "    language: 'en'\n    hosts: 127.0.0.1\n    status: verified\n"
                             "    evidence: 'fetched on 2");
    assert_says(outcome.out, ": the feed with 4 entries and 4 articles'\n    article:\n");
    assert_says(outcome.out, "      title: \"//h1" CLASS("entry-title") "\"\n");
    assert_says(outcome.out, "      body: \"//div" CLASS("entry-content") "\"\n");
    assert_says(outcome.out, "      date: \"//time" CLASS("entry-date") "/@datetime\"\n");
    assert_says(outcome.out, "      author: \"//");
    assert_says(outcome.err, "    title   Wool is dear this autumn\n    date    2026-03-03\n"
                             "    author  Cora Linde\n");
    assert_says(outcome.err, " in 4 blocks: Paragraph 1 of the ");
    assert_says(outcome.err, "body   holds on 4 of 4: //div[");
    assert_usable(room, outcome.out);
}

static void finds_the_feed_of_a_page(void **state)
{
    struct newsroom *room = *state;
    write_pages(room, microdata_page);
    write_feed(room);
    write_index(room, "<link rel=alternate type='application/rss+xml' href='/gone.xml'>"
                      "<link rel=alternate type='application/rss+xml' href='/feed.xml'>");
    struct outcome outcome = new_source(room, "/");
    assert_int_equal(outcome.status, 0);
    assert_says(outcome.err, "/gone.xml: ");
    assert_says(outcome.out, "/feed.xml'\n");
    assert_says(outcome.out,
                "      title: \"//h2[@itemprop='headline']\"\n"
                "      body: \"//div[@itemprop='articleBody']\"\n"
                "      date: \"//meta[@property='article:published_time']/@content\"\n");
    assert_says(outcome.out, "    # author: nothing on the pages is named for it\n");
    assert_usable(room, outcome.out);
}

/* The article is in the feed, too, and is looked at once. */
static void starts_from_an_article(void **state)
{
    struct newsroom *room = *state;
    write_pages(room, blog_page);
    write_feed(room);
    struct buf page = {0};
    buf_puts(&page,
             "<!DOCTYPE html><link rel=alternate type='application/rss+xml' href=/feed.xml>");
    blog_page(&page, 2);
    sandbox_write(room->sandbox, "site/2026/03/02/piece.html", page.data);
    buf_free(&page);
    struct outcome outcome = new_source(room, "/2026/03/02/piece.html");
    assert_int_equal(outcome.status, 0);
    assert_says(outcome.out, ": the feed with 4 entries and 4 articles'\n");
    assert_int_equal(newsroom_asked(room, "/2026/03/02/piece.html"), 1);
    assert_usable(room, outcome.out);
}

static void reads_an_index(void **state)
{
    struct newsroom *room = *state;
    write_pages(room, blog_page);
    write_index(room, "<link rel=next href='/page2.html'>");
    sandbox_write(room->sandbox, "site/page2.html",
                  "<div class=teaser><h3><a href='/2026/03/01/piece.html'>Again</a></h3></div>");
    struct outcome outcome = new_source(room, "/");
    assert_int_equal(outcome.status, 0);
    assert_says(outcome.out, "/'\n    links: '//h3//a'\n    next: \"//link[@rel='next']\"\n");
    assert_says(outcome.out, ": the index with 4 links and 4 articles'\n");
    assert_not_says(outcome.out, "feed:");
    assert_usable(room, outcome.out);
}

static void tells_where_a_path_fails(void **state)
{
    struct newsroom *room = *state;
    write_pages(room, blog_page);
    write_feed(room);
    struct buf odd = {0};
    microdata_page(&odd, 2);
    sandbox_write(room->sandbox, "site/2026/03/02/piece.html", odd.data);
    buf_free(&odd);
    struct outcome outcome = new_source(room, "/feed.xml");
    assert_int_equal(outcome.status, 0);
    assert_says(outcome.out, "    # body: //div");
    assert_says(outcome.out, " holds on 3 of 4, not on http://127.0.0.1:");
    assert_says(outcome.out, "/2026/03/02/piece.html\n");
    assert_not_says(outcome.out, "      body:");
}

static void takes_no_made_names(void **state)
{
    struct newsroom *room = *state;
    write_pages(room, bare_page);
    write_feed(room);
    struct outcome outcome = new_source(room, "/feed.xml");
    assert_int_equal(outcome.status, 0);
    assert_says(outcome.out, "      title: '//h1'\n");
    assert_not_says(outcome.out, "sc-bdVa");
    assert_not_says(outcome.out, "z1");
}

static void reads_a_file(void **state)
{
    struct newsroom *room = *state;
    struct buf page = {0};
    blog_page(&page, 1);
    sandbox_write(room->sandbox, "page.html", page.data);
    buf_free(&page);
    struct outcome outcome =
        sandbox_run(room->sandbox, NULL, "rules", "new", "page.html", "--url",
                    "https://www.mill.example/2026/03/01/piece.html", "--output", "new.yaml", NULL);
    assert_int_equal(outcome.status, 0);
    assert_string_equal(outcome.out, "");
    outcome = sandbox_run(room->sandbox, NULL, "rules", "new", "page.html", "--url",
                          "https://www.mill.example/2026/03/01/piece.html", NULL);
    assert_says(outcome.out, "sources:\n  mill-example:\n");
    assert_says(outcome.out, "    hosts: mill.example\n    status: unverified\n"
                             "    evidence: 'read on 2");
    assert_says(outcome.out, "      body: \"//div" CLASS("entry-content") "\"\n");
    outcome = sandbox_run(room->sandbox, NULL, "rules", "new", "page.html", NULL);
    assert_int_equal(outcome.status, 1);
    assert_says(outcome.err, "    hint: give its address: --url https://");
}

static void says_when_there_is_nothing(void **state)
{
    struct newsroom *room = *state;
    sandbox_write(room->sandbox, "site/index.html", "<html><body><p>Soon.</p></body></html>");
    struct outcome outcome = new_source(room, "/");
    assert_int_equal(outcome.status, 1);
    assert_says(outcome.err, "no article was found");
    assert_string_equal(outcome.out, "");
    outcome = new_source(room, "/missing");
    assert_int_equal(outcome.status, 1);
    assert_says(outcome.err, "404");
    outcome = sandbox_run(room->sandbox, NULL, "rules", "new", "missing.html", NULL);
    assert_int_equal(outcome.status, 1);
    assert_says(outcome.err, "missing.html: cannot be read");
}

static int setup(void **state)
{
    *state = newsroom_new();
    return 0;
}

static int teardown(void **state)
{
    newsroom_free(*state);
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reads_a_feed),   TEST(finds_the_feed_of_a_page),   TEST(starts_from_an_article),
        TEST(reads_an_index), TEST(tells_where_a_path_fails),   TEST(takes_no_made_names),
        TEST(reads_a_file),   TEST(says_when_there_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
