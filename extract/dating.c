#include "extract/dating.h"

#include <string.h>

/* "5% in 2025": what may stand between a percentage and the period right behind it. */
#define TIGHT_MAX 40

/* How far behind a percentage its period may stand in the same clause. */
#define LOOSE_MAX 80

/* "5% and 7% in 2025": so near, two percentages share the period behind them. */
#define SHARED_MAX 8

/* A paragraph so short, without a full stop or a number of its own, is as good as a heading. */
#define HEADING_MAX 90

/* How many paragraphs make an article's lead, which names the period that it is about. */
#define LEAD_BLOCKS 3

static bool holds(const struct reading *reading, const struct pattern *pattern, size_t start,
                  size_t end)
{
    return pattern && end > start &&
           pattern_search(pattern, reading->text + start, end - start, 0, NULL) == PATTERN_MATCH;
}

static const struct dating_words *words_of(const struct reading *reading)
{
    return &reading->extractor->rules->context.dating;
}

/* "its 2025 AI Investor Day": a year that belongs to a name. */
static bool is_part_of_name(const struct reading *reading, const struct mention *period,
                            size_t start)
{
    const char *behind = reading->text + period->end;
    return period->period.unit == PERIOD_YEAR && !period->period.last_year &&
           period->end + 1 < reading->len && behind[0] == ' ' && behind[1] >= 'A' &&
           behind[1] <= 'Z' && period->start > start &&
           !holds(reading, words_of(reading)->named, start, period->start);
}

/* Whether a period may be what a claim of the sentence speaks of, whichever claim that is. */
static bool is_claimed(const struct reading *reading, const struct mention *mention, size_t start)
{
    return mention->type == MENTION_PERIOD && !is_part_of_name(reading, mention, start) &&
           !holds(reading, words_of(reading)->aside, start, mention->start);
}

static bool resolve(const struct reading *reading, const struct mention *mention,
                    struct period *period);

/* What is said as a fact does not speak of the future, nor a forecast of the past. */
static bool fits_modality(const struct reading *reading, const struct mention *mention,
                          enum modality modality)
{
    struct period period;
    if (!resolve(reading, mention, &period))
        return true;
    return modality == MODALITY_FORECAST || modality == MODALITY_TARGET
               ? !period_is_past(&period, reading->now)
               : !period_is_future(&period, reading->now);
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
        bool apart = holds(reading, words_of(reading)->apart, percent->end, next->start);
        return !apart && is_claimed(reading, next, percent->end) ? next : NULL;
    }
    return NULL;
}

/* Whether the period tightly belongs to another percentage before it, of another modality. */
static bool belongs_elsewhere(const struct clause *clause, size_t period, enum modality modality)
{
    const struct reading *reading = clause->reading;
    for (size_t i = clause->first; i < period; i++) {
        if (reading->mentions[i].type != MENTION_PERCENT || i == clause->index)
            continue;
        struct clause other = clause_of(reading, i);
        if (tight_period(&other) == &reading->mentions[period])
            return clause_modality(&other) != modality;
    }
    return false;
}

/*
 * The nearest period before the percentage, if need be one that does not fit its modality. *closed
 * says that there is one but that it belongs to another claim, so that looking further afield would
 * only guess.
 */
static const struct mention *period_before(const struct clause *clause, enum modality modality,
                                           bool *closed)
{
    const struct reading *reading = clause->reading;
    const struct mention *second_best = NULL;
    for (size_t i = clause->index; i-- > clause->first;) {
        const struct mention *mention = &reading->mentions[i];
        if (!is_claimed(reading, mention, clause->start))
            continue;
        if (belongs_elsewhere(clause, i, modality))
            *closed = true;
        else if (fits_modality(reading, mention, modality))
            return mention;
        else if (!second_best)
            second_best = mention;
    }
    return second_best;
}

/* A period further behind, in the same clause and not the next percentage's. */
static const struct mention *period_behind(const struct clause *clause)
{
    const struct reading *reading = clause->reading;
    size_t end = reading->mentions[clause->index].end;
    for (size_t i = clause->index + 1; i < clause->last; i++) {
        const struct mention *mention = &reading->mentions[i];
        if (mention->start - end > LOOSE_MAX ||
            holds(reading, words_of(reading)->apart, end, mention->start))
            return NULL;
        if (mention->type == MENTION_PERCENT) {
            if (mention->start - end > SHARED_MAX)
                return NULL;
            end = mention->end;
        }
        if (is_claimed(reading, mention, clause->start))
            return mention;
    }
    return NULL;
}

/* The last period of a sentence that a claim of this modality may speak of. */
static const struct mention *last_period(const struct reading *reading, size_t sentence,
                                         enum modality modality)
{
    size_t first, last;
    reading_mentions_in(reading, sentence, &first, &last);
    for (size_t i = last; i-- > first;) {
        const struct mention *mention = &reading->mentions[i];
        if (is_claimed(reading, mention, reading->sentences[sentence].start) &&
            fits_modality(reading, mention, modality))
            return mention;
    }
    return NULL;
}

