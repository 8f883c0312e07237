/* body: which lines of a page are the article. */
#ifndef EXTRACT_BODY_H
#define EXTRACT_BODY_H

#include <stddef.h>

#include "base/arena.h"
#include "extract/article.h"
#include "extract/metadata.h"
#include "extract/page.h"

/* Bytes from which on a line that stands twice is taken once. */
#define REPEATED_BYTES 60

struct body {
    const char *text; /* never NULL */
    size_t len;
    struct block *blocks;
    size_t count;
};

/* Finds the article in a page, of which the metadata is known. */
struct body body_find(const struct page *page, const struct metadata *metadata,
                      const struct article *article, struct arena *arena);

/* Takes all lines: the page was scanned from where a source says that the body is. */
struct body body_all(const struct page *page, struct arena *arena);

#endif
