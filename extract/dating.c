#include "extract/dating.h"

#include "extract/fiscal.h"
#include "extract/setting.h"
#include "extract/table.h"

#include <math.h>
#include <string.h>

/* "5% in 2025": what may stand between a percentage and the period right behind it. */
#define TIGHT_MAX 40

/* How far behind a percentage its period may stand in the same clause. */
#define LOOSE_MAX 80

/* "5%, 7% in 2025": so near, two percentages share the period behind them. */
#define SHARED_MAX 8

/* "2 points on the year to 7% in 2025", "5% at Oracle and 7% at Meta by 2028": the same. */
#define JOINED_MAX 30

static const struct dating_words *words_of(const struct reading *reading)
{
    return &reading->extractor->rules->context.dating;
}

/* The period right behind a percentage, with no other one between: "5% in 2025", "5% (2025)". */
static const struct mention *tight_period(const struct clause *clause)
{
    const struct reading *reading = clause->reading;
    const struct mention *percent = &reading->mentions[clause->index];
    for (size_t i = clause->index + 1; i < clause->last; i++) {
        const struct mention *next = &reading->mentions[i];
        if (next->start - percent->end > TIGHT_MAX || next->type == MENTION_PERCENT)
            return NULL;
        if (next->type != MENTION_PERIOD)
            continue;
        bool bracketed = next->start == percent->end + 2 && /* "5% (2025)" */
                         reading->text[percent->end + 1] == '(' && reading->text[next->end] == ')';
        /* "about 20%, in the second half." */
        bool trailing = reading->text[percent->end] == ',' && next->start < percent->end + 12 &&
                        strchr(".;)", reading->text[next->end]) != NULL;
        bool apart = !bracketed && !trailing &&
                     reading_holds(reading, words_of(reading)->apart, percent->end, next->start);
        return !apart && setting_claims(reading, next, percent->end) ? next : NULL;
    }
    return NULL;
}

static bool is_base(const struct clause *clause)
{
    const struct reading *reading = clause->reading;
    const struct mention *percent = &reading->mentions[clause->index];
    if (reading_holds(reading, words_of(reading)->peer, percent->end, clause->end))
        return false;
    return reading_holds(reading, words_of(reading)->base, clause->start, percent->start) ||
           reading_holds(reading, words_of(reading)->prior, percent->end, clause->end);
}

/* Whether the period tightly belongs to another percentage before it, of another kind of claim. */
static bool belongs_elsewhere(const struct clause *clause, size_t period,
                              const struct viewpoint *view)
{
    const struct reading *reading = clause->reading;
    for (size_t i = clause->first; i < period; i++) {
        if (reading->mentions[i].type != MENTION_PERCENT || i == clause->index)
            continue;
        struct clause other = clause_of(reading, i);
        if (tight_period(&other) == &reading->mentions[period])
            return is_base(&other) != is_base(clause) ||
                   (clause_modality(&other) != view->modality &&
                    !setting_fits(reading, &reading->mentions[period], view));
    }
    return false;
}

/* "for 2026 they plan 23%": nothing else stands between, whatever the words say of how sure it is.
 */
static bool introduces(const struct clause *clause, size_t period, const struct viewpoint *view)
{
    const struct reading *reading = clause->reading;
    const struct mention *mention = &reading->mentions[period];
    size_t end = reading->mentions[clause->index].start;
    return view->modality == MODALITY_ACTUAL && mention->start >= clause->before &&
           end - mention->end <= TIGHT_MAX && !mention->period.that &&
           !memchr(reading->text + mention->end, ';', end - mention->end) &&
           (reading_holds(reading, words_of(reading)->named, clause->start, mention->start) ||
            strchr("EF", reading->text[mention->end - 1])); /* "2026E" */
}

/*
 * The nearest period before the percentage, if need be one that does not fit its modality. *closed
 * says that there is one but that it belongs to another claim, so that looking further afield would
 * only guess.
 */
static const struct mention *period_before(const struct clause *clause,
                                           const struct viewpoint *view, bool *closed)
{
    const struct reading *reading = clause->reading;
    const struct mention *second_best = NULL;
    for (size_t i = clause->index; i-- > clause->first;) {
        const struct mention *mention = &reading->mentions[i];
        if (!setting_claims(reading, mention, clause->start))
            continue;
        if (belongs_elsewhere(clause, i, view))
            *closed = true;
        else if (setting_fits(reading, mention, view) || introduces(clause, i, view))
            return mention;
        else if (!second_best && !mention->period.that)
            second_best = mention;
    }
    return second_best;
}

static bool ends_with(const struct reading *reading, size_t start, size_t end, const char *word)
{
    size_t len = strlen(word);
    return end >= start + len && memcmp(reading->text + end - len, word, len) == 0;
}

