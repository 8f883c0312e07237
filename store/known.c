#include "store/known.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"

struct word_list {
    const char **words;
    size_t count;
    size_t capacity;
};

static int read_words(struct database *db, enum statement statement, struct arena *arena,
                      struct word_list *list)
{
    sqlite3_stmt *stmt = database_statement(db, statement);
    int status;
    while ((status = database_row(db, stmt)) > 0) {
        list->words =
            arena_grow(arena, list->words, list->count, &list->capacity, sizeof(*list->words));
        list->words[list->count++] = column_text(arena, stmt, 0);
    }
    return status;
}

/* Lists of more words than this are no help in a message. */
#define WORDS_SHOWN 20

static void hint_words(struct database *db, const char *word, const char *const *words,
                       size_t count)
{
    const char *nearest = text_nearest(word, words, count);
    struct buf list = {0};
    if (nearest) {
        diags_hint(db->diags, "did you mean '%s'?", nearest);
        return;
    }
    for (size_t i = 0; i < count && i < WORDS_SHOWN; i++)
        buf_printf(&list, "%s%s", i > 0 ? ", " : "", words[i]);
    if (count > 0)
        diags_hint(db->diags, "there %s %s%s", count == 1 ? "is" : "are", buf_text(&list),
                   count > WORDS_SHOWN ? " …" : "");
    buf_free(&list);
}

const char *known_word(struct database *db, const char *what, const char *word,
                       const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal_ascii_nocase(word, words[i]))
            return words[i];
    diags_add(db->diags, SEVERITY_ERROR, "store", db->path, "there is no %s '%s'", what, word);
    hint_words(db, word, words, count);
    return NULL;
}

static const char *known_in(struct database *db, enum statement statement, const char *what,
                            const char *word, struct arena *arena)
{
    struct word_list list = {0};
    if (read_words(db, statement, arena, &list) < 0)
        return NULL;
    return known_word(db, what, word, list.words, list.count);
}

const char *known_metric(struct database *db, const char *word, struct arena *arena)
{
    sqlite3_stmt *stmt = database_statement(db, SQL_METRIC_KEY);
    const char *key = NULL;
    bind_text(stmt, ":text", word);
    int found = database_row(db, stmt);
    if (found > 0) {
        key = column_text(arena, stmt, 0);
        sqlite3_reset(stmt);
    }
    return found == 0 ? known_in(db, SQL_METRICS, "metric", word, arena) : key;
}

const char *known_relation_type(struct database *db, const char *word, struct arena *arena)
{
    return known_in(db, SQL_RELATION_TYPES, "relation", word, arena);
}

const char *known_source(struct database *db, const char *word, struct arena *arena)
{
    return known_in(db, SQL_SOURCES, "source", word, arena);
}

const char *known_kind(struct database *db, const char *word, struct arena *arena)
{
    return known_in(db, SQL_KINDS, "kind", word, arena);
}

static const char *unknown_entity(struct database *db, const char *entity, struct arena *arena)
{
    struct word_list list = {0};
    if (read_words(db, SQL_ENTITY_SPELLINGS, arena, &list) < 0)
        return NULL;
    diags_add(db->diags, SEVERITY_ERROR, "store", db->path, "nothing is called '%s'", entity);
    const char *nearest = text_nearest(entity, list.words, list.count);
    if (nearest)
        diags_hint(db->diags, "did you mean '%s'?", nearest);
    else
        diags_hint(db->diags, "newsledger query entities lists what there is");
    return NULL;
}

const char *known_entities(struct database *db, const char *kind, const char *entity,
                           struct arena *arena)
{
    if (kind && !(kind = known_kind(db, kind, arena)))
        return NULL;
    sqlite3_stmt *stmt = database_statement(db, SQL_ENTITIES_MATCHING);
    bind_text(stmt, ":word", entity);
    bind_text(stmt, ":folded", entity ? text_fold(arena, entity) : NULL);
    bind_text(stmt, ":kind", kind);
    int found = database_row(db, stmt);
    if (found <= 0)
        return found < 0 || !entity ? NULL : unknown_entity(db, entity, arena);
    const char *ids = column_text(arena, stmt, 0), *kinds = column_text(arena, stmt, 1);
    sqlite3_reset(stmt);
    if (!entity || strcmp(ids, "[]") != 0)
        return ids;
    diags_add(db->diags, SEVERITY_ERROR, "store", db->path, "'%s' is not of kind '%s'", entity,
              kind);
    if (kinds)
        diags_hint(db->diags, "its kinds: %s", kinds);
    return NULL;
}
