/* next page: where an article goes on, as its source's definition says. */
#ifndef EXTRACT_NEXT_PAGE_H
#define EXTRACT_NEXT_PAGE_H

#include "base/arena.h"
#include "fetch/document.h"
#include "rules/source.h"

/* Where the links of a page lead; absolute, NULL where there is none. */
struct next_page {
    const char *next;   /* the following part */
    const char *single; /* the whole article on one page */
};

/* Looks at a page only where the definition names such links. Lives in the arena. */
struct next_page next_page_find(const struct document *document, const struct source *source,
                                struct arena *arena);

#endif
