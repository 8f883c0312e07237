/*
 * wanted: addresses of articles that a source listed and that are still to be fetched. They are
 * entered together with the source's validators, so that no crash between a poll and the last of
 * its articles can lose one: the server would answer "not modified", or have dropped it by then.
 * ledger_add_document takes an address off the list.
 */
#ifndef STORE_WANTED_H
#define STORE_WANTED_H

#include <stddef.h>
#include <stdint.h>

#include "store/further.h"
#include "store/ledger.h"
#include "store/source_state.h"

struct wanted {
    const char *url;
    const char *url_key;   /* the address in its canonical spelling */
    const char *source_id; /* not looked at by ledger_add_wanted */
    const char *title;     /* what the source said, or NULL */
    const char *published; /* what the source said, RFC 3339 or a day, or NULL */
    int64_t attempts;      /* that have failed (store/problems.h); not looked at when adding */
};

/* What a poll brought, of however many pages. */
struct found {
    const struct wanted *wanted;
    size_t wanted_count;
    const struct further *further;
    size_t further_count;
};

/*
 * Enters it in one transaction: those addresses that were never fetched and are not on the list,
 * the further pages, and the source's state, to whose `articles` the addresses' number is added;
 * without any, `unchanged` is one more, else 0. Before the state is stored `settle` (or NULL) may
 * set what depends on that. The number is also given in *added.
 */
int ledger_add_wanted(struct ledger *ledger, const char *source_id, struct source_state *state,
                      const struct found *found, void (*settle)(void *context), void *context,
                      size_t *added);

/* Is the address on the list, or was it fetched? 1, 0, or -1 where the ledger cannot be read. */
int ledger_wanted_known(struct ledger *ledger, const char *url_key);

/*
 * Visits the addresses that failed less than `max_attempts` times, in the order in which they were
 * entered. A visit does not write to the ledger; one that gives something else than 0 ends the
 * walk, and that is returned.
 */
int ledger_wanted(struct ledger *ledger, int64_t max_attempts,
                  int (*visit)(const struct wanted *wanted, void *context), void *context);

#endif
