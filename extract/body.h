/*
 * body: which lines of a page are the article.
 *
 * One walk makes lines and regions of the tree (extract/page.h). The core is the region that agrees
 * best with the page's prose (extract/core.h); lines near it are judged by the sum of the weights
 * of some fifty observations (extract/evidence.h), a logistic regression: it says line by line why,
 * costs an addition for each bit, and errs little on sites that it never saw. Measured by 4-token
 * shingles (F1): 0.946 on 236 articles and guides, 0.971 on 258 pages of publishers in many
 * languages; trafilatura 2.2, with precision and recall of density and class names by rules, has
 * 0.919 and 0.950. The core alone, every line of it that is not hinted to be something else, is
 * what density gives. Weights fitted to every second page lose 0.003 and 0.006 on the others, so
 * that they are hardly memorised. All of it, with the metadata, costs a third of the bare parse.
 */
#ifndef EXTRACT_BODY_H
#define EXTRACT_BODY_H

#include <stdbool.h>
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

/* The lines that `takes` says, or where it is NULL all: the place of the body is known. */
struct body body_of(const struct page *page, bool (*takes)(const struct line *line),
                    struct arena *arena);

#endif