/* A period further behind, in the same clause and not the next percentage's. */
static const struct mention *period_behind(const struct clause *clause)
{
    const struct reading *reading = clause->reading;
    size_t end = reading->mentions[clause->index].end;
    for (size_t i = clause->index + 1; i < clause->last; i++) {
        const struct mention *mention = &reading->mentions[i];
        if (mention->start - end > LOOSE_MAX ||
            reading_holds(reading, words_of(reading)->apart, end, mention->start))
            return NULL;
        if (mention->type == MENTION_PERCENT) {
            bool joined = ends_with(reading, end, mention->start, " to ") ||
                          ends_with(reading, end, mention->start, " and ");
            if (mention->start - end > (joined ? JOINED_MAX : SHARED_MAX))
                return NULL;
            end = mention->end;
        }
        if (setting_claims(reading, mention, clause->start))
            return mention;
    }
    return NULL;
}

static size_t clause_sentence(const struct clause *clause)
{
    return clause->reading->mentions[clause->index].sentence;
}

/* "by 5% from January": when something begins that is still to come. */
static const struct mention *beginning(const struct clause *clause, const struct viewpoint *view)
{
    const struct reading *reading = clause->reading;
    size_t end = reading->mentions[clause->index].end;
    struct period period;
    if (view->modality != MODALITY_FORECAST && view->modality != MODALITY_TARGET)
        return NULL;
    for (size_t i = clause->index + 1; i < clause->last; i++) {
        const struct mention *mention = &reading->mentions[i];
        if (mention->start - end > TIGHT_MAX || mention->type == MENTION_PERCENT)
            return NULL;
        if (mention->type == MENTION_PERIOD &&
            reading_holds(reading, words_of(reading)->beginning, end, mention->start) &&
            setting_resolve(reading, mention, view, &period) &&
            period_is_future(&period, reading->now))
            return mention;
    }
    return NULL;
}

/* Whether a period that is told elsewhere can hold here: a fiscal one is no market's, nor that of a
 * company which ends its years with another month. */
static bool suits(const struct clause *clause, const struct viewpoint *view,
                  const struct period *period)
{
    const struct entity *whose =
        period->year_ends ? fiscal_whose(clause->reading, clause->index, view->subject) : NULL;
    return (!period->fiscal || view->fiscal) && (!whose || whose->year_ends == period->year_ends);
}

/* The only period of a sentence with one percentage, wherever it stands, if it fits and is near. */
static const struct mention *only_period(const struct clause *clause, const struct viewpoint *view)
{
    const struct reading *reading = clause->reading;
    const struct mention *only = NULL;
    struct period period;
    for (size_t i = clause->first; i < clause->last; i++) {
        const struct mention *mention = &reading->mentions[i];
        if ((mention->type == MENTION_PERCENT && i != clause->index) ||
            (mention->type == MENTION_PERIOD && only))
            return NULL;
        if (mention->type == MENTION_PERIOD)
            only = mention;
    }
    if (!only || !setting_claims(reading, only, clause->start) ||
        !setting_fits(reading, only, view) || !setting_resolve(reading, only, view, &period))
        return NULL;
    size_t end = reading->mentions[clause->index].end,
           start = reading->mentions[clause->index].start;
    if (only->start > end ? memchr(reading->text + end, ';', only->start - end)
                          : memchr(reading->text + only->end, ';', start - only->end))
        return NULL;
    bool over = period.unit == PERIOD_YEAR || period_is_past(&period, reading->now);
    if (view->modality == MODALITY_ACTUAL && !over)
        return NULL;
    return period.year + 1 >= reading->now.year ? only : NULL;
}

/* What the sentence, and then what is around it, says of the number itself. */
static bool date_plainly(const struct clause *clause, const struct viewpoint *view,
                         struct period *period)
{
    const struct reading *reading = clause->reading;
    bool closed = reading_holds(reading, words_of(reading)->span, clause->before, clause->behind);
    const struct mention *mention = tight_period(clause);
    if (!mention)
        mention = beginning(clause, view);
    if (!mention)
        mention = period_before(clause, view, &closed);
    if (!mention && !closed)
        mention = period_behind(clause);
    if (!mention && !closed)
        mention = only_period(clause, view);
    if (!mention && !closed)
        mention = setting_find(reading, clause_sentence(clause), view);
    if (!mention || !setting_resolve(reading, mention, view, period))
        return false;
    return mention->sentence == clause_sentence(clause) || suits(clause, view, period);
}

/* The number that a base belongs to: the nearest before it that is none, else the one behind. */
static bool measured_clause(const struct clause *base, struct clause *measured)
{
    const struct reading *reading = base->reading;
    for (size_t i = base->index; i-- > base->first;) {
        if (reading->mentions[i].type != MENTION_PERCENT)
            continue;
        *measured = clause_of(reading, i);
        if (!is_base(measured))
            return true;
    }
    for (size_t i = base->index + 1; i < base->last; i++) {
        if (reading->mentions[i].type != MENTION_PERCENT)
            continue;
        *measured = clause_of(reading, i);
        return !is_base(measured);
    }
    return false;
}

/* By how many of its units a period is moved back to get what it is compared with; 0: unknown. */
static int base_distance(const struct period *period, enum basis basis)
{
    int parts = period_parts(period);
    switch (basis) {
    case BASIS_YOY:
        return parts;
    case BASIS_QOQ:
        return parts == 4;
    case BASIS_MOM:
        return parts == 12;
    default:
        return 1;
    }
}

