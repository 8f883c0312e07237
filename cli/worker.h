/*
 * worker: a process that reads documents for another one, and can do nothing else. It has no file,
 * no network and a limited memory, so that a page which crashes, floods or takes over its reader
 * costs that page alone.
 */
#ifndef CLI_WORKER_H
#define CLI_WORKER_H

#include <stdbool.h>
#include <stddef.h>

#include "fetch/document.h"
#include "rules/source.h"

/* What is done with a document: gives a malloc'ed text. Runs in the worker. */
struct reader {
    char *(*read)(const struct document *document, const struct source *source, void *context);
    void *context;
};

/*
 * Serves documents from `socket` until its other end is closed, then ends the process. Called in a
 * child right behind fork(): what the reader needs must be there already, since nothing can be
 * opened any more. `memory` is how many bytes it may use more than it has at the start.
 */
_Noreturn void worker_serve(int socket, const struct reader *reader, size_t memory);

/*
 * The parent's side: hands a document to a worker that is waiting for one. `source` (or NULL) must
 * have been there when the worker was forked. False where the worker is gone.
 */
bool worker_send(int socket, const struct document *document, const struct source *source);

/*
 * An answer is a size_t and so many bytes of text. Whether `bytes` begins with a whole one; the
 * length of its text is put into *len, SIZE_MAX as long as it is not known.
 */
bool worker_answer(const char *bytes, size_t count, size_t *len);

#endif
