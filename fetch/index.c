#include "fetch/index.h"

#include <libxml/hash.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fetch/html.h"
#include "fetch/url.h"
#include "rules/pattern.h"
#include "rules/xpath.h"

struct reading {
    const char *base; /* what references are relative to */
    const char *url;  /* of the page, for diagnostics */
    const struct source *source;
    struct arena *arena;
    struct diags *diags;
    struct index *index;
    size_t capacity;
    size_t selected; /* addresses, also those that do not match */
    xmlHashTablePtr seen;
};

static void complain(const struct reading *reading, const char *what, const char *hint)
{
    diags_add(reading->diags, SEVERITY_ERROR, "index", reading->url, "%s", what);
    diags_hint(reading->diags, "%s (source %s, links: %s)", hint, reading->source->id,
               reading->source->links);
}

static bool matches(const struct reading *reading, const char *url)
{
    const struct pattern *match = reading->source->match;
    if (!match)
        return true;
    enum pattern_result result = pattern_search(match, url, strlen(url), 0, NULL);
    if (result == PATTERN_LIMIT)
        diags_add(reading->diags, SEVERITY_WARNING, "index", reading->url,
                  "`match` of source %s takes too many steps on %s", reading->source->id, url);
    return result == PATTERN_MATCH;
}

/* Of an element with an address, an attribute or a text that is one; malloc'ed, or NULL. */
static char *address_of(const struct reading *reading, const xmlNode *node)
{
    bool element = node->type == XML_ELEMENT_NODE;
    xmlChar *ref = element ? xmlGetProp(node, BAD_CAST "href") : xmlNodeGetContent(node);
    char *url = ref ? url_resolve(reading->base, (const char *)ref) : NULL;
    xmlFree(ref);
    return url;
}

static void add_link(struct reading *reading, const xmlNode *node)
{
    char *url = address_of(reading, node);
    reading->selected += url != NULL;
    if (url && matches(reading, url) &&
        xmlHashAddEntry(reading->seen, BAD_CAST url, reading) == 0) {
        struct index *index = reading->index;
        index->links = arena_grow(reading->arena, index->links, index->link_count,
                                  &reading->capacity, sizeof(*index->links));
        index->links[index->link_count++] = arena_strdup(reading->arena, url);
    }
    free(url);
}

static void add_links(struct reading *reading, const xmlNodeSet *nodes)
{
    for (int i = 0; i < nodes->nodeNr; i++) {
        if (reading->index->link_count == INDEX_LINKS_MAX) {
            diags_add(reading->diags, SEVERITY_WARNING, "index", reading->url,
                      "more than %d links: the rest is left out", INDEX_LINKS_MAX);
            diags_hint(reading->diags, "select fewer with links: and match: of source %s",
                       reading->source->id);
            return;
        }
        add_link(reading, nodes->nodeTab[i]);
    }
}

/* A list of another host is not this one's older part, and needs a source of its own. */
static void read_next(struct reading *reading, htmlDocPtr tree)
{
    const char *xpath = reading->source->next;
    xmlXPathObjectPtr found = xpath ? xpath_select(tree, xpath) : NULL;
    bool any =
        found && found->type == XPATH_NODESET && found->nodesetval && found->nodesetval->nodeNr > 0;
    char *url = any ? address_of(reading, found->nodesetval->nodeTab[0]) : NULL;
    char *host = url ? url_host(url) : NULL, *home = url_host(reading->url);
    if (host && home && strcmp(host, home) == 0)
        reading->index->next = arena_strdup(reading->arena, url);
    if (xpath && !found)
        diags_add(reading->diags, SEVERITY_WARNING, "index", reading->url,
                  "`next` of source %s takes too many steps on this page", reading->source->id);
    free(url);
    free(host);
    free(home);
    xmlXPathFreeObject(found);
}

/* False when the page gives nothing, which the diagnostics explain. */
static bool read_tree(struct reading *reading, htmlDocPtr tree)
{
    xmlXPathObjectPtr found = xpath_select(tree, reading->source->links);
    bool nodes = found && found->type == XPATH_NODESET;
    reading->base = html_base(tree, reading->url, reading->arena);
    reading->seen = xmlHashCreate(1024);
    if (!reading->seen)
        mem_die("out of memory");
    if (nodes && found->nodesetval)
        add_links(reading, found->nodesetval);
    read_next(reading, tree);

    if (!found)
        complain(reading, "the XPath takes too many steps on this page",
                 "name the steps of the path");
    else if (!nodes)
        complain(reading, "the XPath gives no elements or attributes", "select <a> elements");
    else if (reading->selected == 0)
        complain(reading, "layout-changed? the XPath finds no address",
                 "open the page and correct the XPath");
    else if (reading->index->link_count == 0)
        diags_add(reading->diags, SEVERITY_NOTE, "index", reading->url,
                  "none of %zu links matches `match` of source %s: %s", reading->selected,
                  reading->source->id, pattern_text(reading->source->match));
    xmlHashFree(reading->seen, NULL);
    xmlXPathFreeObject(found);
    return reading->selected > 0;
}

static htmlDocPtr parse(const struct reading *reading, const char *bytes, size_t len,
                        const char *content_type)
{
    const char *bound = len > INDEX_BYTES_MAX ? "too many bytes" : NULL, *tree_bound;
    len = len > INDEX_BYTES_MAX ? INDEX_BYTES_MAX : len;
    htmlDocPtr tree = html_read(bytes, len, content_type, &tree_bound);
    if (tree_bound || bound)
        diags_add(reading->diags, SEVERITY_WARNING, "index", reading->url,
                  "%s: what follows is left out", tree_bound ? tree_bound : bound);
    return tree;
}

const struct index *index_parse(const char *bytes, size_t len, const char *content_type,
                                const char *base_url, const struct source *source,
                                struct arena *arena, struct diags *diags)
{
    struct reading reading = {
        .url = base_url,
        .source = source,
        .arena = arena,
        .diags = diags,
        .index = arena_alloc(arena, sizeof(struct index)),
    };
    htmlDocPtr tree = parse(&reading, bytes, len, content_type);
    bool good = tree && read_tree(&reading, tree);
    if (!tree)
        complain(&reading, "the page is empty", "open its address in a browser");
    xmlFreeDoc(tree);
    return good ? reading.index : NULL;
}
