#include "extract/next_page.h"

#include <libxml/uri.h>
#include <string.h>

#include "base/text.h"
#include "extract/article.h"
#include "extract/dom.h"
#include "rules/xpath.h"

/* The address that an XPath finds: of a link, of an attribute, or in a text; NULL for none. */
static const char *address_at(xmlDoc *page, const char *xpath, const char *base,
                              struct arena *arena)
{
    xmlXPathObject *found = xpath_select(page, xpath);
    const xmlNode *node =
        found && found->type == XPATH_NODESET && found->nodesetval && found->nodesetval->nodeNr > 0
            ? found->nodesetval->nodeTab[0]
            : NULL;
    const char *href = node ? dom_attribute(node, "href") : NULL;
    xmlChar *content = href ? xmlStrdup(BAD_CAST href) : found ? xmlXPathCastToString(found) : NULL;
    const char *address =
        content ? text_squeeze(arena, (char *)content, strlen((char *)content)) : "";
    xmlChar *built = *address ? xmlBuildURI(BAD_CAST address, BAD_CAST base) : NULL;
    const char *url = built ? arena_strdup(arena, (char *)built) : NULL;
    xmlFree(built);
    xmlFree(content);
    xmlXPathFreeObject(found);
    return url && (text_starts(url, "http://") || text_starts(url, "https://")) ? url : NULL;
}

static bool finds_something(xmlDoc *page, const char *xpath)
{
    xmlXPathObject *found = xpath_select(page, xpath);
    bool any = found && xmlXPathCastToBoolean(found);
    xmlXPathFreeObject(found);
    return any;
}

struct next_page next_page_find(const struct document *document, const struct source *source,
                                struct arena *arena)
{
    struct next_page links = {0};
    const struct source_article *definition = source ? &source->article : NULL;
    if (!definition || definition->next_page.count + definition->single_page_count == 0)
        return links;
    struct diags *ignored = diags_new(); /* the page is read again, and they are told then */
    xmlDoc *page = article_tree(document, source, ignored);
    for (size_t i = 0; page && i < definition->single_page_count && !links.single; i++) {
        const struct single_page *single = &definition->single_page[i];
        if (!single->condition || finds_something(page, single->condition))
            links.single = address_at(page, single->link, document->final_url, arena);
    }
    for (size_t i = 0; page && i < definition->next_page.count && !links.next; i++)
        links.next = address_at(page, definition->next_page.items[i], document->final_url, arena);
    xmlFreeDoc(page);
    diags_free(ignored);
    return links;
}
