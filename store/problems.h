/*
 * problems: addresses that could not be fetched, so that a run gives up in time and an operator
 * sees why an article is missing. One row per address, which counts its attempts.
 */
#ifndef STORE_PROBLEMS_H
#define STORE_PROBLEMS_H

#include <stdint.h>

#include "store/ledger.h"

struct problem {
    const char *source_id; /* or NULL */
    const char *url;
    const char *url_key; /* the address in its canonical spelling */
    const char *stage;   /* "fetch", "robots", "archive" … */
    const char *cause;   /* one word: "slow", "gone" … */
    const char *message; /* for people */
    int64_t time;
    int64_t attempts; /* that it counts for: 0 stands for 1 */
};

/* Notes one more failed attempt. */
int ledger_add_problem(struct ledger *ledger, const struct problem *problem);

/* Failed attempts on an address since it last worked; 0 where there is none or on failure. */
int64_t ledger_attempts(struct ledger *ledger, const char *url_key);

#endif
