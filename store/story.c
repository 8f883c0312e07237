#include "store/story.h"

#include <inttypes.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/utf8.h"
#include "store/sketch.h"

/* Letters and digits; about three sentences. */
#define LETTERS_MIN 200

/* Two texts that share this much of what either has are copies: one word in twenty was changed. */
#define RESEMBLANCE_MIN 0.6

/*
 * The smallest hashes of a text stand for it in the index. Of texts that resemble each other so
 * much, most of these are the same; two are asked for, since one may be a common phrase.
 */
#define INDEXED    16
#define SHARED_MIN 2
#define CANDIDATES 8

bool story_fingerprint(const char *text, char fingerprint[HASH_HEX_SIZE])
{
    struct arena *arena = arena_new();
    struct buf letters = {0};
    const char *folded = text_fold(arena, text);
    size_t len = strlen(folded), count = 0;
    for (size_t at = 0; at < len;) {
        uint32_t c = utf8_decode(folded, len, &at);
        if (u_isalnum((UChar32)c)) {
            buf_put_code_point(&letters, c);
            count++;
        }
    }
    if (count >= LETTERS_MIN)
        hash_hex(letters.data, letters.len, fingerprint);
    buf_free(&letters);
    arena_free(arena);
    return count >= LETTERS_MIN;
}

/* Puts the smallest hashes of a text into the index in place of the article's old ones. */
static int index_article(struct database *db, int64_t article_id, const struct sketch *sketch)
{
    sqlite3_stmt *stmt = database_statement(db, SQL_SHINGLES_CLEAR);
    bind_int(stmt, ":article_id", article_id);
    if (database_run(db, stmt) < 0)
        return -1;
    for (size_t i = 0; i < sketch->count && i < INDEXED; i++) {
        stmt = database_statement(db, SQL_SHINGLE_ADD);
        bind_int(stmt, ":hash", (int64_t)sketch->hashes[i]);
        bind_int(stmt, ":article_id", article_id);
        if (database_run(db, stmt) < 0)
            return -1;
    }
    return 0;
}

static const char *hashes_json(const struct sketch *sketch, struct arena *arena)
{
    struct buf list = {0};
    for (size_t i = 0; i < sketch->count && i < INDEXED; i++)
        buf_printf(&list, "%c%" PRIu64, i == 0 ? '[' : ',', sketch->hashes[i]);
    buf_puts(&list, sketch->count > 0 ? "]" : "[]");
    const char *json = arena_strdup(arena, list.data);
    buf_free(&list);
    return json;
}

/* The best that was found so far. */
struct match {
    double resemblance;
    int64_t story_id;
    const char *conflict;
};

/* Columns: story, text, address. */
static void consider(struct match *best, const struct sketch *sketch, sqlite3_stmt *stmt,
                     struct arena *arena)
{
    const char *mine, *theirs;
    struct sketch other = sketch_text(column_text(arena, stmt, 1), arena);
    double resemblance = sketch_resemblance(sketch, &other);
    if (resemblance < RESEMBLANCE_MIN || resemblance <= best->resemblance)
        return;
    if (!sketch_contradict(sketch, &other, &mine, &theirs)) {
        best->resemblance = resemblance;
        best->story_id = sqlite3_column_int64(stmt, 0);
    } else if (!best->conflict) {
        best->conflict =
            arena_printf(arena, "nearly the same text as %s, but it says %s where that says %s",
                         (const char *)sqlite3_column_text(stmt, 2), mine, theirs);
    }
}

static int find(struct database *db, int64_t article_id, const struct sketch *sketch,
                struct arena *arena, struct match *best)
{
    sqlite3_stmt *stmt = database_statement(db, SQL_STORY_CANDIDATES);
    int status;
    bind_int(stmt, ":article_id", article_id);
    bind_text(stmt, ":hashes", hashes_json(sketch, arena));
    bind_int(stmt, ":shared", SHARED_MIN);
    bind_int(stmt, ":limit", CANDIDATES);
    while ((status = database_row(db, stmt)) > 0)
        consider(best, sketch, stmt, arena);
    return status;
}

/* The story bears this article's number: the others take that of the next one. */
static int leave(struct database *db, int64_t article_id)
{
    sqlite3_stmt *stmt = database_statement(db, SQL_STORY_LEAVE);
    bind_int(stmt, ":id", article_id);
    return database_run(db, stmt);
}

int story_place(struct database *db, const struct story_member *member, struct arena *arena)
{
    struct match best = {.story_id = member->article_id};
    struct sketch sketch = {0};
    if (member->story_id == member->article_id && leave(db, member->article_id) < 0)
        return -1;
    if (member->text)
        sketch = sketch_text(member->text, arena);
    if (find(db, member->article_id, &sketch, arena, &best) < 0 ||
        index_article(db, member->article_id, &sketch) < 0)
        return -1;
    sqlite3_stmt *stmt = database_statement(db, SQL_ARTICLE_SET_STORY);
    bind_int(stmt, ":id", member->article_id);
    bind_int(stmt, ":story_id", best.story_id);
    bind_text(stmt, ":conflict", best.resemblance == 0 ? best.conflict : NULL);
    return database_run(db, stmt);
}
