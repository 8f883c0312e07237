/*
 * database: a SQLite handle with its prepared statements, transactions and messages. Only store/
 * sees it; everybody else calls the functions of the ledger.
 */
#ifndef STORE_DATABASE_H
#define STORE_DATABASE_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "store/result.h"
#include "store/statements.h"

struct database {
    sqlite3 *handle;
    const char *path;    /* for messages; borrowed */
    struct diags *diags; /* borrowed */
    sqlite3_stmt *prepared[STATEMENT_COUNT];
};

/* Adds an error that says what SQLite's last failure means and what to do; always -1. */
int database_failed(struct database *db);

/* Runs SQL without parameters; 0 or -1. */
int database_exec(struct database *db, const char *sql);

/*
 * Begins a transaction that may write, waiting a while for other writers; and ends it:
 * commits where `status` is 0, else takes everything back. Returns 0 or -1.
 */
int database_begin(struct database *db);
int database_end(struct database *db, int status);

/* A statement, ready for its parameters. NULL, reported, where SQLite refuses to prepare it. */
sqlite3_stmt *database_statement(struct database *db, enum statement statement);

/*
 * Binding by the parameter's name (":url"). NULL texts are bound as NULL, bytes that are no UTF-8
 * as U+FFFD. A statement that is NULL is left alone: running it fails.
 */
void bind_text(sqlite3_stmt *stmt, const char *name, const char *text);
void bind_int(sqlite3_stmt *stmt, const char *name, int64_t value);
void bind_id(sqlite3_stmt *stmt, const char *name, int64_t id);     /* 0 is bound as NULL */
void bind_time(sqlite3_stmt *stmt, const char *name, int64_t time); /* 0 is bound as NULL */
void bind_real(sqlite3_stmt *stmt, const char *name, double value);

/* Runs a statement to its end; 0 or -1. */
int database_run(struct database *db, sqlite3_stmt *stmt);

/* Steps to the next row: 1, or 0 behind the last, or -1. Reset a statement that is left early. */
int database_row(struct database *db, sqlite3_stmt *stmt);

/* The integer in the first row and column: 1, or 0 where there is no row, or -1. */
int database_integer(struct database *db, sqlite3_stmt *stmt, int64_t *value);

/* The text of a column of the current row, copied; NULL where it is NULL. */
char *column_text(struct arena *arena, sqlite3_stmt *stmt, int column);

/* All rows, at most `limit` of them (0: no limit); NULL on failure. */
struct result *database_result(struct database *db, sqlite3_stmt *stmt, size_t limit);

#endif
