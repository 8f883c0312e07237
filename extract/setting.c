#include "extract/setting.h"

#include <stdint.h>
#include <string.h>

#include "extract/pronoun.h"
#include "extract/table.h"

/* How far back what holds for a sentence may have been said: readers forget, and pages are long. */
#define MENTIONS_BACK  500
#define SENTENCES_BACK 300

/* A paragraph so short, without a full stop or a number of its own, is as good as a heading. */
#define HEADING_MAX 90

/* A paragraph so short that ends with a colon is the heading of what it announces. */
#define LEAD_IN_BLOCK_MAX 250

/* A sentence so short at a paragraph's beginning is its heading. */
#define LEAD_IN_MAX 30

/* How many paragraphs make an article's lead, which names the period that it is about. */
#define LEAD_BLOCKS 2

static size_t first_seen(size_t sentence)
{
    return sentence > SENTENCES_BACK ? sentence - SENTENCES_BACK : 0;
}

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

static bool is_title(const struct reading *reading, size_t sentence)
{
    return reading->sentences[sentence].start < reading->body;
}

static bool is_bare_year(const struct mention *period)
{
    return period->period.unit == PERIOD_YEAR && !period->period.last_year &&
           !period->period.is_relative && !period->period.fiscal;
}

/* "2025E": an estimate's year, which no name has. */
static bool is_estimate(const struct reading *reading, const struct mention *period)
{
    return strchr("EF", reading->text[period->end - 1]) != NULL;
}

/* "its 2025 AI Investor Day", "Computex 2025": a year that belongs to a name. */
static bool is_part_of_name(const struct reading *reading, const struct mention *period,
                            size_t start)
{
    const char *behind = reading->text + period->end;
    bool capital =
        period->end + 1 < reading->len && behind[0] == ' ' && behind[1] >= 'A' && behind[1] <= 'Z';
    if (!is_bare_year(period) || period->start <= start || is_estimate(reading, period))
        return false;
    return holds(reading, words_of(reading)->event, start, period->start) ||
           (capital && !holds(reading, words_of(reading)->named, start, period->start));
}

bool setting_claims(const struct reading *reading, const struct mention *period, size_t start)
{
    return period->type == MENTION_PERIOD && !is_part_of_name(reading, period, start) &&
           !holds(reading, words_of(reading)->aside, start, period->start);
}

static bool claims(const struct reading *reading, const struct mention *period)
{
    return setting_claims(reading, period, reading->sentences[period->sentence].start);
}

/* Whether "that quarter", or a quarter in an article of fiscal ones, may mean this one. */
static bool may_be_meant(const struct mention *before, const struct mention *mention, bool fiscal)
{
    const struct period *period = &before->period;
    if (before->type != MENTION_PERIOD || period->that)
        return false;
    if (fiscal)
        return period->fiscal && !period->ends;
    return period->unit == mention->period.unit || mention->period.unit == PERIOD_NONE ||
           mention->period.unit == PERIOD_YEAR;
}

