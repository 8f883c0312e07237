/* html: a page of foreign HTML as libxml2's tree, bounded in nodes and depth. */
#ifndef FETCH_HTML_H
#define FETCH_HTML_H

#include <libxml/HTMLparser.h>
#include <stddef.h>

#include "base/arena.h"

/*
 * An XPath may compare every pair of elements, which takes 10 s for so many at worst. Real pages
 * have 500 to 10,000.
 */
#define HTML_ELEMENTS_MAX 20000

/* An end tag may look at all open elements. Real pages nest to 60, those of site builders to 200.
 */
#define HTML_DEPTH_MAX 500

/*
 * `text` is UTF-8. The tree ends where a bound is hit, which *bound then names; else it is NULL.
 * NULL for an empty text. Release with xmlFreeDoc.
 */
htmlDocPtr html_parse(const char *text, size_t len, const char **bound);

/* The same for the bytes that came, in whatever encoding; `content_type` may be NULL. */
htmlDocPtr html_read(const char *bytes, size_t len, const char *content_type, const char **bound);

/* What the page's references are relative to: its first <base> with an address (WHATWG HTML 4.2.3),
 * else `url`. */
const char *html_base(htmlDocPtr tree, const char *url, struct arena *arena);

#endif
