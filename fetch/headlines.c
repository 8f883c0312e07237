#include "fetch/headlines.h"

#include <libxml/hash.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "fetch/url.h"
#include "rules/selector.h"
#include "rules/xpath.h"

#define WORDS_MIN      4  /* fewer are a section's name, or a person's */
#define CHARS_MIN      12 /* where words have no blanks between them */
#define ANCESTORS_MAX  5  /* around a link that may have a name in common */
#define CANDIDATES_MAX 200
#define HEADLINES_MIN  3

/* Addresses, each once. */
struct addresses {
    const char *urls[DISCOVER_LINKS_MAX];
    size_t count;
    xmlHashTablePtr known;
};

struct search {
    xmlDoc *tree;
    const char *base;
    char *host;
    struct arena *arena;
    struct addresses *headlines;
    const char *candidates[CANDIDATES_MAX]; /* XPaths */
    size_t candidate_count;
};

static struct addresses *addresses_new(struct arena *arena)
{
    struct addresses *addresses = arena_alloc(arena, sizeof(*addresses));
    addresses->known = xmlHashCreate(256);
    if (!addresses->known)
        mem_die("out of memory");
    return addresses;
}

static void addresses_end(struct addresses *addresses)
{
    xmlHashFree(addresses->known, NULL);
    addresses->known = NULL;
}

static bool addresses_hold(const struct addresses *addresses, const char *url)
{
    return xmlHashLookup(addresses->known, BAD_CAST url) != NULL;
}

static void addresses_add(struct addresses *addresses, const char *url, struct arena *arena)
{
    if (addresses->count < DISCOVER_LINKS_MAX &&
        xmlHashAddEntry(addresses->known, BAD_CAST url, addresses) == 0)
        addresses->urls[addresses->count++] = arena_strdup(arena, url);
}

static const char *without_www(const char *host)
{
    return host && text_starts(host, "www.") ? host + strlen("www.") : host;
}

/* The address of a link within the site that is not the page's own, or NULL; malloc'ed. */
static char *own_address(const struct search *search, const xmlNode *link)
{
    xmlChar *ref = xmlGetNoNsProp(link, BAD_CAST "href");
    char *url = ref ? url_resolve(search->base, (char *)ref) : NULL;
    char *host = url ? url_host(url) : NULL;
    xmlFree(ref);
    bool own = host && search->host && strcmp(without_www(host), without_www(search->host)) == 0 &&
               strcmp(url, search->base) != 0;
    free(host);
    if (!own) {
        free(url);
        return NULL;
    }
    return url;
}

static bool is_headline_text(const char *text)
{
    size_t words = 1, chars = 0, len = strlen(text), wide = 0;
    for (size_t at = 0; at < len; chars++) {
        uint32_t c = utf8_decode(text, len, &at);
        words += c == ' ';
        wide += c >= 0x3040 && c < 0xD7FF; /* Kana, Han, Hangul */
    }
    return words >= WORDS_MIN || (wide * 2 > chars && chars >= CHARS_MIN);
}

static bool in_navigation(const xmlNode *node)
{
    static const char *const names[] = {"nav", "footer", "aside"};
    for (; node && node->type == XML_ELEMENT_NODE; node = node->parent)
        for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
            if (strcmp((const char *)node->name, names[i]) == 0)
                return true;
    return false;
}

static bool is_headline(const struct search *search, const xmlNode *link)
{
    xmlChar *content = xmlNodeGetContent(link);
    const char *text = content ? (char *)content : "";
    bool good = is_headline_text(text_squeeze(search->arena, text, strlen(text)));
    xmlFree(content);
    return good && !in_navigation(link);
}

static void add_candidate(struct search *search, const char *path)
{
    for (size_t i = 0; i < search->candidate_count; i++)
        if (strcmp(search->candidates[i], path) == 0)
            return;
    if (search->candidate_count < CANDIDATES_MAX)
        search->candidates[search->candidate_count++] = path;
}

/* What the link itself is called, then what is around it. */
static void add_candidates(struct search *search, const xmlNode *link)
{
    const xmlNode *node = link;
    for (int i = 0; i <= ANCESTORS_MAX && node && node->type == XML_ELEMENT_NODE; i++) {
        struct selectors selectors = selectors_of(node, search->arena);
        for (size_t j = 0; j < selectors.count; j++)
            add_candidate(search, node == link
                                      ? selectors.paths[j]
                                      : arena_printf(search->arena, "%s//a", selectors.paths[j]));
        node = node->parent;
    }
}

static void gather(struct search *search)
{
    xmlXPathObject *found = xpath_select(search->tree, "//a[@href]");
    int count = found && found->nodesetval ? found->nodesetval->nodeNr : 0;
    for (int i = 0; i < count; i++) {
        const xmlNode *link = found->nodesetval->nodeTab[i];
        char *url = own_address(search, link);
        if (url && is_headline(search, link)) {
            addresses_add(search->headlines, url, search->arena);
            add_candidates(search, link);
        }
        free(url);
    }
    xmlXPathFreeObject(found);
}

/* All that the XPath selects within the site. */
static struct addresses *select_links(const struct search *search, const char *path)
{
    struct addresses *addresses = addresses_new(search->arena);
    xmlXPathObject *found = xpath_select(search->tree, path);
    int count = found && found->nodesetval ? found->nodesetval->nodeNr : 0;
    for (int i = 0; i < count; i++) {
        char *url = own_address(search, found->nodesetval->nodeTab[i]);
        if (url)
            addresses_add(addresses, url, search->arena);
        free(url);
    }
    xmlXPathFreeObject(found);
    addresses_end(addresses);
    return addresses;
}

/* The harmonic mean of how many are headlines and of how many headlines are among them. */
static double score(const struct search *search, const struct addresses *addresses)
{
    size_t good = 0;
    for (size_t i = 0; i < addresses->count; i++)
        good += addresses_hold(search->headlines, addresses->urls[i]);
    return 2.0 * (double)good / (double)(addresses->count + search->headlines->count);
}

static void choose(const struct search *search, struct discovery *discovery)
{
    double best = 0;
    for (size_t i = 0; i < search->candidate_count; i++) {
        const struct addresses *addresses = select_links(search, search->candidates[i]);
        double found = score(search, addresses);
        if (found <= best)
            continue;
        best = found;
        discovery->links = search->candidates[i];
        discovery->urls = (const char **)addresses->urls;
        discovery->url_count = addresses->count;
    }
}

void headlines_find(xmlDoc *tree, const char *base, struct arena *arena,
                    struct discovery *discovery)
{
    struct search search = {.tree = tree,
                            .base = base,
                            .host = url_host(base),
                            .arena = arena,
                            .headlines = addresses_new(arena)};
    gather(&search);
    discovery->headlines = search.headlines->count;
    if (search.headlines->count >= HEADLINES_MIN)
        choose(&search, discovery);
    addresses_end(search.headlines);
    free(search.host);
}
