/* index: the articles that a page links to, where a site has no feed worth reading. */
#ifndef FETCH_INDEX_H
#define FETCH_INDEX_H

#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "rules/source.h"

/* More is no list of news but a site map; each link is asked for in the ledger. */
#define INDEX_LINKS_MAX 10000

/* More is a download; the longest lists of news have 2 MiB. */
#define INDEX_BYTES_MAX ((size_t)4 * 1024 * 1024)

struct index {
    const char **links; /* absolute, in the page's order, each once; in the arena */
    size_t link_count;
    const char *next; /* where the list goes on: absolute, on the same host; or NULL */
};

/*
 * The links that source->links selects and source->match lets through, and the first that
 * source->next selects; `base_url` is the page's address after redirects, the page's <base> counts.
 * The XPaths are such as rules/xpath.h lets through; a hostile page may still make them take
 * seconds. NULL when the page cannot be read or nothing is selected; then an error under the stage
 * "index" says so.
 */
const struct index *index_parse(const char *bytes, size_t len, const char *content_type,
                                const char *base_url, const struct source *source,
                                struct arena *arena, struct diags *diags);

#endif
