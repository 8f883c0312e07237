/*
 * prometheus: the state of a ledger in Prometheus's text format (exposition format 0.0.4), for a
 * monitor that scrapes a file, as node_exporter's textfile collector does.
 */
#ifndef CLI_PROMETHEUS_H
#define CLI_PROMETHEUS_H

#include <stdio.h>

#include "store/result.h"

/* The rows of STATUS_METRICS. */
void prometheus_print(FILE *out, const struct result *metrics);

#endif
