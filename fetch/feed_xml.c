/*
 * Feeds in XML: repaired, and parsed into a tree of which no more is there than the entry that is
 * being read: what has been read is taken out, so that a feed of 50,000 entries needs no more than
 * one of 50. fetch/feed_element.h says what means what.
 */
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <openssl/evp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/utf8.h"
#include "fetch/feed_element.h"
#include "fetch/feed_reader.h"
#include "fetch/markup.h"
#include "fetch/url.h"
#include "fetch/xml_repair.h"

/* Of one entry, with those that stand within it unclosed; an element takes about 250 bytes. */
#define ELEMENTS_MAX 50000

/* Of a field: the longest real articles have a tenth of that. */
#define TEXT_MAX ((size_t)1024 * 1024)

/* What is repaired is a little longer. */
#define REPAIRED_MAX (FEED_BYTES_MAX + FEED_BYTES_MAX / 4)

/* Minutes. Who asks to be polled less than once a month has written seconds. */
#define TTL_MAX (31L * 24 * 60)

/* A feed or an entry while it is read. */
struct draft {
    const char *values[FEED_FIELDS];
    int ranks[FEED_FIELDS];
};

struct xml_reader {
    struct feed_reader *reader;
    const xmlChar *root_uri; /* the root's namespace, or NULL */
    const char *base;        /* of the addresses in the element that is being read, or NULL */
    bool full;
    struct draft draft; /* of the feed itself */

    /* While it is parsed: */
    const struct buf *text;
    size_t given; /* bytes of it to the parser */
    size_t depth; /* of the element that is open */
    /* The root and the wrappers in it that are open are the path; its elements' bases. */
    const char *bases[XML_REPAIR_DEPTH_MAX];
    size_t path;
    size_t elements; /* that are in the tree, about */
};

/* By its local name in any case and any namespace; in the arena, or NULL. */
static const char *attribute(const struct xml_reader *xml, const xmlNode *node, const char *name)
{
    for (const xmlAttr *at = node->properties; at; at = at->next)
        if (text_equal_ascii_nocase((const char *)at->name, name)) {
            xmlChar *value = xmlNodeGetContent((const xmlNode *)at);
            const char *copy = arena_strdup(xml->reader->arena, (const char *)value);
            xmlFree(value);
            return copy;
        }
    return NULL;
}

/* Atom 0.3 says mode="base64"; in Atom 1.0 any type but text and XML is (RFC 4287, 4.1.3.3). */
static bool is_base64(const char *mode, const char *type)
{
    if (mode)
        return text_equal_ascii_nocase(mode, "base64");
    return type && strchr(type, '/') && !text_starts(type, "text/") && !strstr(type, "xml") &&
           !strstr(type, "html");
}

/* Decoded when it is base64 of UTF-8 text, else NULL. */
static char *decode_base64(struct arena *arena, const char *text)
{
    size_t len = strlen(text);
    unsigned char *out = arena_alloc(arena, len / 4 * 3 + 4);
    int written = 0, last = 0;
    EVP_ENCODE_CTX *context = EVP_ENCODE_CTX_new();
    EVP_DecodeInit(context);
    bool good =
        EVP_DecodeUpdate(context, out, &written, (const unsigned char *)text, (int)len) >= 0 &&
        EVP_DecodeFinal(context, out + written, &last) >= 0;
    EVP_ENCODE_CTX_free(context);
    out[written + last] = '\0';
    return good && utf8_valid((char *)out, (size_t)written + (size_t)last) ? (char *)out : NULL;
}

/* A text that is too long ends at the last whole character. */
static void cut(const struct xml_reader *xml, xmlChar *text)
{
    size_t len = text ? strnlen((const char *)text, TEXT_MAX + 1) : 0;
    if (len <= TEXT_MAX)
        return;
    for (len = TEXT_MAX; len > 0 && (text[len] & 0xC0) == 0x80;)
        len--;
    text[len] = '\0';
    if (!xml->reader->bound)
        xml->reader->bound = "a text too long";
}

static const char *text_of(const struct xml_reader *xml, const xmlNode *node)
{
    const char *type = attribute(xml, node, "type");
    struct arena *arena = xml->reader->arena;
    if (xmlFirstElementChild((xmlNode *)node)) {
        const char *inlined = markup_from_node(node, arena);
        return *inlined ? inlined : NULL;
    }
    xmlChar *content = xmlNodeGetContent(node);
    const char *text = (const char *)content;
    cut(xml, content);
    if (text && is_base64(attribute(xml, node, "mode"), type)) {
        text = decode_base64(arena, text);
        type = NULL;
    }
    text = feed_reader_text(xml->reader, text, type);
    xmlFree(content);
    return text;
}

