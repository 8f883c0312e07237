#include "extract/dating.h"

#include <string.h>

/* "5% in 2025": what may stand between a percentage and the period that it belongs to. */
#define TIGHT_MAX 40

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
        bool clean = clause_comma(reading, percent->end, next->start) == next->start;
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

/* "rose 3% after it raised its forecast for 2026": what follows tells of something else. */
static bool begins_clause(const struct clause *clause, const struct mention *period)
{
    static const char *const words[] = {"after ", "before ",  "as ",      "while ",
                                        "when ",  "because ", "ahead of "};
    size_t end = clause->reading->mentions[clause->index].end;
    return has_word(clause->reading->text + end, period->start - end, words,
                    sizeof(words) / sizeof(*words));
}

/*
 * The sentence's period for the percentage. *closed says that there is one but that it belongs to
 * another claim, so that looking further afield would only guess.
 */
static const struct mention *sentence_period(const struct clause *clause, enum modality modality,
                                             bool *closed)
{
    const struct reading *reading = clause->reading;
    *closed = false;
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
        if (mention->type == MENTION_PERIOD && !begins_clause(clause, mention) &&
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

static bool resolve(const struct reading *reading, const struct mention *mention,
                    struct period *period)
{
    *period = mention->period;
    return period_resolve(period, named_before(reading, mention), reading->now);
}

/* "from 63%", "against 21%": the number that another one is measured against. */
static bool is_base(const struct clause *clause)
{
    static const char *const words[] = {"from ", "against ",       "versus ",     "vs. ",
                                        "than ", "compared with ", "compared to "};
    const char *text = clause->reading->text;
    size_t at = clause->reading->mentions[clause->index].start;
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        size_t len = strlen(words[i]);
        if (at >= clause->start + len && memcmp(text + at - len, words[i], len) == 0)
            return true;
    }
    return false;
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

bool dating_find(const struct clause *clause, bool daily, struct period *period)
{
    const struct reading *reading = clause->reading;
    const struct mention *tight = tight_period(clause);
    bool closed;
    if (tight)
        return resolve(reading, tight, period);
    if (daily)
        return false;
    if (is_base(clause))
        return date_base(clause, period);
    const struct mention *mention = sentence_period(clause, clause_modality(clause), &closed);
    if (!mention && !closed)
        mention = context_period(reading, reading->mentions[clause->index].sentence);
    return mention && resolve(reading, mention, period);
}
