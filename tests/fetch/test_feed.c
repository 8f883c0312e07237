#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "fetch/feed.h"

#define BASE "https://loom.example/news/feed.xml"

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

static const struct feed *parse(struct fixture *f, const char *text)
{
    return feed_parse(text, strlen(text), NULL, BASE, true, f->arena, f->diags);
}

/* One item in RSS 2.0, and the only entry that comes of it. */
static const struct feed_entry *parse_item(struct fixture *f, const char *fields)
{
    struct buf text = {0};
    buf_printf(&text, "<rss version='2.0'><channel><item>%s</item></channel></rss>", fields);
    const struct feed *feed = parse(f, text.data);
    buf_free(&text);
    assert_non_null(feed);
    assert_int_equal(feed->entry_count, 1);
    return &feed->entries[0];
}

/* Whether some diagnostic holds these words. */
static bool said(const struct fixture *f, enum severity severity, const char *words)
{
    for (size_t i = 0; i < diags_count(f->diags); i++) {
        const struct diag *diag = diags_get(f->diags, i);
        if (diag->severity == severity && strcmp(diag->stage, "feed") == 0 &&
            (strstr(diag->message, words) || (diag->hint && strstr(diag->hint, words))))
            return true;
    }
    return false;
}

static void test_rss_2(void **state)
{
    const struct feed *feed = parse(
        *state,
        "<?xml version='1.0'?><rss version='2.0' xmlns:content="
        "'http://purl.org/rss/1.0/modules/content/'><channel>"
        "<title>Loom News</title><link>https://loom.example/</link>"
        "<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='self' href='/feed.xml'/>"
        "<description>All about looms</description><ttl>90</ttl>"
        "<lastBuildDate>Thu, 15 May 2025 10:00:00 GMT</lastBuildDate>"
        "<image><title>Logo</title><link>https://loom.example/logo</link></image>"
        "<item><title>Warp &amp;amp;\n weft</title><link> /news/1?a=1&amp;b=2\n</link>"
        "<guid isPermaLink='false'>loom-1</guid><pubDate>Thu, 15 May 2025 09:30:00 EDT</pubDate>"
        "<description><![CDATA[<p>Two <b>threads</b>.</p><p>One cloth.</p>]]></description>"
        "<content:encoded>&lt;p&gt;The whole story.&lt;/p&gt;</content:encoded></item>"
        "<item><guid>https://loom.example/news/2</guid></item>"
        "</channel></rss>");
    assert_non_null(feed);
    assert_string_equal(feed->title, "Loom News");
    assert_string_equal(feed->link, "https://loom.example/");
    assert_string_equal(feed->summary, "All about looms");
    assert_string_equal(feed->updated, "2025-05-15T10:00:00Z");
    assert_int_equal(feed->ttl, 90);
    assert_int_equal(feed->entry_count, 2);

    const struct feed_entry *entry = &feed->entries[0];
    assert_string_equal(entry->title, "Warp & weft");
    assert_string_equal(entry->link, "https://loom.example/news/1?a=1&b=2");
    assert_string_equal(entry->id, "loom-1");
    assert_string_equal(entry->published, "2025-05-15T13:30:00Z");
    assert_null(entry->updated);
    assert_string_equal(entry->summary, "Two threads.\nOne cloth.");
    assert_string_equal(entry->content, "The whole story.");
    assert_string_equal(feed->entries[1].link, "https://loom.example/news/2");
    assert_int_equal(diags_count(((struct fixture *)*state)->diags), 0);
}

static void test_rss_1(void **state)
{
    const struct feed *feed = parse(
        *state, "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
                "xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
                "<channel rdf:about='https://loom.example/'><title>Looms</title>"
                "<items><rdf:Seq><rdf:li resource='x'/></rdf:Seq></items></channel>"
                "<item rdf:about='https://loom.example/1'><title>One</title>"
                "<link>https://loom.example/1</link><dc:date>2025-05-15T09:30+02:00</dc:date>"
                "</item></rdf:RDF>");
    assert_non_null(feed);
    assert_string_equal(feed->title, "Looms");
    assert_int_equal(feed->entry_count, 1);
    assert_string_equal(feed->entries[0].id, "https://loom.example/1");
    assert_string_equal(feed->entries[0].published, "2025-05-15T07:30:00Z");
}

