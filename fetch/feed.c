#include "fetch/feed.h"

#include <ctype.h>
#include <libxml/xpath.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/encoding.h"
#include "base/text.h"
#include "base/utf8.h"
#include "fetch/coding.h"
#include "fetch/feed_date.h"
#include "fetch/feed_reader.h"
#include "fetch/html.h"
#include "fetch/markup.h"
#include "fetch/url.h"

/* "text", "html" and "xhtml" are Atom's (RFC 4287, section 3.1.1), the others media types. */
static bool is_plain(const char *type)
{
    return type &&
           (text_equal_ascii_nocase(type, "text") || text_equal_ascii_nocase(type, "plain") ||
            text_equal_ascii_nocase(type, "text/plain"));
}

const char *feed_reader_text(struct feed_reader *reader, const char *text, const char *type)
{
    const char *bound = NULL, *read = NULL;
    if (text && (is_plain(type) || !markup_likely(text)))
        read = markup_from_plain(text, reader->arena);
    else if (text)
        read = markup_from_html(text, reader->arena, &bound);
    if (!reader->bound)
        reader->bound = bound;
    return read && *read ? read : NULL;
}

const char *feed_reader_line(struct feed_reader *reader, const char *text)
{
    return text ? text_squeeze(reader->arena, text, strlen(text)) : NULL;
}

