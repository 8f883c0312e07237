#include "fetch/html.h"

#include <limits.h>

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
