/* source state: when a source was polled last and how it went. */
#ifndef STORE_SOURCE_STATE_H
#define STORE_SOURCE_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "store/ledger.h"

struct source_state {
    const char *etag;            /* of the last response with a body, or NULL */
    const char *last_modified;   /* as the server spelled it, or NULL */
    int64_t last_attempt;        /* times are 0 where it never happened */
    int64_t last_success;        /* 304 Not Modified is one */
    int64_t next_due;            /* not to be polled before */
    int64_t failures;            /* in a row; 0 after a success */
    int64_t unchanged;           /* polls in a row that brought nothing new */
    const char *moved_to;        /* where the server says that it is for good, or NULL */
    bool gone;                   /* the server says so (410): it is not asked any more */
    const char *problem_cause;   /* one of fetch/http.h or cli/run_poll.c; NULL: never any */
    const char *problem_message; /* for people */
    int64_t problem_time;
    bool noted; /* it answers nevertheless, and this is what is wrong with its last answer */
    /* What the feed wants, which a 304 does not repeat: fetch/feed.h. */
    long ttl;
    unsigned skip_hours;
    unsigned skip_days;
    const char *resume; /* where the next poll goes on in a list of many pages, or NULL */
    int64_t articles;   /* new ones that it has brought since the ledger began */
};

/* The state of a source; all zero for one that was never polled. Texts live in `arena`. */
int ledger_source_state_get(struct ledger *ledger, const char *source_id, struct arena *arena,
                            struct source_state *state);

/* Stores the whole state. The source must have been synced (store/sync.h). */
int ledger_source_state_put(struct ledger *ledger, const char *source_id,
                            const struct source_state *state);

#endif
