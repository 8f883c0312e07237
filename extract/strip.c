#include "extract/strip.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "extract/dom.h"
#include "rules/xpath.h"

/* A namespace is no node, though libxml2 lists it with them. */
static xmlNode *node_at(const xmlXPathObject *found, int index)
{
    xmlNode *node = found->nodesetval->nodeTab[index];
    return node->type == XML_NAMESPACE_DECL ? NULL : node;
}

static int node_count(const xmlXPathObject *found)
{
    return found && found->type == XPATH_NODESET && found->nodesetval ? found->nodesetval->nodeNr
                                                                      : 0;
}

static void take_out(xmlNode *node)
{
    if (node->type == XML_ATTRIBUTE_NODE)
        xmlRemoveProp((xmlAttr *)node);
    else if (node->type == XML_ELEMENT_NODE)
        node->_private = node; /* any address will do */
    else
        xmlNodeSetContent(node, BAD_CAST "");
}

/* " a b " for an attribute "a  b". */
static void pad(const char *value, struct buf *out)
{
    static const char blanks[] = " \t\r\n\f";
    buf_reset(out);
    for (value += strspn(value, blanks); *value; value += strspn(value, blanks)) {
        size_t len = strcspn(value, blanks);
        buf_putc(out, ' ');
        buf_add(out, value, len);
        value += len;
    }
    buf_putc(out, ' ');
}

static bool has_words(const xmlNode *element, const char *attribute, const struct texts *words,
                      struct buf *room)
{
    const char *value = dom_attribute(element, attribute);
    if (!value)
        return false;
    pad(value, room);
    for (size_t i = 0; i < words->count; i++) {
        size_t len = strlen(words->items[i]);
        const char *at = buf_text(room);
        while ((at = strstr(at, words->items[i])) && (at[-1] != ' ' || at[len] != ' '))
            at++;
        if (at)
            return true;
    }
    return false;
}

static bool is_named_image(const xmlNode *element, const struct texts *addresses)
{
    const char *src =
        addresses->count > 0 && dom_tag(element) == TAG_IMG ? dom_attribute(element, "src") : NULL;
    for (size_t i = 0; src && i < addresses->count; i++)
        if (strstr(src, addresses->items[i]))
            return true;
    return false;
}

/* The next node in document order, not below `at` where `skip`; NULL at the end. */
static xmlNode *next_node(const xmlNode *root, xmlNode *at, bool skip)
{
    if (at->children && !skip && at->type == XML_ELEMENT_NODE)
        return at->children;
    while (at != root && !at->next)
        at = at->parent;
    return at == root ? NULL : at->next;
}

static void strip_named(const struct source_article *article, xmlNode *root)
{
    struct buf room = {0};
    for (xmlNode *at = root; at; at = next_node(root, at, at->_private != NULL))
        if (at->type == XML_ELEMENT_NODE &&
            (has_words(at, "class", &article->strip_id_or_class, &room) ||
             has_words(at, "id", &article->strip_id_or_class, &room) ||
             is_named_image(at, &article->strip_image_src)))
            take_out(at);
    buf_free(&room);
}

static void wrap(const struct wrapping *wrapping, xmlDoc *page)
{
    xmlXPathObject *found = xpath_select(page, wrapping->nodes);
    for (int i = 0; i < node_count(found); i++) {
        xmlNode *node = node_at(found, i);
        if (!node || node->type == XML_ATTRIBUTE_NODE || !node->parent ||
            node->parent->type != XML_ELEMENT_NODE)
            continue;
        xmlNode *element = xmlNewDocNode(page, NULL, BAD_CAST wrapping->element, NULL);
        if (!element)
            mem_die("out of memory");
        xmlReplaceNode(node, element);
        xmlAddChild(element, node);
    }
    xmlXPathFreeObject(found);
}

void strip_page(const struct source_article *article, xmlDoc *page)
{
    for (size_t i = 0; i < article->strip.count; i++) {
        xmlXPathObject *found = xpath_select(page, article->strip.items[i]);
        for (int k = 0; k < node_count(found); k++)
            if (node_at(found, k))
                take_out(node_at(found, k));
        xmlXPathFreeObject(found);
    }
    if (article->strip_id_or_class.count + article->strip_image_src.count > 0)
        strip_named(article, xmlDocGetRootElement(page));
    for (size_t i = 0; i < article->wrap_count; i++)
        wrap(&article->wrap[i], page);
}

/* Whether a node was taken out, with what is around it or by itself, or moved already. */
static bool is_gone(const xmlNode *node, const xmlNode *body)
{
    for (; node; node = node->parent)
        if (node == body || (node->type == XML_ELEMENT_NODE && node->_private))
            return true;
    return false;
}

static void put_paragraph(xmlNode *body, const char *text)
{
    if (!xmlNewTextChild(body, NULL, BAD_CAST "p", BAD_CAST text))
        mem_die("out of memory");
}

static void move(xmlNode *node, xmlNode *body)
{
    if (is_gone(node, body))
        return;
    if (node->type == XML_ATTRIBUTE_NODE) {
        xmlChar *value = xmlNodeGetContent(node);
        put_paragraph(body, (const char *)value);
        xmlFree(value);
    } else {
        xmlUnlinkNode(node);
        xmlAddChild(body, node);
    }
}

static bool is_document(const xmlNode *node)
{
    return node->type == XML_DOCUMENT_NODE || node->type == XML_HTML_DOCUMENT_NODE;
}

xmlNode *strip_gather(xmlDoc *page, const char *xpath)
{
    xmlNode *root = xmlDocGetRootElement(page);
    xmlXPathObject *found = xpath_select(page, xpath);
    xmlNode *first = node_count(found) > 0 ? node_at(found, 0) : NULL;
    if (first && (first == root || is_document(first))) {
        xmlXPathFreeObject(found);
        return root;
    }
    xmlNode *body = xmlNewDocNode(page, NULL, BAD_CAST "div", NULL);
    if (!body)
        mem_die("out of memory");
    for (int i = 0; i < node_count(found); i++)
        if (node_at(found, i))
            move(node_at(found, i), body);
    if (found && found->type == XPATH_STRING && *found->stringval)
        put_paragraph(body, (const char *)found->stringval);
    xmlXPathFreeObject(found);
    xmlAddChild(root, body);
    return body->children ? body : NULL;
}
