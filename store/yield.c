#include "store/yield.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "store/database.h"

#define DAY (24 * 60 * 60)

/* A habit is learnt from so much, and no less: of three articles anything can be said. */
#define DAYS_MAX     90
#define DAYS_MIN     10
#define ARTICLES_MAX 100
#define ARTICLES_MIN 10

/* A fall that goes on for longer is the new habit; a shorter one counts from the second on. */
#define NEWEST_MIN 2
#define NEWEST_MAX 20

#define RARE 0.001

/* How likely at most `hits` of `tries` come, each with the probability `share`. */
static double binomial_tail(size_t hits, size_t tries, double share)
{
    double term = pow(1 - share, (double)tries), sum = term;
    for (size_t i = 0; i < hits; i++) {
        term *= (double)(tries - i) / (double)(i + 1) * share / (1 - share);
        sum += term;
    }
    return sum;
}

/* Laplace's rule of succession: what never failed so far may still fail. */
static double share_of(size_t hits, size_t tries)
{
    return (double)(hits + 1) / (double)(tries + 2);
}

/* ---- articles: the newest first */

struct articles {
    bool has_text[ARTICLES_MAX];
    bool has_facts[ARTICLES_MAX];
    size_t count;
};

static int read_articles(struct database *db, int64_t source, struct articles *articles)
{
    int more;
    sqlite3_stmt *stmt = database_statement(db, SQL_YIELD_ARTICLES);
    bind_int(stmt, ":source_id", source);
    bind_int(stmt, ":limit", ARTICLES_MAX);
    while ((more = database_row(db, stmt)) > 0 && articles->count < ARTICLES_MAX) {
        articles->has_text[articles->count] = sqlite3_column_int(stmt, 0);
        articles->has_facts[articles->count] = sqlite3_column_int(stmt, 1);
        articles->count++;
    }
    sqlite3_reset(stmt);
    return more < 0 ? -1 : 0;
}

static size_t count_true(const bool *items, size_t from, size_t end)
{
    size_t count = 0;
    for (size_t i = from; i < end; i++)
        count += items[i];
    return count;
}

/* The least number of newest articles that fall below the habit of all before them; 0: none. */
static size_t fallen(const bool *items, size_t count)
{
    for (size_t newest = NEWEST_MIN; newest <= NEWEST_MAX && newest + ARTICLES_MIN <= count;
         newest++) {
        double share = share_of(count_true(items, newest, count), count - newest);
        if (binomial_tail(count_true(items, 0, newest), newest, share) < RARE)
            return newest;
    }
    return 0;
}

static bool check_articles(const bool *items, size_t count, const char *cause, const char *what,
                           struct arena *arena, struct yield *yield)
{
    size_t newest = fallen(items, count);
    if (newest == 0)
        return false;
    yield->cause = cause;
    yield->message = arena_printf(
        arena, "of its %zu newest articles %zu had %s; before, %zu of %zu", newest,
        count_true(items, 0, newest), what, count_true(items, newest, count), count - newest);
    return true;
}

/* ---- days */

/*
 * On how many of how many days there were new articles, until the last of them, and for how many
 * whole days there have been none since. All that a feed lists at first counts as one day.
 */
static int read_days(struct database *db, int64_t source, int64_t now, size_t *with_news,
                     size_t *days, size_t *silent)
{
    sqlite3_stmt *stmt = database_statement(db, SQL_YIELD_DAYS);
    bind_int(stmt, ":source_id", source);
    bind_int(stmt, ":days", DAYS_MAX);
    if (database_row(db, stmt) <= 0)
        return -1;
    int64_t first = sqlite3_column_int64(stmt, 1), last = sqlite3_column_int64(stmt, 2);
    *with_news = (size_t)sqlite3_column_int64(stmt, 0);
    *days = *with_news > 0 ? (size_t)(last - first + 1) : 0;
    *silent = *with_news > 0 && now / DAY > last ? (size_t)(now / DAY - last - 1) : 0;
    sqlite3_reset(stmt);
    return 0;
}

