/*
 * look: articles are looked at again a day and a week after they were fetched first, since news are
 * corrected and numbers revised. What has changed by then is a document of its own; v_revisions
 * shows which facts came and went with it.
 */
#ifndef STORE_LOOK_H
#define STORE_LOOK_H

#include <stdint.h>

#include "store/ledger.h"

/* The last document of an article's address. */
struct look {
    const char *url;
    const char *url_key;
    const char *source_id;
    const char *title;     /* what the source said, or NULL */
    const char *published; /* what the source said, or NULL */
    const char *etag;      /* from its header, or NULL; so is the other */
    const char *last_modified;
    const char *sha256;
};

/*
 * Visits the articles of sources whose look is due at `now` (seconds since 1970), the oldest first.
 * One that was missed for a month is due no more. A visit does not write to the ledger; one that
 * gives something else than 0 ends the walk, and that is returned.
 */
int ledger_looks_due(struct ledger *ledger, int64_t now,
                     int (*visit)(const struct look *look, void *context), void *context);

/* The look at an address that was due at `now` is done. */
int ledger_looked(struct ledger *ledger, const char *url_key, int64_t now);

#endif
