#include "store/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "store/database.h"
#include "store/schema.h"

/* One run writes at a time, so another writer is a person with a shell: some seconds are enough. */
#define BUSY_TIMEOUT_MS 5000

/* Kibibytes, negated, as SQLite wants it: the inner pages of every index of a large ledger. */
#define CACHE_SIZE "-32768"

/* Rows of each index that ANALYZE looks at, which bounds its time however large the ledger is. */
#define ANALYSIS_LIMIT "1000"

struct ledger {
    char *path;
    struct database db;
    int lock; /* file descriptor, or -1 */
};

static int refuse(const struct ledger *ledger, const char *message, const char *hint)
{
    diags_add(ledger->db.diags, SEVERITY_ERROR, "store", ledger->path, "%s", message);
    diags_hint(ledger->db.diags, "%s", hint);
    return -1;
}

static int refuse_errno(const struct ledger *ledger, const char *path, int error, const char *hint)
{
    diags_add(ledger->db.diags, SEVERITY_ERROR, "store", path, "%s", strerror(error));
    diags_hint(ledger->db.diags, "%s", hint);
    return -1;
}

/* What SQLite would answer with "unable to open database file" and no more. */
static int check_path(const struct ledger *ledger, enum ledger_mode mode)
{
    struct stat status;
    if (stat(ledger->path, &status) == 0) {
        if (S_ISDIR(status.st_mode))
            return refuse(ledger, "this is a folder", "name a file in it: --ledger FOLDER/FILE");
        /* SQLite would open it all the same, for reading. */
        if (mode == LEDGER_WRITE && faccessat(AT_FDCWD, ledger->path, W_OK, AT_EACCESS) < 0)
            return refuse(ledger, "this file cannot be written",
                          "see to the owner and the permissions of the file and of its folder");
        return 0;
    }
    if (errno == ENOENT && mode == LEDGER_READ)
        return refuse(ledger, "there is no ledger here",
                      "`newsledger run` makes it; another one is named with --ledger");
    if (errno != ENOENT)
        return refuse_errno(ledger, ledger->path, errno, "name another file with --ledger");
    int error = file_make_folders(ledger->path);
    if (error < 0)
        return refuse_errno(ledger, ledger->path, -error,
                            "its folder cannot be made: name another file with --ledger");
    return 0;
}

static int read_pragma(struct database *db, const char *sql, int64_t *value)
{
    sqlite3_stmt *stmt = NULL;
    int status = -1;
    if (sqlite3_prepare_v2(db->handle, sql, -1, &stmt, NULL) != SQLITE_OK)
        database_failed(db);
    else
        status = database_integer(db, stmt, value);
    sqlite3_finalize(stmt);
    return status < 0 ? -1 : 0;
}

/* Tells a ledger (its version), a new file (version 0) and anything else (-1, reported). */
static int read_version(struct ledger *ledger, int64_t *version)
{
    struct database *db = &ledger->db;
    int64_t application = 0, tables = 0;
    if (read_pragma(db, "PRAGMA application_id", &application) < 0 ||
        read_pragma(db, "PRAGMA user_version", version) < 0 ||
        read_pragma(db, "SELECT count(*) FROM sqlite_schema", &tables) < 0)
        return -1;
    if (application != SCHEMA_APPLICATION_ID && (application != 0 || tables > 0 || *version != 0))
        return refuse(ledger, "this is another program's database",
                      "name another file with --ledger; this one was not touched");
    if (*version > SCHEMA_VERSION)
        return refuse(ledger, "a newer newsledger made this ledger",
                      "use that version of newsledger, or name another file with --ledger");
    return 0;
}

static int migrate_from(struct database *db, int64_t version)
{
    char pragma[64];
    for (; version < SCHEMA_VERSION; version++)
        for (const char *const *sql = schema_migrations[version]; *sql; sql++)
            if (database_exec(db, *sql) < 0)
                return -1;
    snprintf(pragma, sizeof(pragma), "PRAGMA user_version = %d", SCHEMA_VERSION);
    if (database_exec(db, pragma) < 0)
        return -1;
    snprintf(pragma, sizeof(pragma), "PRAGMA application_id = %d", SCHEMA_APPLICATION_ID);
    return database_exec(db, pragma);
}

