/*
 * propose: XPaths for the articles of a site, from some of its pages. What is proposed is tried on
 * every page with the very code that reads articles (extract/article.h), and measured against what
 * the generic extraction and the site's feed say of it.
 */
#ifndef EXTRACT_PROPOSE_H
#define EXTRACT_PROPOSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "extract/article.h"
#include "fetch/document.h"

enum propose_field { PROPOSE_TITLE, PROPOSE_BODY, PROPOSE_DATE, PROPOSE_AUTHOR };

#define PROPOSE_FIELDS 4

const char *propose_field_name(enum propose_field field); /* as in a source: "title" … */

struct propose_page {
    const struct document *document;
    const char *title;     /* what the feed says of it, or NULL */
    const char *published; /* RFC 3339, or NULL */
};

/*
 * The XPath that holds on all pages, or else the one that holds on most. It holds where it gives
 *   title    the feed's or the generic title
 *   date     the feed's or the generic day, give or take one, since feeds have their own time zone
 *   author   a name; the generic one where there is one
 *   body     nine tenths of the generic text, and no more than a quarter beside it
 */
struct proposal {
    const char *xpath; /* NULL: nothing on the page stands out */
    size_t holds;      /* on so many pages */
    const char *fails; /* the address of the first page on which it does not, or NULL */
};

struct proposals {
    struct proposal fields[PROPOSE_FIELDS];
    const struct article **generic; /* for each page, what is read without any XPath */
};

const struct proposals *propose_article(const struct propose_page *pages, size_t count,
                                        struct arena *arena);

/* The page as it is read with the XPaths that hold on all of them. */
const struct article *propose_read(const struct proposals *proposals, size_t count,
                                   const struct propose_page *page, struct arena *arena);

#endif
