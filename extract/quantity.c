#include "extract/quantity.h"

#include <string.h>

/* A percentage and the text that describes it; all offsets in the reading's text. */
struct clause {
    const struct reading *reading;
    size_t index;          /* of the percentage's mention */
    size_t first, last;    /* the sentence's mentions */
    size_t start, end;     /* the sentence */
    size_t before, behind; /* where the clause begins and ends */
};

/* "63% in 2024 to 42%": how far a clause inherits what the one before it said. */
#define INHERIT_MAX 40

/* "5% in 2025": what may stand between a percentage and the period that it belongs to. */
#define TIGHT_MAX 40

static struct clause clause_of(const struct reading *reading, size_t index)
{
    struct clause clause = {.reading = reading, .index = index};
    const struct mention *percent = &reading->mentions[index];
    reading_mentions_in(reading, percent->sentence, &clause.first, &clause.last);
    clause.start = clause.before = reading->sentences[percent->sentence].start;
    clause.end = clause.behind = reading->sentences[percent->sentence].end;
    for (size_t i = clause.first; i < clause.last; i++) {
        const struct mention *mention = &reading->mentions[i];
        if (mention->type != MENTION_PERCENT)
            continue;
        if (i < index)
            clause.before = mention->end;
        else if (i > index && mention->start < clause.behind)
            clause.behind = mention->start;
    }
    return clause;
}

static bool holds(const struct reading *reading, const struct pattern *pattern, size_t start,
                  size_t end)
{
    return pattern && end > start &&
           pattern_search(pattern, reading->text + start, end - start, 0, NULL) == PATTERN_MATCH;
}

/* Bytes between the mention and the pattern's nearest match in the span; SIZE_MAX without one. */
static size_t distance_to(const struct reading *reading, const struct pattern *pattern,
                          size_t start, size_t end, const struct mention *mention)
{
    size_t nearest = SIZE_MAX, len = end - start;
    struct span spans[PATTERN_GROUPS_MAX];
    for (size_t at = 0;
         pattern && at < len &&
         pattern_search(pattern, reading->text + start, len, at, spans) == PATTERN_MATCH;
         at = spans[0].end > at ? spans[0].end : at + 1) {
        size_t from = start + spans[0].start, to = start + spans[0].end;
        size_t distance = to <= mention->start   ? mention->start - to
                          : from >= mention->end ? from - mention->end
                                                 : 0;
        if (distance < nearest)
            nearest = distance;
    }
    return nearest;
}

enum modality modality_of(const struct reading *reading, size_t start, size_t end)
{
    const struct context *context = &reading->extractor->rules->context;
    static const enum modality order[] = {MODALITY_ACTUAL, MODALITY_TARGET, MODALITY_FORECAST,
                                          MODALITY_ESTIMATE};
    for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++)
        if (holds(reading, context->modality[order[i]], start, end))
            return order[i];
    return MODALITY_ACTUAL;
}

static size_t first_comma(const struct reading *reading, size_t from, size_t end)
{
    while (from < end && !strchr(",;", reading->text[from]))
        from++;
    return from;
}

/* The clause before this one where the two are close: "from 63% in 2024 to 42%". */
static bool clause_before(const struct clause *clause, struct clause *before)
{
    const struct reading *reading = clause->reading;
    if (clause->before == clause->start ||
        reading->mentions[clause->index].start - clause->before > INHERIT_MAX)
        return false;
    size_t previous = clause->index - 1;
    while (reading->mentions[previous].type != MENTION_PERCENT)
        previous--;
    *before = clause_of(reading, previous);
    return true;
}

static enum modality clause_modality(const struct clause *clause)
{
    const struct reading *reading = clause->reading;
    struct clause before;
    size_t behind = first_comma(reading, reading->mentions[clause->index].end, clause->behind);
    enum modality modality = modality_of(reading, clause->before, behind);
    if (modality == MODALITY_ACTUAL && clause_before(clause, &before))
        return clause_modality(&before);
    return modality;
}

static bool has_word(const char *text, size_t len, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *at = memmem(text, len, words[i], strlen(words[i]));
        if (at && (at == text || at[-1] == ' '))
            return true;
    }
    return false;
}

/* "against $595 billion in 2021", "than in 2023": the period of what is compared with. */
static bool is_compared_with(const struct reading *reading, const struct mention *period,
                             size_t from)
{
    static const char *const words[] = {"against ",  "versus ", "vs ",  "vs. ",
                                        "compared ", "than ",   "from "};
    size_t start = period->start;
    while (start > from && !strchr(",;(", reading->text[start - 1]))
        start--;
    return has_word(reading->text + start, period->start - start, words,
                    sizeof(words) / sizeof(*words));
}