static bool has_scheme(const char *ref)
{
    size_t len = strspn(ref, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
    return len > 0 && ref[len] == ':' && isalpha((unsigned char)ref[0]);
}

const char *feed_reader_link(struct feed_reader *reader, const char *base, const char *ref)
{
    const char *link = ref ? text_squeeze(reader->arena, ref, strlen(ref)) : "";
    if (!*link)
        return NULL;
    char *resolved = base && !has_scheme(link) ? url_resolve(base, link) : NULL;
    if (resolved)
        link = arena_strdup(reader->arena, resolved);
    free(resolved);
    return link;
}

const char *feed_reader_date(struct feed_reader *reader, const char *text)
{
    char date[DATE_TEXT_SIZE] = "";
    int64_t seconds;
    if (!text)
        return NULL;
    if (feed_date_parse(text, &seconds) == 0)
        date_text(seconds, date);
    if (*date)
        return arena_strdup(reader->arena, date);
    if (reader->bad_dates++ == 0)
        reader->bad_date = arena_strdup(reader->arena, text);
    return NULL;
}

bool feed_reader_add(struct feed_reader *reader, const struct feed_entry *entry)
{
    if (reader->feed.entry_count == FEED_ENTRIES_MAX) {
        reader->bound = "too many entries";
        return false;
    }
    reader->entries = arena_grow(reader->arena, reader->entries, reader->feed.entry_count,
                                 &reader->entry_capacity, sizeof(*entry));
    reader->entries[reader->feed.entry_count++] = *entry;
    return true;
}

/* Most feeds are UTF-8, and large ones need not stand twice in memory. */
static bool is_utf8(const char *bytes, size_t len, const char *content_type)
{
    const char *name = encoding_name(encoding_detect_xml(bytes, len, content_type));
    bool marked = len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
    return !marked && strcmp(name, "UTF-8") == 0 && utf8_valid(bytes, len);
}

/* As UTF-8; what claims to be UTF-8 and is not is usually windows-1252, in places or throughout. */
static void decode(const char *bytes, size_t len, const char *content_type, struct buf *out)
{
    const struct encoding *encoding = encoding_detect_xml(bytes, len, content_type);
    bool mixed = strcmp(encoding_name(encoding), "UTF-8") == 0;
    size_t start = 0;
    for (size_t at = 0; mixed && at < len;) {
        size_t before = at;
        if (utf8_decode(bytes, len, &at) != UTF8_REPLACEMENT || at - before > 1)
            continue;
        encoding_decode(encoding, bytes + start, before - start, out);
        buf_put_code_point(out, encoding_windows_1252((unsigned char)bytes[before]));
        start = at;
    }
    encoding_decode(encoding, bytes + start, len - start, out);
}

/* What bytes are that begin with neither "<" nor "{", for people. */
static const char *other_kind(const char *bytes, size_t len, const char *text, size_t rest)
{
    if (rest == 0)
        return "empty";
    if (len > 2 && memcmp(bytes, "\x1F\x8B", 2) == 0)
        return "gzip data";
    if (memchr(bytes, '\0', len) || text_starts(text, "%PDF"))
        return "a binary file";
    return "plain text";
}

/* The feed that a page points to, or NULL. */
static const char *feed_of_page(struct feed_reader *reader, const char *text, size_t len)
{
    const char *bound, *found = NULL;
    htmlDocPtr tree = html_parse(text, len, &bound);
    xmlXPathContextPtr context = tree ? xmlXPathNewContext(tree) : NULL;
    xmlXPathObjectPtr links =
        context ? xmlXPathEval(BAD_CAST "//link[@rel='alternate'][contains(@type, 'rss') or "
                                        "contains(@type, 'atom')]/@href",
                               context)
                : NULL;
    if (links && links->nodesetval && links->nodesetval->nodeNr > 0) {
        xmlChar *ref = xmlNodeGetContent(links->nodesetval->nodeTab[0]);
        found = feed_reader_link(reader, reader->base_url, (const char *)ref);
        xmlFree(ref);
    }
    xmlXPathFreeObject(links);
    xmlXPathFreeContext(context);
    xmlFreeDoc(tree);
    return found;
}

static void explain(struct feed_reader *reader, const char *otherwise, const char *text, size_t len)
{
    diags_add(reader->diags, SEVERITY_ERROR, "feed", reader->thing, "not a feed but %s", otherwise);
    bool page = strcmp(otherwise, FEED_IS_PAGE) == 0;
    const char *feed = page ? feed_of_page(reader, text, len) : NULL;
    if (feed)
        diags_hint(reader->diags, "the page names its feed: %s", feed);
    else if (page)
        diags_hint(reader->diags,
                   "give the feed's address, or read the page with index: and links:");
    else
        diags_hint(reader->diags, "open the address in a browser, and give the one of an RSS, Atom "
                                  "or JSON feed");
}

static void report(struct feed_reader *reader)
{
    struct diags *diags = reader->diags;
    if (reader->bound) {
        diags_add(diags, SEVERITY_WARNING, "feed", reader->thing, "%s: what follows is left out",
                  reader->bound);
        diags_hint(diags, "the limits stand in fetch/feed.h");
    }
    if (reader->bad_dates > 0)
        diags_add(diags, SEVERITY_NOTE, "feed", reader->thing,
                  "dates that cannot be read: %zu, the first is '%s'", reader->bad_dates,
                  reader->bad_date);
    if (reader->feed.entry_count == 0)
        diags_add(diags, SEVERITY_NOTE, "feed", reader->thing, "no entries");
}

static const struct feed *parse(const char *bytes, size_t len, const char *content_type,
                                const char *base_url, bool texts, struct arena *arena,
                                struct diags *diags)
{
    struct feed_reader reader = {
        .base_url = base_url,
        .thing = base_url ? base_url : "feed",
        .texts = texts,
        .arena = arena,
        .diags = diags,
        .bound = len > FEED_BYTES_MAX ? "too many bytes" : NULL,
    };
    struct buf decoded = {0};
    len = len < FEED_BYTES_MAX ? len : FEED_BYTES_MAX;
    bool as_it_is = is_utf8(bytes, len, content_type);
    if (!as_it_is)
        decode(bytes, len, content_type, &decoded);

    const char *text = as_it_is ? bytes : buf_text(&decoded), *otherwise;
    size_t rest = as_it_is ? len : decoded.len;
    for (; rest > 0 && strchr(" \t\r\n", *text) && *text; text++)
        rest--;
    if (rest > 0 && (*text == '{' || *text == '['))
        otherwise = feed_json_read(&reader, text, rest);
    else if (memchr(text, '<', rest))
        otherwise = feed_xml_read(&reader, text, rest);
    else
        otherwise = other_kind(bytes, len, text, rest);

    struct feed *feed = NULL;
    if (otherwise) {
        explain(&reader, otherwise, text, rest);
    } else {
        report(&reader);
        feed = arena_alloc(arena, sizeof(*feed));
        *feed = reader.feed;
        feed->entries = reader.entries;
    }
    buf_free(&decoded);
    return feed;
}

/* Sitemaps lie about as "sitemap.xml.gz". */
const struct feed *feed_parse(const char *bytes, size_t len, const char *content_type,
                              const char *base_url, bool texts, struct arena *arena,
                              struct diags *diags)
{
    struct buf unpacked = {0};
    const char *problem = NULL;
    bool packed = len >= 2 && memcmp(bytes, "\x1f\x8b", 2) == 0;
    if (packed) {
        buf_add(&unpacked, bytes, len);
        problem = coding_undo("gzip", &unpacked, FEED_BYTES_MAX);
    }
    const struct feed *feed = NULL;
    if (problem) {
        diags_add(diags, SEVERITY_ERROR, "feed", base_url ? base_url : "feed",
                  "not a feed but a gzip file that cannot be read: %s", problem);
        diags_hint(diags, "fetch it again, or look at it with: gzip --test");
    } else if (packed) {
        feed =
            parse(buf_text(&unpacked), unpacked.len, content_type, base_url, texts, arena, diags);
    } else {
        feed = parse(bytes, len, content_type, base_url, texts, arena, diags);
    }
    buf_free(&unpacked);
    return feed;
}
