#include "fetch/html.h"

#include <limits.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/encoding.h"
#include "fetch/url.h"
#include "rules/xpath.h"

struct count {
    size_t elements;
    const char *bound;
};

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes)
{
    htmlParserCtxtPtr parser = context;
    struct count *count = parser->_private;
    xmlSAX2StartElement(context, name, attributes);
    if (++count->elements > HTML_ELEMENTS_MAX)
        count->bound = "too many elements";
    else if (parser->nodeNr > HTML_DEPTH_MAX)
        count->bound = "elements nested too deep";
    if (count->bound)
        xmlStopParser(parser);
}

/* Without it libxml2 prints some errors in spite of its options. */
static void ignore_error(void *context, xmlErrorPtr error)
{
    (void)context, (void)error;
}

htmlDocPtr html_parse(const char *text, size_t len, const char **bound)
{
    /* HUGE lifts libxml2's own limits, which lose the text of a page that nests to 256. */
    const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                        HTML_PARSE_NONET | HTML_PARSE_COMPACT | (int)XML_PARSE_HUGE;
    struct count count = {0, NULL};
    htmlParserCtxtPtr parser = htmlNewParserCtxt();
    htmlDocPtr tree = NULL;
    if (parser && len < INT_MAX) {
        parser->_private = &count;
        parser->sax->startElement = on_start;
        parser->sax->serror = ignore_error;
        tree = htmlCtxtReadMemory(parser, text, (int)len, NULL, "UTF-8", options);
    }
    htmlFreeParserCtxt(parser);
    if (tree && !xmlDocGetRootElement(tree)) {
        xmlFreeDoc(tree);
        tree = NULL;
    }
    *bound = count.bound;
    return tree;
}

htmlDocPtr html_read(const char *bytes, size_t len, const char *content_type, const char **bound)
{
    struct buf text = {0};
    encoding_decode(encoding_detect(bytes, len, content_type), bytes, len, &text);
    htmlDocPtr tree = html_parse(buf_text(&text), text.len, bound);
    buf_free(&text);
    return tree;
}

const char *html_base(htmlDocPtr tree, const char *url, struct arena *arena)
{
    xmlXPathObjectPtr bases = xpath_select(tree, "(//base/@href)[1]");
    const char *base = url;
    if (bases && bases->nodesetval && bases->nodesetval->nodeNr > 0) {
        xmlChar *ref = xmlNodeGetContent(bases->nodesetval->nodeTab[0]);
        char *resolved = ref ? url_resolve(url, (const char *)ref) : NULL;
        if (resolved)
            base = arena_strdup(arena, resolved);
        free(resolved);
        xmlFree(ref);
    }
    xmlXPathFreeObject(bases);
    return base;
}
