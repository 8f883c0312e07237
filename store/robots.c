#include "store/robots.h"

#include "store/database.h"

bool ledger_robots_get(struct ledger *ledger, const char *origin, struct arena *arena,
                       const char **text, int64_t *fetched)
{
    struct database *db = ledger_database(ledger);
    sqlite3_stmt *stmt = database_statement(db, SQL_ROBOTS_GET);
    bind_text(stmt, ":origin", origin);
    if (database_row(db, stmt) <= 0)
        return false;
    *text = column_text(arena, stmt, 0);
    *fetched = sqlite3_column_int64(stmt, 1);
    sqlite3_reset(stmt);
    return true;
}

int ledger_robots_put(struct ledger *ledger, const char *origin, const char *text, int64_t fetched)
{
    struct database *db = ledger_database(ledger);
    sqlite3_stmt *stmt = database_statement(db, SQL_ROBOTS_PUT);
    bind_text(stmt, ":origin", origin);
    bind_text(stmt, ":text", text);
    bind_int(stmt, ":fetched", fetched);
    return database_run(db, stmt);
}
