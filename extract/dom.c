#include "extract/dom.h"

#include <libxml/HTMLparser.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* The largest of 500 news pages has 4 MB; more is no page, and libxml2 counts in int. */
#define MAX_BYTES ((size_t)16 * 1024 * 1024)

/* Pages with unclosed elements nest some thousand deep. Each level costs 120 bytes of memory. */
#define MAX_DEPTH 100000

/* The largest news pages have some 50,000; each costs 120 bytes, and more with its attributes. */
#define MAX_ELEMENTS 1000000

/*
 * libxml2 compares each end tag that closes nothing with all open elements, which is quadratic for
 * a hostile page: 30,000 of them under 30,000 elements take 2 s. So many comparisons take 0.1 s.
 */
#define MAX_COMPARISONS ((uint64_t)15 * 1000 * 1000)

/*
 * It also compares each attribute with all before it: 20,000 in one tag take a second. No tag with
 * as many as this is shorter than the window in which one is looked for.
 */
#define MAX_ATTRIBUTES 5000
#define TAG_WINDOW     ((size_t)16 * 1024)

/* Hangs on the parser's context while a page is parsed. */
struct limits {
    startElementSAXFunc start_element;
    uint64_t comparisons;
    uint32_t elements;
    const char *hit; /* the limit that ended the parse, or NULL */
};

static void on_start_element(void *context, const xmlChar *name, const xmlChar **attributes)
{
    htmlParserCtxt *parser = context;
    struct limits *limits = parser->_private;
    limits->start_element(context, name, attributes);
    if (parser->nodeNr >= MAX_DEPTH) {
        limits->hit = "elements nest deeper than 100,000";
        xmlStopParser(parser);
    } else if (++limits->elements >= MAX_ELEMENTS) {
        limits->hit = "it has more than a million elements";
        xmlStopParser(parser);
    }
}

static void on_error(void *context, xmlError *error)
{
    htmlParserCtxt *parser = error->ctxt;
    (void)context;
    if (!parser || error->code != XML_ERR_TAG_NAME_MISMATCH)
        return;
    struct limits *limits = parser->_private;
    limits->comparisons += (uint64_t)parser->nameNr;
    if (limits->comparisons > MAX_COMPARISONS) {
        limits->hit = "too many end tags that close nothing";
        xmlStopParser(parser);
    }
}

/* Behind the tag's name and its first so many attributes, or at its end. */
static const char *skip_attributes(const char *at, const char *end, size_t count)
{
    static const char blanks[] = " \t\r\n\f";
    for (at += strcspn(at, " \t\r\n\f/>"); at < end && *at != '>' && count > 0; count--) {
        at += strspn(at, " \t\r\n\f/");
        at += strcspn(at, " \t\r\n\f/>=");
        if (*at == '=')
            at += 1 + strspn(at + 1, blanks);
        const char *quote =
            *at == '"' || *at == '\'' ? memchr(at + 1, *at, (size_t)(end - at - 1)) : NULL;
        at = quote ? quote + 1 : at + strcspn(at, " \t\r\n\f>");
    }
    return at;
}

/*
 * The page with the attributes beyond the limit taken out of one tag, in `room`; or as it is. Looks
 * at a byte here and there: only where no tag ends in a whole window is it worth a closer look.
 */
static const char *limit_attributes(const char *utf8, size_t *len, struct buf *room)
{
    const char *end = utf8 + *len, *seen = utf8;
    for (const char *at = utf8 + TAG_WINDOW; at < end; at = seen + TAG_WINDOW) {
        const char *close = memrchr(seen, '>', (size_t)(at - seen));
        if (close) {
            seen = close + 1;
            continue;
        }
        const char *tag = memchr(seen, '<', (size_t)(end - seen));
        const char *cut = tag ? skip_attributes(tag, end, MAX_ATTRIBUTES) : end;
        close = cut < end && *cut != '>' ? memchr(cut, '>', (size_t)(end - cut)) : NULL;
        if (close) {
            buf_add(room, utf8, (size_t)(cut - utf8));
            buf_add(room, close, (size_t)(end - close));
            *len = room->len;
            return room->data;
        }
        seen = cut > at ? cut : at;
    }
    return utf8;
}

xmlDoc *dom_parse(const char *utf8, size_t len, const char *thing, struct diags *diags)
{
    const int options =
        HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET;
    if (len > MAX_BYTES) {
        diags_add(diags, SEVERITY_WARNING, "extract", thing,
                  "page of %zu bytes: only the first %zu are read", len, MAX_BYTES);
        len = MAX_BYTES;
    }
    struct buf room = {0};
    size_t whole = len;
    utf8 = limit_attributes(utf8, &len, &room);
    if (len < whole)
        diags_add(diags, SEVERITY_WARNING, "extract", thing,
                  "a tag has more than %d attributes: the others are left out", MAX_ATTRIBUTES);
    htmlParserCtxt *parser = htmlNewParserCtxt();
    if (!parser)
        mem_die("out of memory");
    struct limits limits = {.start_element = parser->sax->startElement};
    parser->_private = &limits;
    parser->sax->startElement = on_start_element;
    parser->sax->serror = on_error;
    parser->sax->initialized = XML_SAX2_MAGIC; /* or serror is not called */
    /* Without XML_PARSE_HUGE libxml2 stops at 256 levels and says nothing. */
    xmlDoc *doc =
        htmlCtxtReadMemory(parser, utf8, (int)len, NULL, "UTF-8", options | (int)XML_PARSE_HUGE);
    htmlFreeParserCtxt(parser);
    buf_free(&room);
    if (limits.hit) {
        diags_add(diags, SEVERITY_WARNING, "extract", thing, "the page is cut off: %s", limits.hit);
        diags_hint(diags, "what stands before that place was read");
    }
    return doc;
}

