/* meta: what a page's <meta> and <link> elements say, and the texts of its other clues. */
#ifndef EXTRACT_META_H
#define EXTRACT_META_H

#include <stddef.h>

#include "base/arena.h"
#include "extract/page.h"

/*
 * The content of the first <meta> with that property, name or itemprop, in any case of ASCII,
 * blanks squeezed. NULL where there is none or it is empty.
 */
const char *meta_content(const struct page *page, const char *name, struct arena *arena);

/* The address of the first <link> with that rel, as written; NULL where there is none. */
const char *meta_link(const struct page *page, const char *rel);

/* The text below a node, blanks squeezed; NULL where it is empty. */
const char *meta_text(const xmlNode *node, struct arena *arena);

#endif
