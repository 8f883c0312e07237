#include "extract/setting.h"

#include <string.h>

#include "extract/fiscal.h"
#include "extract/heading.h"

/* How many mentions back "that quarter" may have been named: readers forget, and pages are long. */
#define MENTIONS_BACK 500

/* A paragraph longer than this may be one of the lead. */
#define PARAGRAPH_MIN 90

/* How many paragraphs make an article's lead, which names the period that it is about. */
#define LEAD_BLOCKS 2

static const struct dating_words *words_of(const struct reading *reading)
{
    return &reading->extractor->rules->context.dating;
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
    while (start < period->start && strchr(" -*\xE2\x80\xA2", reading->text[start]))
        start++; /* an item's bullet */
    if (!is_bare_year(period) || period->start <= start || is_estimate(reading, period))
        return false;
    return reading_holds(reading, words_of(reading)->event, start, period->start) ||
           (capital && !reading_holds(reading, words_of(reading)->named, start, period->start));
}

bool setting_claims(const struct reading *reading, const struct mention *period, size_t start)
{
    return period->type == MENTION_PERIOD && !is_part_of_name(reading, period, start) &&
           !reading_holds(reading, words_of(reading)->aside, start, period->start);
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

const struct mention *setting_heading(const struct reading *reading, size_t sentence)
{
    for (size_t i = sentence;
         i-- > heading_first_seen(sentence) && !heading_is_title(reading, i);) {
        if (!heading_is(reading, i))
            continue;
        size_t first, last;
        reading_mentions_in(reading, i, &first, &last);
        for (size_t j = first; j < last; j++)
            if (claims(reading, &reading->mentions[j]))
                return &reading->mentions[j];
        if (!heading_is_below(reading, i))
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

static bool has_known_calendar(const struct reading *reading, const struct mention *mention)
{
    return fiscal_whose(reading, (size_t)(mention - reading->mentions), NULL) != NULL;
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
            fiscal_whose(reading, (size_t)(mention - reading->mentions), NULL);
        now.year_ends = whose ? whose->year_ends : 0;
    }
    const struct entity *own =
        view->fiscal && !period->calendar && yearless ? fiscal_books(reading, mention) : NULL;
    if (!own && period->ends % 3 != 0) /* "the January quarter": only somebody's own ends so */
        own = fiscal_whose(reading, (size_t)(mention - reading->mentions), view->subject);
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
           reading_holds(reading, words_of(reading)->named, start, period->start) ||
           heading_is(reading, period->sentence);
}

/* The last period of a sentence that sets the scene; of a heading the first. */
static const struct mention *last_scene(const struct reading *reading, size_t sentence,
                                        const struct viewpoint *view)
{
    size_t first, last;
    bool heading = heading_is(reading, sentence);
    const struct mention *scene = NULL;
    reading_mentions_in(reading, sentence, &first, &last);
    for (size_t i = first; i < last && !(heading && scene); i++)
        if (sets_scene(reading, &reading->mentions[i]) &&
            setting_fits(reading, &reading->mentions[i], view))
            scene = &reading->mentions[i];
    return scene;
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
        if (heading_is_title(reading, sentence) || reading->sentences[sentence].block == block)
            continue;
        block = reading->sentences[sentence].block;
        const struct block *paragraph = &reading->blocks[block];
        if (paragraph->end - paragraph->start > PARAGRAPH_MIN && ++blocks > LEAD_BLOCKS)
            break;
    }
    return sentence;
}

/* How much of the lead a sentence may lean on: what is before it and the next paragraph. */
static size_t lead_seen_from(const struct reading *reading, size_t sentence)
{
    size_t end = lead_end(reading), block = reading->sentences[sentence].block;
    if (heading_is_title(reading, sentence))
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
    for (; i < reading->mention_count && heading_is_title(reading, reading->mentions[i].sentence);
         i++)
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
    if (modality == MODALITY_ACTUAL && heading_leads_in(reading, first))
        modality =
            modality_of(reading, reading->sentences[first].start, reading->sentences[first].end);
    for (size_t i = first; modality == MODALITY_ACTUAL && i-- > heading_first_seen(first) &&
                           !heading_is_title(reading, i);) {
        if (!heading_is(reading, i))
            continue;
        modality = modality_of(reading, reading->sentences[i].start, reading->sentences[i].end);
        if (!heading_is_below(reading, i))
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
    for (size_t i = sentence;
         i-- > heading_first_seen(sentence) && !heading_is_title(reading, i);) {
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
    for (size_t i = sentence;
         i-- > heading_first_seen(sentence) && !heading_is_title(reading, i);) {
        bool heading = heading_is(reading, i);
        if (reading->sentences[i].block != block && !heading)
            continue;
        const struct mention *scene = last_scene(reading, i, view);
        if (scene && (heading || heading_leads_in(reading, i) || !is_begun(reading, scene, view)))
            return scene;
        if (!begun)
            begun = scene;
        if (heading && !heading_is_below(reading, i))
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
