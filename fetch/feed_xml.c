/*
 * Feeds in XML. One table says which element of which vocabulary fills which field: the formats
 * borrow so freely from each other that readers of one format each would differ in little else.
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
#include "fetch/feed_reader.h"
#include "fetch/markup.h"
#include "fetch/url.h"
#include "fetch/xml_repair.h"

/* Fifty for each of FEED_ENTRIES_MAX entries; an element takes about 250 bytes. */
#define ELEMENTS_MAX 500000

enum vocabulary {
    CORE, /* RSS, Atom and CDF in whatever namespace */
    DC,
    DCTERMS,
    CONTENT,
    MEDIA,
    ITUNES,
    XHTML,
    OTHER,
};

static const struct {
    const char *prefix; /* where the feed forgot to declare it */
    const char *uri;
    enum vocabulary vocabulary;
} namespaces[] = {
    {"rss", "http://purl.org/rss/1.0/", CORE},
    {"rss", "http://my.netscape.com/rdf/simple/0.9/", CORE},
    {"rss", "http://channel.netscape.com/rdf/simple/0.9/", CORE},
    {"atom", "http://www.w3.org/2005/Atom", CORE},
    {"atom", "http://purl.org/atom/ns#", CORE},
    {"dc", "http://purl.org/dc/elements/1.1/", DC},
    {"dc", "http://purl.org/dc/elements/1.0/", DC},
    {"dcterms", "http://purl.org/dc/terms/", DCTERMS},
    {"content", "http://purl.org/rss/1.0/modules/content/", CONTENT},
    {"media", "http://search.yahoo.com/mrss/", MEDIA},
    {"media", "http://search.yahoo.com/mrss", MEDIA},
    {"itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd", ITUNES},
    {"xhtml", "http://www.w3.org/1999/xhtml", XHTML},
};

enum field { TITLE, LINK, ID, SUMMARY, CONTENTS, PUBLISHED, UPDATED, TTL, FIELDS };

/* The higher rank wins; of the same rank the first text, but the last date. */
static const struct rule {
    enum vocabulary vocabulary;
    const char *name;
    enum field field;
    int rank;
} rules[] = {
    {CORE, "title", TITLE, 3},
    {DC, "title", TITLE, 2},
    {MEDIA, "title", TITLE, 1},
    {ITUNES, "title", TITLE, 1},
    {CORE, "link", LINK, 4},
    {CORE, "id", ID, 3},
    {CORE, "guid", ID, 3},
    {DC, "identifier", ID, 1},
    {CORE, "description", SUMMARY, 3},
    {CORE, "summary", SUMMARY, 3},
    {CORE, "abstract", SUMMARY, 3},
    {CORE, "subtitle", SUMMARY, 3},
    {CORE, "tagline", SUMMARY, 3},
    {DC, "description", SUMMARY, 2},
    {ITUNES, "summary", SUMMARY, 1},
    {ITUNES, "subtitle", SUMMARY, 1},
    {MEDIA, "description", SUMMARY, 1},
    {CONTENT, "encoded", CONTENTS, 4},
    {CORE, "content", CONTENTS, 4},
    {CORE, "fullitem", CONTENTS, 3},
    {CORE, "body", CONTENTS, 3},
    {XHTML, "body", CONTENTS, 3},
    {XHTML, "div", CONTENTS, 2},
    {CORE, "published", PUBLISHED, 4},
    {CORE, "pubDate", PUBLISHED, 4},
    {CORE, "issued", PUBLISHED, 3},
    {DCTERMS, "issued", PUBLISHED, 3},
    {DC, "date", PUBLISHED, 2},
    {CORE, "created", PUBLISHED, 1},
    {DCTERMS, "created", PUBLISHED, 1},
    {CORE, "updated", UPDATED, 4},
    {CORE, "modified", UPDATED, 3},
    {CORE, "lastBuildDate", UPDATED, 3},
    {DCTERMS, "modified", UPDATED, 2},
    {CORE, "ttl", TTL, 1},
};

/* A feed or an entry while it is read. */
struct draft {
    const char *values[FIELDS];
    int ranks[FIELDS];
};