/* "its 2025 AI Investor Day": a year that belongs to a name. */
static bool is_part_of_name(const struct reading *reading, const struct mention *period,
                            size_t start)
{
    static const char *const before[] = {"in ",      "of ",   "for ", "since ", "by ",    "during ",
                                         "through ", "from ", "to ",  "until ", "and ",   "late ",
                                         "early ",   "mid-",  "In ",  "By ",    "During "};
    const char *text = reading->text;
    if (period->period.unit != PERIOD_YEAR || period->period.last_year ||
        period->end + 1 >= reading->len || text[period->end] != ' ' ||
        text[period->end + 1] < 'A' || text[period->end + 1] > 'Z' || period->start == start)
        return false;
    for (size_t i = 0; i < sizeof(before) / sizeof(*before); i++) {
        size_t len = strlen(before[i]);
        if (period->start >= start + len && memcmp(text + period->start - len, before[i], len) == 0)
            return false;
    }
    return true;
}

/* The period right behind a percentage, with no other one between: "5% in 2025", "5% (2025)". */
static const struct mention *tight_period(const struct clause *clause)
{
    const struct reading *reading = clause->reading;
    const struct mention *percent = &reading->mentions[clause->index];
    if (clause->index + 1 >= clause->last)
        return NULL;
    for (size_t i = clause->index + 1; i < clause->last; i++) {
        const struct mention *next = &reading->mentions[i];
        if (next->start - percent->end > TIGHT_MAX || next->type == MENTION_PERCENT)
            return NULL;
        if (next->type != MENTION_PERIOD)
            continue;
        bool clean = first_comma(reading, percent->end, next->start) == next->start;
        return clean && !is_compared_with(reading, next, percent->end) ? next : NULL;
    }
    return NULL;
}

/* The percentage before the period that it tightly belongs to, or NULL. */
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
 * The sentence's period for the percentage. *closed says that there is one but that it belongs to
 * another claim, so that looking further afield would only guess.
 */
static const struct mention *sentence_period(const struct clause *clause, enum modality modality,
                                             bool *closed)
{
    const struct reading *reading = clause->reading;
    const struct mention *tight = tight_period(clause);
    *closed = false;
    if (tight)
        return tight;
    for (size_t i = clause->index; i-- > clause->first;) {
        const struct mention *mention = &reading->mentions[i];
        if (mention->type != MENTION_PERIOD || is_part_of_name(reading, mention, clause->start) ||
            is_compared_with(reading, mention, clause->start))
            continue;
        if (!belongs_elsewhere(clause, i, modality))
            return mention;
        *closed = true;
    }
    if (*closed)
        return NULL;
    for (size_t i = clause->index + 1; i < clause->last; i++) {
        const struct mention *mention = &reading->mentions[i];
        if (mention->type == MENTION_PERIOD &&
            !is_compared_with(reading, mention, reading->mentions[clause->index].end) &&
            !is_part_of_name(reading, mention, clause->start))
            return mention;
    }
    return NULL;
}

/* The last period of a sentence that is not merely compared with. */
static const struct mention *last_period(const struct reading *reading, size_t sentence)
{
    size_t first, last;
    reading_mentions_in(reading, sentence, &first, &last);
    for (size_t i = last; i-- > first;) {
        const struct mention *mention = &reading->mentions[i];
        size_t start = reading->sentences[sentence].start;
        if (mention->type == MENTION_PERIOD && !is_compared_with(reading, mention, start) &&
            !is_part_of_name(reading, mention, start))
            return mention;
    }
    return NULL;
}

/* In the paragraph's sentences before, then in the headings above, up to the title. */
static const struct mention *context_period(const struct reading *reading, size_t sentence)
{
    size_t block = reading->sentences[sentence].block;
    for (size_t i = sentence; i-- > 0;) {
        size_t above = reading->sentences[i].block;
        if (above != block && reading->blocks[above].kind != BLOCK_HEADING)
            continue;
        const struct mention *period = last_period(reading, i);
        if (period)
            return period;
    }
    return NULL;
}

