/*
 * report: what a run tells on standard error: each problem as one line, and, on a terminal, how far
 * it is.
 */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "store/accept.h"
#include "store/run.h"

struct report;

/* One line: what is known; NULL where there is nothing to say. */
struct report_problem {
    const char *source;  /* its id */
    const char *stage;   /* "fetch", "feed", "archive", "extract" */
    const char *thing;   /* address or file */
    const char *cause;   /* one word */
    const char *message; /* for people */
};

struct report *report_new(bool quiet);

/* Clears the line of progress; accepts NULL. */
void report_free(struct report *report);

void report_problem(struct report *report, const struct report_problem *problem);

/* What a change of the rules means for documents that were read before; nothing where it is none.
 */
void report_acceptance(struct report *report, const struct acceptance *accepted);

/* Shows on a terminal how far a run is; elsewhere nothing. */
void report_progress(struct report *report, const struct run_counts *counts, size_t sources,
                     size_t articles_left);

/* The last line of a run that is not quiet. */
void report_summary(struct report *report, const struct run_counts *counts);

#endif
