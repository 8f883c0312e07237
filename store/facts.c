#include "store/facts.h"

#include <stdio.h>
#include <string.h>

#include "rules/ruleset.h"
#include "store/calendar.h"
#include "store/definitions.h"
#include "store/diagnostics.h"
#include "store/entities.h"

/* Messages about facts that are left out: a record is a page's, and a page may be hostile. */
#define LEFT_OUT_MAX 200

/* One kind of fact: where it stands in the record and how one of them is stored. */
struct fact_kind {
    const char *member;
    enum statement clear;
    const char *(*check)(const json_t *fact); /* what it lacks, or NULL */
    int (*save)(struct database *db, const struct fact_owner *owner, const json_t *fact);
};

static const char *member(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static bool in_title(const json_t *fact)
{
    const char *in = member(fact, "in");
    return in && strcmp(in, "title") == 0;
}

static bool modality_known(const json_t *fact)
{
    const char *modality = member(fact, "modality");
    for (int i = MODALITY_ACTUAL; modality && i <= MODALITY_TARGET; i++)
        if (strcmp(modality, modality_name((enum modality)i)) == 0)
            return true;
    return false;
}

static const char *check_mention(const json_t *fact)
{
    return entity_named(fact) ? NULL : "no id";
}

static const char *check_relation(const json_t *fact)
{
    const char *type = member(fact, "type");
    if (!type || *type == '\0')
        return "no type";
    if (!entity_named(json_object_get(fact, "subject")))
        return "no subject";
    if (!entity_named(json_object_get(fact, "object")))
        return "no object";
    return modality_known(fact) ? NULL : "no known modality";
}

static const char *check_quantity(const json_t *fact)
{
    if (!json_is_number(json_object_get(fact, "value")))
        return "no value";
    if (!member(fact, "unit"))
        return "no unit";
    return modality_known(fact) ? NULL : "no known modality";
}

static bool span_within(const struct fact_owner *owner, const json_t *fact)
{
    const json_t *start = json_object_get(fact, "start"), *end = json_object_get(fact, "end");
    size_t len = in_title(fact) ? owner->title_len : owner->text_len;
    return json_is_integer(start) && json_is_integer(end) && json_integer_value(start) >= 0 &&
           json_integer_value(start) <= json_integer_value(end) &&
           (uint64_t)json_integer_value(end) <= len;
}

static void bind_member(sqlite3_stmt *stmt, const char *name, const json_t *fact, const char *key)
{
    bind_text(stmt, name, member(fact, key));
}

/* What every fact has: its article, its month and its place. */
static void bind_place(sqlite3_stmt *stmt, const struct fact_owner *owner, const json_t *fact)
{
    bind_int(stmt, ":article_id", owner->article_id);
    bind_text(stmt, ":month", owner->month);
    bind_int(stmt, ":in_title", in_title(fact));
    bind_int(stmt, ":span_start", json_integer_value(json_object_get(fact, "start")));
    bind_int(stmt, ":span_end", json_integer_value(json_object_get(fact, "end")));
}

static int save_mention(struct database *db, const struct fact_owner *owner, const json_t *fact)
{
    int64_t entity;
    if (entity_put(db, fact, &entity) < 0)
        return -1;
    sqlite3_stmt *stmt = database_statement(db, SQL_MENTION_ADD);
    bind_place(stmt, owner, fact);
    bind_int(stmt, ":entity_id", entity);
    return database_run(db, stmt);
}

static int save_relation(struct database *db, const struct fact_owner *owner, const json_t *fact)
{
    int64_t type, subject, object, about, rule;
    if (definition_relation_type(db, member(fact, "type"), &type) < 0 ||
        definition_rule(db, member(fact, "rule"), owner->now, &rule) < 0 ||
        entity_put(db, json_object_get(fact, "subject"), &subject) < 0 ||
        entity_put(db, json_object_get(fact, "object"), &object) < 0 ||
        entity_put(db, json_object_get(fact, "about"), &about) < 0)
        return -1;
    sqlite3_stmt *stmt = database_statement(db, SQL_RELATION_ADD);
    bind_place(stmt, owner, fact);
    bind_int(stmt, ":type_id", type);
    bind_int(stmt, ":subject_id", subject);
    bind_int(stmt, ":object_id", object);
    bind_id(stmt, ":about_id", about);
    bind_id(stmt, ":rule_id", rule);
    bind_member(stmt, ":role", fact, "role");
    bind_member(stmt, ":modality", fact, "modality");
    bind_member(stmt, ":sentence", fact, "sentence");
    return database_run(db, stmt);
}

/* Its spelling, and its days where it is a calendar's. */
static void bind_period(sqlite3_stmt *stmt, const json_t *fact)
{
    const char *period = member(fact, "period");
    char first[CALENDAR_DAY_SIZE], last[CALENDAR_DAY_SIZE];
    bool days = period && calendar_days(period, first, last) == 0;
    bind_text(stmt, ":period", period);
    bind_text(stmt, ":period_first", days ? first : NULL);
    bind_text(stmt, ":period_last", days ? last : NULL);
}

static int save_quantity(struct database *db, const struct fact_owner *owner, const json_t *fact)
{
    int64_t metric, rule, subject, claimant;
    const json_t *high = json_object_get(fact, "value_high");
    if (definition_metric(db, member(fact, "metric"), &metric) < 0 ||
        definition_rule(db, member(fact, "rule"), owner->now, &rule) < 0 ||
        entity_put(db, json_object_get(fact, "subject"), &subject) < 0 ||
        entity_put(db, json_object_get(fact, "claimant"), &claimant) < 0)
        return -1;
    sqlite3_stmt *stmt = database_statement(db, SQL_QUANTITY_ADD);
    bind_place(stmt, owner, fact);
    bind_id(stmt, ":metric_id", metric);
    bind_id(stmt, ":subject_id", subject);
    bind_id(stmt, ":claimant_id", claimant);
    bind_id(stmt, ":rule_id", rule);
    bind_real(stmt, ":value", json_number_value(json_object_get(fact, "value")));
    if (json_is_number(high))
        bind_real(stmt, ":value_high", json_number_value(high));
    bind_int(stmt, ":approx", json_is_true(json_object_get(fact, "approx")));
    bind_period(stmt, fact);
    bind_member(stmt, ":unit", fact, "unit");
    bind_member(stmt, ":market", fact, "market");
    bind_member(stmt, ":region", fact, "region");
    bind_member(stmt, ":modality", fact, "modality");
    bind_member(stmt, ":change", fact, "change");
    bind_member(stmt, ":basis", fact, "basis");
    bind_member(stmt, ":sentence", fact, "sentence");
    return database_run(db, stmt);
}

static int leave_out(struct database *db, const struct fact_owner *owner,
                     const struct fact_kind *kind, size_t index, const char *lack)
{
    char message[160];
    snprintf(message, sizeof(message), "%s[%zu] of the record is left out: %s", kind->member, index,
             lack);
    return diagnostics_add(db, owner->document_id, "warning", "store", message);
}

static int save_kind(struct database *db, const struct fact_owner *owner,
                     const struct fact_kind *kind, const json_t *facts)
{
    size_t i, left_out = 0;
    json_t *fact;
    sqlite3_stmt *stmt = database_statement(db, kind->clear);
    bind_int(stmt, ":article_id", owner->article_id);
    if (database_run(db, stmt) < 0)
        return -1;
    json_array_foreach(facts, i, fact)
    {
        const char *lack = kind->check(fact);
        if (!lack && !span_within(owner, fact))
            lack = "its place is outside the article";
        if (!lack && kind->save(db, owner, fact) < 0)
            return -1;
        if (!lack)
            continue;
        if (++left_out <= LEFT_OUT_MAX && leave_out(db, owner, kind, i, lack) < 0)
            return -1;
    }
    return 0;
}

int facts_save(struct database *db, const struct fact_owner *owner, const json_t *record)
{
    static const struct fact_kind kinds[] = {
        {"mentions", SQL_MENTIONS_CLEAR, check_mention, save_mention},
        {"relations", SQL_RELATIONS_CLEAR, check_relation, save_relation},
        {"quantities", SQL_QUANTITIES_CLEAR, check_quantity, save_quantity},
    };
    if (diagnostics_save(db, owner->document_id, json_object_get(record, "diagnostics")) < 0)
        return -1;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (save_kind(db, owner, &kinds[i], json_object_get(record, kinds[i].member)) < 0)
            return -1;
    return 0;
}
