/*
 * warc page: documents as WARC records and back. A document becomes a response record, one that
 * never came over HTTP a resource record, and before either a metadata record says what a ledger
 * knows of it besides: the address that was asked for, and what its source and the feed said. The
 * body stands decoded, so fields of the header that speak of the bytes on their way are renamed
 * X-Archive-Orig-….
 */
#ifndef FETCH_WARC_PAGE_H
#define FETCH_WARC_PAGE_H

#include <stdbool.h>

#include "fetch/document.h"
#include "fetch/warc.h"

struct warc_page {
    struct document document;
    bool known;         /* a metadata record of ours told what follows, and the address asked for */
    bool feed;          /* no article */
    const char *source; /* its id; this and the next two may be NULL */
    const char *title;
    const char *published;
};

/* The record that opens a file: which program wrote it. */
int warc_page_begin(FILE *out, const char *program, int64_t time);

int warc_page_write(FILE *out, const struct warc_page *page); /* 0 or -errno */

/* May it be an article: no picture, style or script, which other programs store, too? */
bool warc_page_is_page(const struct warc_page *page);

struct warc_pages;

struct warc_pages *warc_pages_new(FILE *in); /* `in` stays the caller's */
void warc_pages_free(struct warc_pages *pages);

/*
 * The next page: the payload of a response with a status of 2xx or of a resource record, at a web
 * address, freed from Transfer-Encoding and Content-Encoding. `page` lives in `arena`. Returns 1;
 * 0 at the end; -1 for a record that should be one and cannot be read, with its place and cause in
 * *problem. All other records are passed over.
 */
int warc_pages_next(struct warc_pages *pages, struct warc_page *page, const char **problem,
                    struct arena *arena);

#endif
