#include "store/story.h"

#include <string.h>
#include <unicode/uchar.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/utf8.h"

/* Letters and digits; about three sentences. */
#define LETTERS_MIN 200

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

static int find(struct database *db, int64_t article_id, const char *fingerprint, int64_t *story)
{
    *story = article_id;
    if (!fingerprint)
        return 0;
    sqlite3_stmt *stmt = database_statement(db, SQL_STORY_FIND);
    bind_int(stmt, ":id", article_id);
    bind_text(stmt, ":fingerprint", fingerprint);
    return database_integer(db, stmt, story) < 0 ? -1 : 0;
}

int story_place(struct database *db, int64_t article_id, int64_t story_id, const char *fingerprint)
{
    int64_t story;
    if (story_id == article_id) {
        /* The story bears this article's number: the others take that of the next one. */
        sqlite3_stmt *stmt = database_statement(db, SQL_STORY_LEAVE);
        bind_int(stmt, ":id", article_id);
        if (database_run(db, stmt) < 0)
            return -1;
    }
    if (find(db, article_id, fingerprint, &story) < 0)
        return -1;
    sqlite3_stmt *stmt = database_statement(db, SQL_ARTICLE_SET_STORY);
    bind_int(stmt, ":id", article_id);
    bind_int(stmt, ":story_id", story);
    return database_run(db, stmt);
}