/* What the element's addresses are relative to: its xml:base, or what holds around it. */
static const char *base_of(const struct xml_reader *xml, const xmlNode *node)
{
    xmlChar *ref = xmlGetNsProp(node, BAD_CAST "base", XML_XML_NAMESPACE);
    char *resolved = ref ? url_resolve(xml->base, (const char *)ref) : NULL;
    const char *base = resolved ? arena_strdup(xml->reader->arena, resolved) : xml->base;
    free(resolved);
    xmlFree(ref);
    return base;
}

static void set(struct draft *draft, enum feed_field field, int rank, const char *value)
{
    bool is_date = field == FEED_PUBLISHED || field == FEED_UPDATED;
    if (!value || rank < draft->ranks[field] || (rank == draft->ranks[field] && !is_date))
        return;
    draft->values[field] = value;
    draft->ranks[field] = rank;
}

/* RSS: the text is the address. Atom: an attribute, and only rel="alternate" is the entry itself.
 */
static void read_link(const struct xml_reader *xml, const xmlNode *node, int rank,
                      struct draft *draft)
{
    const char *rel = attribute(xml, node, "rel"), *type = attribute(xml, node, "type");
    const char *ref = attribute(xml, node, "href");
    if (rel && *rel && !text_equal_ascii_nocase(rel, "alternate"))
        return;
    if (type && !strstr(type, "html"))
        rank--; /* the same in another form: PDF, JSON */
    xmlChar *text = ref ? NULL : xmlNodeGetContent(node);
    set(draft, FEED_LINK, rank,
        feed_reader_link(xml->reader, xml->base, ref ? ref : (const char *)text));
    xmlFree(text);
}

/* Ids are kept as they are but for Atom's references; a guid is an address unless it says no. */
static void read_id(const struct xml_reader *xml, const xmlNode *node, int rank,
                    struct draft *draft)
{
    xmlChar *content = xmlNodeGetContent(node);
    const char *text = content ? (const char *)content : "";
    const char *id = text_squeeze(xml->reader->arena, text, strlen(text));
    xmlFree(content);
    if (feed_element_is(node, "guid")) {
        const char *permanent = attribute(xml, node, "isPermaLink");
        if (!text_equal_ascii_nocase(permanent, "false") && url_is_http(id))
            set(draft, FEED_LINK, 1, id);
    } else if (*id == '/') {
        id = feed_reader_link(xml->reader, xml->base, id);
    }
    set(draft, FEED_ID, rank, *id ? id : NULL);
}

/* RSS 2.0: <hour>0</hour>, in 0.91 also 24 for midnight; <day>Sunday</day>. */
static unsigned read_skipped(const xmlNode *node, bool hours)
{
    static const char *const days[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                       "Thursday", "Friday", "Saturday"};
    unsigned skipped = 0;
    for (const xmlNode *at = node->children; at; at = at->next) {
        xmlChar *content = at->type == XML_ELEMENT_NODE ? xmlNodeGetContent(at) : NULL;
        const char *text = content ? (const char *)content : "";
        text += strspn(text, " \t\r\n");
        for (size_t day = 0; !hours && day < sizeof(days) / sizeof(days[0]); day++)
            if (text_starts(text, days[day]))
                skipped |= 1u << day;
        if (hours && *text >= '0' && *text <= '9' && strtoul(text, NULL, 10) <= 24)
            skipped |= 1u << strtoul(text, NULL, 10) % 24;
        xmlFree(content);
    }
    return skipped;
}

static void read_field(const struct xml_reader *xml, const xmlNode *node,
                       const struct feed_element *element, struct draft *draft)
{
    enum feed_field field = element->field;
    int rank = element->rank;
    if (field == FEED_LINK) {
        read_link(xml, node, rank, draft);
        return;
    }
    if (field == FEED_ID) {
        read_id(xml, node, rank, draft);
        return;
    }
    if (field == FEED_SKIP_HOURS || field == FEED_SKIP_DAYS) {
        struct feed *feed = &xml->reader->feed;
        bool hours = field == FEED_SKIP_HOURS;
        *(hours ? &feed->skip_hours : &feed->skip_days) = read_skipped(node, hours);
        return;
    }
    if (!xml->reader->texts && (field == FEED_SUMMARY || field == FEED_CONTENT))
        return;
    const char *text = text_of(xml, node);
    if (text && (field == FEED_PUBLISHED || field == FEED_UPDATED))
        text = feed_reader_date(xml->reader, text);
    /* Of "description" and "summary" in one entry the first is the short one. */
    if (field == FEED_SUMMARY && element->core && draft->ranks[field] == rank)
        set(draft, FEED_CONTENT, 1, text);
    else
        set(draft, field, rank, text);
}

