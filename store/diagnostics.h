/* diagnostics: what was wrong with a document, kept beside it. For store/ only. */
#ifndef STORE_DIAGNOSTICS_H
#define STORE_DIAGNOSTICS_H

#include <jansson.h>
#include <stdint.h>

#include "store/database.h"

/* Replaces a document's diagnostics by those of its record, a JSON array. Returns 0 or -1. */
int diagnostics_save(struct database *db, int64_t document_id, const json_t *diagnostics);

/* Adds one to them; severity is "note", "warning" or "error". Returns 0 or -1. */
int diagnostics_add(struct database *db, int64_t document_id, const char *severity,
                    const char *stage, const char *message);

#endif
