#include "store/accept.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "rules/change.h"
#include "store/database.h"
#include "store/sync.h"

#define PROPERTY_RULES   "rules_version"
#define PROPERTY_PROGRAM "program"

/* One comparison of the ledger with a ruleset. */
struct comparison {
    struct database *db;
    struct arena *arena;
    const struct ruleset *ruleset;
    const struct extraction *how;
    struct units units; /* of the ruleset */
    struct change
        *change;      /* NULL: the ledger remembers nothing of the rules that it was read with */
    int64_t *touched; /* ids */
    size_t touched_count;
    size_t touched_capacity;
    struct acceptance *result;
};

/* ---- the units that the ledger remembers */

/* Words are stored as lines. */
static struct literals words_of(char *text, struct arena *arena)
{
    struct literals words = {NULL, 0};
    size_t capacity = 0;
    char *save = NULL;
    for (char *word = strtok_r(text, "\n", &save); word; word = strtok_r(NULL, "\n", &save)) {
        words.items = arena_grow(arena, words.items, words.count, &capacity, sizeof(*words.items));
        words.items[words.count++] = word;
    }
    return words;
}

static int read_units(struct database *db, struct arena *arena, struct units *units)
{
    size_t capacity = 0;
    int more;
    sqlite3_stmt *stmt = database_statement(db, SQL_UNITS);
    *units = (struct units){0};
    while ((more = database_row(db, stmt)) > 0) {
        units->items =
            arena_grow(arena, units->items, units->count, &capacity, sizeof(*units->items));
        struct unit *unit = &units->items[units->count++];
        const char *hash = (const char *)sqlite3_column_text(stmt, 2);
        const char *reach = (const char *)sqlite3_column_text(stmt, 4);
        *unit = (struct unit){.section = column_text(arena, stmt, 0),
                              .id = column_text(arena, stmt, 1),
                              .rank = (size_t)sqlite3_column_int64(stmt, 3),
                              .reach = reach_named(reach ? reach : ""),
                              .words = words_of(column_text(arena, stmt, 5), arena)};
        strncpy(unit->hash, hash ? hash : "", sizeof(unit->hash) - 1);
    }
    return more;
}

static int put_unit(struct database *db, const struct unit *unit)
{
    struct buf words = {0};
    sqlite3_stmt *stmt = database_statement(db, SQL_UNIT_PUT);
    for (size_t i = 0; i < unit->words.count; i++)
        buf_printf(&words, "%s\n", unit->words.items[i]);
    bind_text(stmt, ":section", unit->section);
    bind_text(stmt, ":key", unit->id);
    bind_text(stmt, ":hash", unit->hash);
    bind_int(stmt, ":rank", (int64_t)unit->rank);
    bind_text(stmt, ":reach", reach_name(unit->reach));
    bind_text(stmt, ":words", buf_text(&words));
    int status = database_run(db, stmt);
    buf_free(&words);
    return status;
}

static int put_units(struct database *db, const struct units *units)
{
    if (database_run(db, database_statement(db, SQL_UNITS_CLEAR)) < 0)
        return -1;
    for (size_t i = 0; i < units->count; i++)
        if (put_unit(db, &units->items[i]) < 0)
            return -1;
    return 0;
}

/* ---- which documents */

/* A document that was read with other rules than the ledger remembers, or by another program. */
static bool is_outdated(const struct comparison *comparison, sqlite3_stmt *stmt)
{
    const char *rules = (const char *)sqlite3_column_text(stmt, 6);
    const char *program = (const char *)sqlite3_column_text(stmt, 7);
    return !program || strcmp(program, comparison->how->program) != 0 ||
           (!comparison->change && (!rules || strcmp(rules, comparison->ruleset->version) != 0));
}

static bool is_touched(const struct comparison *comparison, sqlite3_stmt *stmt)
{
    struct change_article article = {
        .title = (const char *)sqlite3_column_text(stmt, 1),
        .text = (const char *)sqlite3_column_text(stmt, 2),
        .url = (const char *)sqlite3_column_text(stmt, 3),
        .source = (const char *)sqlite3_column_text(stmt, 4),
        .off_topic = sqlite3_column_int(stmt, 5) != 0,
    };
    if (!article.text || is_outdated(comparison, stmt))
        return true;
    return comparison->change && change_touches(comparison->change, &article);
}

