#include "store/sync.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "store/database.h"
#include "store/entities.h"

#define PROPERTY_RULES "rules_version"

static int run_with_key(struct database *db, enum statement statement, const char *key)
{
    sqlite3_stmt *stmt = database_statement(db, statement);
    bind_text(stmt, ":key", key);
    return database_run(db, stmt);
}

static int put_source(struct database *db, const struct source *source)
{
    const char *status = source->verified ? "verified" : "unverified";
    sqlite3_stmt *stmt = database_statement(db, SQL_SOURCE_PUT);
    bind_text(stmt, ":key", source->id);
    bind_text(stmt, ":name", source->name);
    bind_text(stmt, ":kind", source->kind == SOURCE_FEED ? "feed" : "index");
    bind_text(stmt, ":url", source->url);
    bind_text(stmt, ":language", source->language);
    bind_int(stmt, ":every", source->every);
    bind_text(stmt, ":status", source->enabled ? status : "off");
    return database_run(db, stmt);
}

static int sync_sources(struct database *db, const struct ruleset *ruleset)
{
    if (database_run(db, database_statement(db, SQL_SOURCES_REMOVE)) < 0)
        return -1;
    for (size_t i = 0; i < ruleset->source_count; i++)
        if (ruleset->sources[i]->kind != SOURCE_SITE && put_source(db, ruleset->sources[i]) < 0)
            return -1;
    return 0;
}

static int sync_terms(struct database *db, const struct ruleset *ruleset)
{
    for (size_t i = KIND_FIRST_PACK; i < ruleset->kind_count; i++) {
        sqlite3_stmt *stmt = database_statement(db, SQL_KIND_PUT);
        bind_text(stmt, ":key", ruleset->kinds[i].name);
        bind_text(stmt, ":label", ruleset->kinds[i].label);
        if (database_run(db, stmt) < 0)
            return -1;
    }
    for (size_t i = 0; i < ruleset->relation_count; i++)
        if (run_with_key(db, SQL_RELATION_TYPE_PUT, ruleset->relations[i].name) < 0)
            return -1;
    for (size_t i = 0; i < ruleset->metric_count; i++) {
        sqlite3_stmt *stmt = database_statement(db, SQL_METRIC_PUT);
        bind_text(stmt, ":key", ruleset->metrics[i].id);
        bind_text(stmt, ":name", ruleset->metrics[i].name);
        if (database_run(db, stmt) < 0)
            return -1;
    }
    return 0;
}

static int sync_rules(struct database *db, const struct ruleset *ruleset, int64_t now)
{
    if (database_run(db, database_statement(db, SQL_RULES_RETIRE)) < 0)
        return -1;
    for (size_t i = 0; i < ruleset->rule_count; i++) {
        sqlite3_stmt *stmt = database_statement(db, SQL_RULE_PUT);
        bind_text(stmt, ":key", ruleset->rules[i]->id);
        bind_text(stmt, ":version", ruleset->rules[i]->version);
        bind_int(stmt, ":time", now);
        if (database_run(db, stmt) < 0)
            return -1;
    }
    return 0;
}

/* An entity as packs define it, or (with a version and its family's row) one of its versions. */
static int define(struct database *db, const struct entity *entity, const char *version,
                  int64_t family, int64_t *id)
{
    struct arena *arena = arena_new();
    sqlite3_stmt *stmt = database_statement(db, SQL_ENTITY_DEFINE);
    const char *key = entity->id, *name = entity->name;
    if (version) {
        key = arena_printf(arena, "%s@%s", entity->id, version);
        name = arena_printf(arena, "%s %s", entity->name, version);
    }
    bind_text(stmt, ":key", key);
    bind_text(stmt, ":name", name);
    bind_text(stmt, ":type", entity->type);
    bind_id(stmt, ":family_id", family);
    bind_text(stmt, ":version", version);
    bind_text(stmt, ":wikidata", version ? NULL : entity->wikidata);
    int status = database_integer(db, stmt, id) > 0 ? 0 : -1;
    if (status == 0)
        status = entity_add_name(db, *id, name);
    arena_free(arena);
    return status;
}

