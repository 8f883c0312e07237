#include "store/condition.h"

#include <stddef.h>
#include <stdlib.h>

#include "base/mem.h"
#include "rules/ruleset.h"
#include "store/calendar.h"
#include "store/known.h"

static const char *const kind_names[QUERY_KINDS] = {"relations", "quantities", "entities",
                                                    "articles"};

struct condition *condition_new(struct database *db)
{
    struct condition *condition = mem_alloc(sizeof(*condition));
    condition->db = db;
    condition->arena = arena_new();
    return condition;
}

void condition_free(struct condition *condition)
{
    if (!condition)
        return;
    arena_free(condition->arena);
    buf_free(&condition->sql);
    free(condition->values);
    free(condition);
}

void condition_add(struct condition *condition, enum fragment fragment)
{
    buf_puts(&condition->sql, fragment_sql(fragment));
}

static void add_value(struct condition *condition, enum fragment fragment, struct bound_value value)
{
    condition_add(condition, fragment);
    condition->values = mem_grow(condition->values, condition->value_count,
                                 &condition->value_capacity, sizeof(*condition->values));
    condition->values[condition->value_count++] = value;
}

void condition_add_text(struct condition *condition, enum fragment fragment, const char *value)
{
    add_value(condition, fragment,
              (struct bound_value){.text = arena_strdup(condition->arena, value)});
}

void condition_add_number(struct condition *condition, enum fragment fragment, double value)
{
    add_value(condition, fragment, (struct bound_value){.number = value});
}

/* ---- What a user typed, as the value that is bound; NULL, reported, when it cannot be meant. ----
 */

static const char *no_period(struct condition *condition, const char *text)
{
    diags_add(condition->db->diags, SEVERITY_ERROR, "store", condition->db->path,
              "'%s' is no date or period", text);
    diags_hint(condition->db->diags, "write 2025, 2025-H1, 2025-Q1, 2025-01 or 2025-01-15%s",
               text[0] == 'F' ? "; fiscal periods stand for no calendar days" : "");
    return NULL;
}

static const char *first_day(struct condition *condition, const char *text)
{
    char first[CALENDAR_DAY_SIZE], last[CALENDAR_DAY_SIZE];
    if (calendar_days(text, first, last) < 0)
        return no_period(condition, text);
    return arena_strdup(condition->arena, first);
}

static const char *last_day(struct condition *condition, const char *text)
{
    char first[CALENDAR_DAY_SIZE], last[CALENDAR_DAY_SIZE];
    if (calendar_days(text, first, last) < 0)
        return no_period(condition, text);
    return arena_strdup(condition->arena, last);
}

static const char *entity(struct condition *condition, const char *text)
{
    return known_entities(condition->db, NULL, text, condition->arena);
}

/* Of an entity: a kind, which stands for the entities that are of it. */
static const char *type(struct condition *condition, const char *text)
{
    if (condition->query == QUERY_ENTITIES)
        return known_entities(condition->db, text, NULL, condition->arena);
    return known_relation_type(condition->db, text, condition->arena);
}

static const char *metric(struct condition *condition, const char *text)
{
    return known_metric(condition->db, text, condition->arena);
}

static const char *source(struct condition *condition, const char *text)
{
    return known_source(condition->db, text, condition->arena);
}

static const char *modality(struct condition *condition, const char *text)
{
    const char *names[MODALITY_TARGET + 1];
    for (int i = MODALITY_ACTUAL; i <= MODALITY_TARGET; i++)
        names[i] = modality_name((enum modality)i);
    return known_word(condition->db, "modality", text, names, MODALITY_TARGET + 1);
}

static const char *as_typed(struct condition *condition, const char *text)
{
    (void)condition;
    return text;
}

/* A text in the filter and what it says, by enum query_kind; FRAGMENT_NONE where it says nothing.
 */
struct text_filter {
    const char *name;
    size_t offset; /* of the text in struct query_filter */
    enum fragment fragments[QUERY_KINDS];
    const char *(*resolve)(struct condition *condition, const char *text);
};

static const struct text_filter text_filters[] = {
    {"since",
     offsetof(struct query_filter, since),
     {AND_SINCE, AND_SINCE, AND_SINCE, AND_SINCE},
     first_day},
    {"until",
     offsetof(struct query_filter, until),
     {AND_UNTIL, AND_UNTIL, AND_UNTIL, AND_UNTIL},
     last_day},
    {"source",
     offsetof(struct query_filter, source),
     {AND_SOURCE, AND_SOURCE, AND_SOURCE, AND_SOURCE},
     source},
    {"language",
     offsetof(struct query_filter, language),
     {AND_LANGUAGE, AND_LANGUAGE, AND_LANGUAGE, AND_LANGUAGE},
     as_typed},
    {"subject",
     offsetof(struct query_filter, subject),
     {[QUERY_RELATIONS] = AND_RELATION_SUBJECT, [QUERY_QUANTITIES] = AND_QUANTITY_SUBJECT},
     entity},
    {"object",
     offsetof(struct query_filter, object),
     {[QUERY_RELATIONS] = AND_RELATION_OBJECT},
     entity},
    {"about",
     offsetof(struct query_filter, about),
     {[QUERY_RELATIONS] = AND_RELATION_ABOUT},
     entity},
    {"claimant",
     offsetof(struct query_filter, claimant),
     {[QUERY_QUANTITIES] = AND_QUANTITY_CLAIMANT},
     entity},
    {"type",
     offsetof(struct query_filter, type),
     {[QUERY_RELATIONS] = AND_TYPE, [QUERY_ENTITIES] = AND_ENTITY},
     type},
    {"role", offsetof(struct query_filter, role), {[QUERY_RELATIONS] = AND_ROLE}, as_typed},
    {"metric", offsetof(struct query_filter, metric), {[QUERY_QUANTITIES] = AND_METRIC}, metric},
    {"unit", offsetof(struct query_filter, unit), {[QUERY_QUANTITIES] = AND_UNIT}, as_typed},
    {"modality",
     offsetof(struct query_filter, modality),
     {[QUERY_RELATIONS] = AND_MODALITY, [QUERY_QUANTITIES] = AND_MODALITY},
     modality},
};

