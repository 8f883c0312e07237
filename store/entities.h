/* entities: one row per real thing that records name. For store/ only. */
#ifndef STORE_ENTITIES_H
#define STORE_ENTITIES_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/database.h"

/*
 * The row of an entity that a record names: {"id":…,"name":…} and, in a mention, "type", "kinds",
 * "maker", "family" and "version". A new one is added, "trainium@2" beside its family "trainium";
 * one that the packs define stays as they do. JSON null gives id 0. Returns 0 or -1; `id` must be a
 * string that is not empty (entity_named).
 */
int entity_put(struct database *db, const json_t *entity, int64_t *id);

/* Does this JSON value name an entity? */
bool entity_named(const json_t *entity);

/* Adds a name that queries find the entity by. */
int entity_add_name(struct database *db, int64_t id, const char *name);

#endif