static int put_kinds(struct database *db, const struct ruleset *ruleset,
                     const struct entity *entity, int64_t id)
{
    for (size_t i = 0; i < ruleset->kind_count; i++) {
        if (!(entity->kinds >> i & 1))
            continue;
        sqlite3_stmt *stmt = database_statement(db, SQL_ENTITY_KIND_ADD);
        bind_int(stmt, ":id", id);
        bind_text(stmt, ":kind", ruleset->kinds[i].name);
        if (database_run(db, stmt) < 0)
            return -1;
    }
    return 0;
}

static int clear(struct database *db, enum statement statement, int64_t id)
{
    sqlite3_stmt *stmt = database_statement(db, statement);
    bind_int(stmt, ":id", id);
    return database_run(db, stmt);
}

static int put_entity(struct database *db, const struct ruleset *ruleset,
                      const struct entity *entity)
{
    int64_t id, version_id;
    if (define(db, entity, NULL, 0, &id) < 0 || clear(db, SQL_ENTITY_NAMES_CLEAR, id) < 0 ||
        clear(db, SQL_ENTITY_KINDS_CLEAR, id) < 0 || entity_add_name(db, id, entity->name) < 0 ||
        put_kinds(db, ruleset, entity, id) < 0)
        return -1;
    for (size_t i = 0; i < entity->name_count; i++) {
        const struct name *name = &entity->names[i];
        version_id = id;
        if (name->version && define(db, entity, name->version, id, &version_id) < 0)
            return -1;
        if (entity_add_name(db, version_id, name->text) < 0)
            return -1;
    }
    return 0;
}

/* In a second walk, when every maker and owner has its row. */
static int put_makers(struct database *db, const struct entity *entity)
{
    sqlite3_stmt *stmt = database_statement(db, SQL_ENTITY_SET_MAKERS);
    bind_text(stmt, ":key", entity->id);
    bind_text(stmt, ":maker", entity->maker ? entity->maker->id : NULL);
    bind_text(stmt, ":owner", entity->owner ? entity->owner->id : NULL);
    return database_run(db, stmt);
}

static int sync_entities(struct database *db, const struct ruleset *ruleset)
{
    static const enum statement versions[] = {SQL_VERSIONS_CLEAR_KINDS, SQL_VERSIONS_ADD_KINDS,
                                              SQL_VERSIONS_SET_MAKERS};
    if (database_run(db, database_statement(db, SQL_ENTITIES_UNDEFINE)) < 0 ||
        database_run(db, database_statement(db, SQL_VERSIONS_CLEAR_NAMES)) < 0)
        return -1;
    for (size_t i = 0; i < ruleset->entity_count; i++)
        if (put_entity(db, ruleset, ruleset->entities[i]) < 0)
            return -1;
    for (size_t i = 0; i < ruleset->entity_count; i++)
        if (put_makers(db, ruleset->entities[i]) < 0)
            return -1;
    for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++)
        if (database_run(db, database_statement(db, versions[i])) < 0)
            return -1;
    return 0;
}

/* 1 when the ledger was last synced with this very version of the rules. */
static int is_synced(struct database *db, const char *version)
{
    int64_t same = 0;
    sqlite3_stmt *stmt = database_statement(db, SQL_PROPERTY_GET);
    bind_text(stmt, ":key", PROPERTY_RULES);
    bind_text(stmt, ":value", version);
    return database_integer(db, stmt, &same) < 0 ? -1 : (int)same;
}

int sync_definitions(struct database *db, const struct ruleset *ruleset, int64_t now)
{
    if (sync_sources(db, ruleset) < 0 || sync_terms(db, ruleset) < 0 ||
        sync_rules(db, ruleset, now) < 0 || sync_entities(db, ruleset) < 0)
        return -1;
    sqlite3_stmt *stmt = database_statement(db, SQL_PROPERTY_PUT);
    bind_text(stmt, ":key", PROPERTY_RULES);
    bind_text(stmt, ":value", ruleset->version);
    return database_run(db, stmt);
}

int ledger_sync(struct ledger *ledger, const struct ruleset *ruleset, int64_t now)
{
    struct database *db = ledger_database(ledger);
    if (database_begin(db) < 0)
        return -1;
    int synced = is_synced(db, ruleset->version);
    return database_end(db, synced == 0 ? sync_definitions(db, ruleset, now) : synced < 0 ? -1 : 0);
}
