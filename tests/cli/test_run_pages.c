/* Sources of many pages: sitemaps, indexes of sitemaps, lists that go on on another page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tests/support/newsroom.h"

#define NAMESPACE "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""

static int setup(void **state)
{
    struct newsroom *room = newsroom_new();
    for (int n = 1; n <= 30; n++)
        newsroom_article(room, n);
    *state = room;
    return 0;
}

static int teardown(void **state)
{
    newsroom_free(*state);
    return 0;
}

static void source(struct newsroom *room, const char *address)
{
    struct buf yaml = {0};
    buf_printf(&yaml,
               "  weekly: {name: Loom Weekly, %s, language: en, every: 1h, status: verified,"
               " evidence: own}\n",
               address);
    newsroom_sources(room, yaml.data);
    buf_free(&yaml);
}

static void assert_silent(struct newsroom *room)
{
    struct outcome outcome = newsroom_run(room, "--quiet", "--all", NULL);
    assert_string_equal(outcome.err, "");
    assert_int_equal(outcome.status, 0);
}

static void assert_tells(struct newsroom *room, const char *words)
{
    struct outcome outcome = newsroom_run(room, "--quiet", "--all", NULL);
    if (!strstr(outcome.err, words))
        assert_string_equal(outcome.err, words);
    assert_int_equal(outcome.status, 1);
}

static int64_t articles(const struct newsroom *room)
{
    return newsroom_number(room, "SELECT count(*) FROM v_articles");
}

/* ---- Sitemaps. ---- */

/* A sitemap as `name` with the articles from `first` to `last`. */
static void sitemap(struct newsroom *room, const char *name, int first, int last)
{
    struct buf xml = {0};
    buf_puts(&xml, "<urlset " NAMESPACE ">\n");
    for (int n = first; n <= last; n++)
        buf_printf(&xml, "<url><loc>%s%d.html</loc></url>\n", server_url(room->server, "/"), n);
    buf_puts(&xml, "</urlset>\n");
    sandbox_write(room->sandbox, name, xml.data);
    buf_free(&xml);
}

/* One entry of an index of sitemaps; `updated` may be NULL. */
static void name_sitemap(struct newsroom *room, struct buf *index, const char *path,
                         const char *updated)
{
    if (index->len == 0)
        buf_puts(index, "<sitemapindex " NAMESPACE ">\n");
    buf_printf(index, "<sitemap><loc>%s</loc>", server_url(room->server, path));
    if (updated)
        buf_printf(index, "<lastmod>%s</lastmod>", updated);
    buf_puts(index, "</sitemap>\n");
}

static void write_index(struct newsroom *room, struct buf *index)
{
    buf_puts(index, "</sitemapindex>\n");
    sandbox_write(room->sandbox, "site/sitemap.xml", index->data);
    buf_free(index);
    *index = (struct buf){0};
}

/* An index of "/a.xml" and "/b.xml", which changed last at these times. */
static void index_of_two(struct newsroom *room, const char *a, const char *b)
{
    struct buf index = {0};
    name_sitemap(room, &index, "/a.xml", a);
    name_sitemap(room, &index, "/b.xml", b);
    write_index(room, &index);
    source(room, "feed: '@/sitemap.xml'");
}

static void reads_a_sitemap(void **state)
{
    struct newsroom *room = *state;
    sitemap(room, "site/sitemap.xml", 1, 4);
    source(room, "feed: '@/sitemap.xml'");
    assert_silent(room);
    assert_int_equal(articles(room), 4);
}

static void reads_every_sitemap_of_an_index(void **state)
{
    struct newsroom *room = *state;
    sitemap(room, "site/a.xml", 1, 2);
    sitemap(room, "site/b.xml", 3, 5);
    index_of_two(room, NULL, NULL);
    assert_silent(room);
    assert_int_equal(articles(room), 5);
    assert_silent(room);
    assert_int_equal(newsroom_asked(room, "/sitemap.xml"), 2);
    assert_non_null(newsroom_last(room, "/sitemap.xml")->if_none_match);
    assert_int_equal(newsroom_asked(room, "/a.xml"), 1);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_documents WHERE kind = 'feed'"),
                     3);
}

static void reads_sitemaps_in_gzip_files(void **state)
{
    struct newsroom *room = *state;
    struct buf index = {0};
    sitemap(room, "site/a.xml", 1, 2);
    char command[600];
    snprintf(command, sizeof(command), "gzip -n '%s'", sandbox_path(room->sandbox, "site/a.xml"));
    assert_int_equal(system(command), 0);
    name_sitemap(room, &index, "/a.xml.gz", NULL);
    write_index(room, &index);
    source(room, "feed: '@/sitemap.xml'");
    assert_silent(room);
    assert_int_equal(articles(room), 2);
}