static void test_atom(void **state)
{
    const struct feed *feed = parse(
        *state,
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://cloth.example/a/'>"
        "<title type='text'>The &lt;b&gt; tag</title><link rel='self' href='feed'/>"
        "<link href='..'/><id>urn:loom</id><updated>2025-05-15T09:30:00Z</updated>"
        "<entry xml:base='b/'><title type='html'>A &lt;b&gt;loom&lt;/b&gt;</title>"
        "<link rel='alternate' type='application/pdf' href='1.pdf'/>"
        "<link rel='alternate' type='text/html' href='1'/><link rel='enclosure' href='1.mp3'/>"
        "<id>urn:loom:1</id><published>2025-05-14T09:30:00Z</published>"
        "<updated>2025-05-15T09:30:00Z</updated><summary>Short</summary>"
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>First.</p>"
        "<p>Second &lt;.</p><script>no()</script></div></content>"
        "<source><title>Elsewhere</title><id>urn:other</id></source></entry>"
        "<entry><link href='2'/><content "
        "type='application/octet-stream'>YSA8Yj5sb29tPC9iPg==</content></entry>"
        "<entry><content type='image/png'>iVBORw0KGgo=</content></entry></feed>");
    assert_non_null(feed);
    assert_string_equal(feed->title, "The <b> tag");
    assert_string_equal(feed->link, "https://cloth.example/");
    assert_string_equal(feed->id, "urn:loom");
    assert_int_equal(feed->entry_count, 3);

    const struct feed_entry *entry = &feed->entries[0];
    assert_string_equal(entry->title, "A loom");
    assert_string_equal(entry->link, "https://cloth.example/a/b/1");
    assert_string_equal(entry->id, "urn:loom:1");
    assert_string_equal(entry->published, "2025-05-14T09:30:00Z");
    assert_string_equal(entry->updated, "2025-05-15T09:30:00Z");
    assert_string_equal(entry->summary, "Short");
    assert_string_equal(entry->content, "First.\nSecond <.");
    assert_string_equal(feed->entries[1].link, "https://cloth.example/a/2");
    assert_string_equal(feed->entries[1].content, "a loom");
    assert_null(feed->entries[2].content);
}

static void test_old_formats(void **state)
{
    const struct feed *feed =
        parse(*state, "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><tagline>Old</tagline>"
                      "<entry><title mode='base64'>TG9vbQ==</title>"
                      "<issued>2004-05-15T09:30:00Z</issued><id>/1</id></entry></feed>");
    assert_non_null(feed);
    assert_string_equal(feed->summary, "Old");
    assert_string_equal(feed->entries[0].title, "Loom");
    assert_string_equal(feed->entries[0].published, "2004-05-15T09:30:00Z");
    assert_string_equal(feed->entries[0].id, "https://loom.example/1");

    feed = parse(*state, "<CHANNEL HREF='/c'><TITLE>Cdf</TITLE><ITEM HREF='/1' "
                         "LASTMOD='1998-05-15'><ABSTRACT>One</ABSTRACT></ITEM></CHANNEL>");
    assert_non_null(feed);
    assert_string_equal(feed->link, "https://loom.example/c");
    assert_string_equal(feed->entries[0].link, "https://loom.example/1");
    assert_string_equal(feed->entries[0].updated, "1998-05-15T00:00:00Z");
    assert_string_equal(feed->entries[0].summary, "One");
}

static void test_json_feed(void **state)
{
    const struct feed *feed =
        parse(*state, "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Looms\","
                      "\"home_page_url\": \"/\", \"items\": [{\"id\": 7, \"url\": \"/7\","
                      "\"title\": \"A <b> tag\", \"content_html\": \"<p>Warp.</p>Weft.\","
                      "\"date_published\": \"2025-05-15T09:30:00+02:00\"},"
                      "{\"id\": \"8\", \"external_url\": \"https://cloth.example/8\","
                      "\"content_text\": \"<p> is a tag\"}, {}]}");
    assert_non_null(feed);
    assert_string_equal(feed->title, "Looms");
    assert_string_equal(feed->link, "https://loom.example/");
    assert_int_equal(feed->entry_count, 3);
    assert_string_equal(feed->entries[0].id, "7");
    assert_string_equal(feed->entries[0].link, "https://loom.example/7");
    assert_string_equal(feed->entries[0].title, "A <b> tag");
    assert_string_equal(feed->entries[0].content, "Warp.\nWeft.");
    assert_string_equal(feed->entries[0].published, "2025-05-15T07:30:00Z");
    assert_string_equal(feed->entries[1].link, "https://cloth.example/8");
    assert_string_equal(feed->entries[1].content, "<p> is a tag");
    assert_null(feed->entries[2].link);
}