static int check_days(struct database *db, int64_t source, int64_t now, struct arena *arena,
                      struct yield *yield)
{
    size_t with_news, days, silent;
    if (read_days(db, source, now, &with_news, &days, &silent) != 0)
        return -1;
    if (days < DAYS_MIN || binomial_tail(0, silent, share_of(with_news, days)) >= RARE)
        return 0;
    yield->cause = "no-articles";
    yield->message = arena_printf(
        arena, "nothing new for %zu days; before, there was something on %zu days of %zu", silent,
        with_news, days);
    return 0;
}

/* ---- both */

/* Whether the same was found the last time, into *known. */
static int keep(struct database *db, int64_t source, int64_t now, const struct yield *yield,
                bool *known)
{
    sqlite3_stmt *stmt = database_statement(db, SQL_YIELD_KNOWN);
    int64_t one;
    bind_int(stmt, ":source_id", source);
    bind_text(stmt, ":cause", yield->cause);
    int found = database_integer(db, stmt, &one);
    if (found < 0)
        return -1;
    *known = found > 0;
    stmt = database_statement(db, yield->cause ? SQL_YIELD_PUT : SQL_YIELD_FORGET);
    bind_int(stmt, ":source_id", source);
    if (yield->cause) {
        bind_text(stmt, ":cause", yield->cause);
        bind_text(stmt, ":message", yield->message);
        bind_time(stmt, ":time", now);
    }
    return database_run(db, stmt);
}

/* Finds what is to be said of a source, if anything. */
static int look_at(struct database *db, int64_t source, int64_t now, struct arena *arena,
                   struct yield *yield)
{
    struct articles articles = {.count = 0};
    if (read_articles(db, source, &articles) != 0)
        return -1;
    if (check_articles(articles.has_text, articles.count, "layout-changed", "a text", arena,
                       yield) ||
        check_articles(articles.has_facts, articles.count, "no-facts", "facts", arena, yield))
        return 0;
    return check_days(db, source, now, arena, yield);
}

struct source_row {
    int64_t id;
    const char *key;
};

/* All rows first: what is found is written while they are looked at. */
static int read_sources(struct database *db, int64_t since, int64_t now, struct arena *arena,
                        struct source_row **rows, size_t *count)
{
    size_t capacity = 0;
    int more;
    sqlite3_stmt *stmt = database_statement(db, SQL_YIELD_SOURCES);
    bind_int(stmt, ":since", since);
    bind_int(stmt, ":yesterday", now / DAY * DAY - DAY);
    while ((more = database_row(db, stmt)) > 0) {
        *rows = arena_grow(arena, *rows, *count, &capacity, sizeof(**rows));
        (*rows)[(*count)++] =
            (struct source_row){sqlite3_column_int64(stmt, 0), column_text(arena, stmt, 1)};
    }
    return more;
}

static int check_all(struct database *db, int64_t since, int64_t now, struct arena *arena,
                     void (*visit)(const struct yield *yield, void *context), void *context)
{
    struct source_row *rows = NULL;
    size_t count = 0;
    if (read_sources(db, since, now, arena, &rows, &count) != 0)
        return -1;
    for (size_t i = 0; i < count; i++) {
        struct yield yield = {.source_id = rows[i].key};
        bool known = false;
        if (look_at(db, rows[i].id, now, arena, &yield) != 0 ||
            keep(db, rows[i].id, now, &yield, &known) != 0)
            return -1;
        if (yield.cause && !known)
            visit(&yield, context);
    }
    return 0;
}

int ledger_check_yields(struct ledger *ledger, int64_t since, int64_t now,
                        void (*visit)(const struct yield *yield, void *context), void *context)
{
    struct database *db = ledger_database(ledger);
    if (database_begin(db) < 0)
        return -1;
    struct arena *arena = arena_new();
    int status = check_all(db, since, now, arena, visit, context);
    arena_free(arena);
    return database_end(db, status);
}