/* The nearest period before the mention that it may count from, completed; else false. */
static bool named_before(const struct reading *reading, const struct mention *mention,
                         struct period_now now, bool fiscal, struct period *named)
{
    for (int any = 0; any <= 1; any++) {
        const struct mention *before = mention;
        for (size_t i = 0; i < MENTIONS_BACK && before-- > reading->mentions; i++) {
            if (!may_be_meant(before, mention, fiscal) || (!any && !claims(reading, before)))
                continue;
            *named = before->period;
            if (period_resolve(named, NULL, now))
                return true;
        }
    }
    return false;
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

static bool is_item(const struct reading *reading, size_t index)
{
    const struct block *block = &reading->blocks[index];
    const char *text = reading->text + block->start;
    bool bold = strncmp(text, "**", 2) == 0; /* as Markdown has it: rather a heading */
    return block->kind == BLOCK_ITEM || (strchr("-*", *text) && !bold) ||
           strncmp(text, "\xE2\x80\xA2", 3) == 0; /* a bullet */
}

static bool is_short(const struct reading *reading, const struct block *block)
{
    return block->end > block->start && block->end - block->start <= HEADING_MAX &&
           !strchr(".!?", reading->text[block->end - 1]);
}

bool setting_is_listed(const struct reading *reading, size_t block)
{
    return is_item(reading, block) || is_short(reading, &reading->blocks[block]);
}

static bool is_heading(const struct reading *reading, size_t sentence)
{
    const struct block *block = &reading->blocks[reading->sentences[sentence].block];
    bool leads_in = block->end > block->start && block->end - block->start <= LEAD_IN_BLOCK_MAX &&
                    reading->text[block->end - 1] == ':';
    return block->kind == BLOCK_HEADING || (leads_in && !has_percent(reading, sentence)) ||
           (is_short(reading, block) && !has_percent(reading, sentence) &&
            !is_item(reading, reading->sentences[sentence].block) &&
            !table_is_row(reading, reading->sentences[sentence].block));
}

/* A heading right below another one ("Outlook", "For 4Q25 we expect:") belongs to it. */
static bool is_below_heading(const struct reading *reading, size_t sentence)
{
    return sentence > 0 && !is_title(reading, sentence - 1) && is_heading(reading, sentence - 1);
}

size_t setting_heading_block(const struct reading *reading, size_t sentence)
{
    for (size_t i = sentence; i-- > first_seen(sentence);)
        if (is_heading(reading, i) || is_title(reading, i))
            return reading->sentences[i].block;
    return SIZE_MAX;
}

const struct mention *setting_heading(const struct reading *reading, size_t sentence)
{
    for (size_t i = sentence; i-- > first_seen(sentence) && !is_title(reading, i);) {
        if (!is_heading(reading, i))
            continue;
        size_t first, last;
        reading_mentions_in(reading, i, &first, &last);
        for (size_t j = first; j < last; j++)
            if (claims(reading, &reading->mentions[j]))
                return &reading->mentions[j];
        if (!is_below_heading(reading, i))
            break;
    }
    return NULL;
}

static struct period_now now_of(const struct reading *reading, const struct viewpoint *view)
{
    struct period_now now = reading->now;
    now.year_ends = view->whose ? view->whose->year_ends : 0;
    now.tense = view->past ? TENSE_PAST
                : view->modality == MODALITY_FORECAST || view->modality == MODALITY_TARGET
                    ? TENSE_FUTURE
                    : TENSE_ANY;
    return now;
}

/* "2027", then "In the fourth quarter …": the year that a heading gives to those below it. */
static bool year_of_heading(const struct reading *reading, const struct mention *mention,
                            struct period *year)
{
    const struct mention *heading = setting_heading(reading, mention->sentence);
    if (!heading || !is_bare_year(heading))
        return false;
    *year = heading->period;
    return true;
}

static const struct entity *with_calendar(const struct entity *entity)
{
    while (entity && entity->year_ends == 0)
        entity = entity->maker ? entity->maker : entity->owner;
    return entity;
}

/* The first company of the title that has a calendar, or NULL. */
static const struct entity *title_company(const struct reading *reading)
{
    const struct entity *company = NULL;
    for (size_t i = 0;
         !company && i < reading->mention_count && is_title(reading, reading->mentions[i].sentence);
         i++)
        if (reading->mentions[i].type == MENTION_ENTITY)
            company = with_calendar(reading->mentions[i].entity);
    return company;
}

const struct entity *setting_whose(const struct reading *reading, size_t index,
                                   const struct entity *subject)
{
    const struct mention *mention = &reading->mentions[index];
    const struct mention *target =
        subject ? NULL : pronoun_target(reading, mention->sentence, index, ~(kind_set)0, true);
    const struct entity *whose = with_calendar(target ? target->entity : subject);
    bool named_here = subject || (target && target->sentence == mention->sentence);
    const struct entity *company = whose && named_here ? NULL : title_company(reading);
    return company ? company : whose;
}

/* "A, B and C": whether nothing but a comma or a word of that kind stands between. */
static bool are_listed(const struct reading *reading, const struct mention *mention,
                       const struct mention *next)
{
    size_t gap = next->start - mention->end;
    return next->type == MENTION_ENTITY && next->sentence == mention->sentence &&
           strspn(reading->text + mention->end, ", and&'s") >= gap;
}

bool setting_goes_by_the_calendar(const struct reading *reading, size_t index)
{
    kind_set claimants = reading->extractor->rules->context.claimants;
    size_t first, last;
    reading_mentions_in(reading, reading->mentions[index].sentence, &first, &last);
    for (size_t i = first; i < last; i++) {
        const struct mention *mention = &reading->mentions[i];
        if (mention->type != MENTION_ENTITY)
            continue;
        if (mention->kinds & claimants)
            return true;
        if (i + 1 >= index || !are_listed(reading, mention, mention + 1))
            continue;
        const struct entity *one = with_calendar(mention->entity),
                            *other = with_calendar(mention[1].entity);
        if (one && other && one->year_ends != other->year_ends)
            return true;
    }
    return false;
}

/* By whose calendar a period counts that stands beside a company's own figures, or NULL. */
static const struct entity *whose_books(const struct reading *reading,
                                        const struct mention *mention)
{
    struct clause clause = {.reading = reading, .index = (size_t)(mention - reading->mentions)};
    const struct sentence *sentence = &reading->sentences[mention->sentence];
    const struct metric *metric = clause_metric_in(&clause, sentence->start, sentence->end);
    if (!metric || !metric->books || setting_goes_by_the_calendar(reading, clause.index))
        return NULL;
    return setting_whose(reading, clause.index, NULL);
}

bool setting_is_of_books(const struct reading *reading)
{
    struct clause title = {.reading = reading};
    const struct metric *metric = reading->body > 0 && reading->mention_count > 0
                                      ? clause_metric_in(&title, 0, reading->body)
                                      : NULL;
    return (metric && metric->books) || reading->fiscal;
}

static bool has_known_calendar(const struct reading *reading, const struct mention *mention)
{
    return setting_whose(reading, (size_t)(mention - reading->mentions), NULL) != NULL;
}

/* "Next year …, by 10% in the second quarter": the year that the sentence has named before. */
static bool year_in_sentence(const struct reading *reading, const struct mention *mention,
                             struct period_now now, struct period *year)
{
    for (const struct mention *before = mention;
         before-- > reading->mentions && before->sentence == mention->sentence;) {
        *year = before->period;
        if (before->type == MENTION_PERIOD && year->unit == PERIOD_YEAR && !year->that &&
            !year->fiscal && !year->last_year && claims(reading, before))
            return period_resolve(year, NULL, now);
    }
    return false;
}

/* What "that" counts from; a year whose last quarter is over is not the one ahead. */
static bool resolve_that(const struct reading *reading, const struct mention *mention,
                         struct period_now now, struct period *period)
{
    struct period near;
    bool ahead = now.tense == TENSE_FUTURE;
    now.tense = TENSE_ANY;
    bool named = named_before(reading, mention, now, false, &near);
    bool is_last = named && near.unit != PERIOD_YEAR && near.part == period_parts(&near);
    if (!period_resolve(period, named ? &near : NULL, now))
        return false;
    if (ahead && is_last && mention->period.unit == PERIOD_YEAR && period_is_past(&near, now))
        period_shift(period, 1);
    return true;
}

/*
 * A quarter without a year is the calendar's, nearest to the day of publication, unless it is known
 * whose it is, or the article has spoken of fiscal quarters before: then it is one of these.
 */
bool setting_resolve(const struct reading *reading, const struct mention *mention,
                     const struct viewpoint *view, struct period *period)
{
    struct period_now now = now_of(reading, view);
    struct period near;
    *period = mention->period;
    bool yearless = period->year == 0 && !period->is_relative && !period->ends;
    if (period->fiscal && now.year_ends == 0) {
        const struct entity *whose =
            setting_whose(reading, (size_t)(mention - reading->mentions), NULL);
        now.year_ends = whose ? whose->year_ends : 0;
    }
    const struct entity *own =
        view->fiscal && !period->calendar && yearless ? whose_books(reading, mention) : NULL;
    if (own)
        now.year_ends = own->year_ends;
    if (now.year_ends != 0 && period->is_relative && !period->fiscal && !reading->fiscal)
        now.year_ends = 0; /* "this quarter" in an article that is not about anybody's books */
    if (period->unit == PERIOD_QUARTER && yearless && !period->fiscal && !period->calendar &&
        now.year_ends == 0 && view->books && !has_known_calendar(reading, mention) &&
        named_before(reading, mention, reading->now, true, &near)) {
        period_resolve_fiscal(period, &near);
        return true;
    }
    if (period->that)
        return resolve_that(reading, mention, now, period);
    if (yearless && (year_in_sentence(reading, mention, now, &near) ||
                     year_of_heading(reading, mention, &near) ||
                     (now.year == 0 && named_before(reading, mention, now, false, &near))))
        return period_resolve(period, &near, now);
    return period_resolve(period, NULL, now);
}

bool setting_fits(const struct reading *reading, const struct mention *mention,
                  const struct viewpoint *view)
{
    struct period period;
    struct period_now now = now_of(reading, view);
    if (!setting_resolve(reading, mention, view, &period))
        return !mention->period.that;
    return now.tense == TENSE_FUTURE ? !period_is_past(&period, now)
                                     : !period_is_future(&period, now);
}

/*
 * Whether a period sets the scene for what follows: a range of years does not, nor a year that only
 * tells which thing is meant ("its 2025 budget").
 */
static bool sets_scene(const struct reading *reading, const struct mention *period)
{
    size_t start = reading->sentences[period->sentence].start;
    if (!setting_claims(reading, period, start) || period->period.last_year)
        return false;
    return !is_bare_year(period) || period->start == start ||
           holds(reading, words_of(reading)->named, start, period->start) ||
           is_heading(reading, period->sentence);
}

/* "4Q25 guide.": a paragraph's first words may be its heading. */
static bool is_lead_in(const struct reading *reading, size_t sentence)
{
    const struct sentence *words = &reading->sentences[sentence];
    return (sentence == 0 || reading->sentences[sentence - 1].block != words->block) &&
           words->end - words->start <= LEAD_IN_MAX && !has_percent(reading, sentence);
}

static const struct mention *last_scene(const struct reading *reading, size_t sentence,
                                        const struct viewpoint *view)
{
    size_t first, last;
    reading_mentions_in(reading, sentence, &first, &last);
    for (size_t i = last; i-- > first;)
        if (sets_scene(reading, &reading->mentions[i]) &&
            setting_fits(reading, &reading->mentions[i], view))
            return &reading->mentions[i];
    return NULL;
}

static bool is_over(const struct reading *reading, const struct mention *mention,
                    const struct viewpoint *view)
{
    struct period period;
    return setting_resolve(reading, mention, view, &period) &&
           period_is_past(&period, now_of(reading, view));
}

/* What an article, or a part of it, may report on, from better to worse. */
struct candidates {
    const struct mention *over;  /* shorter than a year, and over where a fact is told */
    const struct mention *begun; /* shorter than a year, and begun */
    const struct mention *year;
};

/* What an article reports on is at most three of its units ago; what is older is told beside it. */
static bool is_recent(const struct reading *reading, const struct mention *mention,
                      const struct viewpoint *view)
{
    struct period period;
    if (mention->period.unit == PERIOD_YEAR || !setting_resolve(reading, mention, view, &period))
        return true;
    period_shift(&period, period_parts(&period) == 2 ? 2 : 3);
    return !period_is_past(&period, now_of(reading, view));
}

static void consider(const struct reading *reading, const struct mention *mention,
                     const struct viewpoint *view, struct candidates *found)
{
    if (!claims(reading, mention) || !setting_fits(reading, mention, view))
        return;
    bool ahead = now_of(reading, view).tense == TENSE_FUTURE;
    if (!ahead && !is_recent(reading, mention, view))
        return;
    const struct mention **place = mention->period.unit == PERIOD_YEAR        ? &found->year
                                   : ahead || is_over(reading, mention, view) ? &found->over
                                                                              : &found->begun;
    if (!*place)
        *place = mention;
}

/* The paragraphs that make the lead: how many sentences until their end. */
static size_t lead_end(const struct reading *reading)
{
    size_t sentence = 0, blocks = 0;
    for (size_t block = 0; sentence < reading->sentence_count; sentence++) {
        if (is_title(reading, sentence) || reading->sentences[sentence].block == block)
            continue;
        block = reading->sentences[sentence].block;
        const struct block *paragraph = &reading->blocks[block];
        if (paragraph->end - paragraph->start > HEADING_MAX && ++blocks > LEAD_BLOCKS)
            break;
    }
    return sentence;
}

/* How much of the lead a sentence may lean on: what is before it and the next paragraph. */
static size_t lead_seen_from(const struct reading *reading, size_t sentence)
{
    size_t end = lead_end(reading), block = reading->sentences[sentence].block;
    if (is_title(reading, sentence))
        return end;
    while (end > sentence + 1 && reading->sentences[end - 1].block > block + 1)
        end--;
    return end;
}

/*
 * What the article reports on: by its title, else by its lead. Months and years count there in the
 * first sentence alone: later ones tell a story.
 */
static const struct mention *reported(const struct reading *reading, size_t sentence,
                                      const struct viewpoint *view)
{
    struct candidates title = {0}, lead = {0};
    size_t end = lead_seen_from(reading, sentence), i = 0;
    size_t body = reading->body > 0;
    for (; i < reading->mention_count && is_title(reading, reading->mentions[i].sentence); i++)
        consider(reading, &reading->mentions[i], view, &title);
    for (; i < reading->mention_count && reading->mentions[i].sentence < end; i++) {
        enum period_unit unit = reading->mentions[i].period.unit;
        if (reading->mentions[i].sentence == body || unit == PERIOD_QUARTER || unit == PERIOD_HALF)
            consider(reading, &reading->mentions[i], view, &lead);
    }
    const struct mention *order[] = {title.over, lead.over,  title.begun,
                                     lead.begun, title.year, lead.year};
    for (size_t j = 0; j < sizeof(order) / sizeof(*order); j++)
        if (order[j])
            return order[j];
    return NULL;
}

/* The title's, whether it fits or not: "Prices in 4Q25" over an article that is written before. */
static const struct mention *title_period(const struct reading *reading)
{
    for (size_t i = 0; i < reading->mention_count && reading->mentions[i].end < reading->body; i++)
        if (claims(reading, &reading->mentions[i]))
            return &reading->mentions[i];
    return NULL;
}

enum modality setting_modality(const struct clause *clause)
{
    const struct reading *reading = clause->reading;
    enum modality modality = clause_modality(clause);
    size_t first = reading->mentions[clause->index].sentence;
    while (first > 0 && reading->sentences[first - 1].block == reading->sentences[first].block)
        first--;
    if (modality == MODALITY_ACTUAL && is_lead_in(reading, first))
        modality =
            modality_of(reading, reading->sentences[first].start, reading->sentences[first].end);
    for (size_t i = first;
         modality == MODALITY_ACTUAL && i-- > first_seen(first) && !is_title(reading, i);) {
        if (!is_heading(reading, i))
            continue;
        modality = modality_of(reading, reading->sentences[i].start, reading->sentences[i].end);
        if (!is_below_heading(reading, i))
            break;
    }
    return modality;
}

/* Whether what is told as a fact would speak of a time that has only begun: most often an
 * outlook's. */
static bool is_begun(const struct reading *reading, const struct mention *scene,
                     const struct viewpoint *view)
{
    bool named = scene->period.unit == PERIOD_YEAR && !scene->period.is_relative; /* "in 2025" */
    return !named && now_of(reading, view).tense != TENSE_FUTURE && !is_over(reading, scene, view);
}

/* The last quarter, half or month in paragraphs before that is over, for what is told as a fact. */
static const struct mention *told_before(const struct reading *reading, size_t sentence,
                                         const struct viewpoint *view)
{
    if (now_of(reading, view).tense == TENSE_FUTURE)
        return NULL;
    for (size_t i = sentence; i-- > first_seen(sentence) && !is_title(reading, i);) {
        const struct mention *scene = last_scene(reading, i, view);
        if (scene && (scene->period.unit == PERIOD_QUARTER || scene->period.unit == PERIOD_HALF) &&
            is_over(reading, scene, view))
            return scene;
        if (reading->blocks[reading->sentences[i].block].kind == BLOCK_HEADING)
            break;
    }
    return NULL;
}

const struct mention *setting_find(const struct reading *reading, size_t sentence,
                                   const struct viewpoint *view)
{
    if (view->modality == MODALITY_TARGET) /* an aim has the time that it is given, or none */
        return setting_heading(reading, sentence);
    size_t block = reading->sentences[sentence].block;
    const struct mention *begun = NULL;
    for (size_t i = sentence; i-- > first_seen(sentence) && !is_title(reading, i);) {
        bool heading = is_heading(reading, i);
        if (reading->sentences[i].block != block && !heading)
            continue;
        const struct mention *scene = last_scene(reading, i, view);
        if (scene && (heading || is_lead_in(reading, i) || !is_begun(reading, scene, view)))
            return scene;
        if (!begun)
            begun = scene;
        if (heading && !is_below_heading(reading, i))
            break;
    }
    const struct mention *report = reported(reading, sentence, view);
    struct viewpoint told_view = *view;
    told_view.modality = MODALITY_ACTUAL;
    if (!report && now_of(reading, view).tense == TENSE_FUTURE) /* expected of results to come */
        report = reported(reading, sentence, &told_view);
    const struct mention *told = told_before(reading, sentence, view);
    if (told && report && is_begun(reading, report, view))
        return told;
    if (begun && (!report || report->period.unit == PERIOD_YEAR))
        return begun;
    return report ? report : title_period(reading);
}
