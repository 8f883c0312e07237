#include "store/documents.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "store/database.h"
#include "store/definitions.h"

/* Rows that are held at a time, so that a walk over a large archive needs little memory. */
#define BATCH 256

static int insert(struct database *db, const struct document_entry *entry, int64_t source,
                  int64_t *id)
{
    const struct document *document = entry->document;
    sqlite3_stmt *stmt = database_statement(db, SQL_DOCUMENT_ADD);
    bind_text(stmt, ":kind", entry->kind == DOCUMENT_FEED ? "feed" : "article");
    bind_text(stmt, ":url", document->url);
    bind_text(stmt, ":url_key", entry->url_key);
    bind_text(stmt, ":final_url", document->final_url ? document->final_url : document->url);
    bind_id(stmt, ":source_id", source);
    bind_int(stmt, ":http_status", document->status);
    bind_text(stmt, ":content_type", document->content_type);
    bind_text(stmt, ":headers", document->headers);
    bind_text(stmt, ":sha256", document->sha256);
    bind_int(stmt, ":bytes", (int64_t)document->body_len);
    bind_int(stmt, ":fetched", document->fetched);
    bind_text(stmt, ":feed_title", entry->title);
    bind_text(stmt, ":feed_published", entry->published);
    return database_integer(db, stmt, id) > 0 ? 0 : -1;
}

static int forget(struct database *db, enum statement statement, const char *url_key)
{
    sqlite3_stmt *stmt = database_statement(db, statement);
    bind_text(stmt, ":url_key", url_key);
    return database_run(db, stmt);
}

static int add(struct database *db, const struct document_entry *entry, int64_t *id)
{
    int64_t source;
    sqlite3_stmt *stmt = database_statement(db, SQL_DOCUMENT_FIND);
    bind_text(stmt, ":url_key", entry->url_key);
    bind_text(stmt, ":sha256", entry->document->sha256);
    int found = database_integer(db, stmt, id);
    if (found < 0)
        return -1;
    if (found == 0 &&
        (definition_source(db, entry->source_id, &source) < 0 || insert(db, entry, source, id) < 0))
        return -1;
    return forget(db, SQL_PROBLEM_FORGET, entry->url_key) < 0 ||
                   forget(db, SQL_WANTED_FORGET, entry->url_key) < 0
               ? -1
               : 0;
}

int ledger_add_document(struct ledger *ledger, const struct document_entry *entry, int64_t *id)
{
    struct database *db = ledger_database(ledger);
    if (database_begin(db) < 0)
        return -1;
    return database_end(db, add(db, entry, id));
}

bool ledger_knows_url(struct ledger *ledger, const char *url_key)
{
    struct database *db = ledger_database(ledger);
    sqlite3_stmt *stmt = database_statement(db, SQL_DOCUMENT_KNOWN);
    int64_t one;
    bind_text(stmt, ":url_key", url_key);
    return database_integer(db, stmt, &one) > 0;
}

/* Columns as in the view document_rows. */
static struct document_row read_row(struct arena *arena, sqlite3_stmt *stmt)
{
    struct document_row row = {
        .id = sqlite3_column_int64(stmt, 0),
        .document =
            {
                .url = column_text(arena, stmt, 2),
                .final_url = column_text(arena, stmt, 4),
                .status = sqlite3_column_int(stmt, 5),
                .content_type = column_text(arena, stmt, 6),
                .headers = column_text(arena, stmt, 7),
                .body_len = (size_t)sqlite3_column_int64(stmt, 9),
                .fetched = sqlite3_column_int64(stmt, 10),
            },
        .url_key = column_text(arena, stmt, 3),
        .source_id = column_text(arena, stmt, 11),
        .title = column_text(arena, stmt, 12),
        .published = column_text(arena, stmt, 13),
    };
    const char *sha256 = (const char *)sqlite3_column_text(stmt, 8);
    const char *state = (const char *)sqlite3_column_text(stmt, 14);
    snprintf(row.document.sha256, sizeof(row.document.sha256), "%s", sha256 ? sha256 : "");
    row.kind = strcmp((const char *)sqlite3_column_text(stmt, 1), "feed") == 0 ? DOCUMENT_FEED
                                                                               : DOCUMENT_ARTICLE;
    row.failed = state && strcmp(state, "failed") == 0;
    return row;
}

