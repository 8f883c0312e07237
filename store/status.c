#include "store/status.h"

#include "store/database.h"

struct result *ledger_status(struct ledger *ledger, enum status_part part)
{
    static const enum statement statements[] = {
        [STATUS_SOURCES] = SQL_STATUS_SOURCES, [STATUS_TOTALS] = SQL_STATUS_TOTALS,
        [STATUS_RUNS] = SQL_STATUS_RUNS,       [STATUS_KINDS] = SQL_STATUS_KINDS,
        [STATUS_METRICS] = SQL_STATUS_METRICS,
    };
    struct database *db = ledger_database(ledger);
    return database_result(db, database_statement(db, statements[part]), 0);
}
