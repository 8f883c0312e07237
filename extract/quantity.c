#include "extract/quantity.h"

#include <stdint.h>

#include "extract/clause.h"
#include "extract/dating.h"

static enum change clause_change(const struct clause *clause)
{
    const struct reading *reading = clause->reading;
    const struct context *context = &reading->extractor->rules->context;
    const struct mention *percent = &reading->mentions[clause->index];
    if (percent->percent.sign)
        return percent->percent.sign == '+' ? CHANGE_UP : CHANGE_DOWN;
    size_t behind = clause_comma(reading, percent->end, clause->behind);
    size_t up = clause_distance(clause, context->up, clause->before, behind);
    size_t down = clause_distance(clause, context->down, clause->before, behind);
    struct clause before;
    if (up == SIZE_MAX && down == SIZE_MAX && clause_before(clause, &before))
        return clause_change(&before);
    return up == down ? CHANGE_NONE : up < down ? CHANGE_UP : CHANGE_DOWN;
}

static const struct metric *nearest_metric(const struct clause *clause, size_t start, size_t end)
{
    const struct ruleset *rules = clause->reading->extractor->rules;
    const struct metric *metric = NULL;
    size_t nearest = SIZE_MAX;
    for (size_t i = 0; i < rules->metric_count; i++) {
        size_t distance = clause_distance(clause, rules->metrics[i].match, start, end);
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

static const struct metric *clause_metric(const struct clause *clause)
{
    const struct metric *metric = nearest_metric(clause, clause->before, clause->behind);
    return metric ? metric : nearest_metric(clause, clause->start, clause->end);
}

/* A period that is still to come makes a forecast of a claim, one that is over ends it. */
static enum modality dated_modality(enum modality modality, const struct period *period,
                                    struct period_now now)
{
    if (modality == MODALITY_ACTUAL && period_is_future(period, now))
        return MODALITY_FORECAST;
    if (modality == MODALITY_FORECAST && period_is_past(period, now))
        return MODALITY_ACTUAL;
    return modality;
}

void quantity_describe(const struct reading *reading, size_t index, struct quantity *quantity)
{
    struct clause clause = clause_of(reading, index);
    struct period period;
    quantity->percent = reading->mentions[index].percent;
    quantity->modality = clause_modality(&clause);
    quantity->change = clause_change(&clause);
    quantity->basis = clause_basis(&clause);
    quantity->claimant = claimant_of(&clause);
    if (!quantity->metric)
        quantity->metric = clause_metric(&clause);
    if (dating_find(&clause, quantity->metric && quantity->metric->undated, &period)) {
        period_text(&period, quantity->period);
        quantity->modality = dated_modality(quantity->modality, &period, reading->now);
    }
}
