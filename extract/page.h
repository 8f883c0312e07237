/*
 * page: what one walk over a page's tree finds, before anything is chosen. Its text as lines, the
 * elements that hold them as regions, and the elements that may say who wrote it and when as clues.
 */
#ifndef EXTRACT_PAGE_H
#define EXTRACT_PAGE_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "extract/article.h"
#include "extract/dom.h"

/* A run of text without a break: a paragraph, a heading, a row of a table … */
struct line {
    enum block_kind kind;
    int level;    /* as in struct block */
    size_t start; /* bytes into page.text */
    size_t end;
    uint32_t region;     /* the innermost one that holds it */
    uint32_t chars;      /* without blanks; a Chinese, Japanese or Korean one counts twice */
    uint32_t link_chars; /* those within links */
    uint32_t bold_chars; /* those within <b> and <strong> */
    bool paragraph;      /* it is (in) a <p> */
};

/* An element that holds lines: a block, or any element whose class or id says what it is for. */
struct region {
    const xmlNode *node;
    enum tag tag;
    uint32_t hints;      /* of this element alone: HINT_… */
    uint32_t parent;     /* 0 is the page; it is its own parent */
    uint32_t end;        /* regions [this + 1, end) are within it */
    uint32_t first_line; /* lines [first_line, end_line) are within it */
    uint32_t end_line;
    uint32_t inputs; /* form fields and buttons */
    uint32_t images;
};

enum clue_kind {
    CLUE_TITLE,   /* <title> */
    CLUE_META,    /* <meta> with a content */
    CLUE_LINK,    /* <link> */
    CLUE_JSON,    /* <script type="application/ld+json"> */
    CLUE_HEADING, /* <h1> */
    CLUE_TIME,    /* <time>, and elements marked as dates */
    CLUE_BYLINE,  /* elements marked as author or byline */
};

struct clue {
    enum clue_kind kind;
    const xmlNode *node;
    uint32_t line;   /* the number of lines before it */
    uint32_t region; /* that it stands in */
};

struct page {
    struct buf text; /* all lines, one after the other */
    struct line *lines;
    size_t line_count;
    struct region *regions; /* in document order */
    size_t region_count;
    struct clue *clues; /* in document order */
    size_t clue_count;
    const char *language; /* of <html lang>, or NULL */
};

/*
 * Walks the tree below `root`. Nodes whose _private is set are left out with all below them.
 * Everything lives in `arena` but the text: release it with page_free.
 */
struct page *page_scan(const xmlNode *root, struct arena *arena);

void page_free(struct page *page); /* accepts NULL */

#endif
