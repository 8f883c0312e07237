#include "store/trend.h"

#include <stdlib.h>
#include <string.h>

#include "store/calendar.h"
#include "store/condition.h"
#include "store/known.h"

/*
 * Rows that gaps may add to a series: eighty years of months. Beyond that a date is wrong, and is
 * better seen as a jump than as a thousand empty rows.
 */
#define GAP_MAX 1000

static const int months_of[] = {
    [TREND_MONTH] = CALENDAR_MONTH,
    [TREND_QUARTER] = CALENDAR_QUARTER,
    [TREND_YEAR] = CALENDAR_YEAR,
};

static const enum fragment by_step[] = {
    [TREND_MONTH] = TREND_BY_MONTH,
    [TREND_QUARTER] = TREND_BY_QUARTER,
    [TREND_YEAR] = TREND_BY_YEAR,
};

static const enum fragment and_step[] = {
    [TREND_MONTH] = AND_MONTHS,
    [TREND_QUARTER] = AND_QUARTERS,
    [TREND_YEAR] = AND_YEARS,
};

/* ---- Gaps ---- */

/* A walk over the steps of one series. */
struct series {
    int months;         /* of a step */
    size_t key_columns; /* behind the period: what tells one series from another */
    bool counts;        /* a gap's cells are 0, else only its first count is */
};

static struct cell copy_cell(struct result *to, const struct cell *cell)
{
    return cell->type == CELL_TEXT ? cell_text(to, cell->text) : *cell;
}

static void add_copy(struct result *to, const struct cell *row)
{
    struct cell *copy = result_add_row(to);
    for (size_t i = 0; i < to->column_count; i++)
        copy[i] = copy_cell(to, &row[i]);
}

/* Empty steps from `from` up to, but not including, `until`. */
static void add_gap(struct result *to, const struct series *series, int from, int until,
                    const struct cell *like, bool fiscal)
{
    if (until - from > GAP_MAX)
        return;
    for (int number = from; number < until; number++) {
        char label[CALENDAR_LABEL_SIZE];
        struct cell *row = result_add_row(to);
        calendar_label(number, series->months, fiscal, label);
        row[0] = cell_text(to, label);
        for (size_t i = 1; i <= series->key_columns; i++)
            row[i] = copy_cell(to, &like[i]);
        size_t first = series->key_columns + 1;
        for (size_t i = first; i < to->column_count && (series->counts || i == first); i++)
            row[i] = cell_number(0);
    }
}

static bool same_cell(const struct cell *a, const struct cell *b)
{
    return a->type == b->type && (a->type != CELL_TEXT || strcmp(a->text, b->text) == 0);
}

static bool same_series(const struct series *series, const struct cell *a, const struct cell *b)
{
    for (size_t i = 1; i <= series->key_columns; i++)
        if (!same_cell(&a[i], &b[i]))
            return false;
    return calendar_fiscal(a[0].text) == calendar_fiscal(b[0].text);
}

/* The rows with their gaps filled: within each series, and for counts from `from` to `until`. */
static struct result *fill(const struct result *rows, const struct series *series, int from,
                           int until)
{
    struct result *filled = result_new(rows->columns, rows->column_count);
    const struct cell *last = NULL;
    int next = from;
    for (size_t i = 0; i < rows->row_count; i++) {
        const struct cell *row = result_row(rows, i);
        int number = calendar_number(row[0].text, series->months);
        if (last && !same_series(series, last, row))
            next = -1;
        if (next >= 0)
            add_gap(filled, series, next, number, row, calendar_fiscal(row[0].text));
        add_copy(filled, row);
        last = row;
        next = number + 1;
    }
    if (until >= 0 && next >= 0)
        add_gap(filled, series, next, until + 1, NULL, false);
    return filled;
}

/* ---- Series ---- */

/* The number of the step that a day lies in. */
static int step_of_day(const char *day, int months)
{
    return (atoi(day) * 12 + atoi(day + strlen("2025-")) - 1) / months;
}

/* Where a series begins and ends by the filter; -1 where it does not say. */
static void ends_of(const struct query_filter *filter, int months, int *from, int *until)
{
    char first[CALENDAR_DAY_SIZE], last[CALENDAR_DAY_SIZE];
    *from = *until = -1;
    if (filter->since && calendar_days(filter->since, first, last) == 0)
        *from = step_of_day(first, months);
    if (filter->until && calendar_days(filter->until, first, last) == 0)
        *until = step_of_day(last, months);
}

