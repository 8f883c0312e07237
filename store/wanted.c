#include "store/wanted.h"

#include "base/arena.h"
#include "store/database.h"
#include "store/definitions.h"

/* 1 where the address is new, 0 where the ledger knows it, or -1. */
static int add(struct database *db, int64_t source, const struct wanted *wanted)
{
    sqlite3_stmt *stmt = database_statement(db, SQL_WANTED_ADD);
    int64_t id;
    bind_text(stmt, ":url_key", wanted->url_key);
    bind_text(stmt, ":url", wanted->url);
    bind_id(stmt, ":source_id", source);
    bind_text(stmt, ":title", wanted->title);
    bind_text(stmt, ":published", wanted->published);
    return database_integer(db, stmt, &id);
}

static int add_all(struct ledger *ledger, const char *source_id, const struct source_state *state,
                   const struct wanted *wanted, size_t count, size_t *added)
{
    struct database *db = ledger_database(ledger);
    struct source_state counted = *state;
    int64_t source;
    *added = 0;
    if (definition_source(db, source_id, &source) < 0)
        return -1;
    for (size_t i = 0; i < count; i++) {
        int status = add(db, source, &wanted[i]);
        if (status < 0)
            return -1;
        *added += (size_t)status;
    }
    counted.articles += (int64_t)*added;
    counted.unchanged = *added > 0 ? 0 : state->unchanged + 1;
    return ledger_source_state_put(ledger, source_id, &counted);
}

int ledger_add_wanted(struct ledger *ledger, const char *source_id,
                      const struct source_state *state, const struct wanted *wanted, size_t count,
                      size_t *added)
{
    struct database *db = ledger_database(ledger);
    if (database_begin(db) < 0)
        return -1;
    return database_end(db, add_all(ledger, source_id, state, wanted, count, added));
}

int ledger_wanted(struct ledger *ledger, int64_t max_attempts,
                  int (*visit)(const struct wanted *wanted, void *context), void *context)
{
    struct database *db = ledger_database(ledger);
    sqlite3_stmt *stmt = database_statement(db, SQL_WANTED_LIST);
    struct arena *arena = arena_new();
    int status;
    bind_int(stmt, ":max_attempts", max_attempts);
    while ((status = database_row(db, stmt)) > 0) {
        arena_reset(arena);
        struct wanted wanted = {.url = column_text(arena, stmt, 0),
                                .url_key = column_text(arena, stmt, 1),
                                .source_id = column_text(arena, stmt, 2),
                                .title = column_text(arena, stmt, 3),
                                .published = column_text(arena, stmt, 4),
                                .attempts = sqlite3_column_int64(stmt, 5)};
        status = visit(&wanted, context);
        if (status != 0)
            break;
    }
    sqlite3_reset(stmt);
    arena_free(arena);
    return status;
}
