#include "store/database.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "store/ledger.h"

/* What SQLite's result codes mean for whoever runs the program, and the way out. */
static const struct failure {
    int code;
    const char *message;
    const char *hint;
} failures[] = {
    {SQLITE_FULL, "the disk is full: nothing of this was saved",
     "free some room and run again; what was saved before is whole"},
    {SQLITE_BUSY, "another program is writing to the ledger and does not finish",
     "wait for it, or end it, and try again"},
    {SQLITE_LOCKED, "another program holds the ledger's tables",
     "wait for it, or end it, and try again"},
    {SQLITE_READONLY, "the ledger cannot be written",
     "see to the owner and the permissions of the file and of its folder"},
    {SQLITE_CANTOPEN, "the ledger cannot be opened",
     "see to the owner and the permissions of the file and of its folder"},
    {SQLITE_PERM, "no permission to open the ledger",
     "see to the owner and the permissions of the file and of its folder"},
    {SQLITE_NOTADB, "this is no ledger, nor any SQLite database",
     "name another file with --ledger, or move this one away"},
    {SQLITE_CORRUPT, "the ledger is damaged",
     "restore a copy; or move it away and extract the archived documents again"},
    {SQLITE_IOERR, "reading or writing the ledger failed",
     "see to the disk (and its room); what was saved before is whole"},
    {SQLITE_INTERRUPT, "this took too long and was ended", "ask for less: a shorter time, a limit"},
    {SQLITE_TOOBIG, "a text is too large for the ledger", NULL},
};

int database_failed(struct database *db)
{
    int code = sqlite3_errcode(db->handle) & 0xFF;
    const char *detail = sqlite3_errmsg(db->handle);
    for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
        if (failures[i].code != code)
            continue;
        diags_add(db->diags, SEVERITY_ERROR, "store", db->path, "%s (SQLite: %s)",
                  failures[i].message, detail);
        if (failures[i].hint)
            diags_hint(db->diags, "%s", failures[i].hint);
        return -1;
    }
    diags_add(db->diags, SEVERITY_ERROR, "store", db->path, "SQLite: %s", detail);
    return -1;
}

int database_exec(struct database *db, const char *sql)
{
    return sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : database_failed(db);
}

int database_begin(struct database *db)
{
    return database_run(db, database_statement(db, SQL_BEGIN));
}

int database_end(struct database *db, int status)
{
    if (status == 0)
        status = database_run(db, database_statement(db, SQL_COMMIT));
    /* A full disk may have ended the transaction already: SQLite then is in autocommit again. */
    if (status < 0 && !sqlite3_get_autocommit(db->handle))
        database_run(db, database_statement(db, SQL_ROLLBACK));
    return status;
}

sqlite3_stmt *database_statement(struct database *db, enum statement statement)
{
    sqlite3_stmt **prepared = &db->prepared[statement];
    if (!*prepared && sqlite3_prepare_v3(db->handle, statement_sql(statement), -1,
                                         SQLITE_PREPARE_PERSISTENT, prepared, NULL) != SQLITE_OK) {
        database_failed(db);
        return NULL;
    }
    sqlite3_reset(*prepared);
    sqlite3_clear_bindings(*prepared);
    return *prepared;
}

/* A name that a statement does not have is a mistake in this program, found by its first test. */
static int parameter(sqlite3_stmt *stmt, const char *name)
{
    int index = sqlite3_bind_parameter_index(stmt, name);
    if (index == 0)
        mem_die("a statement lacks a parameter that is bound");
    return index;
}

void bind_text(sqlite3_stmt *stmt, const char *name, const char *text)
{
    size_t len = text ? strlen(text) : 0;
    if (!stmt)
        return;
    if (text && !utf8_valid(text, len)) {
        char *repaired = utf8_repair(text, len, &len);
        sqlite3_bind_text64(stmt, parameter(stmt, name), repaired, len, free, SQLITE_UTF8);
    } else {
        sqlite3_bind_text64(stmt, parameter(stmt, name), text, len, SQLITE_TRANSIENT, SQLITE_UTF8);
    }
}

void bind_int(sqlite3_stmt *stmt, const char *name, int64_t value)
{
    if (stmt)
        sqlite3_bind_int64(stmt, parameter(stmt, name), value);
}

void bind_id(sqlite3_stmt *stmt, const char *name, int64_t id)
{
    if (id != 0)
        bind_int(stmt, name, id);
    else
        bind_text(stmt, name, NULL);
}

void bind_time(sqlite3_stmt *stmt, const char *name, int64_t time)
{
    bind_id(stmt, name, time);
}

void bind_real(sqlite3_stmt *stmt, const char *name, double value)
{
    if (stmt)
        sqlite3_bind_double(stmt, parameter(stmt, name), value);
}

int database_row(struct database *db, sqlite3_stmt *stmt)
{
    if (!stmt)
        return -1;
    int code = sqlite3_step(stmt);
    if (code == SQLITE_ROW)
        return 1;
    int status = code == SQLITE_DONE ? 0 : database_failed(db);
    sqlite3_reset(stmt);
    return status;
}

int database_run(struct database *db, sqlite3_stmt *stmt)
{
    int status;
    while ((status = database_row(db, stmt)) > 0)
        ;
    return status;
}

int database_integer(struct database *db, sqlite3_stmt *stmt, int64_t *value)
{
    int status = database_row(db, stmt);
    if (status > 0) {
        *value = sqlite3_column_int64(stmt, 0);
        /* To the end, since an insertion that returns its id may still fail there. */
        status = database_run(db, stmt) < 0 ? -1 : 1;
    }
    return status;
}

char *column_text(struct arena *arena, sqlite3_stmt *stmt, int column)
{
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    return text ? arena_strndup(arena, text, (size_t)sqlite3_column_bytes(stmt, column)) : NULL;
}

static struct result *result_of_columns(sqlite3_stmt *stmt)
{
    int count = sqlite3_column_count(stmt);
    const char **names = mem_alloc((size_t)count * sizeof(*names));
    for (int i = 0; i < count; i++)
        names[i] = sqlite3_column_name(stmt, i);
    struct result *result = result_new(names, (size_t)count);
    free(names);
    return result;
}

static struct cell read_cell(struct result *result, sqlite3_stmt *stmt, int column)
{
    switch (sqlite3_column_type(stmt, column)) {
    case SQLITE_NULL:
        return (struct cell){.type = CELL_NULL};
    case SQLITE_INTEGER:
    case SQLITE_FLOAT:
        return cell_number(sqlite3_column_double(stmt, column));
    default:
        return (struct cell){.type = CELL_TEXT, .text = column_text(result->arena, stmt, column)};
    }
}

struct result *database_result(struct database *db, sqlite3_stmt *stmt, size_t limit)
{
    if (!stmt)
        return NULL;
    struct result *result = result_of_columns(stmt);
    int status;
    while ((status = database_row(db, stmt)) > 0) {
        if (limit > 0 && result->row_count == limit) {
            result->cut = true;
            sqlite3_reset(stmt);
            break;
        }
        struct cell *row = result_add_row(result);
        for (size_t i = 0; i < result->column_count; i++)
            row[i] = read_cell(result, stmt, (int)i);
    }
    if (status < 0) {
        result_free(result);
        return NULL;
    }
    return result;
}
