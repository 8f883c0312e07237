#include "extract/quantity.h"

#include <stdint.h>

#include "extract/clause.h"
#include "extract/dating.h"
#include "extract/heading.h"
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
    return clause_metric_in(clause, words->start, words->end);
}

/* Of a list or table: that of the heading above, or else the title's. */
static const struct metric *heading_metric(const struct clause *clause)
{
    const struct reading *reading = clause->reading;
    size_t heading = heading_block(reading, reading->mentions[clause->index].sentence);
    const struct metric *metric = heading != SIZE_MAX ? metric_in_block(clause, heading) : NULL;
    return metric || reading->body == 0 ? metric : metric_in_block(clause, 0);
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
        metric = clause_metric_in(clause, cell.start, cell.end);
        if (!metric && table_head(reading, block, &cell, &head))
            metric = clause_metric_in(clause, head.start, head.end);
    } else {
        size_t comma = clause_comma(reading, percent->end, clause->behind);
        metric = clause_metric_in(clause, clause->before, comma);
        if (!metric)
            metric = clause_metric_in(clause, clause->before, clause->behind);
        if (!metric)
            metric = clause_metric_in(clause, clause->start, clause->end);
    }
    bool listed = row || heading_lists(reading, block);
    return metric || !listed ? metric : heading_metric(clause);
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

static const struct sphere *nearest_sphere(const struct clause *clause,
                                           const struct sphere *spheres, size_t count, size_t start,
                                           size_t end)
{
    const struct sphere *sphere = NULL;
    size_t nearest = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        size_t distance = clause_distance(clause, spheres[i].match, start, end);
        if (distance < nearest) {
            nearest = distance;
            sphere = &spheres[i];
        }
    }
    return sphere;
}

/*
 * The market or region that a number is about: by its clause, by its sentence, and for what is of a
 * market by the heading above and the title.
 */
static const struct sphere *sphere_of(const struct clause *clause, const struct metric *metric,
                                      const struct sphere *spheres, size_t count)
{
    const struct reading *reading = clause->reading;
    const struct sphere *sphere =
        nearest_sphere(clause, spheres, count, clause->before, clause->behind);
    if (!sphere)
        sphere = nearest_sphere(clause, spheres, count, clause->start, clause->end);
    if (sphere || !metric || !metric->market)
        return sphere;
    size_t heading = heading_block(reading, reading->mentions[clause->index].sentence);
    if (heading != SIZE_MAX)
        sphere = nearest_sphere(clause, spheres, count, reading->blocks[heading].start,
                                reading->blocks[heading].end);
    return sphere || reading->body == 0 ? sphere
                                        : nearest_sphere(clause, spheres, count, 0, reading->body);
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
    quantity->modality = setting_modality(&clause);
    quantity->change = clause_change(&clause);
    quantity->basis = described_basis(&clause);
    quantity->claimant = claimant_of(&clause);
    describe_subject(&clause, quantity);
    if (!quantity->metric)
        quantity->metric = clause_metric(&clause);
    const struct ruleset *rules = reading->extractor->rules;
    quantity->market = sphere_of(&clause, quantity->metric, rules->markets, rules->market_count);
    quantity->region = sphere_of(&clause, quantity->metric, rules->regions, rules->region_count);
    if (dating_find(&clause, quantity->metric, quantity->subject.entity, &period)) {
        period_text(&period, quantity->period);
        quantity->modality = dated_modality(quantity->modality, &period, reading->now);
    }
}