struct xml_reader {
    struct feed_reader *reader;
    const xmlChar *root_uri; /* the root's namespace is the feed's own, whatever it is */
    const char *base;        /* of the addresses in the element that is being read, or NULL */
    size_t elements;
    bool full;
};

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **declared, int attribute_count,
                     int defaulted, const xmlChar **attributes)
{
    xmlParserCtxtPtr parser = context;
    struct xml_reader *xml = parser->_private;
    xmlSAX2StartElementNs(context, name, prefix, uri, namespace_count, declared, attribute_count,
                          defaulted, attributes);
    xml->elements += 1 + (size_t)attribute_count + (size_t)namespace_count;
    if (xml->elements > ELEMENTS_MAX) {
        xml->reader->bound = "too many elements";
        xmlStopParser(parser);
    }
}

/* Without it libxml2 prints some errors in spite of its options. */
static void ignore_error(void *context, xmlErrorPtr error)
{
    (void)context, (void)error;
}

static xmlDocPtr parse(struct xml_reader *xml, const struct buf *text)
{
    const int options = XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR |
                        XML_PARSE_NOWARNING | XML_PARSE_NOCDATA | XML_PARSE_COMPACT;
    xmlParserCtxtPtr parser = xmlNewParserCtxt();
    xmlDocPtr tree = NULL;
    if (parser) {
        parser->_private = xml;
        parser->sax->startElementNs = on_start;
        parser->sax->serror = ignore_error;
        tree = xmlCtxtReadMemory(parser, buf_text(text), (int)text->len, NULL, "UTF-8", options);
        if (parser->disableSAX && !xml->reader->bound)
            xml->reader->bound = "a text or name too long";
    }
    xmlFreeParserCtxt(parser);
    return tree;
}

static enum vocabulary vocabulary_of(const struct xml_reader *xml, const xmlNode *node)
{
    const char *colon = strchr((const char *)node->name, ':');
    size_t prefix = colon ? (size_t)(colon - (const char *)node->name) : 0;
    const xmlChar *uri = node->ns ? node->ns->href : NULL;
    if ((!uri && !colon) || (uri && xmlStrEqual(uri, xml->root_uri)))
        return CORE;
    for (size_t i = 0; i < sizeof(namespaces) / sizeof(namespaces[0]); i++) {
        const char *known = namespaces[i].prefix;
        if (uri ? text_equal_ascii_nocase((const char *)uri, namespaces[i].uri)
                : strlen(known) == prefix && memcmp(node->name, known, prefix) == 0)
            return namespaces[i].vocabulary;
    }
    return OTHER;
}

static const char *local_name(const xmlNode *node)
{
    const char *colon = strrchr((const char *)node->name, ':');
    return colon ? colon + 1 : (const char *)node->name;
}

static bool is_named(const xmlNode *node, const char *name)
{
    return text_equal_ascii_nocase(local_name(node), name);
}

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

static void set(struct draft *draft, enum field field, int rank, const char *value)
{
    bool is_date = field == PUBLISHED || field == UPDATED;
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
    set(draft, LINK, rank,
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
    if (is_named(node, "guid")) {
        const char *permanent = attribute(xml, node, "isPermaLink");
        if (!text_equal_ascii_nocase(permanent, "false") && url_is_http(id))
            set(draft, LINK, 1, id);
    } else if (*id == '/') {
        id = feed_reader_link(xml->reader, xml->base, id);
    }
    set(draft, ID, rank, *id ? id : NULL);
}

static void read_field(const struct xml_reader *xml, const xmlNode *node, const struct rule *rule,
                       struct draft *draft)
{
    enum field field = rule->field;
    int rank = rule->rank;
    if (field == LINK) {
        read_link(xml, node, rank, draft);
        return;
    }
    if (field == ID) {
        read_id(xml, node, rank, draft);
        return;
    }
    const char *text = text_of(xml, node);
    if (text && (field == PUBLISHED || field == UPDATED))
        text = feed_reader_date(xml->reader, text);
    /* Of "description" and "summary" in one entry the first is the short one. */
    if (field == SUMMARY && rule->vocabulary == CORE && draft->ranks[field] == rank)
        set(draft, CONTENTS, 1, text);
    else
        set(draft, field, rank, text);
}

/* CDF keeps the address and the date in attributes, RSS 1.0 the identity. */
static void read_attributes(const struct xml_reader *xml, const xmlNode *node, struct draft *draft)
{
    const char *about = attribute(xml, node, "about");
    const char *modified = attribute(xml, node, "lastmod");
    set(draft, LINK, 2, feed_reader_link(xml->reader, xml->base, attribute(xml, node, "href")));
    set(draft, ID, 2, about && *about ? about : NULL);
    set(draft, UPDATED, 2, feed_reader_date(xml->reader, modified));
}

static const struct rule *rule_for(enum vocabulary vocabulary, const xmlNode *node)
{
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
        if (rules[i].vocabulary == vocabulary && is_named(node, rules[i].name))
            return &rules[i];
    return NULL;
}

static bool is_one_of(const xmlNode *node, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_named(node, names[i]))
            return true;
    return false;
}

