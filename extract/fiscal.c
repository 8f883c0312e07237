#include "extract/fiscal.h"

#include <string.h>

#include "extract/clause.h"
#include "extract/heading.h"
#include "extract/pronoun.h"

/* From a chip to its maker, from that to its owner, and to the owner's owner. */
#define MAKERS_MAX 4

static const struct entity *with_calendar(const struct entity *entity)
{
    for (int i = 0; i < MAKERS_MAX && entity && entity->year_ends == 0; i++)
        entity = entity->maker ? entity->maker : entity->owner;
    return entity && entity->year_ends ? entity : NULL;
}

/* The first company of the title that has a calendar, or NULL. */
static const struct entity *title_company(const struct reading *reading)
{
    const struct entity *company = NULL;
    for (size_t i = 0; !company && i < reading->mention_count &&
                       heading_is_title(reading, reading->mentions[i].sentence);
         i++)
        if (reading->mentions[i].type == MENTION_ENTITY)
            company = with_calendar(reading->mentions[i].entity);
    return company;
}

const struct entity *fiscal_whose(const struct reading *reading, size_t index,
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

/* "… in the third quarter, according to IDC": who counts a market counts by the calendar. */
static bool title_names(const struct reading *reading, kind_set kinds)
{
    for (size_t i = 0;
         i < reading->mention_count && heading_is_title(reading, reading->mentions[i].sentence);
         i++)
        if (reading->mentions[i].type == MENTION_ENTITY && (reading->mentions[i].kinds & kinds))
            return true;
    return false;
}

bool fiscal_goes_by_calendar(const struct reading *reading, size_t index)
{
    kind_set claimants = reading->extractor->rules->context.claimants;
    if (title_names(reading, claimants))
        return true;
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

const struct entity *fiscal_books(const struct reading *reading, const struct mention *mention)
{
    struct clause clause = {.reading = reading, .index = (size_t)(mention - reading->mentions)};
    const struct sentence *sentence = &reading->sentences[mention->sentence];
    const struct metric *metric = clause_metric_in(&clause, sentence->start, sentence->end);
    if (!metric || !metric->books || fiscal_goes_by_calendar(reading, clause.index))
        return NULL;
    return fiscal_whose(reading, clause.index, NULL);
}

bool fiscal_is_of_books(const struct reading *reading)
{
    struct clause title = {.reading = reading};
    const struct metric *metric = reading->body > 0 && reading->mention_count > 0
                                      ? clause_metric_in(&title, 0, reading->body)
                                      : NULL;
    return (metric && metric->books) || reading->fiscal;
}
