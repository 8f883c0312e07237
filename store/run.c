#include "store/run.h"

#include "store/database.h"

int ledger_run_begin(struct ledger *ledger, int64_t started, const char *program,
                     const char *rules_version, int64_t *run_id)
{
    struct database *db = ledger_database(ledger);
    sqlite3_stmt *stmt = database_statement(db, SQL_RUN_BEGIN);
    bind_int(stmt, ":started", started);
    bind_text(stmt, ":program", program);
    bind_text(stmt, ":rules_version", rules_version);
    return database_integer(db, stmt, run_id) > 0 ? 0 : -1;
}

int ledger_run_end(struct ledger *ledger, int64_t run_id, int64_t ended,
                   const struct run_counts *counts, int exit_status)
{
    struct database *db = ledger_database(ledger);
    sqlite3_stmt *stmt = database_statement(db, SQL_RUN_END);
    bind_int(stmt, ":id", run_id);
    bind_int(stmt, ":ended", ended);
    bind_int(stmt, ":exit_status", exit_status);
    bind_int(stmt, ":sources_polled", counts->sources_polled);
    bind_int(stmt, ":sources_unchanged", counts->sources_unchanged);
    bind_int(stmt, ":sources_failed", counts->sources_failed);
    bind_int(stmt, ":articles_new", counts->articles_new);
    bind_int(stmt, ":documents", counts->documents);
    bind_int(stmt, ":facts", counts->facts);
    bind_int(stmt, ":problems", counts->problems);
    if (database_run(db, stmt) < 0)
        return -1;
    /* So that the newest facts are found by a walk along the dates instead of sorting all. */
    return database_run(db, database_statement(db, SQL_ANALYZE));
}
