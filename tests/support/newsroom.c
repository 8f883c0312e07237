#include "tests/support/newsroom.h"

#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

#define ARGUMENTS_MAX 4
#define NAME_MAX_LEN  64

struct newsroom *newsroom_new(void)
{
    struct newsroom *room = mem_alloc(sizeof(*room));
    struct sandbox *sandbox = sandbox_new();
    room->sandbox = sandbox;
    room->server = server_start(sandbox_path(sandbox, "site"), 0);
    if (!room->server)
        mem_die("no server");
    sandbox_copy(sandbox, "tests/cli/looms/looms.yaml", "rules/looms/looms.yaml");
    sandbox_setenv(sandbox, "NEWSLEDGER_RULES", sandbox_path(sandbox, "rules"));
    newsroom_ledger(room, "data/ledger.db");
    sandbox_setenv(sandbox, "NEWSLEDGER_ALLOW_ADDRESSES", "127.0.0.0/8");
    sandbox_setenv(sandbox, "NEWSLEDGER_HOST_DELAY", "0");
    return room;
}

void newsroom_free(struct newsroom *room)
{
    if (!room)
        return;
    server_stop(room->server);
    sandbox_free(room->sandbox);
    free(room);
}

void newsroom_ledger(struct newsroom *room, const char *name)
{
    room->ledger = sandbox_path(room->sandbox, name);
    sandbox_setenv(room->sandbox, "NEWSLEDGER_LEDGER", room->ledger);
}

void newsroom_sources(struct newsroom *room, const char *yaml)
{
    struct buf text = {0};
    buf_puts(&text, "sources:\n");
    for (; *yaml; yaml++) {
        if (*yaml == '@')
            buf_puts(&text, server_url(room->server, ""));
        else
            buf_putc(&text, *yaml);
    }
    sandbox_write(room->sandbox, "rules/looms/sources.yaml", text.data);
    buf_free(&text);
}

void newsroom_weekly(struct newsroom *room)
{
    newsroom_sources(room, "  weekly: {name: Loom Weekly, feed: '@/feed.xml', language: en,"
                           " every: 1h, status: verified, evidence: own}\n");
}

void newsroom_article(struct newsroom *room, int n)
{
    struct buf page = {0};
    char name[NAME_MAX_LEN];
    buf_printf(&page,
               "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Looms, part "
               "%d</title><meta property=\"article:published_time\" content=\"2025-05-%02d\">"
               "</head><body><article><h1>Looms, part %d</h1><p>Arden showed Shuttle v%d, "
               "co-developed with Borrowdale.</p><p>Borrowdale had %d%% of the market in %d."
               "</p></article></body></html>\n",
               n, n % 28 + 1, n, n % 9 + 1, n, 2000 + n % 25);
    snprintf(name, sizeof(name), "site/%d.html", n);
    sandbox_write(room->sandbox, name, page.data);
    buf_free(&page);
}

void newsroom_feed(struct newsroom *room, const char *name, int first, int last)
{
    struct buf feed = {0};
    char path[NAME_MAX_LEN];
    buf_puts(&feed, "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Looms</title>\n");
    for (int n = last; n >= first; n--) {
        snprintf(path, sizeof(path), "/%d.html", n);
        buf_printf(&feed, "<item><title>Looms, part %d</title><link>%s</link></item>\n", n,
                   server_url(room->server, path));
    }
    buf_puts(&feed, "</channel></rss>\n");
    snprintf(path, sizeof(path), "site/%s", name);
    sandbox_write(room->sandbox, path, feed.data);
    buf_free(&feed);
}

struct newsroom *newsroom_with(int count)
{
    struct newsroom *room = newsroom_new();
    for (int n = 1; n <= count; n++)
        newsroom_article(room, n);
    newsroom_feed(room, "feed.xml", 1, count);
    newsroom_weekly(room);
    return room;
}

struct outcome newsroom_run(struct newsroom *room, ...)
{
    const char *arguments[ARGUMENTS_MAX + 1] = {"run"};
    va_list list;
    va_start(list, room);
    for (size_t i = 1; i < ARGUMENTS_MAX && (arguments[i] = va_arg(list, const char *)); i++)
        ;
    va_end(list);
    return sandbox_run_with(room->sandbox, NULL, 0, arguments);
}