static int find_touched(struct comparison *comparison)
{
    int more;
    sqlite3_stmt *stmt = database_statement(comparison->db, SQL_DOCUMENTS_READ);
    while ((more = database_row(comparison->db, stmt)) > 0) {
        if (!is_touched(comparison, stmt)) {
            comparison->result->spared++;
            continue;
        }
        comparison->touched =
            arena_grow(comparison->arena, comparison->touched, comparison->touched_count,
                       &comparison->touched_capacity, sizeof(*comparison->touched));
        comparison->touched[comparison->touched_count++] = sqlite3_column_int64(stmt, 0);
    }
    comparison->result->touched = (int64_t)comparison->touched_count;
    return more;
}

static int compare(struct comparison *comparison)
{
    struct units known;
    if (read_units(comparison->db, comparison->arena, &known) != 0)
        return -1;
    comparison->units = units_of(comparison->ruleset, comparison->arena);
    if (known.count > 0) {
        comparison->change = change_between(&known, &comparison->units, comparison->arena);
        comparison->result->changes = (int64_t)change_count(comparison->change);
    }
    return find_touched(comparison);
}

/* ---- accepting */

static int is_property(struct database *db, const char *key, const char *value)
{
    int64_t same = 0;
    sqlite3_stmt *stmt = database_statement(db, SQL_PROPERTY_GET);
    bind_text(stmt, ":key", key);
    bind_text(stmt, ":value", value);
    return database_integer(db, stmt, &same) < 0 ? -1 : (int)same;
}

static int put_property(struct database *db, const char *key, const char *value)
{
    sqlite3_stmt *stmt = database_statement(db, SQL_PROPERTY_PUT);
    bind_text(stmt, ":key", key);
    bind_text(stmt, ":value", value);
    return database_run(db, stmt);
}

/* 1 where the ledger was read with these very rules by this very program, and remembers them. */
static int is_accepted(struct database *db, const struct ruleset *ruleset,
                       const struct extraction *how)
{
    int64_t units = 0;
    int rules = is_property(db, PROPERTY_RULES, ruleset->version);
    int program = is_property(db, PROPERTY_PROGRAM, how->program);
    if (rules < 0 || program < 0 ||
        database_integer(db, database_statement(db, SQL_UNITS_KNOWN), &units) < 0)
        return -1;
    return rules && program && units;
}

static int mark(const struct comparison *comparison)
{
    sqlite3_stmt *stmt = database_statement(comparison->db, SQL_DOCUMENTS_UP_TO_DATE);
    bind_text(stmt, ":rules_version", comparison->ruleset->version);
    if (database_run(comparison->db, stmt) < 0)
        return -1;
    for (size_t i = 0; i < comparison->touched_count; i++) {
        stmt = database_statement(comparison->db, SQL_DOCUMENT_PENDING);
        bind_int(stmt, ":id", comparison->touched[i]);
        if (database_run(comparison->db, stmt) < 0)
            return -1;
    }
    return 0;
}

static int accept(struct comparison *comparison)
{
    struct database *db = comparison->db;
    int accepted = is_accepted(db, comparison->ruleset, comparison->how);
    if (accepted != 0)
        return accepted < 0 ? -1 : 0;
    if (compare(comparison) != 0 || mark(comparison) != 0 ||
        put_units(db, &comparison->units) != 0 ||
        sync_definitions(db, comparison->ruleset, comparison->how->time) != 0)
        return -1;
    return put_property(db, PROPERTY_PROGRAM, comparison->how->program);
}

int ledger_accept(struct ledger *ledger, const struct ruleset *ruleset,
                  const struct extraction *how, struct acceptance *result)
{
    struct comparison comparison = {
        .db = ledger_database(ledger), .ruleset = ruleset, .how = how, .result = result};
    *result = (struct acceptance){0};
    if (database_begin(comparison.db) < 0)
        return -1;
    comparison.arena = arena_new();
    int status = accept(&comparison);
    arena_free(comparison.arena);
    return database_end(comparison.db, status);
}

int ledger_touched(struct ledger *ledger, const struct ruleset *ruleset,
                   const struct extraction *how,
                   int (*visit)(const struct document_row *row, void *context), void *context,
                   struct acceptance *result)
{
    struct comparison comparison = {.db = ledger_database(ledger),
                                    .arena = arena_new(),
                                    .ruleset = ruleset,
                                    .how = how,
                                    .result = result};
    *result = (struct acceptance){0};
    int status = compare(&comparison);
    for (size_t i = 0; i < comparison.touched_count && status == 0; i++)
        status = ledger_document(ledger, comparison.touched[i], visit, context);
    arena_free(comparison.arena);
    return status;
}
