/* status: how the ledger and its sources are doing. */
#ifndef STORE_STATUS_H
#define STORE_STATUS_H

#include "store/ledger.h"
#include "store/result.h"

enum status_part {
    STATUS_SOURCES, /* source, name, status, articles, last_success, next_due, failures, problem,
                       problem_time: a row for each, failing ones first */
    STATUS_TOTALS,  /* name, count */
    STATUS_RUNS,    /* run, started, ended, exit_status and counts: the newest ten, newest first */
    STATUS_KINDS,   /* kind, label, entities: what can follow "--" in queries */
    STATUS_METRICS  /* metric, label, label_value, source, value: numbers for a monitor; the label
                       and the source are NULL where a number has none */
};

struct result *ledger_status(struct ledger *ledger, enum status_part part);

#endif
