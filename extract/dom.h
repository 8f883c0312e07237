/*
 * dom: a page's element tree, as libxml2 reads it from UTF-8, and what the rest of extract/ asks of
 * its nodes. Trees are released with xmlFreeDoc.
 */
#ifndef EXTRACT_DOM_H
#define EXTRACT_DOM_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/diag.h"

/* What an element means for reading. Elements that only change the look are TAG_INLINE. */
enum tag {
    TAG_INLINE,
    TAG_A,
    TAG_ADDRESS,
    TAG_ARTICLE,
    TAG_ASIDE,
    TAG_BLOCKQUOTE,
    TAG_BODY,
    TAG_BR,
    TAG_BUTTON,
    TAG_CAPTION,
    TAG_CITE,
    TAG_DD,
    TAG_DETAILS,
    TAG_DIALOG,
    TAG_DIV,
    TAG_DL,
    TAG_DT,
    TAG_FIGCAPTION,
    TAG_FIGURE,
    TAG_FOOTER,
    TAG_FORM,
    TAG_H1,
    TAG_H2,
    TAG_H3,
    TAG_H4,
    TAG_H5,
    TAG_H6,
    TAG_HEAD,
    TAG_HEADER,
    TAG_HR,
    TAG_HTML,
    TAG_IMG,
    TAG_INPUT,
    TAG_LABEL,
    TAG_LI,
    TAG_LINK,
    TAG_MAIN,
    TAG_META,
    TAG_NAV,
    TAG_NOSCRIPT,
    TAG_OL,
    TAG_P,
    TAG_PRE,
    TAG_SCRIPT,
    TAG_SECTION,
    TAG_SKIPPED, /* nothing in it is text: style, iframe, svg, select … */
    TAG_SPAN,
    TAG_SUMMARY,
    TAG_TABLE,
    TAG_TBODY,
    TAG_TD,
    TAG_TH,
    TAG_TIME,
    TAG_TITLE,
    TAG_TR,
    TAG_UL,
};

/*
 * Parses a page. Never NULL for a page with any element; NULL for an empty one. What was cut off
 * by a limit is a warning about `thing`.
 */
xmlDoc *dom_parse(const char *utf8, size_t len, const char *thing, struct diags *diags);

enum tag dom_tag(const xmlNode *element);

/* An attribute's value, which the tree owns; NULL where it is absent or empty. */
const char *dom_attribute(const xmlNode *element, const char *name);

/* Appends the text below a node, in document order, without scripts and styles. */
void dom_add_text(const xmlNode *node, struct buf *out);

/* Whether the element says of itself that it is not shown. */
bool dom_hidden(const xmlNode *element);

#endif
