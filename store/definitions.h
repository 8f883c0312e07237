/*
 * definitions: rows that documents and facts refer to, found by their key. For store/ only. Each
 * function gives 0, or -1 after a diagnostic.
 */
#ifndef STORE_DEFINITIONS_H
#define STORE_DEFINITIONS_H

#include <stdint.h>

#include "store/database.h"

/* A source must have been synced; no key gives id 0. */
int definition_source(struct database *db, const char *key, int64_t *id);

/* A record may come from rules that were never synced: what is missing is added. */
int definition_relation_type(struct database *db, const char *key, int64_t *id);
int definition_metric(struct database *db, const char *key_or_name, int64_t *id); /* NULL: id 0 */

/* The rule's version in force; `now` is when a new one was first seen. NULL: id 0. */
int definition_rule(struct database *db, const char *key, int64_t now, int64_t *id);

#endif
