/*
 * article: what a reader sees of a document, as clean text with its structure. Lives in the arena
 * that it was read into.
 */
#ifndef EXTRACT_ARTICLE_H
#define EXTRACT_ARTICLE_H

#include <libxml/tree.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "fetch/document.h"
#include "rules/source.h"

enum block_kind {
    BLOCK_PARAGRAPH,
    BLOCK_HEADING,
    BLOCK_ITEM, /* of a list */
    BLOCK_QUOTE,
    BLOCK_CAPTION,
    BLOCK_ROW, /* of a table; a tab between its cells */
};

/* One line of the text: the blocks in order, with one "\n" between two, are the whole text. */
struct block {
    enum block_kind kind;
    int level;    /* of a heading: 1–6; of a list item: its depth from 1; else 0 */
    size_t start; /* bytes into article.text */
    size_t end;
};

/* What stands between a reader and the article. */
enum access {
    ACCESS_FREE,    /* nothing that the page tells of */
    ACCESS_PAYWALL, /* the page says that it is not free: the text may be its beginning */
    ACCESS_CONSENT, /* the page asks for consent in the article's place */
};

struct article {
    const char *url;           /* canonical, else the document's final address */
    const char *title;         /* without the site's suffix; NULL where there is none */
    const char **authors;      /* persons */
    size_t author_count;       /* 0 where nobody is named */
    const char *published;     /* "2025-05-15" or RFC 3339 in UTC, or NULL */
    const char *date_evidence; /* "json-ld", "meta", "time", "dateline", "url", "source",
                                  "modified"; or NULL */
    const char *modified;      /* as published */
    const char *language;      /* BCP 47's first part ("en"), or NULL */
    const char *publisher;     /* or NULL */
    const char *section;       /* that the page names: "Business"; or NULL */
    enum access access;
    const char *text; /* UTF-8, no tabs but between cells, no control characters */
    size_t text_len;
    struct block *blocks;
    size_t block_count;
};

const char *access_name(enum access access); /* "paywall", "consent"; NULL for ACCESS_FREE */

#define ARTICLE_PARTS_MAX 20 /* pages of one article; more are a trap */

/*
 * Reads a document's HTML, or that of its parts where it is made of several (base/multipart.h).
 * `source` gives XPaths and strip rules, or is NULL for the generic way. Always gives an article,
 * at worst one with an empty text; what was wrong or cut short stands in `diags` under the stage
 * "extract". Everything in the result lives in `arena`. Pure: no clock, no network, no files.
 */
const struct article *article_read(const struct document *document, const struct source *source,
                                   struct arena *arena, struct diags *diags);

/*
 * The tree that article_read reads, with the replacements of `source`; NULL, with an error where
 * the document is no page. Release with xmlFreeDoc.
 */
xmlDoc *article_tree(const struct document *document, const struct source *source,
                     struct diags *diags);

#endif