static void test_vocabularies(void **state)
{
    const struct feed_entry *entry = parse_item(
        *state, "<x:title xmlns:x='urn:x'>Not this</x:title><media:title xmlns:media="
                "'http://search.yahoo.com/mrss/'>Picture</media:title><title>Loom</title>"
                "<dc:date>2025-05-15</dc:date><dcterms:modified>2025-05-16</dcterms:modified>"
                "<image><link>/logo</link></image>");
    assert_string_equal(entry->title, "Loom");
    assert_null(entry->link);
    /* The prefixes were not declared. */
    assert_string_equal(entry->published, "2025-05-15T00:00:00Z");
    assert_string_equal(entry->updated, "2025-05-16T00:00:00Z");

    const struct feed *feed = parse(*state, "<r:rss xmlns:r='urn:anything'><r:channel><r:item>"
                                            "<r:title>Loom</r:title></r:item></r:channel></r:rss>");
    assert_non_null(feed);
    assert_string_equal(feed->entries[0].title, "Loom");
}

static void test_links(void **state)
{
    assert_string_equal(parse_item(*state, "<link>//cloth.example/1</link>")->link,
                        "https://cloth.example/1");
    assert_string_equal(parse_item(*state, "<guid>/x</guid><link>2</link>")->link,
                        "https://loom.example/news/2");
    assert_null(parse_item(*state, "<guid>/x</guid>")->link);
    assert_null(parse_item(*state, "<guid isPermaLink='false'>http://x.example/</guid>")->link);
    assert_null(parse_item(*state, "<link/>")->link);
    const char *text = "<rss><item><link>/1</link></item></rss>";
    const struct fixture *f = *state;
    const struct feed *feed = feed_parse(text, strlen(text), NULL, NULL, true, f->arena, f->diags);
    assert_non_null(feed);
    assert_string_equal(feed->entries[0].link, "/1");
}

static const char sitemap[] =
    "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
    " xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'"
    " xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'>"
    "<url><loc> https://loom.example/a </loc><lastmod>2025-05-15</lastmod><image:image><image:loc>"
    "https://loom.example/a.png</image:loc></image:image></url>"
    "<url><loc>https://loom.example/b?x=1&amp;y=2</loc><n:news><n:publication><n:name>Loom</n:name>"
    "</n:publication><n:publication_date>2025-05-14T10:00:00+02:00</n:publication_date><n:title>"
    "Looms &amp; mills</n:title></n:news></url></urlset>";

static void assert_sitemap(const struct feed *feed)
{
    assert_non_null(feed);
    assert_int_equal(feed->entry_count, 2);
    assert_string_equal(feed->entries[0].link, "https://loom.example/a");
    assert_string_equal(feed->entries[0].updated, "2025-05-15T00:00:00Z");
    assert_null(feed->entries[0].title);
    assert_string_equal(feed->entries[1].link, "https://loom.example/b?x=1&y=2");
    assert_string_equal(feed->entries[1].published, "2025-05-14T08:00:00Z");
    assert_string_equal(feed->entries[1].title, "Looms & mills");
}

static void test_sitemap(void **state)
{
    assert_sitemap(parse(*state, sitemap));
    assert_false(parse(*state, sitemap)->of_sitemaps);
}

static void test_index_of_sitemaps(void **state)
{
    const struct feed *feed =
        parse(*state, "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
                      "<sitemap><loc>https://loom.example/1.xml</loc>"
                      "<lastmod>2025-05-15T10:00:00+02:00</lastmod></sitemap>"
                      "<sitemap><loc>/2.xml.gz</loc></sitemap></sitemapindex>");
    assert_non_null(feed);
    assert_true(feed->of_sitemaps);
    assert_int_equal(feed->entry_count, 2);
    assert_string_equal(feed->entries[0].link, "https://loom.example/1.xml");
    assert_string_equal(feed->entries[0].updated, "2025-05-15T08:00:00Z");
    assert_string_equal(feed->entries[1].link, "https://loom.example/2.xml.gz");
    assert_null(feed->entries[1].updated);
}

