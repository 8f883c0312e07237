#include "extract/quantity.h"

#include <stdint.h>

#include "extract/clause.h"
#include "extract/dating.h"
#include "extract/setting.h"
#include "extract/table.h"

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

static const struct metric *metric_in_block(const struct clause *clause, size_t block)
{
    const struct block *words = &clause->reading->blocks[block];
    return nearest_metric(clause, words->start, words->end);
}

/* That of the heading above; the title heads lists and tables that have no other. */
static const struct metric *heading_metric(const struct clause *clause, bool listed)
{
    const struct reading *reading = clause->reading;
    size_t heading = setting_heading_block(reading, reading->mentions[clause->index].sentence);
    bool is_title = heading == 0 && reading->body > 0;
    if (heading == SIZE_MAX || (is_title && !listed))
        return NULL;
    const struct metric *metric = metric_in_block(clause, heading);
    return metric || !listed || reading->body == 0 ? metric : metric_in_block(clause, 0);
}

static const struct metric *clause_metric(const struct clause *clause)
{
    const struct reading *reading = clause->reading;
    const struct mention *percent = &reading->mentions[clause->index];
    size_t block = reading->sentences[percent->sentence].block;
    bool row = table_is_row(reading, block);
    const struct metric *metric = NULL;
    if (row) {
        struct table_cell cell = table_cell_at(reading, block, percent->start), head;
        metric = nearest_metric(clause, cell.start, cell.end);
        if (!metric && table_head(reading, block, &cell, &head))
            metric = nearest_metric(clause, head.start, head.end);
    } else {
        metric = nearest_metric(clause, clause->before, clause->behind);
        if (!metric)
            metric = nearest_metric(clause, clause->start, clause->end);
    }
    return metric ? metric : heading_metric(clause, row || setting_is_item(reading, block));
}

static enum basis described_basis(const struct clause *clause)
{
    const struct reading *reading = clause->reading;
    const struct mention *percent = &reading->mentions[clause->index];
    size_t block = reading->sentences[percent->sentence].block;
    if (!table_is_row(reading, block))
        return clause_basis(clause);
    struct table_cell cell = table_cell_at(reading, block, percent->start), head;
    enum basis basis = clause_basis_in(clause, cell.start, cell.end);
    if (basis == BASIS_NONE && table_head(reading, block, &cell, &head))
        basis = clause_basis_in(clause, head.start, head.end);
    return basis;
}

/* A row is about what its first cell names. */
static void describe_subject(const struct clause *clause, struct quantity *quantity)
{
    const struct reading *reading = clause->reading;
    size_t block = reading->sentences[reading->mentions[clause->index].sentence].block;
    const struct mention *subject =
        table_is_row(reading, block) ? table_subject(reading, block) : NULL;
    if (subject)
        quantity->subject = (struct party){subject->entity, subject->version};
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
    quantity->basis = described_basis(&clause);
    quantity->claimant = claimant_of(&clause);
    describe_subject(&clause, quantity);
    if (!quantity->metric)
        quantity->metric = clause_metric(&clause);
    if (dating_find(&clause, quantity->metric, quantity->subject.entity, &period)) {
        period_text(&period, quantity->period);
        quantity->modality = dated_modality(quantity->modality, &period, reading->now);
    }
}
