#include "store/entities.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"

static const char *member(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

bool entity_named(const json_t *entity)
{
    const char *id = member(entity, "id");
    return id && *id != '\0' && *id != '@';
}

int entity_add_name(struct database *db, int64_t id, const char *name)
{
    struct arena *arena = arena_new();
    sqlite3_stmt *stmt = database_statement(db, SQL_ENTITY_NAME_ADD);
    bind_int(stmt, ":id", id);
    bind_text(stmt, ":name", name);
    bind_text(stmt, ":folded", text_fold(arena, name));
    int status = database_run(db, stmt);
    arena_free(arena);
    return status;
}

/* Records give the maker by its name. An unknown one is left out: it has no row to point to. */
static int find_maker(struct database *db, const char *name, int64_t *id)
{
    *id = 0;
    if (!name)
        return 0;
    struct arena *arena = arena_new();
    sqlite3_stmt *stmt = database_statement(db, SQL_ENTITY_OF_NAME);
    bind_text(stmt, ":folded", text_fold(arena, name));
    int found = database_integer(db, stmt, id);
    arena_free(arena);
    return found < 0 ? -1 : 0;
}

static int add_kinds(struct database *db, int64_t id, const json_t *kinds)
{
    size_t i;
    json_t *kind;
    json_array_foreach(kinds, i, kind)
    {
        const char *key = json_string_value(kind);
        if (!key)
            continue;
        sqlite3_stmt *stmt = database_statement(db, SQL_KIND_ADD);
        bind_text(stmt, ":key", key);
        if (database_run(db, stmt) < 0)
            return -1;
        stmt = database_statement(db, SQL_ENTITY_KIND_ADD);
        bind_int(stmt, ":id", id);
        bind_text(stmt, ":kind", key);
        if (database_run(db, stmt) < 0)
            return -1;
    }
    return 0;
}

/* What a record says of an entity, as a row to be. */
struct entity_row {
    const char *key;
    const char *name;
    const char *type;
    const char *version;
    int64_t family;
    int64_t maker;
    const json_t *kinds;
};

static int add(struct database *db, const struct entity_row *row, int64_t *id)
{
    sqlite3_stmt *stmt = database_statement(db, SQL_ENTITY_ADD);
    bind_text(stmt, ":key", row->key);
    bind_text(stmt, ":name", row->name);
    bind_text(stmt, ":type", row->type);
    bind_text(stmt, ":version", row->version);
    bind_id(stmt, ":family_id", row->family);
    bind_id(stmt, ":maker_id", row->maker);
    if (database_integer(db, stmt, id) <= 0 || entity_add_name(db, *id, row->name) < 0)
        return -1;
    if (row->family == 0)
        return add_kinds(db, *id, row->kinds);
    stmt = database_statement(db, SQL_ENTITY_KINDS_OF_FAMILY);
    bind_int(stmt, ":id", *id);
    bind_int(stmt, ":family_id", row->family);
    return database_run(db, stmt);
}

/* Finds the row, or adds it. A type that was not known before is filled in. */
static int find_or_add(struct database *db, const struct entity_row *row, int64_t *id)
{
    sqlite3_stmt *stmt = database_statement(db, SQL_ENTITY_GET);
    bind_text(stmt, ":key", row->key);
    int found = database_row(db, stmt);
    if (found < 0)
        return -1;
    if (found == 0)
        return add(db, row, id);
    *id = sqlite3_column_int64(stmt, 0);
    const char *type = (const char *)sqlite3_column_text(stmt, 1);
    bool untyped = type && *type == '\0' && *row->type != '\0';
    sqlite3_reset(stmt);
    if (!untyped)
        return 0;
    stmt = database_statement(db, SQL_ENTITY_SET_TYPE);
    bind_int(stmt, ":id", *id);
    bind_text(stmt, ":type", row->type);
    return database_run(db, stmt) < 0 ? -1 : add_kinds(db, *id, row->kinds);
}

int entity_put(struct database *db, const json_t *entity, int64_t *id)
{
    *id = 0;
    if (!entity_named(entity))
        return 0;

    struct arena *arena = arena_new();
    const char *key = member(entity, "id"), *name = member(entity, "name");
    const char *type = member(entity, "type"), *at = strchr(key, '@');
    struct entity_row row = {
        .key = key,
        .name = name && *name != '\0' ? name : key,
        .type = type ? type : "",
        .kinds = json_object_get(entity, "kinds"),
    };
    int status = find_maker(db, member(entity, "maker"), &row.maker);
    if (status == 0 && at) {
        struct entity_row family = row;
        family.key = arena_strndup(arena, key, (size_t)(at - key));
        family.name = member(entity, "family") ? member(entity, "family") : family.key;
        row.version = at + 1;
        status = find_or_add(db, &family, &row.family);
    }
    if (status == 0)
        status = find_or_add(db, &row, id);
    arena_free(arena);
    return status;
}
