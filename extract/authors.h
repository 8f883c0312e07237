/* authors: who wrote an article. */
#ifndef EXTRACT_AUTHORS_H
#define EXTRACT_AUTHORS_H

#include <stdint.h>

#include "base/arena.h"
#include "extract/byline.h"
#include "extract/jsonld.h"
#include "extract/page.h"

struct authors_evidence {
    const struct page *page;
    const struct jsonld *json;
    const char *site;
    uint32_t heading; /* the line at which the article's headline stands */
};

/* The authors by the best evidence there is; none where nobody is named. */
struct byline authors_find(const struct authors_evidence *evidence, struct arena *arena);

#endif
