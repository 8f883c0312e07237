#include "store/definitions.h"

int definition_source(struct database *db, const char *key, int64_t *id)
{
    *id = 0;
    if (!key)
        return 0;
    sqlite3_stmt *stmt = database_statement(db, SQL_SOURCE_ID);
    bind_text(stmt, ":key", key);
    int found = database_integer(db, stmt, id);
    if (found != 0)
        return found < 0 ? -1 : 0;
    diags_add(db->diags, SEVERITY_ERROR, "store", db->path, "there is no source '%s' in the ledger",
              key);
    diags_hint(db->diags, "sources are taken over from the rules when a run begins");
    return -1;
}

int definition_relation_type(struct database *db, const char *key, int64_t *id)
{
    sqlite3_stmt *stmt = database_statement(db, SQL_RELATION_TYPE_GET);
    bind_text(stmt, ":key", key);
    int found = database_integer(db, stmt, id);
    if (found != 0)
        return found < 0 ? -1 : 0;
    stmt = database_statement(db, SQL_RELATION_TYPE_ADD);
    bind_text(stmt, ":key", key);
    return database_integer(db, stmt, id) > 0 ? 0 : -1;
}

int definition_metric(struct database *db, const char *key_or_name, int64_t *id)
{
    *id = 0;
    if (!key_or_name)
        return 0;
    sqlite3_stmt *stmt = database_statement(db, SQL_METRIC_GET);
    bind_text(stmt, ":text", key_or_name);
    int found = database_integer(db, stmt, id);
    if (found != 0)
        return found < 0 ? -1 : 0;
    stmt = database_statement(db, SQL_METRIC_PUT);
    bind_text(stmt, ":key", key_or_name);
    bind_text(stmt, ":name", key_or_name);
    return database_integer(db, stmt, id) > 0 ? 0 : -1;
}

int definition_rule(struct database *db, const char *key, int64_t now, int64_t *id)
{
    *id = 0;
    if (!key)
        return 0;
    sqlite3_stmt *stmt = database_statement(db, SQL_RULE_GET);
    bind_text(stmt, ":key", key);
    int found = database_integer(db, stmt, id);
    if (found != 0)
        return found < 0 ? -1 : 0;
    stmt = database_statement(db, SQL_RULE_PUT);
    bind_text(stmt, ":key", key);
    bind_text(stmt, ":version", "");
    bind_int(stmt, ":time", now);
    return database_integer(db, stmt, id) > 0 ? 0 : -1;
}