size_t newsroom_asked(const struct newsroom *room, const char *path)
{
    size_t count = 0;
    const struct server_request *request;
    for (size_t i = 0; (request = server_request(room->server, i)); i++)
        count += strcmp(request->path, path) == 0;
    return count;
}

const struct server_request *newsroom_last(const struct newsroom *room, const char *path)
{
    const struct server_request *last = NULL, *request;
    for (size_t i = 0; (request = server_request(room->server, i)); i++)
        if (strcmp(request->path, path) == 0)
            last = request;
    if (!last)
        mem_die("nobody asked for that path");
    return last;
}

static sqlite3 *open_ledger(const struct newsroom *room)
{
    sqlite3 *handle;
    if (sqlite3_open_v2(room->ledger, &handle, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        mem_die("the ledger cannot be opened");
    sqlite3_busy_timeout(handle, 5000);
    return handle;
}

static sqlite3_stmt *prepare(sqlite3 *handle, const char *sql)
{
    sqlite3_stmt *stmt;
    if (sqlite3_prepare_v2(handle, sql, -1, &stmt, NULL) != SQLITE_OK)
        mem_die(sqlite3_errmsg(handle));
    return stmt;
}

int64_t newsroom_number(const struct newsroom *room, const char *sql)
{
    sqlite3 *handle = open_ledger(room);
    sqlite3_stmt *stmt = prepare(handle, sql);
    int64_t number = sqlite3_step(stmt) == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : -1;
    sqlite3_finalize(stmt);
    sqlite3_close(handle);
    return number;
}

static void put_rows(struct buf *out, sqlite3 *handle, const char *sql)
{
    sqlite3_stmt *stmt = prepare(handle, sql);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(stmt); i++) {
            const char *text = (const char *)sqlite3_column_text(stmt, i);
            buf_printf(out, "%s%s", i > 0 ? "|" : "", text ? text : "-");
        }
        buf_putc(out, '\n');
    }
    sqlite3_finalize(stmt);
}

const char *newsroom_text(struct newsroom *room, const char *sql)
{
    struct buf rows = {0};
    sqlite3 *handle = open_ledger(room);
    put_rows(&rows, handle, sql);
    sqlite3_close(handle);
    const char *text = sandbox_keep(room->sandbox, buf_text(&rows));
    buf_free(&rows);
    return text;
}

void newsroom_change(struct newsroom *room, const char *sql)
{
    sqlite3 *handle = open_ledger(room);
    if (sqlite3_exec(handle, sql, NULL, NULL, NULL) != SQLITE_OK)
        mem_die(sqlite3_errmsg(handle));
    sqlite3_close(handle);
}

const char *newsroom_content(struct newsroom *room)
{
    static const char *const queries[] = {
        "SELECT url, url_key, final_url, http_status, content_type, sha256, bytes, feed_title,"
        " feed_published, state, cause FROM documents ORDER BY url_key, sha256",
        "SELECT url, title, authors, published, date_evidence, date, language, publisher, source,"
        " off_topic, text FROM v_articles ORDER BY url",
        "SELECT group_concat(url) FROM (SELECT story_id, url FROM v_articles ORDER BY url)"
        " GROUP BY story_id ORDER BY 1",
        "SELECT url, type, subject_id, object_id, about_id, role, modality, sentence, span_start,"
        " span_end, rule FROM v_relations ORDER BY url, span_start, type, about_id",
        "SELECT url, metric_id, subject_id, value, value_high, unit, period, modality, sentence,"
        " span_start, span_end, rule FROM v_quantities ORDER BY url, span_start",
        "SELECT count(*) FROM mentions",
        "SELECT key, etag, last_modified, failures, articles FROM sources ORDER BY key",
        "SELECT url_key, attempts, cause FROM problems ORDER BY url_key",
        "SELECT url_key FROM wanted ORDER BY url_key",
    };
    struct buf rows = {0};
    sqlite3 *handle = open_ledger(room);
    for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++)
        put_rows(&rows, handle, queries[i]);
    sqlite3_close(handle);
    const char *text = sandbox_keep(room->sandbox, buf_text(&rows));
    buf_free(&rows);
    return text;
}
