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

static int put_further(struct database *db, const struct further *further)
{
    sqlite3_stmt *stmt = database_statement(db, SQL_FURTHER_PUT);
    bind_text(stmt, ":url_key", further->url_key);
    bind_text(stmt, ":etag", further->etag);
    bind_text(stmt, ":last_modified", further->last_modified);
    bind_int(stmt, ":fetched", further->fetched);
    return database_run(db, stmt);
}

static int add_all(struct ledger *ledger, const char *source_id, const struct found *found,
                   size_t *added)
{
    struct database *db = ledger_database(ledger);
    int64_t source;
    *added = 0;
    if (definition_source(db, source_id, &source) < 0)
        return -1;
    for (size_t i = 0; i < found->wanted_count; i++) {
        int status = add(db, source, &found->wanted[i]);
        if (status < 0)
            return -1;
        *added += (size_t)status;
    }
    for (size_t i = 0; i < found->further_count; i++)
        if (put_further(db, &found->further[i]) < 0)
            return -1;
    return 0;
}

int ledger_add_wanted(struct ledger *ledger, const char *source_id, struct source_state *state,
                      const struct found *found, void (*settle)(void *context), void *context,
                      size_t *added)
{
    struct database *db = ledger_database(ledger);
    if (database_begin(db) < 0)
        return -1;
    int status = add_all(ledger, source_id, found, added);
    if (status == 0) {
        state->articles += (int64_t)*added;
        state->unchanged = *added > 0 ? 0 : state->unchanged + 1;
        if (settle)
            settle(context);
        status = ledger_source_state_put(ledger, source_id, state);
    }
    return database_end(db, status);
}

int ledger_wanted_known(struct ledger *ledger, const char *url_key)
{
    struct database *db = ledger_database(ledger);
    sqlite3_stmt *stmt = database_statement(db, SQL_WANTED_KNOWN);
    int64_t known = 0;
    bind_text(stmt, ":url_key", url_key);
    return database_integer(db, stmt, &known) < 0 ? -1 : (int)known;
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
