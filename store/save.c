#include "store/save.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/mem.h"
#include "fetch/url.h"
#include "store/database.h"
#include "store/facts.h"
#include "store/story.h"

#define RECORD_VERSION 1

/* A record on its way in, with what the ledger knows about its document. Texts in `arena`. */
struct saving {
    struct database *db;
    struct arena *arena;
    int64_t document_id;
    const json_t *record;
    const json_t *article; /* of the record */
    const struct extraction *how;

    const char *url_key;
    const char *final_url;
    int64_t fetched;
    const char *feed_title;
    const char *feed_published;
    const char *rules_version; /* of the last extraction, or NULL */
    const char *record_sha256; /* of the last one's record, or NULL */

    const char *title; /* as the page says, else as the feed said, or NULL */
    const char *published;
    const char *date_evidence;
    int64_t published_time;
    char date[DATE_TEXT_SIZE]; /* a day: published, else fetched */
    char month[DATE_TEXT_SIZE];
};

static const char *member(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* What makes a JSON value no record of an article, or NULL. */
static const char *check_record(const json_t *record)
{
    const json_t *article = json_object_get(record, "article");
    const json_t *diagnostic = json_array_get(json_object_get(record, "diagnostics"), 0);
    if (json_integer_value(json_object_get(record, "version")) != RECORD_VERSION)
        return "the record is not of version 1";
    if (!json_is_object(article))
        return member(diagnostic, "message") ? member(diagnostic, "message") : "no article";
    if (!member(article, "text"))
        return "the record's article has no text";
    return NULL;
}

static void hash_record(const json_t *record, char sha256[HASH_HEX_SIZE])
{
    char *text = json_dumps(record, JSON_COMPACT | JSON_SORT_KEYS);
    if (!text)
        mem_die("out of memory");
    hash_hex(text, strlen(text), sha256);
    free(text);
}

static int read_document(struct saving *saving)
{
    sqlite3_stmt *stmt = database_statement(saving->db, SQL_DOCUMENT_GET);
    bind_int(stmt, ":id", saving->document_id);
    int found = database_row(saving->db, stmt);
    if (found < 0)
        return -1;
    if (found == 0)
        mem_die("a record of a document that was never added");
    saving->url_key = column_text(saving->arena, stmt, 0);
    saving->final_url = column_text(saving->arena, stmt, 1);
    saving->fetched = sqlite3_column_int64(stmt, 2);
    saving->feed_title = column_text(saving->arena, stmt, 3);
    saving->feed_published = column_text(saving->arena, stmt, 4);
    saving->rules_version = column_text(saving->arena, stmt, 5);
    saving->record_sha256 = column_text(saving->arena, stmt, 6);
    sqlite3_reset(stmt);
    return 0;
}

/* Title and date: what the page does not say, the feed said. */
static void settle(struct saving *saving)
{
    int64_t time;
    saving->title = member(saving->article, "title");
    if (!saving->title)
        saving->title = saving->feed_title;

    saving->published = member(saving->article, "published");
    saving->date_evidence = member(saving->article, "date_evidence");
    if (!saving->published || date_parse(saving->published, &time) < 0) {
        saving->published = saving->feed_published;
        saving->date_evidence = "feed";
    }
    if (!saving->published || date_parse(saving->published, &time) < 0) {
        saving->published = saving->date_evidence = NULL;
        time = saving->fetched;
    }
    saving->published_time = time;
    date_text(time, saving->date);
    saving->date[strlen("2025-05-15")] = '\0';
    memcpy(saving->month, saving->date, sizeof(saving->month));
    saving->month[strlen("2025-05")] = '\0';
}

static void bind_authors(sqlite3_stmt *stmt, const json_t *article)
{
    const json_t *authors = json_object_get(article, "authors");
    char *text = json_is_array(authors) ? json_dumps(authors, JSON_COMPACT) : NULL;
    bind_text(stmt, ":authors", text ? text : "[]");
    free(text);
}

static int put_article(const struct saving *saving, const char *fingerprint, int64_t *id)
{
    const json_t *article = saving->article;
    const char *url = member(article, "url") ? member(article, "url") : saving->final_url;
    char *identity = url_key(url);
    sqlite3_stmt *stmt = database_statement(saving->db, SQL_ARTICLE_PUT);
    bind_int(stmt, ":document_id", saving->document_id);
    bind_text(stmt, ":url", url);
    bind_text(stmt, ":title", saving->title);
    bind_authors(stmt, article);
    bind_text(stmt, ":published", saving->published);
    if (saving->published)
        bind_int(stmt, ":published_time", saving->published_time);
    bind_text(stmt, ":date_evidence", saving->date_evidence);
    bind_text(stmt, ":modified", member(article, "modified"));
    bind_text(stmt, ":date", saving->date);
    bind_text(stmt, ":month", saving->month);
    bind_text(stmt, ":language", member(article, "language"));
    bind_text(stmt, ":publisher", member(article, "publisher"));
    bind_int(stmt, ":off_topic", json_is_true(json_object_get(saving->record, "off_topic")));
    bind_text(stmt, ":text", member(article, "text"));
    bind_text(stmt, ":fingerprint", fingerprint);
    bind_text(stmt, ":identity", identity);
    int found = database_integer(saving->db, stmt, id);
    free(identity);
    return found > 0 ? 0 : -1;
}

/* The story that the article is in (0: it is new) and whether its text is still the same. */
static int read_story(const struct saving *saving, const char *fingerprint, int64_t *story,
                      bool *same)
{
    sqlite3_stmt *stmt = database_statement(saving->db, SQL_ARTICLE_GET);
    bind_int(stmt, ":document_id", saving->document_id);
    int found = database_row(saving->db, stmt);
    *story = 0;
    *same = false;
    if (found > 0) {
        const char *old = (const char *)sqlite3_column_text(stmt, 1);
        *story = sqlite3_column_int64(stmt, 0);
        *same = old && fingerprint ? strcmp(old, fingerprint) == 0 : old == fingerprint;
        sqlite3_reset(stmt);
    }
    return found < 0 ? -1 : 0;
}

/* Of an address the part behind the host, with its slash: "/2025/05/looms.html". */
static const char *path_of(const char *url_key)
{
    const char *host = strstr(url_key, "://");
    host = host ? host + strlen("://") : url_key;
    return host + strcspn(host, "/");
}

/* Of the address's documents the newest is current, unless the article has a better address. */
static int set_current(const struct saving *saving, int64_t article_id)
{
    sqlite3_stmt *stmt = database_statement(saving->db, SQL_ARTICLES_SET_CURRENT);
    bind_text(stmt, ":url_key", saving->url_key);
    if (database_run(saving->db, stmt) < 0)
        return -1;
    const char *key = saving->url_key, *path = path_of(key);
    stmt = database_statement(saving->db, SQL_ARTICLES_SET_SAME);
    bind_int(stmt, ":id", article_id);
    bind_text(stmt, ":site", arena_printf(saving->arena, "%.*s/", (int)(path - key), key));
    bind_text(stmt, ":path", path);
    return database_run(saving->db, stmt);
}

static int save_article(const struct saving *saving, int64_t *id)
{
    char hash[HASH_HEX_SIZE];
    const char *text = member(saving->article, "text");
    const char *fingerprint = story_fingerprint(text, hash) ? hash : NULL;
    struct story_member placed = {.text = fingerprint ? text : NULL};
    bool same;
    if (read_story(saving, fingerprint, &placed.story_id, &same) < 0 ||
        put_article(saving, fingerprint, id) < 0)
        return -1;
    placed.article_id = *id;
    if (!same && story_place(saving->db, &placed, saving->arena) < 0)
        return -1;
    return set_current(saving, *id);
}

static int save_facts(const struct saving *saving, int64_t article_id)
{
    struct fact_owner owner = {
        .document_id = saving->document_id,
        .article_id = article_id,
        .month = saving->month,
        .text_len = strlen(member(saving->article, "text")),
        .title_len = saving->title ? strlen(saving->title) : 0,
        .now = saving->how->time,
    };
    return facts_save(saving->db, &owner, saving->record);
}

static int set_state(const struct saving *saving, sqlite3_stmt *stmt)
{
    bind_int(stmt, ":id", saving->document_id);
    bind_time(stmt, ":time", saving->how->time);
    bind_text(stmt, ":rules_version", saving->how->rules_version);
    bind_text(stmt, ":program", saving->how->program);
    return database_run(saving->db, stmt);
}

static int set_extracted(const struct saving *saving, const char *record_sha256)
{
    sqlite3_stmt *stmt = database_statement(saving->db, SQL_DOCUMENT_EXTRACTED);
    bind_text(stmt, ":record_sha256", record_sha256);
    return set_state(saving, stmt);
}

static int set_failed(const struct saving *saving, const char *cause, const char *message)
{
    sqlite3_stmt *stmt = database_statement(saving->db, SQL_DOCUMENT_FAILED);
    bind_text(stmt, ":cause", cause);
    bind_text(stmt, ":message", message);
    return set_state(saving, stmt);
}

static int read_counts(const struct saving *saving, struct save_counts *counts)
{
    sqlite3_stmt *stmt = database_statement(saving->db, SQL_SAVE_COUNTS);
    bind_int(stmt, ":document_id", saving->document_id);
    if (database_row(saving->db, stmt) <= 0)
        return -1;
    *counts = (struct save_counts){
        .mentions = (size_t)sqlite3_column_int64(stmt, 0),
        .relations = (size_t)sqlite3_column_int64(stmt, 1),
        .quantities = (size_t)sqlite3_column_int64(stmt, 2),
        .left_out = (size_t)sqlite3_column_int64(stmt, 3),
    };
    sqlite3_reset(stmt);
    return 0;
}

static int save(struct saving *saving)
{
    char sha256[HASH_HEX_SIZE];
    int64_t article_id;
    if (read_document(saving) < 0)
        return -1;
    const char *fault = check_record(saving->record);
    if (fault) {
        diags_add(saving->db->diags, SEVERITY_ERROR, "store", saving->final_url, "%s", fault);
        return set_failed(saving, "record", fault);
    }
    /* The same rules found the same: all rows are there, and keep their numbers. */
    hash_record(saving->record, sha256);
    bool known = saving->record_sha256 && strcmp(saving->record_sha256, sha256) == 0 &&
                 saving->rules_version &&
                 strcmp(saving->rules_version, saving->how->rules_version) == 0;
    if (!known) {
        settle(saving);
        if (save_article(saving, &article_id) < 0 || save_facts(saving, article_id) < 0)
            return -1;
    }
    return set_extracted(saving, sha256);
}

int ledger_save_record(struct ledger *ledger, int64_t document_id, const json_t *record,
                       const struct extraction *how, struct save_counts *counts)
{
    struct saving saving = {.db = ledger_database(ledger),
                            .document_id = document_id,
                            .record = record,
                            .article = json_object_get(record, "article"),
                            .how = how};
    if (database_begin(saving.db) < 0)
        return -1;
    saving.arena = arena_new();
    int status = save(&saving);
    if (status == 0 && counts)
        status = read_counts(&saving, counts);
    arena_free(saving.arena);
    return database_end(saving.db, status);
}

int ledger_save_failure(struct ledger *ledger, int64_t document_id, const char *cause,
                        const char *message, const struct extraction *how)
{
    struct saving saving = {.db = ledger_database(ledger), .document_id = document_id, .how = how};
    return set_failed(&saving, cause, message);
}
