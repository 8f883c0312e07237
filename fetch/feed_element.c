#include "fetch/feed_element.h"

#include <string.h>

#include "base/text.h"

enum vocabulary { CORE, SITEMAP, NEWS, DC, DCTERMS, CONTENT, MEDIA, ITUNES, XHTML, OTHER };

static const struct {
    const char *prefix;
    const char *uri;
    enum vocabulary vocabulary;
} namespaces[] = {
    {"rss", "http://purl.org/rss/1.0/", CORE},
    {"rss", "http://my.netscape.com/rdf/simple/0.9/", CORE},
    {"rss", "http://channel.netscape.com/rdf/simple/0.9/", CORE},
    {"atom", "http://www.w3.org/2005/Atom", CORE},
    {"atom", "http://purl.org/atom/ns#", CORE},
    {"news", "http://www.google.com/schemas/sitemap-news/0.9", NEWS},
    {"dc", "http://purl.org/dc/elements/1.1/", DC},
    {"dc", "http://purl.org/dc/elements/1.0/", DC},
    {"dcterms", "http://purl.org/dc/terms/", DCTERMS},
    {"content", "http://purl.org/rss/1.0/modules/content/", CONTENT},
    {"media", "http://search.yahoo.com/mrss/", MEDIA},
    {"media", "http://search.yahoo.com/mrss", MEDIA},
    {"itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd", ITUNES},
    {"xhtml", "http://www.w3.org/1999/xhtml", XHTML},
};

static const struct rule {
    enum vocabulary vocabulary;
    const char *name;
    enum feed_field field;
    int rank;
} rules[] = {
    {CORE, "title", FEED_TITLE, 3},
    {DC, "title", FEED_TITLE, 2},
    {MEDIA, "title", FEED_TITLE, 1},
    {ITUNES, "title", FEED_TITLE, 1},
    {CORE, "link", FEED_LINK, 4},
    {CORE, "id", FEED_ID, 3},
    {CORE, "guid", FEED_ID, 3},
    {DC, "identifier", FEED_ID, 1},
    {CORE, "description", FEED_SUMMARY, 3},
    {CORE, "summary", FEED_SUMMARY, 3},
    {CORE, "abstract", FEED_SUMMARY, 3},
    {CORE, "subtitle", FEED_SUMMARY, 3},
    {CORE, "tagline", FEED_SUMMARY, 3},
    {DC, "description", FEED_SUMMARY, 2},
    {ITUNES, "summary", FEED_SUMMARY, 1},
    {ITUNES, "subtitle", FEED_SUMMARY, 1},
    {MEDIA, "description", FEED_SUMMARY, 1},
    {CONTENT, "encoded", FEED_CONTENT, 4},
    {CORE, "content", FEED_CONTENT, 4},
    {CORE, "fullitem", FEED_CONTENT, 3},
    {CORE, "body", FEED_CONTENT, 3},
    {XHTML, "body", FEED_CONTENT, 3},
    {XHTML, "div", FEED_CONTENT, 2},
    {CORE, "published", FEED_PUBLISHED, 4},
    {CORE, "pubDate", FEED_PUBLISHED, 4},
    {CORE, "issued", FEED_PUBLISHED, 3},
    {DCTERMS, "issued", FEED_PUBLISHED, 3},
    {DC, "date", FEED_PUBLISHED, 2},
    {CORE, "created", FEED_PUBLISHED, 1},
    {DCTERMS, "created", FEED_PUBLISHED, 1},
    {CORE, "updated", FEED_UPDATED, 4},
    {CORE, "modified", FEED_UPDATED, 3},
    {CORE, "lastBuildDate", FEED_UPDATED, 3},
    {DCTERMS, "modified", FEED_UPDATED, 2},
    {SITEMAP, "loc", FEED_LINK, 4},
    {SITEMAP, "lastmod", FEED_UPDATED, 4},
    {NEWS, "title", FEED_TITLE, 3},
    {NEWS, "publication_date", FEED_PUBLISHED, 4},
    {CORE, "ttl", FEED_TTL, 1},
    {CORE, "skipHours", FEED_SKIP_HOURS, 1},
    {CORE, "skipDays", FEED_SKIP_DAYS, 1},
};

static const struct {
    const char *name;
    enum vocabulary vocabulary;
    enum feed_element_kind kind;
} holders[] = {
    {"item", CORE, FEED_ELEMENT_ENTRY},       {"entry", CORE, FEED_ELEMENT_ENTRY},
    {"channel", CORE, FEED_ELEMENT_WRAPPER},  {"feed", CORE, FEED_ELEMENT_WRAPPER},
    {"rss", CORE, FEED_ELEMENT_WRAPPER},      {"group", MEDIA, FEED_ELEMENT_WRAPPER},
    {"content", MEDIA, FEED_ELEMENT_WRAPPER}, {"url", SITEMAP, FEED_ELEMENT_ENTRY},
    {"news", NEWS, FEED_ELEMENT_WRAPPER},     {"sitemap", SITEMAP, FEED_ELEMENT_ENTRY},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Sitemaps have words of their own, some of which ("url") mean something else in feeds. */
static bool is_sitemap(const xmlChar *root_uri)
{
    return root_uri && strstr((const char *)root_uri, "/schemas/sitemap/");
}

/* libxml2 leaves a prefix without declaration in the name. */
static enum vocabulary vocabulary_of(const xmlNode *node, const xmlChar *root_uri)
{
    const char *name = (const char *)node->name, *colon = strchr(name, ':');
    const xmlChar *uri = node->ns ? node->ns->href : NULL;
    if (uri ? xmlStrEqual(uri, root_uri) : !colon)
        return is_sitemap(root_uri) ? SITEMAP : CORE;
    for (size_t i = 0; i < COUNT(namespaces); i++) {
        const char *prefix = namespaces[i].prefix;
        if (uri ? text_equal_ascii_nocase((const char *)uri, namespaces[i].uri)
                : text_starts(name, prefix) && name + strlen(prefix) == colon)
            return namespaces[i].vocabulary;
    }
    return OTHER;
}

bool feed_element_is(const xmlNode *node, const char *name)
{
    const char *colon = strrchr((const char *)node->name, ':');
    return text_equal_ascii_nocase(colon ? colon + 1 : (const char *)node->name, name);
}

struct feed_element feed_element_of(const xmlNode *node, const xmlChar *root_uri)
{
    enum vocabulary vocabulary = vocabulary_of(node, root_uri);
    struct feed_element element = {.kind = FEED_ELEMENT_OTHER, .core = vocabulary == CORE};
    for (size_t i = 0; i < COUNT(holders); i++)
        if (holders[i].vocabulary == vocabulary && feed_element_is(node, holders[i].name))
            element.kind = holders[i].kind;
    for (size_t i = 0; i < COUNT(rules) && element.kind == FEED_ELEMENT_OTHER; i++)
        if (rules[i].vocabulary == vocabulary && feed_element_is(node, rules[i].name)) {
            element.kind = FEED_ELEMENT_FIELD;
            element.field = rules[i].field;
            element.rank = rules[i].rank;
        }
    return element;
}

bool feed_element_is_root(const xmlNode *root)
{
    return feed_element_is(root, "rss") || feed_element_is(root, "RDF") ||
           feed_element_is(root, "feed") || feed_element_is(root, "channel") ||
           ((feed_element_is(root, "urlset") || feed_element_is(root, "sitemapindex")) &&
            root->ns && is_sitemap(root->ns->href));
}
