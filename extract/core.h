/*
 * core: the region of a page that holds its article, and the regions in it that are something else.
 */
#ifndef EXTRACT_CORE_H
#define EXTRACT_CORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "extract/page.h"

struct core {
    uint32_t root;     /* the region */
    bool *prose;       /* of each line: it reads like running text */
    bool *left_out;    /* of each region: hinted to be navigation, teasers, comments … */
    bool *protected;   /* of each region: around the article's text beyond doubt */
    uint32_t believed; /* the hints that mean on this page what they say */
};

/*
 * Running text is long lines, or sentences, with few links. The root is the
 * region that agrees best with the page's prose: the harmonic mean of the share of all prose that
 * it holds and of the share that prose makes up in it, both without regions that are left out.
 * `heading` is the line of the headline.
 */
struct core core_find(const struct page *page, uint32_t heading, struct arena *arena);

/* Whether a text ends as sentences do, in any script. */
bool core_ends_sentence(const char *text, size_t len);

#endif
