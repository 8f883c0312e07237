/*
 * sync: what the rule packs define, as rows that facts can refer to: sources, entities with their
 * kinds and names, relation types, metrics and versions of rules.
 */
#ifndef STORE_SYNC_H
#define STORE_SYNC_H

#include <stdint.h>

#include "rules/ruleset.h"
#include "store/ledger.h"

/*
 * Brings the ledger's definitions up to the ruleset in one transaction. What the packs no longer
 * define stays, since facts refer to it: such a source gets the status "removed", such an entity
 * keeps its row. `now` is when a version of a rule that the ledger has not seen was first seen.
 */
int ledger_sync(struct ledger *ledger, const struct ruleset *ruleset, int64_t now);

struct database;

/* The same within a transaction, known rules or not. For store/ only. */
int sync_definitions(struct database *db, const struct ruleset *ruleset, int64_t now);

#endif
