/*
 * selector: XPaths that name an element of a page by what it is for, so that they are likely to
 * hold on the next page of the same site: its itemprop, id, class or rel. Where it stands is never
 * counted, and names that a machine made ("post-4711", "css-1x2y3") are left out.
 */
#ifndef RULES_SELECTOR_H
#define RULES_SELECTOR_H

#include <libxml/tree.h>
#include <stddef.h>

#include "base/arena.h"

#define SELECTORS_MAX 12

struct selectors {
    const char *paths[SELECTORS_MAX]; /* xpath_check lets them through */
    size_t count;
};

/* The best first; none where nothing but its place tells the element apart. */
struct selectors selectors_of(const xmlNode *element, struct arena *arena);

#endif
