/* run parts: an article's further pages, which its source's definition names, as one document. */
#ifndef CLI_RUN_PARTS_H
#define CLI_RUN_PARTS_H

#include "cli/run.h"

/* What is to be kept: the first page as it came, all pages as one, or the one that has it all. */
typedef void parts_callback(const struct document *document, void *context);

/* An address, and validators where the page was had before. */
struct parts_request {
    const char *url;
    const char *etag;
    const char *last_modified;
};

/* Queues a page with the header fields that `reader` (or NULL) sends for articles. */
void run_parts_get(struct run *run, const struct parts_request *parts, const struct source *reader,
                   http_callback *callback, void *context);

/*
 * Calls back at once where the first page names no other, else when the last has come. Pages that
 * failed are told and done without. `reader` says how the pages are read, or is NULL; `arena`
 * outlives the requests.
 */
void run_parts_follow(struct run *run, const struct document *first, const struct source *reader,
                      struct arena *arena, parts_callback *callback, void *context);

#endif
