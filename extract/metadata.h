/* metadata: who wrote an article, when, in what language, under which title and address. */
#ifndef EXTRACT_METADATA_H
#define EXTRACT_METADATA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "extract/article.h"
#include "extract/page.h"
#include "fetch/document.h"

/* What the search for the body wants to know of the page beside the article's own fields. */
struct metadata {
    const char *json_body;   /* JSON-LD's articleBody, or NULL */
    const char *description; /* of the page, or NULL */
    bool news;               /* the page calls itself a NewsArticle */
    bool article;            /* or any other kind of article */
    uint32_t heading;        /* the line of the headline */
};

/*
 * Fills in the article's fields but text and blocks from a page's clues. Broken JSON-LD is a note
 * in `diags`.
 */
struct metadata metadata_find(const struct page *page, const struct document *document,
                              struct arena *arena, struct article *article, struct diags *diags);

/* The line of the heading that repeats the title, else of the first heading, else the first. */
uint32_t metadata_heading(const struct page *page, const char *title, struct arena *arena);

#endif
