/* run: one execution of `newsledger run` and what it did. */
#ifndef STORE_RUN_H
#define STORE_RUN_H

#include <stdint.h>

#include "store/ledger.h"

struct run_counts {
    int64_t sources_polled;
    int64_t sources_unchanged; /* 304 Not Modified, or the same bytes again */
    int64_t sources_failed;
    int64_t articles_new; /* addresses never seen before */
    int64_t documents;    /* extracted in this run, also those left over by the last one */
    int64_t facts;        /* relations and quantities in them */
    int64_t problems;     /* warnings and errors */
};

/* Enters a run that has begun; one without an end was cut short. */
int ledger_run_begin(struct ledger *ledger, int64_t started, const char *program,
                     const char *rules_version, int64_t *run_id);

/* Enters how the run ended, and refreshes what SQLite knows about the tables' sizes. */
int ledger_run_end(struct ledger *ledger, int64_t run_id, int64_t ended,
                   const struct run_counts *counts, int exit_status);

#endif
