/*
 * archive: the bodies of documents, each kept once under its SHA-256: FOLDER/ab/abcdef….zst, a
 * Zstandard frame (RFC 8878) with a content checksum, which `zstd -d` reads. Headers, addresses and
 * times are the ledger's.
 */
#ifndef FETCH_ARCHIVE_H
#define FETCH_ARCHIVE_H

#include <stddef.h>

#include "base/diag.h"
#include "fetch/document.h"

struct archive;

/* Nothing is touched before the first archive_put, which makes the folder where it is missing. */
struct archive *archive_new(const char *folder);
void archive_free(struct archive *archive); /* accepts NULL */

/*
 * Keeps a document's body under document->sha256; there already, it is left alone. The file is
 * there whole or not at all, also after a power failure. Returns -1 with a diagnostic of the stage
 * "archive" where that fails (a full disk, no permission).
 */
int archive_put(struct archive *archive, const struct document *document, struct diags *diags);

/*
 * Reads a body back, malloc'ed, with a NUL behind it that *len does not count, and proves that it
 * has that hash. Returns -1 with a diagnostic where it is missing, unreadable or damaged.
 */
int archive_get(struct archive *archive, const char *sha256, char **bytes, size_t *len,
                struct diags *diags);

/* Takes a body out. Returns -1 with a diagnostic where that fails. */
int archive_remove(struct archive *archive, const char *sha256, struct diags *diags);

/*
 * Visits the hash of every body that is there. Returns -1 with a diagnostic where a folder cannot
 * be read; an archive that does not exist yet is empty.
 */
int archive_list(const struct archive *archive, void (*visit)(const char *sha256, void *context),
                 void *context, struct diags *diags);

#endif
