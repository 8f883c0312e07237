#include "fetch/discover.h"

#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fetch/headlines.h"
#include "fetch/html.h"
#include "fetch/url.h"
#include "rules/xpath.h"

static bool is_feed_type(const char *type)
{
    static const char *const types[] = {"application/rss+xml", "application/atom+xml",
                                        "application/feed+json", "application/rdf+xml",
                                        "application/x.atom+xml"};
    size_t len = strcspn(type, "; ");
    for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
        if (strlen(types[i]) == len && strncasecmp(type, types[i], len) == 0)
            return true;
    return false;
}

/* How addresses of feeds usually end; the query does not count. */
static bool is_feed_address(const char *url)
{
    static const char *const names[] = {"feed",     "feeds",    "rss",       "atom",     "rss.xml",
                                        "feed.xml", "atom.xml", "index.xml", "feed.json"};
    char *path = strdup(url);
    path[strcspn(path, "?#")] = '\0';
    size_t len = strlen(path);
    while (len > 0 && path[len - 1] == '/')
        path[--len] = '\0';
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    bool found = text_ends(name, ".rss") || text_ends(name, ".atom") || text_ends(name, ".rdf");
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        found = found || text_equal_ascii_nocase(name, names[i]);
    free(path);
    return found;
}

static const char *attribute(const xmlNode *element, const char *name, struct arena *arena)
{
    xmlChar *value = xmlGetNoNsProp(element, BAD_CAST name);
    const char *copy = arena_strdup(arena, value ? (char *)value : "");
    xmlFree(value);
    return copy;
}

static bool of_comments(const struct discovered_feed *feed)
{
    return (feed->title && strcasestr(feed->title, "comment")) || strstr(feed->url, "/comments/");
}

static void add_feed(struct discovery *discovery, struct discovered_feed feed)
{
    for (size_t i = 0; i < discovery->feed_count; i++)
        if (strcmp(discovery->feeds[i].url, feed.url) == 0)
            return;
    if (discovery->feed_count < DISCOVER_FEEDS_MAX)
        discovery->feeds[discovery->feed_count++] = feed;
}

/* What rel says is a list of words; "alternate stylesheet" is none of a feed. */
static bool declares_feed(const xmlNode *link, struct arena *arena)
{
    return strcasestr(attribute(link, "rel", arena), "alternate") &&
           is_feed_type(attribute(link, "type", arena));
}

static void add_feeds(struct discovery *discovery, xmlDoc *tree, const char *base, bool declared,
                      struct arena *arena)
{
    xmlXPathObject *found = xpath_select(tree, declared ? "//link[@href]" : "//a[@href]");
    int count = found && found->nodesetval ? found->nodesetval->nodeNr : 0;
    for (int i = 0; i < count; i++) {
        const xmlNode *link = found->nodesetval->nodeTab[i];
        char *url = url_resolve(base, attribute(link, "href", arena));
        const char *title = attribute(link, "title", arena);
        if (url && (declared ? declares_feed(link, arena) : is_feed_address(url)))
            add_feed(discovery,
                     (struct discovered_feed){arena_strdup(arena, url), *title ? title : NULL});
        free(url);
    }
    xmlXPathFreeObject(found);
}

/* Keeps the order otherwise. */
static void comments_last(struct discovery *discovery)
{
    struct discovered_feed sorted[DISCOVER_FEEDS_MAX];
    size_t count = 0;
    for (int comments = 0; comments <= 1; comments++)
        for (size_t i = 0; i < discovery->feed_count; i++)
            if (of_comments(&discovery->feeds[i]) == comments)
                sorted[count++] = discovery->feeds[i];
    memcpy(discovery->feeds, sorted, count * sizeof(*sorted));
}

static bool says_article(xmlDoc *tree)
{
    xmlXPathObject *found =
        xpath_select(tree, "boolean(//meta[(@property='og:type' and @content='article') or "
                           "@property='article:published_time'])");
    bool says = found && xmlXPathCastToBoolean(found);
    xmlXPathFreeObject(found);
    return says;
}

static bool leads_on(xmlDoc *tree, const char *xpath, const char *base, struct arena *arena)
{
    xmlXPathObject *found = xpath_select(tree, xpath);
    bool any = found && found->nodesetval && found->nodesetval->nodeNr > 0;
    const char *ref = any ? attribute(found->nodesetval->nodeTab[0], "href", arena) : "";
    char *url = *ref ? url_resolve(base, ref) : NULL, *home = url_resolve(NULL, base);
    char *host = url ? url_host(url) : NULL, *own = url_host(base);
    bool leads = host && own && home && strcmp(host, own) == 0 && strcmp(url, home) != 0;
    free(url);
    free(home);
    free(host);
    free(own);
    xmlXPathFreeObject(found);
    return leads;
}

static const char *find_next(xmlDoc *tree, const char *base, struct arena *arena)
{
    static const char *const paths[] = {
        "//a[@rel='next']", "//link[@rel='next']",
        "//a[contains(concat(' ', normalize-space(@class), ' '), ' next ')]"};
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
        if (leads_on(tree, paths[i], base, arena))
            return paths[i];
    return NULL;
}

const struct discovery *discover_page(const struct document *document, struct arena *arena)
{
    struct discovery *discovery = arena_alloc(arena, sizeof(*discovery));
    const char *bound;
    xmlDoc *tree = html_read(document->body, document->body_len, document->content_type, &bound);
    if (!tree)
        return discovery;
    const char *base = html_base(tree, document->final_url, arena);
    add_feeds(discovery, tree, base, true, arena);
    add_feeds(discovery, tree, base, false, arena);
    comments_last(discovery);
    discovery->says_article = says_article(tree);
    discovery->next = find_next(tree, base, arena);
    headlines_find(tree, base, arena, discovery);
    xmlFreeDoc(tree);
    return discovery;
}
