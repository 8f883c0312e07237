/* published: when an article appeared, and how that is known. */
#ifndef EXTRACT_PUBLISHED_H
#define EXTRACT_PUBLISHED_H

#include <stdint.h>

#include "base/arena.h"
#include "extract/article.h"
#include "extract/jsonld.h"
#include "extract/page.h"

struct published_evidence {
    const struct page *page;
    const struct jsonld *json;
    const char *url;
    int64_t fetched;  /* as in struct document */
    uint32_t heading; /* the line at which the article's headline stands */
    bool month_first; /* 03/04/2025 is the 4th of March */
};

/* Sets article.published, date_evidence and modified. */
void published_find(const struct published_evidence *evidence, struct arena *arena,
                    struct article *article);

/* The same from a text that a source's XPath found. Returns 0, or -1 where it holds no date. */
int published_read(const char *text, const struct published_evidence *evidence, struct arena *arena,
                   struct article *article);

#endif
