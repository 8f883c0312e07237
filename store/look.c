#include "store/look.h"

#include "base/arena.h"
#include "fetch/fields.h"
#include "store/database.h"

#define DAY ((int64_t)24 * 60 * 60)

int ledger_looks_due(struct ledger *ledger, int64_t now,
                     int (*visit)(const struct look *look, void *context), void *context)
{
    struct database *db = ledger_database(ledger);
    sqlite3_stmt *stmt = database_statement(db, SQL_LOOKS_DUE);
    struct arena *arena = arena_new();
    int status;
    bind_int(stmt, ":now", now);
    bind_int(stmt, ":day", DAY);
    while ((status = database_row(db, stmt)) > 0) {
        arena_reset(arena);
        const char *headers = column_text(arena, stmt, 5);
        struct look look = {.url = column_text(arena, stmt, 0),
                            .url_key = column_text(arena, stmt, 1),
                            .source_id = column_text(arena, stmt, 2),
                            .title = column_text(arena, stmt, 3),
                            .published = column_text(arena, stmt, 4),
                            .etag = headers ? fields_get(headers, "ETag", arena) : NULL,
                            .last_modified =
                                headers ? fields_get(headers, "Last-Modified", arena) : NULL,
                            .sha256 = column_text(arena, stmt, 6)};
        status = visit(&look, context);
        if (status != 0)
            break;
    }
    sqlite3_reset(stmt);
    arena_free(arena);
    return status;
}

int ledger_looked(struct ledger *ledger, const char *url_key, int64_t now)
{
    struct database *db = ledger_database(ledger);
    sqlite3_stmt *stmt = database_statement(db, SQL_LOOKED);
    bind_text(stmt, ":url_key", url_key);
    bind_int(stmt, ":now", now);
    return database_run(db, stmt);
}