static void test_sitemap_in_a_gzip_file(void **state)
{
    struct fixture *f = *state;
    unsigned char packed[4096];
    z_stream stream = {0};
    deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
    stream.next_in = (unsigned char *)(uintptr_t)sitemap;
    stream.avail_in = sizeof(sitemap) - 1;
    stream.next_out = packed;
    stream.avail_out = sizeof(packed);
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    deflateEnd(&stream);
    size_t len = sizeof(packed) - stream.avail_out;
    const char *bytes = (const char *)packed;
    assert_sitemap(feed_parse(bytes, len, "application/gzip", BASE, true, f->arena, f->diags));
    assert_null(feed_parse(bytes, len / 2, NULL, BASE, true, f->arena, f->diags));
    assert_true(said(f, SEVERITY_ERROR, "gzip file that cannot be read"));
}

/* What a sitemap calls so means something else in a feed. */
static void test_feed_with_words_of_sitemaps(void **state)
{
    const struct feed_entry *entry =
        parse_item(*state, "<url>https://loom.example/x</url><link>https://loom.example/a</link>");
    assert_string_equal(entry->link, "https://loom.example/a");
}

static void test_skipped_hours_and_days(void **state)
{
    const struct feed *feed =
        parse(*state, "<rss><channel><skipHours><hour>0</hour><hour> 24 </hour><hour>7</hour>"
                      "<hour>25</hour><hour>-1</hour></skipHours><skipDays><day>Saturday</day>"
                      "<day>Caturday</day></skipDays></channel></rss>");
    assert_int_equal(feed->skip_hours, 1u << 0 | 1u << 7);
    assert_int_equal(feed->skip_days, 1u << 6);
}

static void test_ttl(void **state)
{
    static const struct {
        const char *text;
        long minutes;
    } samples[] = {{"60", 60}, {" 15 ", 15}, {"3600000", 0}, {"-5", 0}, {"soon", 0}, {"", 0}};
    for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
        struct buf text = {0};
        buf_printf(&text, "<rss><channel><ttl>%s</ttl></channel></rss>", samples[i].text);
        assert_int_equal(parse(*state, text.data)->ttl, samples[i].minutes);
        buf_free(&text);
    }
}

static void test_dates_that_are_none(void **state)
{
    const struct feed_entry *entry =
        parse_item(*state, "<pubDate>last week</pubDate><title>Loom</title>");
    assert_null(entry->published);
    assert_string_equal(entry->title, "Loom");
    assert_true(said(*state, SEVERITY_NOTE, "cannot be read: 1, the first is 'last week'"));
}

static void test_broken_xml(void **state)
{
    const struct feed_entry *entry =
        parse_item(*state, "<title>R&D &nbsp; <b>now</title><description>1 < 2\x01</description>"
                           "<link>https://loom.example/?a=1&b=2</link>");
    assert_string_equal(entry->title, "R&D now");
    assert_string_equal(entry->summary, "1 < 2");
    assert_string_equal(entry->link, "https://loom.example/?a=1&b=2");
    assert_true(said(*state, SEVERITY_NOTE, "not well-formed"));

    const struct feed *feed = parse(*state, "<rss><channel><item><title>One</title>"
                                            "<item><title>Two</title></channel></rss>");
    assert_int_equal(feed->entry_count, 2);
    assert_string_equal(feed->entries[0].title, "One");
    assert_string_equal(feed->entries[1].title, "Two");
}

/* Half an address is the address of something else. */
static void test_truncated_xml(void **state)
{
    const struct feed *feed =
        parse(*state, "<rss><channel><item><title>One</title><link>/1</link></item>"
                      "<item><title>Two</title><link>https://loom.example/ne");
    assert_non_null(feed);
    assert_int_equal(feed->entry_count, 2);
    assert_string_equal(feed->entries[0].link, "https://loom.example/1");
    assert_string_equal(feed->entries[1].title, "Two");
    assert_null(feed->entries[1].link);
    assert_true(said(*state, SEVERITY_WARNING, "ends in the middle"));
}

struct encoded {
    const char *bytes;
    size_t len;
    const char *content_type;
};

#define BYTES(text) text, sizeof(text) - 1

