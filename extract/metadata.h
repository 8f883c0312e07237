/* metadata: who wrote an article, when, in what language, under which title and address. */
#ifndef EXTRACT_METADATA_H
#define EXTRACT_METADATA_H

#include "base/arena.h"
#include "base/diag.h"
#include "extract/article.h"
#include "extract/page.h"
#include "fetch/document.h"

/*
 * Fills in the article's fields but text and blocks from a page's clues. Broken JSON-LD is a note
 * in `diags`.
 */
void metadata_find(const struct page *page, const struct document *document, struct arena *arena,
                   struct article *article, struct diags *diags);

#endif