/* The period with a year that was named last before this one. */
static const struct period *named_before(const struct reading *reading,
                                         const struct mention *mention)
{
    size_t block = reading->sentences[mention->sentence].block;
    for (size_t i = (size_t)(mention - reading->mentions); i-- > 0;) {
        const struct mention *before = &reading->mentions[i];
        bool near = reading->sentences[before->sentence].block == block;
        if (!near && reading->now.year != 0)
            return NULL;
        if (before->type == MENTION_PERIOD && before->period.year != 0)
            return &before->period;
    }
    return NULL;
}

static void fill_period(const struct clause *clause, struct quantity *quantity)
{
    const struct reading *reading = clause->reading;
    const struct mention *percent = &reading->mentions[clause->index];
    bool closed;
    const struct mention *mention = sentence_period(clause, quantity->modality, &closed);
    if (!mention && !closed)
        mention = context_period(reading, percent->sentence);
    if (!mention)
        return;
    struct period period = mention->period;
    if (!period_resolve(&period, named_before(reading, mention), reading->now))
        return;
    period_text(&period, quantity->period);
    if (period_is_future(&period, reading->now) && quantity->modality == MODALITY_ACTUAL)
        quantity->modality = MODALITY_FORECAST;
    if (quantity->modality == MODALITY_FORECAST && reading->now.year > period.year &&
        !period.last_year)
        quantity->modality = MODALITY_ACTUAL;
}

static enum change clause_change(const struct clause *clause)
{
    const struct reading *reading = clause->reading;
    const struct context *context = &reading->extractor->rules->context;
    const struct mention *percent = &reading->mentions[clause->index];
    if (percent->percent.sign)
        return percent->percent.sign == '+' ? CHANGE_UP : CHANGE_DOWN;
    size_t behind = first_comma(reading, percent->end, clause->behind);
    size_t up = distance_to(reading, context->up, clause->before, behind, percent);
    size_t down = distance_to(reading, context->down, clause->before, behind, percent);
    struct clause before;
    if (up == SIZE_MAX && down == SIZE_MAX && clause_before(clause, &before))
        return clause_change(&before);
    return up == down ? CHANGE_NONE : up < down ? CHANGE_UP : CHANGE_DOWN;
}

static enum basis nearest_basis(const struct clause *clause, size_t start, size_t end)
{
    const struct reading *reading = clause->reading;
    const struct context *context = &reading->extractor->rules->context;
    enum basis basis = BASIS_NONE;
    size_t nearest = SIZE_MAX;
    for (int i = BASIS_YOY; i < BASIS_COUNT; i++) {
        size_t distance =
            distance_to(reading, context->basis[i], start, end, &reading->mentions[clause->index]);
        if (distance < nearest) {
            nearest = distance;
            basis = (enum basis)i;
        }
    }
    return basis;
}

static const struct metric *nearest_metric(const struct clause *clause, size_t start, size_t end)
{
    const struct reading *reading = clause->reading;
    const struct ruleset *rules = reading->extractor->rules;
    const struct metric *metric = NULL;
    size_t nearest = SIZE_MAX;
    for (size_t i = 0; i < rules->metric_count; i++) {
        size_t distance = distance_to(reading, rules->metrics[i].match, start, end,
                                      &reading->mentions[clause->index]);
        if (distance < nearest) {
            nearest = distance;
            metric = &rules->metrics[i];
        }
    }
    return metric;
}

/* Who says so: the nearest claimant in the sentence, else in the paragraph's sentences before. */
static struct party claimant_of(const struct clause *clause)
{
    const struct reading *reading = clause->reading;
    kind_set claimants = reading->extractor->rules->context.claimants;
    size_t block = reading->sentences[reading->mentions[clause->index].sentence].block;
    for (size_t i = clause->last; i-- > 0;) {
        const struct mention *mention = &reading->mentions[i];
        if (reading->sentences[mention->sentence].block != block)
            break;
        if (mention->type == MENTION_ENTITY && (mention->kinds & claimants))
            return (struct party){mention->entity, NULL};
    }
    return (struct party){0};
}

void quantity_describe(const struct reading *reading, size_t index, struct quantity *quantity)
{
    struct clause clause = clause_of(reading, index);
    quantity->percent = reading->mentions[index].percent;
    quantity->modality = clause_modality(&clause);
    fill_period(&clause, quantity);
    quantity->change = clause_change(&clause);
    quantity->basis = nearest_basis(&clause, clause.before, clause.behind);
    if (!quantity->metric)
        quantity->metric = nearest_metric(&clause, clause.before, clause.behind);
    if (!quantity->metric)
        quantity->metric = nearest_metric(&clause, clause.start, clause.end);
    quantity->claimant = claimant_of(&clause);
}
