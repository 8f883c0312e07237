#include "store/diagnostics.h"

#include <string.h>

/* Kept for one document: a record is a page's, and a page may be hostile. */
#define DIAGNOSTICS_MAX 200

static const char *member(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

int diagnostics_add(struct database *db, int64_t document_id, const char *severity,
                    const char *stage, const char *message)
{
    sqlite3_stmt *stmt = database_statement(db, SQL_DIAGNOSTIC_ADD);
    bind_int(stmt, ":document_id", document_id);
    bind_text(stmt, ":severity", severity);
    bind_text(stmt, ":stage", stage);
    bind_text(stmt, ":message", message);
    return database_run(db, stmt);
}

static const char *known_severity(const char *severity)
{
    if (severity && (strcmp(severity, "note") == 0 || strcmp(severity, "error") == 0))
        return severity;
    return "warning";
}

int diagnostics_save(struct database *db, int64_t document_id, const json_t *diagnostics)
{
    size_t i;
    json_t *item;
    sqlite3_stmt *stmt = database_statement(db, SQL_DIAGNOSTICS_CLEAR);
    bind_int(stmt, ":document_id", document_id);
    if (database_run(db, stmt) < 0)
        return -1;
    json_array_foreach(diagnostics, i, item)
    {
        const char *stage = member(item, "stage"), *message = member(item, "message");
        if (i == DIAGNOSTICS_MAX)
            return diagnostics_add(db, document_id, "warning", "extract",
                                   "too many diagnostics: the rest is left out");
        if (diagnostics_add(db, document_id, known_severity(member(item, "severity")),
                            stage ? stage : "extract", message ? message : "(no message)") < 0)
            return -1;
    }
    return 0;
}
