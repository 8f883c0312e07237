#include "store/problems.h"

#include "store/database.h"

int ledger_add_problem(struct ledger *ledger, const struct problem *problem)
{
    struct database *db = ledger_database(ledger);
    sqlite3_stmt *stmt = database_statement(db, SQL_PROBLEM_ADD);
    bind_text(stmt, ":url_key", problem->url_key);
    bind_text(stmt, ":url", problem->url);
    bind_text(stmt, ":source", problem->source_id);
    bind_text(stmt, ":stage", problem->stage);
    bind_text(stmt, ":cause", problem->cause);
    bind_text(stmt, ":message", problem->message);
    bind_int(stmt, ":time", problem->time);
    bind_int(stmt, ":attempts", problem->attempts > 0 ? problem->attempts : 1);
    return database_run(db, stmt);
}

int64_t ledger_attempts(struct ledger *ledger, const char *url_key)
{
    struct database *db = ledger_database(ledger);
    sqlite3_stmt *stmt = database_statement(db, SQL_PROBLEM_ATTEMPTS);
    int64_t attempts = 0;
    bind_text(stmt, ":url_key", url_key);
    return database_integer(db, stmt, &attempts) > 0 ? attempts : 0;
}
