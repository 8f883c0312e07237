#include "extract/pronoun.h"

#include <string.h>
#include <strings.h>

#include "extract/reading.h"

/* How many sentences back a pronoun may point: further away readers lose the thread too. */
#define SENTENCES_BACK 6

static bool word_before(const char *text, size_t from, size_t at, const char *word)
{
    size_t len = strlen(word);
    return at >= from + len + 1 && text[at - 1] == ' ' &&
           strncasecmp(text + at - 1 - len, word, len) == 0 &&
           (at - 1 - len == from || text[at - 2 - len] == ' ');
}

static bool is_object(const struct reading *reading, const struct mention *mention)
{
    static const char *const prepositions[] = {"with", "from", "by",  "on",   "to",  "against",
                                               "than", "of",   "for", "over", "and", "including"};
    size_t from = reading->sentences[mention->sentence].start;
    for (size_t i = 0; i < sizeof(prepositions) / sizeof(*prepositions); i++)
        if (word_before(reading->text, from, mention->start, prepositions[i]))
            return true;
    return false;
}

/* "A and B …" */
static bool is_one_of_several(const struct reading *reading, size_t index)
{
    const struct mention *mention = &reading->mentions[index];
    if (index + 1 >= reading->mention_count)
        return false;
    const struct mention *next = &reading->mentions[index + 1];
    size_t gap = next->start - mention->end;
    const char *between = reading->text + mention->end;
    return next->sentence == mention->sentence && (next->kinds & mention->kinds) &&
           ((gap == 5 && memcmp(between, " and ", 5) == 0) ||
            (gap == 2 && memcmp(between, ", ", 2) == 0));
}

static bool names_one_of(const struct mention *mention, kind_set kinds)
{
    return mention->entity && (mention->kinds & kinds) &&
           (mention->type == MENTION_ENTITY || mention->type == MENTION_PRONOUN);
}

/* The subject among mentions[first, last), or NULL. */
static const struct mention *subject_among(const struct reading *reading, size_t first, size_t last,
                                           kind_set kinds)
{
    kind_set claimants = reading->extractor->rules->context.claimants;
    const struct mention *second_best = NULL;
    for (size_t i = first; i < last; i++) {
        const struct mention *mention = &reading->mentions[i];
        if (!names_one_of(mention, kinds) || (mention->kinds & claimants))
            continue;
        if (!is_object(reading, mention) && !is_one_of_several(reading, i))
            return mention;
        if (!second_best && !is_one_of_several(reading, i))
            second_best = mention;
    }
    return second_best;
}

static const struct mention *subject_before(const struct reading *reading, size_t sentence,
                                            kind_set kinds)
{
    for (size_t back = 1; back <= SENTENCES_BACK && back <= sentence; back++) {
        size_t first, last, index = sentence - back;
        reading_mentions_in(reading, index, &first, &last);
        const struct mention *subject = subject_among(reading, first, last, kinds);
        if (subject)
            return subject;
        if (reading->blocks[reading->sentences[index].block].kind == BLOCK_HEADING)
            return NULL;
    }
    return NULL;
}

void pronouns_resolve(struct reading *reading)
{
    for (size_t i = 0; i < reading->mention_count; i++) {
        struct mention *pronoun = &reading->mentions[i];
        if (pronoun->type != MENTION_PRONOUN)
            continue;
        size_t first, last;
        reading_mentions_in(reading, pronoun->sentence, &first, &last);
        const struct mention *subject = subject_among(reading, first, i, pronoun->kinds);
        if (!subject)
            subject = subject_before(reading, pronoun->sentence, pronoun->kinds);
        if (!subject)
            continue;
        pronoun->entity = subject->entity;
        pronoun->version = subject->version;
        pronoun->kinds = subject->kinds;
    }
}
