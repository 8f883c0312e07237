#include "extract/clause.h"

#include <stdint.h>
#include <string.h>

/* "63% in 2024 to 42%": how far a clause inherits what the one before it said. */
#define INHERIT_MAX 40

struct clause clause_of(const struct reading *reading, size_t index)
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

/* The clause before this one where the two are close: "from 63% in 2024 to 42%". */
bool clause_before(const struct clause *clause, struct clause *before)
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

size_t clause_comma(const struct reading *reading, size_t from, size_t end)
{
    while (from < end && !strchr(",;", reading->text[from]))
        from++;
    return from;
}

size_t clause_distance(const struct clause *clause, const struct pattern *pattern, size_t start,
                       size_t end)
{
    const struct reading *reading = clause->reading;
    const struct mention *mention = &reading->mentions[clause->index];
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
        if (reading_holds(reading, context->modality[order[i]], start, end))
            return order[i];
    return MODALITY_ACTUAL;
}

enum modality clause_modality(const struct clause *clause)
{
    const struct reading *reading = clause->reading;
    struct clause before;
    size_t behind = clause_comma(reading, reading->mentions[clause->index].end, clause->behind);
    enum modality modality = modality_of(reading, clause->before, behind);
    if (modality == MODALITY_ACTUAL && clause_before(clause, &before))
        return clause_modality(&before);
    return modality;
}

enum basis clause_basis_in(const struct clause *clause, size_t start, size_t end)
{
    const struct context *context = &clause->reading->extractor->rules->context;
    enum basis basis = BASIS_NONE;
    size_t nearest = SIZE_MAX;
    for (int i = BASIS_YOY; i < BASIS_COUNT; i++) {
        size_t distance = clause_distance(clause, context->basis[i], start, end);
        if (distance < nearest) {
            nearest = distance;
            basis = (enum basis)i;
        }
    }
    return basis;
}

/* Words behind it count first: those before may be the number's before it. */
enum basis clause_basis(const struct clause *clause)
{
    size_t end = clause->reading->mentions[clause->index].end;
    size_t comma = clause_comma(clause->reading, end, clause->behind);
    enum basis basis = clause_basis_in(clause, end, comma);
    return basis != BASIS_NONE ? basis : clause_basis_in(clause, clause->before, clause->behind);
}

const struct metric *clause_metric_in(const struct clause *clause, size_t start, size_t end)
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
