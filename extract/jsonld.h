/*
 * jsonld: what a page says about its article in <script type="application/ld+json"> (schema.org
 * Article and its kin). Sites write it by hand, so common mistakes are forgiven.
 */
#ifndef EXTRACT_JSONLD_H
#define EXTRACT_JSONLD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "extract/page.h"

/* All NULL or 0 where nothing is said. Texts are plain: entities decoded, blanks squeezed. */
struct jsonld {
    const char *headline;
    const char *published; /* as written */
    const char *modified;
    const char *page_published; /* of a WebPage, where the article says nothing */
    const char **authors;       /* persons; organisations where no person is named */
    size_t author_count;
    bool authors_are_persons;
    const char *publisher;
    const char *language;
    const char *body; /* articleBody */
    const char *section;
    bool article; /* one is described */
    bool news;    /* its type is NewsArticle or one of its kinds */
    bool paid;    /* it, or a part of it, is not free to read */
};

/* Reads all JSON-LD of a page. Broken JSON is a note about `thing`. Lives in the arena. */
struct jsonld *jsonld_read(const struct page *page, const char *thing, struct arena *arena,
                           struct diags *diags);

#endif