static void asks_for_sitemaps_that_may_have_changed(void **state)
{
    struct newsroom *room = *state;
    sitemap(room, "site/a.xml", 1, 2);
    sitemap(room, "site/b.xml", 3, 3);
    index_of_two(room, "2025-01-01", "2025-01-02T10:00:00Z");
    assert_silent(room);
    assert_int_equal(articles(room), 3);
    /* The index changes: one sitemap says that it is as it was, the other does not say. */
    index_of_two(room, "2025-01-03", NULL);
    assert_silent(room);
    assert_int_equal(newsroom_asked(room, "/a.xml"), 1);
    assert_int_equal(newsroom_asked(room, "/b.xml"), 2);
    assert_non_null(newsroom_last(room, "/b.xml")->if_none_match);
    /* The first one was fetched long before the day at which it says that it changed. */
    newsroom_change(room, "UPDATE further SET fetched = 1735000000");
    sitemap(room, "site/a.xml", 1, 6);
    index_of_two(room, "2025-01-04", "2025-01-02");
    assert_silent(room);
    assert_int_equal(newsroom_asked(room, "/a.xml"), 2);
    assert_int_equal(articles(room), 6);
}

static void asks_again_for_a_sitemap_that_failed(void **state)
{
    struct newsroom *room = *state;
    sitemap(room, "site/a.xml", 1, 2);
    index_of_two(room, NULL, NULL);
    server_answer(room->server, "/b.xml", &(struct server_answer){.status = 500});
    assert_tells(room, "/sitemap.xml: server-error: a further page, ");
    assert_int_equal(articles(room), 2);
    assert_silent(room);
    sitemap(room, "site/b.xml", 3, 5);
    server_answer(room->server, "/b.xml",
                  &(struct server_answer){.status = 302, .headers = "Location: /b.new.xml\n"});
    sitemap(room, "site/b.new.xml", 3, 5);
    assert_silent(room);
    assert_int_equal(articles(room), 5);
    assert_silent(room);
    assert_int_equal(newsroom_asked(room, "/b.xml"), 3);
    assert_int_equal(newsroom_number(room, "SELECT problem_cause IS NULL FROM sources"), 1);
}

static void does_without_a_sitemap_that_is_gone(void **state)
{
    struct newsroom *room = *state;
    sitemap(room, "site/a.xml", 1, 2);
    index_of_two(room, NULL, NULL);
    assert_tells(room, "/sitemap.xml: gone: a further page, ");
    assert_silent(room);
    assert_int_equal(articles(room), 2);
    assert_int_equal(newsroom_asked(room, "/b.xml"), 1);
}

static void tells_what_is_no_sitemap(void **state)
{
    struct newsroom *room = *state;
    sitemap(room, "site/a.xml", 1, 2);
    sandbox_write(room->sandbox, "site/b.xml", "<html><p>Come back later.</p></html>");
    index_of_two(room, NULL, NULL);
    assert_tells(room, "/sitemap.xml: not-a-feed: a further page, ");
    assert_int_equal(articles(room), 2);
    assert_silent(room);
}

static void does_not_descend_into_indexes_of_indexes(void **state)
{
    struct newsroom *room = *state;
    sitemap(room, "site/a.xml", 1, 2);
    sandbox_write(room->sandbox, "site/b.xml",
                  "<sitemapindex " NAMESPACE "><sitemap><loc>/sitemap.xml</loc></sitemap>"
                  "<sitemap><loc>/c.xml</loc></sitemap></sitemapindex>");
    index_of_two(room, NULL, NULL);
    assert_tells(room, "an index of sitemaps within another one");
    assert_int_equal(articles(room), 2);
    assert_int_equal(newsroom_asked(room, "/sitemap.xml"), 1);
    assert_int_equal(newsroom_asked(room, "/c.xml"), 0);
}

/* 26 sitemaps with an article each, the last one the newest; two days do not parse. */
static void reads_the_newest_of_too_many_sitemaps(void **state)
{
    struct newsroom *room = *state;
    struct buf index = {0};
    for (int n = 1; n <= 26; n++) {
        char path[20], file[30], day[20];
        snprintf(path, sizeof(path), "/map%d.xml", n);
        snprintf(file, sizeof(file), "site%s", path);
        snprintf(day, sizeof(day), "2025-02-%02d", n);
        sitemap(room, file, n, n);
        name_sitemap(room, &index, path, day);
    }
    write_index(room, &index);
    source(room, "feed: '@/sitemap.xml'");
    assert_tells(room,
                 "/sitemap.xml: incomplete: it names more sitemaps than the 20 that are read");
    assert_int_equal(articles(room), 20);
    assert_int_equal(newsroom_asked(room, "/map6.xml"), 0);
    assert_int_equal(newsroom_asked(room, "/map7.xml"), 1);
    assert_silent(room);
}

/* ---- Lists that go on. ---- */

/* Page `page` of a list: two articles, the first one being `first`, and a link to `next`. */
static void page_of_list(struct newsroom *room, int page, int first, const char *next)
{
    char name[40], html[400];
    snprintf(name, sizeof(name), "site/list%d.html", page);
    snprintf(html, sizeof(html),
             "<html><body><ul><li><a href='/%d.html'>A</a><li><a href='/%d.html'>B</a></ul>"
             "<p><a href='%s'>Older</a></body></html>",
             first, first + 1, next);
    sandbox_write(room->sandbox, name, html);
}