static void test_encodings(void **state)
{
    static const char title[] = "Caf\xC3\xA9 \xE2\x80\x9Cloom\xE2\x80\x9D";
    static const struct encoded samples[] = {
        {BYTES("<rss><channel><title>Caf\xC3\xA9 \xE2\x80\x9Cloom\xE2\x80\x9D</title></channel>"
               "</rss>"),
         NULL},
        {BYTES("<rss><channel><title>Caf\xE9 \x93loom\x94</title></channel></rss>"), NULL},
        {BYTES("<rss><channel><title>Caf\xE9 \xE2\x80\x9Cloom\x94</title></channel></rss>"), NULL},
        {BYTES("<?xml version='1.0' encoding='iso-8859-1'?>"
               "<rss><channel><title>Caf\xE9 \x93loom\x94</title></channel></rss>"),
         "application/rss+xml"},
        {BYTES("<?xml version='1.0' encoding='utf-8'?>"
               "<rss><channel><title>Caf\xE9 \x93loom\x94</title></channel></rss>"),
         "text/xml; charset=windows-1252"},
        {BYTES("\xEF\xBB\xBF<?xml version='1.0' encoding='iso-8859-1'?><rss><channel>"
               "<title>Caf\xC3\xA9 \xE2\x80\x9Cloom\xE2\x80\x9D</title></channel></rss>"),
         "text/xml; charset=windows-1252"},
        {BYTES("<?xml version='1.0' encoding='utf-16'?><rss><channel>"
               "<title>Caf\xC3\xA9 \xE2\x80\x9Cloom\xE2\x80\x9D</title></channel></rss>"),
         NULL},
    };
    const struct fixture *f = *state;
    for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
        const struct feed *feed =
            feed_parse(samples[i].bytes, samples[i].len, samples[i].content_type, BASE, true,
                       f->arena, f->diags);
        assert_non_null(feed);
        assert_string_equal(feed->title, title);
    }
}

static void test_utf_16(void **state)
{
    static const char text[] =
        "<?xml version='1.0'?><rss><channel><title>Loom</title></channel></rss>";
    const struct fixture *f = *state;
    for (int mark = 0; mark < 2; mark++) {
        struct buf wide = {0};
        if (mark)
            buf_add(&wide, "\xFE\xFF", 2);
        for (const char *c = text; *c; c++) {
            buf_putc(&wide, '\0');
            buf_putc(&wide, *c);
        }
        const struct feed *feed =
            feed_parse(wide.data, wide.len, NULL, BASE, true, f->arena, f->diags);
        buf_free(&wide);
        assert_non_null(feed);
        assert_string_equal(feed->title, "Loom");
    }
}

static void test_no_feeds(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
        const char *words;
    } samples[] = {
        {BYTES(""), "empty"},
        {BYTES(" \n"), "empty"},
        {BYTES("Service unavailable"), "plain text"},
        {BYTES("a < b"), "plain text"},
        {BYTES("<!DOCTYPE html><html><p>Hello"), "an HTML page"},
        {BYTES("<div>Hello</div>"), "an HTML page"},
        {BYTES("<urlset><url/></urlset>"), "XML of another kind (<urlset>)"},
        {BYTES("{\"error\": 1}"), "JSON, but not JSON Feed"},
        {BYTES("{\"items\": ["), "broken JSON"},
        {BYTES("\x1F\x8B\x08xyz"), "gzip file that cannot be read"},
        {BYTES("\x89PNG\r\n\x1A\n\0\0\0"), "a binary file"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
        diags_reset(f->diags);
        assert_null(
            feed_parse(samples[i].bytes, samples[i].len, NULL, BASE, true, f->arena, f->diags));
        assert_int_equal(diags_errors(f->diags), 1);
        if (!said(f, SEVERITY_ERROR, samples[i].words))
            fail_msg("'%s' is said to be: %s", samples[i].words, diags_get(f->diags, 0)->message);
        assert_non_null(diags_get(f->diags, 0)->hint);
        assert_string_equal(diags_get(f->diags, 0)->thing, BASE);
    }
}

static void test_a_page_that_names_its_feed(void **state)
{
    assert_null(parse(*state, "<!doctype html><html><head><link rel=stylesheet href=x.css>"
                              "<link rel=alternate type=application/atom+xml href=../atom>"));
    assert_true(said(*state, SEVERITY_ERROR, "https://loom.example/atom"));
}

