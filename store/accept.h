/*
 * accept: a ledger and the rules that it was read with. It remembers their definitions
 * (rules/unit.h), so that of other rules it can tell which documents they would read otherwise.
 */
#ifndef STORE_ACCEPT_H
#define STORE_ACCEPT_H

#include <stdint.h>

#include "rules/ruleset.h"
#include "store/documents.h"
#include "store/ledger.h"

/* Of all documents of articles that were read before. */
struct acceptance {
    int64_t changes; /* definitions that are new, gone or different */
    int64_t touched; /* documents that have to be read again */
    int64_t spared;  /* all others */
};

/*
 * Accepts the rules, in one transaction: brings the definitions of the ledger up to them (as
 * ledger_sync), makes the documents that the change can touch pending (DOCUMENTS_PENDING), and
 * takes all others for read with these rules. Documents that could not be read get another try.
 * Where the rules and the program (how->program) are those of the last time, it does nothing.
 * Returns 0 or -1.
 */
int ledger_accept(struct ledger *ledger, const struct ruleset *ruleset,
                  const struct extraction *how, struct acceptance *result);

/*
 * Visits the documents that accepting the rules would make pending, in the order of their ids, and
 * changes nothing. `visit` as in ledger_documents.
 */
int ledger_touched(struct ledger *ledger, const struct ruleset *ruleset,
                   const struct extraction *how,
                   int (*visit)(const struct document_row *row, void *context), void *context,
                   struct acceptance *result);

#endif