static int migrate(struct ledger *ledger)
{
    struct database *db = &ledger->db;
    int64_t version;
    if (database_begin(db) < 0)
        return -1;
    /* Read again: another process may have migrated while this one waited. */
    int status = read_version(ledger, &version);
    if (status == 0 && version < SCHEMA_VERSION)
        status = migrate_from(db, version);
    return database_end(db, status);
}

static int prepare_for_writing(struct ledger *ledger, int64_t version)
{
    struct database *db = &ledger->db;
    if (database_exec(db, "PRAGMA journal_mode = WAL") < 0 ||
        database_exec(db, "PRAGMA synchronous = NORMAL") < 0 ||
        database_exec(db, "PRAGMA analysis_limit = " ANALYSIS_LIMIT) < 0)
        return -1;
    return version < SCHEMA_VERSION ? migrate(ledger) : 0;
}

static int open_database(struct ledger *ledger, enum ledger_mode mode)
{
    struct database *db = &ledger->db;
    int64_t version = 0;
    int flags =
        mode == LEDGER_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (mode != LEDGER_SCRATCH && check_path(ledger, mode) < 0)
        return -1;
    const char *path = mode == LEDGER_SCRATCH ? ":memory:" : ledger->path;
    if (sqlite3_open_v2(path, &db->handle, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return database_failed(db);
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_busy_timeout(db->handle, BUSY_TIMEOUT_MS);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    if (database_exec(db, "PRAGMA foreign_keys = ON") < 0 ||
        database_exec(db, "PRAGMA cache_size = " CACHE_SIZE) < 0 ||
        read_version(ledger, &version) < 0)
        return -1;
    if (mode != LEDGER_READ)
        return prepare_for_writing(ledger, version);
    if (version < SCHEMA_VERSION)
        return refuse(ledger, "an older newsledger made this ledger",
                      "the next `newsledger run` brings it up to date");
    return 0;
}

struct ledger *ledger_open(const char *path, enum ledger_mode mode, struct diags *diags)
{
    struct ledger *ledger = mem_alloc(sizeof(*ledger));
    ledger->path = mem_strdup(path);
    ledger->lock = -1;
    ledger->db.path = ledger->path;
    ledger->db.diags = diags;
    if (open_database(ledger, mode) < 0) {
        ledger_close(ledger);
        return NULL;
    }
    return ledger;
}

static void report_holder(const struct ledger *ledger, const char *path)
{
    char *bytes = NULL;
    size_t len;
    long process = 0;
    if (file_read(path, 64, &bytes, &len) == 0)
        process = strtol(bytes, NULL, 10);
    free(bytes);
    if (process > 0)
        diags_add(ledger->db.diags, SEVERITY_ERROR, "store", ledger->path,
                  "another run is at work on it (process %ld)", process);
    else
        diags_add(ledger->db.diags, SEVERITY_ERROR, "store", ledger->path,
                  "another run is at work on it");
    diags_hint(ledger->db.diags, "wait for its end, or give each its own ledger with --ledger");
}

int ledger_lock(struct ledger *ledger)
{
    struct buf path = {0};
    int status = 0;
    buf_printf(&path, "%s.lock", ledger->path);
    int fd = open(path.data, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0) {
        status = -errno;
        refuse_errno(ledger, path.data, errno, "see to the permissions of its folder");
        goto out;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
        status = -errno;
        if (status == -EWOULDBLOCK)
            report_holder(ledger, path.data);
        else
            refuse_errno(ledger, path.data, -status, "see to the file system of its folder");
        close(fd);
        goto out;
    }
    ledger->lock = fd;
    /* The number is for people only: that it cannot be written changes nothing. */
    if (ftruncate(fd, 0) == 0)
        dprintf(fd, "%ld\n", (long)getpid());
out:
    buf_free(&path);
    return status;
}

void ledger_close(struct ledger *ledger)
{
    if (!ledger)
        return;
    for (size_t i = 0; i < STATEMENT_COUNT; i++)
        sqlite3_finalize(ledger->db.prepared[i]);
    sqlite3_close(ledger->db.handle);
    if (ledger->lock >= 0) {
        /* Said in so many words, since a child that lives on shares the open file. */
        flock(ledger->lock, LOCK_UN);
        close(ledger->lock);
    }
    free(ledger->path);
    free(ledger);
}

struct database *ledger_database(struct ledger *ledger)
{
    return &ledger->db;
}
