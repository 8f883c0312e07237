/*
 * run: `newsledger run`, and what its steps share.
 *
 * Crashes: an address is in the ledger before its page is asked for (store/wanted.h), a page is in
 * the archive before it is in the ledger, and a document is "fetched" until its record is saved.
 * Each of these is a transaction, so that a run which is killed at any moment leaves nothing but
 * steps that the next run takes.
 */
#ifndef CLI_RUN_H
#define CLI_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/command.h"
#include "cli/report.h"
#include "cli/workers.h"
#include "extract/reading.h"
#include "fetch/archive.h"
#include "fetch/http.h"
#include "rules/ruleset.h"
#include "store/accept.h"
#include "store/documents.h"
#include "store/ledger.h"
#include "store/run.h"

extern const struct command run_command;

struct run {
    const struct call *call;
    const struct ruleset *rules;
    struct extractor *extractor;
    struct workers *workers; /* that read documents */
    struct ledger *ledger;
    struct archive *archive;
    struct http *http;
    struct robots_cache robots; /* of http: kept in the ledger */
    struct report *report;
    struct extraction how; /* its time is when the run began */
    struct run_counts counts;
    size_t sources;       /* to be polled */
    size_t articles_left; /* to be fetched */
    bool broken;          /* the ledger or the archive cannot be written: nothing more is begun */
};

/* With what documents are read: store/documents.h. */
#define RUN_PROGRAM "newsledger " NEWSLEDGER_VERSION

/*
 * Opens what documents are read with: the ledger, with its lock, the archive, the workers and the
 * report; all but http. run.call and run.rules are set. run_close closes whatever is open.
 */
enum exit_code run_open(struct run *run);
void run_close(struct run *run);

/* Opens http, by the settings and with robots.txt kept in the ledger. */
void run_open_http(struct run *run);

/* Reads the documents that a run fetched but did not come to read, from the archive. */
void run_read_left_over(struct run *run);

/* Asks every source that is due what is new, and puts that on the list of wanted addresses. */
void run_poll_sources(struct run *run);

/* Fetches, archives and reads what is wanted. */
void run_fetch_articles(struct run *run);

/*
 * Has a document that the ledger has read by a worker, and saves what it says: maybe at once, at
 * the latest when the run waits for its workers.
 */
void run_read(struct run *run, int64_t id, const struct document *document,
              const struct source *source);

/*
 * Archives a document, then enters it: an archived body without a row harms nobody, a row without a
 * body would. Returns 0 with the document's id, or -1.
 */
int run_keep(struct run *run, const struct document_entry *entry, int64_t *id);

/* Tells and counts a problem. */
void run_problem(struct run *run, const struct report_problem *problem);

/* Ends the run as soon as it can: its ledger or archive failed. */
void run_break(struct run *run);

/* Is the source one that this call is about? */
bool run_wants(const struct run *run, const struct source *source);

#endif
