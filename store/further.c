#include "store/further.h"

#include "store/database.h"

int ledger_further_get(struct ledger *ledger, const char *url_key, struct arena *arena,
                       struct further *further)
{
    struct database *db = ledger_database(ledger);
    sqlite3_stmt *stmt = database_statement(db, SQL_FURTHER_GET);
    *further = (struct further){.url_key = url_key};
    bind_text(stmt, ":url_key", url_key);
    int found = database_row(db, stmt);
    if (found > 0) {
        further->etag = column_text(arena, stmt, 0);
        further->last_modified = column_text(arena, stmt, 1);
        further->fetched = sqlite3_column_int64(stmt, 2);
        sqlite3_reset(stmt);
    }
    return found < 0 ? -1 : 0;
}
