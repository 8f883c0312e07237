/*
 * discover: where a page says that its site's news can be had: the feeds that it links to, and the
 * links of the page itself that look like headlines.
 */
#ifndef FETCH_DISCOVER_H
#define FETCH_DISCOVER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "fetch/document.h"

#define DISCOVER_FEEDS_MAX 20
#define DISCOVER_LINKS_MAX 2000

struct discovered_feed {
    const char *url;   /* absolute */
    const char *title; /* or NULL */
};

struct discovery {
    struct discovered_feed feeds[DISCOVER_FEEDS_MAX];
    size_t feed_count;
    const char *links; /* XPath of the elements with the headlines' addresses, or NULL */
    const char **urls; /* what it selects on the page: absolute, each once, in order */
    size_t url_count;
    const char *next;  /* XPath of the link to the page behind this one, or NULL */
    bool says_article; /* the page calls itself one: og:type, article:published_time */
    size_t headlines;  /* of the page, whether or not the XPath selects them */
};

/*
 * Feeds come in this order: those that <link rel=alternate> declares, then links whose address ends
 * as feeds' usually do; of comments, last. No address is guessed.
 *
 * The page behind this one, on the same host, is that which rel=next names (WHATWG HTML, 4.6.7.13),
 * else one that a class calls so.
 *
 * A headline is a link within the page's site, outside of its navigation, with a text of four words
 * or as many signs. The XPath is the one that selects most of them and little else (their F1), by
 * classes and elements around them that are no matter of place (rules/selector.h).
 */
const struct discovery *discover_page(const struct document *document, struct arena *arena);

#endif
