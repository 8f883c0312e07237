/* recall: the facts of one document as the ledger shows them, to be compared with others. */
#ifndef STORE_RECALL_H
#define STORE_RECALL_H

#include <stdbool.h>
#include <stdint.h>

#include "store/ledger.h"
#include "store/result.h"

/* The columns of a result; those that a fact's kind does not have are NULL. */
enum recall_column {
    RECALL_PREDICATE, /* relation type, or "is" and the metric's id */
    RECALL_SUBJECT,   /* ids from here on */
    RECALL_OBJECT,
    RECALL_ABOUT,
    RECALL_ROLE,
    RECALL_VALUE,
    RECALL_VALUE_HIGH,
    RECALL_UNIT,
    RECALL_PERIOD,
    RECALL_MODALITY,
    RECALL_APPROX, /* 0 or 1 */
    RECALL_CHANGE,
    RECALL_BASIS,
    RECALL_CLAIMANT,
    RECALL_RULE,
    RECALL_IN_TITLE,
    RECALL_START, /* the place in the title or text, in bytes */
    RECALL_END,
    RECALL_SENTENCE,
    RECALL_COLUMNS
};

/*
 * One row for each fact, in the order of the text. A document that is superseded, or off the topic,
 * shows none. NULL on failure.
 */
struct result *ledger_recall(struct ledger *ledger, int64_t document_id);

/* Whether a newer document of the same address, or one at a better address, is in its place. */
bool ledger_is_superseded(struct ledger *ledger, int64_t document_id);

#endif