/* CDF keeps the address and the date in attributes, RSS 1.0 the identity. */
static void read_attributes(const struct xml_reader *xml, const xmlNode *node, struct draft *draft)
{
    const char *about = attribute(xml, node, "about");
    const char *modified = attribute(xml, node, "lastmod");
    set(draft, FEED_LINK, 2,
        feed_reader_link(xml->reader, xml->base, attribute(xml, node, "href")));
    set(draft, FEED_ID, 2, about && *about ? about : NULL);
    set(draft, FEED_UPDATED, 2, feed_reader_date(xml->reader, modified));
}

static void read_fields(struct xml_reader *xml, const xmlNode *parent, struct draft *draft);

static void read_entry(struct xml_reader *xml, const xmlNode *node)
{
    struct draft draft = {0};
    /* Room first: an entry that was never closed holds those after it. */
    size_t index = xml->reader->feed.entry_count;
    if (!feed_reader_add(xml->reader, &(struct feed_entry){0})) {
        xml->full = true;
        return;
    }
    read_attributes(xml, node, &draft);
    read_fields(xml, node, &draft);
    xml->reader->entries[index] = (struct feed_entry){
        .title = feed_reader_line(xml->reader, draft.values[FEED_TITLE]),
        .link = draft.values[FEED_LINK],
        .id = draft.values[FEED_ID],
        .published = draft.values[FEED_PUBLISHED],
        .updated = draft.values[FEED_UPDATED],
        .summary = draft.values[FEED_SUMMARY],
        .content = draft.values[FEED_CONTENT],
    };
}

static void read_element(struct xml_reader *xml, const xmlNode *node, struct draft *draft)
{
    struct feed_element element = feed_element_of(node, xml->root_uri);
    if (element.kind == FEED_ELEMENT_ENTRY) {
        read_entry(xml, node);
    } else if (element.kind == FEED_ELEMENT_WRAPPER) {
        if (element.core)
            read_attributes(xml, node, draft);
        read_fields(xml, node, draft);
    } else if (element.kind == FEED_ELEMENT_FIELD) {
        read_field(xml, node, &element, draft);
    }
}

/* Recursion ends at XML_REPAIR_DEPTH_MAX. */
static void read_fields(struct xml_reader *xml, const xmlNode *parent, struct draft *draft)
{
    const char *outer = xml->base;
    for (const xmlNode *node = parent->children; node && !xml->full; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        xml->base = base_of(xml, node);
        read_element(xml, node, draft);
        xml->base = outer;
    }
}

/* ---- The tree, as it grows. ---- */

static void begin_root(struct xml_reader *xml, xmlParserCtxtPtr parser, const xmlNode *root)
{
    if (!feed_element_is_root(root)) {
        xmlStopParser(parser);
        return;
    }
    xml->root_uri = root->ns ? root->ns->href : NULL;
    xml->base = xml->reader->base_url;
    xml->bases[0] = base_of(xml, root);
    xml->path = 1;
    read_attributes(xml, root, &xml->draft);
}

/* A wrapper's elements are read as they end, so what it says itself is read before them. */
static void begin_child(struct xml_reader *xml, const xmlNode *node)
{
    struct feed_element element = feed_element_of(node, xml->root_uri);
    if (element.kind != FEED_ELEMENT_WRAPPER || xml->path == XML_REPAIR_DEPTH_MAX)
        return;
    xml->base = xml->bases[xml->path - 1];
    xml->base = xml->bases[xml->path] = base_of(xml, node);
    xml->path++;
    if (element.core)
        read_attributes(xml, node, &xml->draft);
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **declared, int attribute_count,
                     int defaulted, const xmlChar **attributes)
{
    xmlParserCtxtPtr parser = context;
    struct xml_reader *xml = parser->_private;
    xmlSAX2StartElementNs(context, name, prefix, uri, namespace_count, declared, attribute_count,
                          defaulted, attributes);
    if (xml->depth == 0)
        begin_root(xml, parser, parser->node);
    else if (xml->depth == xml->path)
        begin_child(xml, parser->node);
    xml->depth++;
    xml->elements += 1 + (size_t)attribute_count + (size_t)namespace_count;
    if (xml->elements > ELEMENTS_MAX) {
        xml->reader->bound = "too many elements";
        xmlStopParser(parser);
    }
}