static bool has_percent(const struct reading *reading, size_t sentence)
{
    size_t first, last;
    reading_mentions_in(reading, sentence, &first, &last);
    for (size_t i = first; i < last; i++)
        if (reading->mentions[i].type == MENTION_PERCENT)
            return true;
    return false;
}

static bool is_heading(const struct reading *reading, size_t sentence)
{
    const struct block *block = &reading->blocks[reading->sentences[sentence].block];
    return block->kind == BLOCK_HEADING ||
           (block->end > block->start && block->end - block->start <= HEADING_MAX &&
            !strchr(".!?", reading->text[block->end - 1]) && !has_percent(reading, sentence));
}

/* In the paragraph's sentences before, then in the headings above, up to the title. */
static const struct mention *context_period(const struct reading *reading, size_t sentence,
                                            enum modality modality)
{
    size_t block = reading->sentences[sentence].block;
    for (size_t i = sentence; i-- > 0;) {
        if (reading->sentences[i].block != block && !is_heading(reading, i))
            continue;
        const struct mention *period = last_period(reading, i, modality);
        if (period)
            return period;
    }
    return NULL;
}

/* The first one that the article names at all, if it does so in its lead. */
static const struct mention *lead_period(const struct reading *reading, size_t sentence,
                                         enum modality modality)
{
    for (size_t i = 0; i < sentence; i++) {
        if (reading->sentences[i].block > LEAD_BLOCKS)
            return NULL;
        const struct mention *period = last_period(reading, i, modality);
        if (period)
            return period;
    }
    return NULL;
}

/* The nearest period before the mention, anywhere, that passes the test. */
static const struct period *named_before(const struct reading *reading,
                                         const struct mention *mention, bool fiscal)
{
    for (const struct mention *before = mention; before-- > reading->mentions;)
        if (before->type == MENTION_PERIOD &&
            (fiscal ? before->period.fiscal : before->period.year != 0))
            return &before->period;
    return NULL;
}

/*
 * A quarter without a year is the calendar's, nearest to the day of publication, unless the article
 * has spoken of fiscal quarters before: then it is one of these.
 */
static bool resolve(const struct reading *reading, const struct mention *mention,
                    struct period *period)
{
    *period = mention->period;
    const struct period *fiscal =
        period->unit == PERIOD_QUARTER ? named_before(reading, mention, true) : NULL;
    if (fiscal && !period->fiscal && period->year == 0 && !period->is_relative) {
        struct period near = *fiscal;
        if (!period_resolve(&near, NULL, reading->now))
            return false;
        period_resolve_fiscal(period, &near);
        return true;
    }
    bool back = period->that || reading->now.year == 0;
    return period_resolve(period, back ? named_before(reading, mention, false) : NULL,
                          reading->now);
}

static bool is_base(const struct clause *clause)
{
    const struct reading *reading = clause->reading;
    return holds(reading, words_of(reading)->base, clause->start,
                 reading->mentions[clause->index].start);
}

/* The percentage that a base belongs to: the one before it in the sentence, else the one behind. */
static bool measured_clause(const struct clause *base, struct clause *measured)
{
    const struct reading *reading = base->reading;
    size_t index = base->index;
    for (size_t i = base->index; i-- > base->first && index == base->index;)
        if (reading->mentions[i].type == MENTION_PERCENT)
            index = i;
    for (size_t i = base->index + 1; i < base->last && index == base->index; i++)
        if (reading->mentions[i].type == MENTION_PERCENT)
            index = i;
    *measured = clause_of(reading, index);
    return index != base->index && !is_base(measured);
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

static bool date_base(const struct clause *clause, struct period *period)
{
    struct clause measured;
    enum basis basis = clause_basis(clause);
    if (!measured_clause(clause, &measured) || !dating_find(&measured, false, period))
        return false;
    if (basis == BASIS_NONE)
        basis = clause_basis(&measured);
    int distance = base_distance(period, basis);
    period_shift(period, -distance);
    return distance > 0;
}

/* The title's, whether it fits or not: "Prices in 4Q25" over an article that is written before. */
static const struct mention *title_period(const struct reading *reading)
{
    for (size_t i = 0; i < reading->mention_count && reading->mentions[i].end < reading->body; i++)
        if (is_claimed(reading, &reading->mentions[i], 0))
            return &reading->mentions[i];
    return NULL;
}

bool dating_find(const struct clause *clause, bool undated, struct period *period)
{
    const struct reading *reading = clause->reading;
    size_t sentence = reading->mentions[clause->index].sentence;
    enum modality modality = clause_modality(clause);
    const struct mention *mention = tight_period(clause);
    bool closed = undated;
    if (!mention && !undated && is_base(clause))
        return date_base(clause, period);
    if (!mention && !undated)
        mention = period_before(clause, modality, &closed);
    if (!mention && !closed)
        mention = period_behind(clause);
    if (!mention && !closed)
        mention = context_period(reading, sentence, modality);
    if (!mention && !closed)
        mention = lead_period(reading, sentence, modality);
    if (!mention && !closed)
        mention = title_period(reading);
    return mention && resolve(reading, mention, period);
}
