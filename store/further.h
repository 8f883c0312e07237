/*
 * further: what is remembered of the pages of a source beyond the one that its definition names:
 * the sitemaps of an index, the older pages of a list. It is stored with what they list, by
 * ledger_add_wanted, so that no 304 can hide what a crash has lost.
 */
#ifndef STORE_FURTHER_H
#define STORE_FURTHER_H

#include <stdint.h>

#include "base/arena.h"
#include "store/ledger.h"

struct further {
    const char *url_key;
    const char *etag; /* verbatim, or NULL; so is the other */
    const char *last_modified;
    int64_t fetched; /* seconds since 1970; 0: never */
};

/* All zero but the key for a page that was never fetched. Texts live in `arena`. */
int ledger_further_get(struct ledger *ledger, const char *url_key, struct arena *arena,
                       struct further *further);

#endif
