/*
 * workers: several worker processes (cli/worker.h) that read documents side by side. Results come
 * in the order in which the documents were handed over, however many workers there are, so that a
 * ledger looks the same with one or with eight.
 */
#ifndef CLI_WORKERS_H
#define CLI_WORKERS_H

#include <stddef.h>

#include "cli/worker.h"

struct workers;

struct workers_limits {
    size_t jobs;    /* processes, at least 1 */
    double seconds; /* for one document */
    size_t memory;  /* bytes of one worker, beyond what it starts with */
};

/* As many jobs as cores that this process may use, and what no honest page needs. */
struct workers_limits workers_defaults(void);

/*
 * `text` is what the reader made of the document, valid during the call, or NULL where the worker
 * failed: then `cause` is "time-limit", "memory-limit", "size-limit" or "crash", and `message` says
 * it in a sentence.
 */
struct worker_result {
    const char *text;
    const char *cause;
    const char *message;
};

typedef void workers_callback(const struct worker_result *result, void *context);

/* Forks at the first document: the reader may still be filled until then. It is copied. */
struct workers *workers_new(const struct reader *reader, const struct workers_limits *limits);

/*
 * Hands a document over; it need not live any longer than the call. Waits for a free worker, and
 * meanwhile calls the callbacks of documents that are done, which must not hand over more.
 */
void workers_read(struct workers *workers, const struct document *document,
                  const struct source *source, workers_callback *callback, void *context);

/* Waits for all results. */
void workers_finish(struct workers *workers);

/* Accepts NULL. What is still being read is given up, without a callback. */
void workers_free(struct workers *workers);

#endif