/* A list of `count` pages with the articles from 1 on. */
static void list_of(struct newsroom *room, int count)
{
    for (int page = 1; page <= count; page++) {
        char next[40] = "#";
        if (page < count)
            snprintf(next, sizeof(next), "list%d.html", page + 1);
        page_of_list(room, page, 2 * page - 1, next);
    }
    source(room, "index: '@/list1.html', links: //li/a, next: //p/a");
}

static void follows_a_list_to_its_end(void **state)
{
    struct newsroom *room = *state;
    list_of(room, 4);
    assert_silent(room);
    assert_int_equal(articles(room), 8);
    assert_silent(room);
    assert_int_equal(newsroom_asked(room, "/list1.html"), 2);
    assert_int_equal(newsroom_asked(room, "/list2.html"), 1);
}

static void follows_a_list_as_far_as_it_has_something_new(void **state)
{
    struct newsroom *room = *state;
    list_of(room, 4);
    assert_silent(room);
    page_of_list(room, 1, 9, "list2.html");
    page_of_list(room, 2, 1, "list3.html");
    assert_silent(room);
    assert_int_equal(articles(room), 10);
    assert_int_equal(newsroom_asked(room, "/list2.html"), 2);
    assert_non_null(newsroom_last(room, "/list2.html")->if_none_match);
    assert_int_equal(newsroom_asked(room, "/list3.html"), 1);
}

static void a_list_may_bite_its_own_tail(void **state)
{
    struct newsroom *room = *state;
    list_of(room, 3);
    page_of_list(room, 3, 5, "list1.html#top");
    assert_silent(room);
    assert_int_equal(articles(room), 6);
    assert_int_equal(newsroom_asked(room, "/list1.html"), 1);
    assert_int_equal(newsroom_number(room, "SELECT resume IS NULL FROM sources"), 1);
}

/* 24 pages of two articles, of which the last ones are the same two. */
static void goes_on_where_the_last_poll_stopped(void **state)
{
    struct newsroom *room = *state;
    list_of(room, 15);
    for (int page = 16; page <= 24; page++) {
        char next[40];
        snprintf(next, sizeof(next), "list%d.html", page + 1);
        page_of_list(room, page, page == 23 ? 29 : 31 + 2 * page, next);
        newsroom_article(room, 31 + 2 * page);
        newsroom_article(room, 32 + 2 * page);
    }
    page_of_list(room, 15, 29, "list16.html");
    assert_silent(room);
    assert_int_equal(newsroom_asked(room, "/list21.html"), 1);
    assert_int_equal(newsroom_asked(room, "/list22.html"), 0);
    assert_silent(room);
    assert_int_equal(newsroom_asked(room, "/list22.html"), 1);
    assert_int_equal(newsroom_asked(room, "/list23.html"), 1);
    assert_int_equal(newsroom_asked(room, "/list24.html"), 0); /* page 23 has nothing new */
    assert_silent(room);
    assert_int_equal(newsroom_asked(room, "/list22.html"), 1);
}

static void goes_on_behind_a_page_that_failed(void **state)
{
    struct newsroom *room = *state;
    list_of(room, 4);
    server_answer(room->server, "/list2.html", &(struct server_answer){.status = 500});
    assert_tells(room, "/list1.html: server-error: a further page, ");
    assert_int_equal(articles(room), 2);
    assert_silent(room);
    assert_int_equal(newsroom_asked(room, "/list2.html"), 2);
    server_answer(room->server, "/list2.html",
                  &(struct server_answer){.status = 302, .headers = "Location: /list3.html\n"});
    assert_silent(room);
    assert_int_equal(articles(room), 6);
    assert_int_equal(newsroom_asked(room, "/list4.html"), 1);
    assert_int_equal(newsroom_number(room, "SELECT problem_cause IS NULL FROM sources"), 1);
}

static void keeps_off_pages_that_robots_forbids(void **state)
{
    struct newsroom *room = *state;
    list_of(room, 4);
    sandbox_write(room->sandbox, "site/robots.txt", "User-agent: *\nDisallow: /list2\n");
    assert_tells(room, "/list1.html: robots: a further page, ");
    assert_silent(room);
    assert_int_equal(newsroom_asked(room, "/list2.html"), 0);
    assert_int_equal(articles(room), 2);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reads_a_sitemap),
        TEST(reads_every_sitemap_of_an_index),
        TEST(reads_sitemaps_in_gzip_files),
        TEST(asks_for_sitemaps_that_may_have_changed),
        TEST(asks_again_for_a_sitemap_that_failed),
        TEST(does_without_a_sitemap_that_is_gone),
        TEST(tells_what_is_no_sitemap),
        TEST(does_not_descend_into_indexes_of_indexes),
        TEST(reads_the_newest_of_too_many_sitemaps),
        TEST(follows_a_list_to_its_end),
        TEST(follows_a_list_as_far_as_it_has_something_new),
        TEST(a_list_may_bite_its_own_tail),
        TEST(goes_on_where_the_last_poll_stopped),
        TEST(goes_on_behind_a_page_that_failed),
        TEST(keeps_off_pages_that_robots_forbids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
