/*
 * save: an extraction record (the JSON object that `newsledger extract` prints, version 1) becomes
 * an article, mentions, relations and quantities.
 */
#ifndef STORE_SAVE_H
#define STORE_SAVE_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "store/documents.h"
#include "store/ledger.h"

/* What a saved record holds. */
struct save_counts {
    size_t mentions;
    size_t relations;
    size_t quantities;
    size_t left_out; /* facts that lack what a fact needs, by the document's diagnostics */
};

/*
 * Saves a record in one transaction: it replaces all that an earlier extraction of the same
 * document gave, and the document's state becomes "extracted". Saving the same record again changes
 * nothing that a query shows. A record without an article (its first diagnostic tells why) or of
 * another version makes the document "failed" and is reported, but is no failure of the ledger.
 * `counts` may be NULL.
 */
int ledger_save_record(struct ledger *ledger, int64_t document_id, const json_t *record,
                       const struct extraction *how, struct save_counts *counts);

/*
 * The document could not be read (a worker crashed, ran out of time): its state becomes "failed"
 * with the cause (one word) and a message. Facts of an earlier extraction stay.
 */
int ledger_save_failure(struct ledger *ledger, int64_t document_id, const char *cause,
                        const char *message, const struct extraction *how);

#endif