struct tag_name {
    const char *name;
    enum tag tag;
};

/* In the order of strcmp. Names that are not here are TAG_INLINE. */
static const struct tag_name tag_names[] = {
    {"a", TAG_A},
    {"address", TAG_ADDRESS},
    {"applet", TAG_SKIPPED},
    {"article", TAG_ARTICLE},
    {"aside", TAG_ASIDE},
    {"audio", TAG_SKIPPED},
    {"blockquote", TAG_BLOCKQUOTE},
    {"body", TAG_BODY},
    {"br", TAG_BR},
    {"button", TAG_BUTTON},
    {"canvas", TAG_SKIPPED},
    {"caption", TAG_CAPTION},
    {"center", TAG_DIV},
    {"cite", TAG_CITE},
    {"datalist", TAG_SKIPPED},
    {"dd", TAG_DD},
    {"details", TAG_DETAILS},
    {"dialog", TAG_DIALOG},
    {"div", TAG_DIV},
    {"dl", TAG_DL},
    {"dt", TAG_DT},
    {"embed", TAG_SKIPPED},
    {"fieldset", TAG_DIV},
    {"figcaption", TAG_FIGCAPTION},
    {"figure", TAG_FIGURE},
    {"footer", TAG_FOOTER},
    {"form", TAG_FORM},
    {"h1", TAG_H1},
    {"h2", TAG_H2},
    {"h3", TAG_H3},
    {"h4", TAG_H4},
    {"h5", TAG_H5},
    {"h6", TAG_H6},
    {"head", TAG_HEAD},
    {"header", TAG_HEADER},
    {"hgroup", TAG_DIV},
    {"hr", TAG_HR},
    {"html", TAG_HTML},
    {"iframe", TAG_SKIPPED},
    {"img", TAG_IMG},
    {"input", TAG_INPUT},
    {"label", TAG_LABEL},
    {"li", TAG_LI},
    {"link", TAG_LINK},
    {"main", TAG_MAIN},
    {"map", TAG_SKIPPED},
    {"menu", TAG_UL},
    {"meta", TAG_META},
    {"nav", TAG_NAV},
    {"noscript", TAG_NOSCRIPT},
    {"object", TAG_SKIPPED},
    {"ol", TAG_OL},
    {"p", TAG_P},
    {"pre", TAG_PRE},
    {"script", TAG_SCRIPT},
    {"section", TAG_SECTION},
    {"select", TAG_SKIPPED},
    {"span", TAG_SPAN},
    {"style", TAG_SKIPPED},
    {"summary", TAG_SUMMARY},
    {"svg", TAG_SKIPPED},
    {"table", TAG_TABLE},
    {"tbody", TAG_TBODY},
    {"td", TAG_TD},
    {"template", TAG_SKIPPED},
    {"textarea", TAG_SKIPPED},
    {"tfoot", TAG_TBODY},
    {"th", TAG_TH},
    {"thead", TAG_TBODY},
    {"time", TAG_TIME},
    {"title", TAG_TITLE},
    {"tr", TAG_TR},
    {"ul", TAG_UL},
    {"video", TAG_SKIPPED},
};

static int compare_tag_name(const void *name, const void *entry)
{
    return strcmp(name, ((const struct tag_name *)entry)->name);
}

enum tag dom_tag(const xmlNode *element)
{
    const struct tag_name *found =
        bsearch(element->name, tag_names, sizeof(tag_names) / sizeof(tag_names[0]),
                sizeof(tag_names[0]), compare_tag_name);
    return found ? found->tag : TAG_INLINE;
}

const char *dom_attribute(const xmlNode *element, const char *name)
{
    if (element->type != XML_ELEMENT_NODE)
        return NULL;
    for (const xmlAttr *attribute = element->properties; attribute; attribute = attribute->next)
        if (strcmp((const char *)attribute->name, name) == 0)
            return attribute->children && attribute->children->content &&
                           attribute->children->content[0] != '\0'
                       ? (const char *)attribute->children->content
                       : NULL;
    return NULL;
}

static bool holds_text(const xmlNode *node)
{
    if (node->type != XML_ELEMENT_NODE)
        return true;
    enum tag tag = dom_tag(node);
    return tag != TAG_SCRIPT && tag != TAG_SKIPPED && tag != TAG_NOSCRIPT;
}

void dom_add_text(const xmlNode *node, struct buf *out)
{
    const xmlNode *at = node;
    for (;;) {
        if (at->type == XML_TEXT_NODE || at->type == XML_CDATA_SECTION_NODE)
            buf_puts(out, at->content ? (const char *)at->content : "");
        else if (at->type == XML_ELEMENT_NODE && dom_tag(at) != TAG_INLINE)
            buf_putc(out, ' ');
        if (at->children && at->type != XML_ENTITY_REF_NODE && holds_text(at)) {
            at = at->children;
            continue;
        }
        while (at != node && !at->next)
            at = at->parent;
        if (at == node)
            return;
        at = at->next;
    }
}

bool dom_hidden(const xmlNode *element)
{
    const char *style = NULL;
    for (const xmlAttr *attribute = element->properties; attribute; attribute = attribute->next) {
        if (strcmp((const char *)attribute->name, "hidden") == 0)
            return true;
        if (strcmp((const char *)attribute->name, "style") == 0 && attribute->children)
            style = (const char *)attribute->children->content;
    }
    const char *display = style ? strstr(style, "display") : NULL;
    if (!display)
        return false;
    display += strlen("display");
    display += strspn(display, " \t\n:");
    return strncmp(display, "none", 4) == 0;
}