/* "lifted its forecast to 15% from 12%": an older view of the same period. */
static bool is_revised(const struct clause *clause)
{
    const struct reading *reading = clause->reading;
    return reading_holds(reading, words_of(reading)->revised, clause->start, clause->behind);
}

/* "21% against 17%": unless words say when that was, it was at the same time. */
static bool is_contrast(const struct clause *clause)
{
    const struct reading *reading = clause->reading;
    return reading_holds(reading, words_of(reading)->contrast, clause->before,
                         reading->mentions[clause->index].start);
}

static bool date_base(const struct clause *clause, const struct viewpoint *view,
                      struct period *period)
{
    struct clause measured = *clause;
    bool found = measured_clause(clause, &measured);
    struct viewpoint its_view = *view;
    its_view.modality = clause_modality(&measured);
    if (!date_plainly(&measured, &its_view, period))
        return false;
    enum basis own = clause_basis(clause);
    if (is_revised(clause) || (own == BASIS_NONE && found && is_contrast(clause)))
        return true;
    if (period->last_year) {
        period->last_year = 0;
        return true;
    }
    enum basis basis = own == BASIS_NONE && found ? clause_basis(&measured) : own;
    int distance = base_distance(period, basis);
    period_shift(period, -distance);
    return distance > 0;
}

/* "Between 2022 and 2024 it went from 31% to 42%": each end of the range has a number of its own.
 */
static bool follows_base(const struct clause *clause)
{
    struct clause before;
    return clause_before(clause, &before) && is_base(&before);
}

/* In a table the column's head tells, then the row's first cell, then what is above the table. */
static bool date_cell(const struct clause *clause, const struct viewpoint *view,
                      struct period *period)
{
    const struct reading *reading = clause->reading;
    const struct mention *percent = &reading->mentions[clause->index];
    size_t block = reading->sentences[percent->sentence].block;
    struct table_cell cell = table_cell_at(reading, block, percent->start), head;
    struct table_cell first = table_cell_at(reading, block, reading->blocks[block].start);
    bool headed = table_head(reading, block, &cell, &head);
    const struct mention *mention = headed ? table_period(reading, &head) : NULL;
    if (!mention)
        mention = table_period(reading, &first);
    if (!mention)
        mention = table_period(reading, &cell);
    if (!mention)
        mention = setting_find(reading, percent->sentence, view);
    return mention && setting_resolve(reading, mention, view, period);
}

/* A section's bare year holds even for what has no period by itself: a roadmap's speed-ups. */
static bool date_undated(const struct clause *clause, const struct viewpoint *view,
                         struct period *period)
{
    const struct reading *reading = clause->reading;
    const struct mention *mention = tight_period(clause);
    if (!mention)
        mention = setting_heading(reading, reading->mentions[clause->index].sentence);
    return mention && setting_resolve(reading, mention, view, period);
}

/* The body's percentage that a title gives too, as it stands or rounded; false without one. */
static bool told_in_body(const struct clause *title, struct clause *body)
{
    const struct reading *reading = title->reading;
    const struct percent *wanted = &reading->mentions[title->index].percent;
    for (size_t i = title->last; i < reading->mention_count; i++) {
        const struct percent *percent = &reading->mentions[i].percent;
        if (reading->mentions[i].type != MENTION_PERCENT || percent->unit != wanted->unit ||
            percent->range != wanted->range ||
            (percent->value != wanted->value && round(percent->value) != wanted->value))
            continue;
        *body = clause_of(reading, i);
        return true;
    }
    return false;
}

static bool has_period(const struct clause *clause)
{
    for (size_t i = clause->first; i < clause->last; i++)
        if (clause->reading->mentions[i].type == MENTION_PERIOD)
            return true;
    return false;
}

bool dating_find(const struct clause *clause, const struct metric *metric,
                 const struct entity *subject, struct period *period)
{
    const struct reading *reading = clause->reading;
    struct clause body;
    if (clause->start < reading->body && !has_period(clause) && told_in_body(clause, &body))
        return dating_find(&body, metric, subject, period);
    struct viewpoint view = {.modality = setting_modality(clause), .past = is_base(clause)};
    view.subject = subject;
    view.fiscal = !metric || !metric->market;
    view.books = (!metric || metric->books) && !fiscal_goes_by_calendar(reading, clause->index);
    view.whose = view.books && (metric || fiscal_is_of_books(reading))
                     ? fiscal_whose(reading, clause->index, subject)
                     : NULL;
    if (table_is_row(reading, reading->sentences[reading->mentions[clause->index].sentence].block))
        return date_cell(clause, &view, period);
    const struct mention *column = table_column_period(reading, clause->index);
    if (column)
        return setting_resolve(reading, column, &view, period);
    if (metric && metric->undated)
        return date_undated(clause, &view, period);
    if (is_base(clause) && !tight_period(clause))
        return date_base(clause, &view, period);
    if (!date_plainly(clause, &view, period))
        return false;
    if (period->last_year && follows_base(clause))
        *period = (struct period){.unit = PERIOD_YEAR, .year = period->last_year};
    return true;
}