static struct result *trend_of_counts(struct condition *query, enum query_kind kind,
                                      enum trend_step step, const struct query_filter *filter)
{
    const struct series series = {.months = months_of[step], .counts = true};
    int from, until;
    if (condition_add_filter(query, kind, filter) < 0)
        return NULL;
    condition_add(query, GROUP_TREND);
    struct result *rows = condition_run(query, 0);
    if (!rows)
        return NULL;
    ends_of(filter, series.months, &from, &until);
    struct result *filled = fill(rows, &series, from, until);
    result_free(rows);
    return filled;
}

static struct result *trend_of_entity(struct condition *query, const char *name,
                                      enum trend_step step, const struct query_filter *filter)
{
    struct query_filter mine = *filter;
    const char *ids = known_entities(query->db, NULL, name, query->arena);
    if (!ids)
        return NULL;
    struct query_party *parties =
        arena_alloc(query->arena, (filter->party_count + 1) * sizeof(*parties));
    for (size_t i = 0; i < filter->party_count; i++)
        parties[i] = filter->parties[i];
    parties[filter->party_count] = (struct query_party){.entity = name};
    mine.parties = parties;
    mine.party_count++;
    condition_add(query, by_step[step]);
    condition_add_text(query, TREND_OF_ENTITY, ids);
    return trend_of_counts(query, QUERY_ARTICLES, step, &mine);
}

static struct result *trend_of_relation(struct condition *query, const char *name,
                                        enum trend_step step, const struct query_filter *filter)
{
    struct query_filter mine = *filter;
    mine.type = name;
    condition_add(query, by_step[step]);
    condition_add(query, TREND_OF_RELATION);
    return trend_of_counts(query, QUERY_RELATIONS, step, &mine);
}

/* Tells in a note how many claims have no place among the steps. */
static int note_left_out(struct database *db, const struct query_filter *filter, size_t taken)
{
    struct condition *query = condition_new(db);
    struct result *all = NULL;
    condition_add(query, TREND_LEFT_OUT);
    if (condition_add_filter(query, QUERY_QUANTITIES, filter) == 0)
        all = condition_run(query, 0);
    condition_free(query);
    if (!all)
        return -1;
    size_t left_out = (size_t)result_row(all, 0)[0].number - taken;
    result_free(all);
    if (left_out > 0) {
        diags_add(db->diags, SEVERITY_NOTE, "store", db->path,
                  "%zu more claims about %s have no period or one of another length", left_out,
                  filter->metric);
        diags_hint(db->diags, "another step shows some; newsledger query quantities all");
    }
    return 0;
}

static struct result *trend_of_metric(struct condition *query, const char *name,
                                      enum trend_step step, const struct query_filter *filter)
{
    const struct series series = {.months = months_of[step], .key_columns = 3};
    const size_t claims = series.key_columns + 1;
    struct query_filter mine = *filter;
    struct result *filled = NULL;
    size_t taken = 0;
    mine.metric = name;
    condition_add(query, TREND_OF_METRIC);
    if (condition_add_filter(query, QUERY_QUANTITIES, &mine) < 0)
        return NULL;
    condition_add(query, and_step[step]);
    condition_add(query, GROUP_TREND_VALUES);
    struct result *rows = condition_run(query, 0);
    if (!rows)
        return NULL;
    for (size_t i = 0; i < rows->row_count; i++)
        taken += (size_t)result_row(rows, i)[claims].number;
    if (note_left_out(query->db, &mine, taken) == 0)
        filled = fill(rows, &series, -1, -1);
    result_free(rows);
    return filled;
}

struct result *ledger_trend(struct ledger *ledger, enum trend_kind kind, const char *name,
                            enum trend_step step, const struct query_filter *filter)
{
    struct condition *query = condition_new(ledger_database(ledger));
    struct result *result;
    switch (kind) {
    case TREND_ENTITY:
        result = trend_of_entity(query, name, step, filter);
        break;
    case TREND_RELATION:
        result = trend_of_relation(query, name, step, filter);
        break;
    default:
        result = trend_of_metric(query, name, step, filter);
        break;
    }
    condition_free(query);
    return result;
}
