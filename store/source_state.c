#include "store/source_state.h"

#include "store/database.h"
#include "store/definitions.h"

int ledger_source_state_get(struct ledger *ledger, const char *source_id, struct arena *arena,
                            struct source_state *state)
{
    struct database *db = ledger_database(ledger);
    int64_t id;
    *state = (struct source_state){0};
    if (definition_source(db, source_id, &id) < 0)
        return -1;
    sqlite3_stmt *stmt = database_statement(db, SQL_SOURCE_STATE_GET);
    bind_int(stmt, ":id", id);
    if (database_row(db, stmt) <= 0)
        return -1;
    *state = (struct source_state){
        .etag = column_text(arena, stmt, 0),
        .last_modified = column_text(arena, stmt, 1),
        .last_attempt = sqlite3_column_int64(stmt, 2),
        .last_success = sqlite3_column_int64(stmt, 3),
        .next_due = sqlite3_column_int64(stmt, 4),
        .failures = sqlite3_column_int64(stmt, 5),
        .problem_cause = column_text(arena, stmt, 6),
        .problem_message = column_text(arena, stmt, 7),
        .problem_time = sqlite3_column_int64(stmt, 8),
        .articles = sqlite3_column_int64(stmt, 9),
        .unchanged = sqlite3_column_int64(stmt, 10),
        .moved_to = column_text(arena, stmt, 11),
        .gone = sqlite3_column_int(stmt, 12) != 0,
        .ttl = (long)sqlite3_column_int64(stmt, 13),
        .skip_hours = (unsigned)sqlite3_column_int64(stmt, 14),
        .skip_days = (unsigned)sqlite3_column_int64(stmt, 15),
        .resume = column_text(arena, stmt, 16),
        .noted = sqlite3_column_int(stmt, 17) != 0,
    };
    sqlite3_reset(stmt);
    return 0;
}

int ledger_source_state_put(struct ledger *ledger, const char *source_id,
                            const struct source_state *state)
{
    struct database *db = ledger_database(ledger);
    int64_t id;
    if (definition_source(db, source_id, &id) < 0)
        return -1;
    sqlite3_stmt *stmt = database_statement(db, SQL_SOURCE_STATE_PUT);
    bind_int(stmt, ":id", id);
    bind_text(stmt, ":etag", state->etag);
    bind_text(stmt, ":last_modified", state->last_modified);
    bind_time(stmt, ":last_attempt", state->last_attempt);
    bind_time(stmt, ":last_success", state->last_success);
    bind_time(stmt, ":next_due", state->next_due);
    bind_int(stmt, ":failures", state->failures);
    bind_text(stmt, ":problem_cause", state->problem_cause);
    bind_text(stmt, ":problem_message", state->problem_message);
    bind_time(stmt, ":problem_time", state->problem_time);
    bind_int(stmt, ":articles", state->articles);
    bind_int(stmt, ":unchanged", state->unchanged);
    bind_text(stmt, ":moved_to", state->moved_to);
    bind_int(stmt, ":gone", state->gone);
    bind_int(stmt, ":ttl", state->ttl);
    bind_int(stmt, ":skip_hours", state->skip_hours);
    bind_int(stmt, ":skip_days", state->skip_days);
    bind_text(stmt, ":resume", state->resume);
    bind_int(stmt, ":noted", state->noted);
    return database_run(db, stmt);
}