/* Elements that hold the fields of what they stand in. */
static bool is_wrapper(enum vocabulary vocabulary, const xmlNode *node)
{
    static const char *const core[] = {"channel", "feed", "rss"};
    static const char *const media[] = {"group", "content"};
    return (vocabulary == CORE && is_one_of(node, core, sizeof(core) / sizeof(*core))) ||
           (vocabulary == MEDIA && is_one_of(node, media, sizeof(media) / sizeof(*media)));
}

static bool is_entry(enum vocabulary vocabulary, const xmlNode *node)
{
    return vocabulary == CORE && (is_named(node, "item") || is_named(node, "entry"));
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
        .title = feed_reader_line(xml->reader, draft.values[TITLE]),
        .link = draft.values[LINK],
        .id = draft.values[ID],
        .published = draft.values[PUBLISHED],
        .updated = draft.values[UPDATED],
        .summary = draft.values[SUMMARY],
        .content = draft.values[CONTENTS],
    };
}

static void read_element(struct xml_reader *xml, const xmlNode *node, struct draft *draft)
{
    enum vocabulary vocabulary = vocabulary_of(xml, node);
    const struct rule *rule = rule_for(vocabulary, node);
    if (is_entry(vocabulary, node)) {
        read_entry(xml, node);
    } else if (is_wrapper(vocabulary, node)) {
        if (vocabulary == CORE)
            read_attributes(xml, node, draft);
        read_fields(xml, node, draft);
    } else if (rule) {
        read_field(xml, node, rule, draft);
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

static const char *read_root(struct xml_reader *xml, const xmlNode *root)
{
    static const char *const roots[] = {"rss", "RDF", "feed", "channel"};
    if (!root)
        return "plain text";
    if (is_named(root, "html") || htmlTagLookup(root->name))
        return FEED_IS_PAGE;
    if (!is_one_of(root, roots, sizeof(roots) / sizeof(*roots)))
        return arena_printf(xml->reader->arena, "XML of another kind (<%s>)", local_name(root));

    struct draft draft = {0};
    xml->root_uri = root->ns ? root->ns->href : NULL;
    xml->base = xml->reader->base_url;
    xml->base = base_of(xml, root);
    read_attributes(xml, root, &draft);
    read_fields(xml, root, &draft);
    struct feed *feed = &xml->reader->feed;
    feed->title = feed_reader_line(xml->reader, draft.values[TITLE]);
    feed->link = draft.values[LINK];
    feed->id = draft.values[ID];
    feed->summary = draft.values[SUMMARY];
    feed->published = draft.values[PUBLISHED];
    feed->updated = draft.values[UPDATED];
    feed->ttl = draft.values[TTL] ? strtol(draft.values[TTL], NULL, 10) : 0;
    if (feed->ttl < 0)
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
    struct xml_reader xml = {.reader = reader};
    struct xml_repair repair;
    struct buf repaired = {0};
    xml_repair(text, len, 2 * FEED_BYTES_MAX, &repaired, &repair);
    if (repair.too_long)
        reader->bound = "too many bytes";
    xmlDocPtr tree = repaired.len > 0 ? parse(&xml, &repaired) : NULL;
    const char *otherwise = read_root(&xml, xmlDocGetRootElement(tree));
    if (!otherwise)
        report(reader, &repair);
    xmlFreeDoc(tree);
    buf_free(&repaired);
    return otherwise;
}