static int says_nothing(struct condition *condition, enum query_kind query, const char *name)
{
    diags_add(condition->db->diags, SEVERITY_ERROR, "store", condition->db->path,
              "'%s' says nothing about %s", name, kind_names[query]);
    return -1;
}

static int add_text_filter(struct condition *condition, enum query_kind query,
                           const struct text_filter *spec, const char *text)
{
    enum fragment fragment = spec->fragments[query];
    if (fragment == FRAGMENT_NONE)
        return says_nothing(condition, query, spec->name);
    const char *value = spec->resolve(condition, text);
    if (!value)
        return -1;
    condition_add_text(condition, fragment, value);
    return 0;
}

static int add_texts(struct condition *condition, enum query_kind query,
                     const struct query_filter *filter)
{
    int status = 0;
    for (size_t i = 0; i < sizeof(text_filters) / sizeof(text_filters[0]); i++) {
        const char *text = *(const char *const *)((const char *)filter + text_filters[i].offset);
        if (text && add_text_filter(condition, query, &text_filters[i], text) < 0)
            status = -1;
    }
    return status;
}

static int add_parties(struct condition *condition, enum query_kind query,
                       const struct query_filter *filter)
{
    static const enum fragment fragments[QUERY_KINDS] = {AND_RELATION_PARTY, AND_QUANTITY_PARTY,
                                                         AND_ENTITY, AND_ARTICLE_MENTIONS};
    int status = 0;
    for (size_t i = 0; i < filter->party_count; i++) {
        const struct query_party *party = &filter->parties[i];
        const char *ids =
            known_entities(condition->db, party->kind, party->entity, condition->arena);
        if (ids)
            condition_add_text(condition, fragments[query], ids);
        else
            status = -1;
    }
    return status;
}

/* The period itself and its parts; of a fiscal year by the spelling, since it has no days. */
static int add_period(struct condition *condition, const char *period)
{
    char first[CALENDAR_DAY_SIZE], last[CALENDAR_DAY_SIZE];
    if (calendar_fiscal(period)) {
        condition_add_text(condition, AND_FISCAL, period);
        condition_add_text(condition, AND_FISCAL_PART, period);
        return 0;
    }
    if (calendar_days(period, first, last) < 0) {
        no_period(condition, period);
        return -1;
    }
    condition_add_text(condition, AND_PERIOD_FIRST, first);
    condition_add_text(condition, AND_PERIOD_LAST, last);
    return 0;
}

static int add_values(struct condition *condition, enum query_kind query,
                      const struct query_filter *filter)
{
    const char *what = filter->period      ? "period"
                       : filter->min_value ? "min_value"
                       : filter->max_value ? "max_value"
                                           : NULL;
    if (!what)
        return 0;
    if (query != QUERY_QUANTITIES)
        return says_nothing(condition, query, what);
    if (filter->min_value)
        condition_add_number(condition, AND_MIN, *filter->min_value);
    if (filter->max_value)
        condition_add_number(condition, AND_MAX, *filter->max_value);
    return filter->period ? add_period(condition, filter->period) : 0;
}

int condition_add_filter(struct condition *condition, enum query_kind query,
                         const struct query_filter *filter)
{
    condition->query = query;
    int texts = add_texts(condition, query, filter);
    int parties = add_parties(condition, query, filter);
    int values = add_values(condition, query, filter);
    return texts < 0 || parties < 0 || values < 0 ? -1 : 0;
}

struct result *condition_run(struct condition *condition, size_t limit)
{
    struct database *db = condition->db;
    struct result *result = NULL;
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(db->handle, condition->sql.data, -1, &stmt, NULL) != SQLITE_OK) {
        database_failed(db);
        return NULL;
    }
    for (size_t i = 0; i < condition->value_count; i++) {
        const struct bound_value *value = &condition->values[i];
        if (value->text)
            sqlite3_bind_text(stmt, (int)i + 1, value->text, -1, SQLITE_STATIC);
        else
            sqlite3_bind_double(stmt, (int)i + 1, value->number);
    }
    result = database_result(db, stmt, limit);
    sqlite3_finalize(stmt);
    return result;
}
