/*
 * known: what a user typed, looked up in the ledger: an entity by its id or a name, a metric, a
 * source. What the ledger does not know is an error that names the nearest thing it does know. For
 * store/ only. Results live in `arena`; NULL after an error.
 */
#ifndef STORE_KNOWN_H
#define STORE_KNOWN_H

#include "base/arena.h"
#include "store/database.h"

/* The row numbers of an entity and its versions, of one kind or (NULL) any, as a JSON array. */
const char *known_entities(struct database *db, const char *kind, const char *entity,
                           struct arena *arena);

/* The key of a metric by its key or name, the others by their key. */
const char *known_metric(struct database *db, const char *word, struct arena *arena);
const char *known_relation_type(struct database *db, const char *word, struct arena *arena);
const char *known_source(struct database *db, const char *word, struct arena *arena);
const char *known_kind(struct database *db, const char *word, struct arena *arena);

/* One of `words`, whatever the case. */
const char *known_word(struct database *db, const char *what, const char *word,
                       const char *const *words, size_t count);

#endif