static void test_an_entity_bomb(void **state)
{
    struct buf text = {0};
    buf_puts(&text, "<!DOCTYPE rss [<!ENTITY a0 'ha'>");
    for (int i = 1; i < 40; i++)
        buf_printf(&text, "<!ENTITY a%d '&a%d;&a%d;'>", i, i - 1, i - 1);
    buf_puts(&text, "]><rss><channel><title>&a39; &a0;</title></channel></rss>");
    const struct feed *feed = parse(*state, text.data);
    buf_free(&text);
    assert_non_null(feed);
    assert_string_equal(feed->title, "&a39; ha");
}

static void test_a_hundred_thousand_entries(void **state)
{
    struct buf text = {0};
    buf_puts(&text, "<rss><channel>");
    for (int i = 0; i < 100000; i++)
        buf_printf(&text, "<item><title>Loom %d</title><link>/%d</link></item>", i, i);
    buf_puts(&text, "</channel></rss>");
    const struct feed *feed = parse(*state, text.data);
    buf_free(&text);
    assert_non_null(feed);
    assert_int_equal(feed->entry_count, FEED_ENTRIES_MAX);
    assert_string_equal(feed->entries[FEED_ENTRIES_MAX - 1].title, "Loom 49999");
    assert_true(said(*state, SEVERITY_WARNING, "too many entries"));
}

static void test_too_large(void **state)
{
    struct buf text = {0};
    buf_puts(&text, "<rss><channel><item><title>One</title></item><item><title>");
    while (text.len <= FEED_BYTES_MAX)
        buf_puts(&text, "wool and more wool ");
    buf_puts(&text, "</title></item></channel></rss>");
    const struct feed *feed = parse(*state, text.data);
    assert_non_null(feed);
    assert_int_equal(feed->entry_count, 2);
    assert_null(feed->entries[1].title);
    assert_true(said(*state, SEVERITY_WARNING, "too many bytes"));

    diags_reset(((struct fixture *)*state)->diags);
    buf_reset(&text);
    buf_puts(&text, "<rss><channel><item><title>One</title>");
    while (text.len < FEED_BYTES_MAX)
        buf_puts(&text, "<a/>");
    feed = parse(*state, text.data);
    buf_free(&text);
    assert_non_null(feed);
    assert_string_equal(feed->entries[0].title, "One");
    assert_true(said(*state, SEVERITY_WARNING, "too many elements"));
}

static void test_too_deep(void **state)
{
    struct buf text = {0};
    buf_puts(&text, "<rss><channel><item><title>One</title>");
    for (int i = 0; i < 10000; i++)
        buf_puts(&text, "<x>");
    for (int i = 0; i < 10000; i++)
        buf_puts(&text, "</x>");
    buf_puts(&text, "<link>/1</link></item></channel></rss>");
    const struct feed *feed = parse(*state, text.data);
    buf_free(&text);
    assert_non_null(feed);
    assert_string_equal(feed->entries[0].link, "https://loom.example/1");
    assert_true(said(*state, SEVERITY_WARNING, "nested more than"));
}

static void test_prints_json_lines(void **state)
{
    const struct feed *feed =
        parse(*state, "<rss><channel><title>\"Looms\"</title><item><title>One</title>"
                      "<pubDate>2025-05-15</pubDate></item><item/></channel></rss>");
    char *text = NULL;
    size_t len;
    FILE *out = open_memstream(&text, &len);
    feed_print_ndjson(out, feed);
    fclose(out);
    assert_string_equal(text, "{\"feed\":{\"title\":\"\\\"Looms\\\"\"}}\n"
                              "{\"title\":\"One\",\"published\":\"2025-05-15T00:00:00Z\"}\n{}\n");
    free(text);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_rss_2),
        TEST(test_rss_1),
        TEST(test_atom),
        TEST(test_old_formats),
        TEST(test_json_feed),
        TEST(test_vocabularies),
        TEST(test_links),
        TEST(test_sitemap),
        TEST(test_index_of_sitemaps),
        TEST(test_sitemap_in_a_gzip_file),
        TEST(test_feed_with_words_of_sitemaps),
        TEST(test_skipped_hours_and_days),
        TEST(test_ttl),
        TEST(test_dates_that_are_none),
        TEST(test_broken_xml),
        TEST(test_truncated_xml),
        TEST(test_encodings),
        TEST(test_utf_16),
        TEST(test_no_feeds),
        TEST(test_a_page_that_names_its_feed),
        TEST(test_an_entity_bomb),
        TEST(test_a_hundred_thousand_entries),
        TEST(test_too_large),
        TEST(test_too_deep),
        TEST(test_prints_json_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
