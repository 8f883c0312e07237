/* strip: what a source's definition takes out of a page, or wraps, before its body is read. */
#ifndef EXTRACT_STRIP_H
#define EXTRACT_STRIP_H

#include <libxml/tree.h>

#include "rules/source_article.h"

/*
 * Elements that are taken out stay in the tree with _private set: page_scan passes over them.
 * Attributes are removed. Metadata is to be found before: strip also takes out headlines and dates.
 */
void strip_page(const struct source_article *article, xmlDoc *page);

/*
 * Moves all that the XPath finds, but for what was taken out, below one new element of the page,
 * each node once, in document order; a text becomes a paragraph there. NULL where it finds nothing.
 */
xmlNode *strip_gather(xmlDoc *page, const char *xpath);

#endif
