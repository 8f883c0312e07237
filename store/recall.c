#include "store/recall.h"

#include "store/database.h"

struct result *ledger_recall(struct ledger *ledger, int64_t document_id)
{
    struct database *db = ledger_database(ledger);
    sqlite3_stmt *stmt = database_statement(db, SQL_RECALL);
    bind_int(stmt, ":document_id", document_id);
    return database_result(db, stmt, 0);
}

bool ledger_is_superseded(struct ledger *ledger, int64_t document_id)
{
    struct database *db = ledger_database(ledger);
    sqlite3_stmt *stmt = database_statement(db, SQL_SUPERSEDED);
    int64_t one;
    bind_int(stmt, ":document_id", document_id);
    return database_integer(db, stmt, &one) > 0;
}