/* Takes out what is in the node; texts, too, which the parser would go on with behind the gap. */
static void empty(xmlNodePtr node)
{
    xmlFreeNodeList(node->children);
    node->children = node->last = NULL;
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    xmlParserCtxtPtr parser = context;
    struct xml_reader *xml = parser->_private;
    xmlNodePtr node = parser->node;
    xmlSAX2EndElementNs(context, name, prefix, uri);
    xml->depth--;
    if (xml->depth < xml->path)
        xml->path = xml->depth; /* all that was in it is read */
    if (xml->depth == 0 || xml->depth != xml->path)
        return;
    xml->base = xml->bases[xml->path - 1];
    if (feed_element_of(node, xml->root_uri).kind != FEED_ELEMENT_WRAPPER) {
        xml->base = base_of(xml, node);
        read_element(xml, node, &xml->draft);
    }
    empty(node->parent);
    xml->elements = 0;
    if (xml->full)
        xmlStopParser(parser);
}

/* Without it libxml2 prints some errors in spite of its options. */
static void ignore_error(void *context, xmlErrorPtr error)
{
    (void)context, (void)error;
}

/* Gives the parser what it asks for, since it would copy a whole text (xmlInputReadCallback). */
static int give(void *context, char *buffer, int len)
{
    struct xml_reader *xml = context;
    size_t left = xml->text->len - xml->given;
    size_t given = (size_t)len < left ? (size_t)len : left;
    memcpy(buffer, xml->text->data + xml->given, given);
    xml->given += given;
    return (int)given;
}

static xmlDocPtr parse(struct xml_reader *xml)
{
    const int options = XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR |
                        XML_PARSE_NOWARNING | XML_PARSE_NOCDATA | XML_PARSE_COMPACT;
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    xmlDocPtr tree = NULL;
    if (parser) {
        parser->_private = xml;
        parser->sax->startElementNs = on_start;
        parser->sax->endElementNs = on_end;
        parser->sax->serror = ignore_error;
        tree = xmlCtxtReadIO(parser, give, NULL, xml, NULL, "UTF-8", options);
        if (parser->disableSAX && xml->path > 0 && !xml->reader->bound)
            xml->reader->bound = "a text or name too long";
    }
    xmlFreeParserCtxt(parser);
    return tree;
}

/* ---- The feed. ---- */

/* What is left in the tree is what the parser did not come to the end of. */
static const char *read_root(struct xml_reader *xml, const xmlNode *root)
{
    if (!root)
        return "plain text";
    if (feed_element_is(root, "html") || htmlTagLookup(root->name))
        return FEED_IS_PAGE;
    if (!feed_element_is_root(root))
        return arena_printf(xml->reader->arena, "XML of another kind (<%s>)",
                            (const char *)root->name);

    xml->base = xml->bases[0];
    read_fields(xml, root, &xml->draft);
    const char *const *values = xml->draft.values;
    struct feed *feed = &xml->reader->feed;
    feed->of_sitemaps = feed_element_is(root, "sitemapindex");
    feed->title = feed_reader_line(xml->reader, values[FEED_TITLE]);
    feed->link = values[FEED_LINK];
    feed->id = values[FEED_ID];
    feed->summary = values[FEED_SUMMARY];
    feed->published = values[FEED_PUBLISHED];
    feed->updated = values[FEED_UPDATED];
    feed->ttl = values[FEED_TTL] ? strtol(values[FEED_TTL], NULL, 10) : 0;
    if (feed->ttl < 0 || feed->ttl > TTL_MAX)
        feed->ttl = 0;
    return NULL;
}

static void report(const struct feed_reader *reader, const struct xml_repair *repair)
{
    if (repair->cut && !reader->bound)
        diags_add(reader->diags, SEVERITY_WARNING, "feed", reader->thing,
                  "the feed ends in the middle: its last entries are missing");
    if (repair->too_deep)
        diags_add(reader->diags, SEVERITY_WARNING, "feed", reader->thing,
                  "elements nested more than %d deep: those within are left out",
                  XML_REPAIR_DEPTH_MAX);
    if (repair->too_many)
        diags_add(reader->diags, SEVERITY_WARNING, "feed", reader->thing,
                  "elements with more than %d attributes: the others are left out",
                  XML_REPAIR_ATTRIBUTES_MAX);
    if (repair->line > 0)
        diags_add(reader->diags, SEVERITY_NOTE, "feed", reader->thing,
                  "not well-formed XML, read as far as it goes; line %zu has %s", repair->line,
                  repair->what);
}

const char *feed_xml_read(struct feed_reader *reader, const char *text, size_t len)
{
    struct buf repaired = {0};
    struct xml_reader xml = {.reader = reader, .text = &repaired};
    struct xml_repair repair;
    xml_repair(text, len, REPAIRED_MAX, &repaired, &repair);
    if (repair.too_long)
        reader->bound = "too many bytes";
    xmlDocPtr tree = repaired.len > 0 ? parse(&xml) : NULL;
    const char *otherwise = read_root(&xml, xmlDocGetRootElement(tree));
    if (!otherwise)
        report(reader, &repair);
    xmlFreeDoc(tree);
    buf_free(&repaired);
    return otherwise;
}