static sqlite3_stmt *choose(struct database *db, enum document_choice choice,
                            const struct extraction *how)
{
    sqlite3_stmt *stmt;
    switch (choice) {
    case DOCUMENTS_PENDING:
        return database_statement(db, SQL_DOCUMENTS_PENDING);
    case DOCUMENTS_OUTDATED:
        stmt = database_statement(db, SQL_DOCUMENTS_OUTDATED);
        bind_text(stmt, ":rules_version", how->rules_version);
        bind_text(stmt, ":program", how->program);
        return stmt;
    case DOCUMENTS_AND_FEEDS:
        return database_statement(db, SQL_DOCUMENTS_AND_FEEDS);
    default:
        return database_statement(db, SQL_DOCUMENTS_ALL);
    }
}

/* Up to BATCH rows behind `after`, read to the end before anyone writes; their number, or -1. */
static int read_batch(struct database *db, sqlite3_stmt *stmt, int64_t after, struct arena *arena,
                      struct document_row rows[BATCH])
{
    int count = 0, status;
    bind_int(stmt, ":after", after);
    bind_int(stmt, ":batch", BATCH);
    while ((status = database_row(db, stmt)) > 0)
        rows[count++] = read_row(arena, stmt);
    return status < 0 ? -1 : count;
}

int ledger_documents(struct ledger *ledger, enum document_choice choice,
                     const struct extraction *how,
                     int (*visit)(const struct document_row *row, void *context), void *context)
{
    struct database *db = ledger_database(ledger);
    struct arena *arena = arena_new();
    struct document_row rows[BATCH];
    int64_t after = 0;
    int status = 0, count;
    do {
        arena_reset(arena);
        count = read_batch(db, choose(db, choice, how), after, arena, rows);
        if (count < 0)
            status = -1;
        for (int i = 0; i < count && status == 0; i++) {
            after = rows[i].id;
            status = visit(&rows[i], context);
        }
    } while (count == BATCH && status == 0);
    arena_free(arena);
    return status;
}

int ledger_document(struct ledger *ledger, int64_t id,
                    int (*visit)(const struct document_row *row, void *context), void *context)
{
    struct database *db = ledger_database(ledger);
    struct arena *arena = arena_new();
    struct document_row row;
    sqlite3_stmt *stmt = database_statement(db, SQL_DOCUMENT_ROW);
    bind_int(stmt, ":id", id);
    int status = database_row(db, stmt);
    if (status > 0) {
        row = read_row(arena, stmt);
        sqlite3_reset(stmt);
        status = visit(&row, context);
    }
    arena_free(arena);
    return status;
}

int ledger_forget_feeds(struct ledger *ledger, int64_t before, struct arena *arena,
                        const char ***bodies, size_t *count)
{
    struct database *db = ledger_database(ledger);
    sqlite3_stmt *stmt = database_statement(db, SQL_DOCUMENTS_FORGET_FEEDS);
    size_t capacity = 0;
    int status;
    *bodies = NULL;
    bind_int(stmt, ":before", before);
    for (*count = 0; (status = database_row(db, stmt)) > 0; ++*count) {
        *bodies = arena_grow(arena, *bodies, *count, &capacity, sizeof(**bodies));
        (*bodies)[*count] = column_text(arena, stmt, 0);
    }
    sqlite3_reset(stmt);
    return status;
}

int ledger_has_body(struct ledger *ledger, const char *sha256)
{
    struct database *db = ledger_database(ledger);
    sqlite3_stmt *stmt = database_statement(db, SQL_DOCUMENT_BODY);
    int64_t one;
    bind_text(stmt, ":sha256", sha256);
    return database_integer(db, stmt, &one);
}

int64_t ledger_story_of(struct ledger *ledger, int64_t document_id)
{
    struct database *db = ledger_database(ledger);
    sqlite3_stmt *stmt = database_statement(db, SQL_ARTICLE_GET);
    int64_t story;
    bind_int(stmt, ":document_id", document_id);
    return database_integer(db, stmt, &story) > 0 ? story : 0;
}
