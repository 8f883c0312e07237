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
    static const char *const prepositions[] = {
        "with",    "from",      "by",    "on",        "to",     "against", "than",
        "of",      "for",       "over",  "including", "about",  "at",      "into",
        "between", "alongside", "under", "like",      "versus", "via",     "behind"};
    size_t from = reading->sentences[mention->sentence].start;
    for (size_t i = 0; i < sizeof(prepositions) / sizeof(*prepositions); i++)
        if (word_before(reading->text, from, mention->start, prepositions[i]))
            return true;
    return false;
}

/* "A and B", "A, B": whether these two neighbours stand in one enumeration. */
static bool is_enumerated(const struct reading *reading, const struct mention *mention,
                          const struct mention *next)
{
    static const char *const joints[] = {" and ", ", ", ", and ", " & "};
    kind_set claimants = reading->extractor->rules->context.claimants;
    size_t gap = next->start - mention->end;
    if (next->sentence != mention->sentence || !(next->kinds & mention->kinds) ||
        (mention->kinds & claimants)) /* "According to A, B …" */
        return false;
    for (size_t i = 0; i < sizeof(joints) / sizeof(*joints); i++)
        if (gap == strlen(joints[i]) && memcmp(reading->text + mention->end, joints[i], gap) == 0)
            return true;
    return false;
}

/* "A and Zephyr": the other is a name that nobody has told us. */
static bool is_beside_a_stranger(const struct reading *reading, const struct mention *mention)
{
    static const char and[] = " and ";
    const char *behind = reading->text + mention->end;
    size_t len = strlen(and), end = reading->sentences[mention->sentence].end;
    return mention->type == MENTION_ENTITY && mention->end + len < end &&
           memcmp(behind, and, len) == 0 && behind[len] >= 'A' && behind[len] <= 'Z';
}

static bool is_one_of_several(const struct reading *reading, size_t index)
{
    const struct mention *mention = &reading->mentions[index];
    if (is_beside_a_stranger(reading, mention))
        return true;
    return (index + 1 < reading->mention_count && is_enumerated(reading, mention, mention + 1)) ||
           (index > 0 && is_enumerated(reading, mention - 1, mention));
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
    for (size_t i = first; i < last; i++) {
        const struct mention *mention = &reading->mentions[i];
        if (!names_one_of(mention, kinds) || (mention->kinds & claimants))
            continue;
        if (!is_object(reading, mention) && !is_one_of_several(reading, i))
            return mention;
    }
    return NULL;
}

/* The first object of a preposition there, or NULL: who else, where nothing is a subject. */
static const struct mention *object_among(const struct reading *reading, size_t first, size_t last,
                                          kind_set kinds)
{
    kind_set claimants = reading->extractor->rules->context.claimants;
    for (size_t i = first; i < last; i++)
        if (names_one_of(&reading->mentions[i], kinds) &&
            !(reading->mentions[i].kinds & claimants) && !is_one_of_several(reading, i))
            return &reading->mentions[i];
    return NULL;
}

/* The nearest sentence before that has one, as far back as the heading of the section. */
static const struct mention *one_before(const struct reading *reading, size_t sentence,
                                        kind_set kinds, bool objects)
{
    for (size_t back = 1; back <= SENTENCES_BACK && back <= sentence; back++) {
        size_t first, last, index = sentence - back;
        reading_mentions_in(reading, index, &first, &last);
        const struct mention *found = subject_among(reading, first, last, kinds);
        if (!found && objects)
            found = object_among(reading, first, last, kinds);
        if (found || reading->blocks[reading->sentences[index].block].kind == BLOCK_HEADING)
            return found;
    }
    return NULL;
}

static const struct mention *subject_before(const struct reading *reading, size_t sentence,
                                            kind_set kinds)
{
    const struct mention *subject = one_before(reading, sentence, kinds, false);
    return subject ? subject : one_before(reading, sentence, kinds, true);
}

/* Whether a new clause with a subject of its own may begin in these words. */
static bool parts_clauses(const char *text, size_t len)
{
    static const char *const words[] = {";",         ", while ",    ", whereas ",
                                        ", though ", ", although ", ", but "};
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (memmem(text, len, words[i], strlen(words[i])))
            return true;
    return false;
}

/* Where the clause begins in which mentions[index] stands: that of its first mention. */
static size_t clause_start(const struct reading *reading, size_t first, size_t index)
{
    for (size_t i = index; i-- > first && i + 1 < reading->mention_count;) {
        const struct mention *mention = &reading->mentions[i];
        if (mention[1].start > mention->end &&
            parts_clauses(reading->text + mention->end, mention[1].start - mention->end))
            return i + 1;
    }
    return first;
}

/* "TSMC is its partner": "its" is not the one that stands before "is". */
static bool is_predicate(const struct reading *reading, const struct mention *pronoun)
{
    static const char *const copulas[] = {"is",         "was",    "be",      "been",     "become",
                                          "becomes",    "became", "remains", "remained", "as",
                                          "reportedly", "also",   "now"};
    size_t from = reading->sentences[pronoun->sentence].start;
    for (size_t i = 0; i < sizeof(copulas) / sizeof(*copulas); i++)
        if (word_before(reading->text, from, pronoun->start, copulas[i]))
            return true;
    return false;
}

/* The nearest mention before `index` that could be the subject of a predicate there. */
static size_t predicate_subject(const struct reading *reading, size_t first, size_t index,
                                kind_set kinds)
{
    for (size_t i = index; i-- > first;)
        if (names_one_of(&reading->mentions[i], kinds) &&
            !is_object(reading, &reading->mentions[i]))
            return i;
    return first;
}

const struct mention *pronoun_target(const struct reading *reading, size_t sentence, size_t index,
                                     kind_set kinds, bool objects_last)
{
    size_t first, last;
    reading_mentions_in(reading, sentence, &first, &last);
    size_t clause = clause_start(reading, first, index);
    const struct mention *subject = subject_among(reading, clause, index, kinds);
    if (!subject)
        subject = subject_among(reading, first, clause, kinds);
    if (!subject && !objects_last)
        subject = object_among(reading, first, index, kinds);
    if (!subject)
        subject = subject_before(reading, sentence, kinds);
    return subject ? subject : object_among(reading, first, index, kinds);
}

/* "the carrier China Unicom": not a pronoun but what China Unicom is. */
static bool is_apposition(const struct reading *reading, size_t index)
{
    const struct mention *pronoun = &reading->mentions[index];
    return index + 1 < reading->mention_count && pronoun[1].type == MENTION_ENTITY &&
           pronoun[1].start == pronoun->end + 1 && (pronoun[1].kinds & pronoun->kinds);
}

/*
 * "With it" is not its own clause's subject: that of a clause before, else of a sentence before
 * where nothing else stands between ("A says that B works with it"). NULL for other pronouns.
 */
static const struct mention *object_target(const struct reading *reading,
                                           const struct mention *pronoun, size_t first,
                                           size_t until)
{
    if (pronoun->possessive || !is_object(reading, pronoun))
        return NULL;
    size_t clause = clause_start(reading, first, until), named = 0;
    const struct mention *target = subject_among(reading, first, clause, pronoun->kinds);
    for (size_t i = clause; i < until; i++)
        named += names_one_of(&reading->mentions[i], pronoun->kinds);
    return target || named != 1 ? target
                                : subject_before(reading, pronoun->sentence, pronoun->kinds);
}

static void resolve(struct reading *reading, size_t index)
{
    struct mention *pronoun = &reading->mentions[index];
    size_t first, last, until = index;
    if (is_apposition(reading, index))
        return;
    reading_mentions_in(reading, pronoun->sentence, &first, &last);
    if (is_predicate(reading, pronoun))
        until = predicate_subject(reading, first, index, pronoun->kinds);
    const struct mention *target = object_target(reading, pronoun, first, until);
    if (!target)
        target = pronoun_target(reading, pronoun->sentence, until, pronoun->kinds, false);
    if (!target)
        return;
    pronoun->entity = target->entity;
    pronoun->version = target->version;
    pronoun->kinds = target->kinds;
}

void pronouns_resolve(struct reading *reading)
{
    for (size_t i = 0; i < reading->mention_count; i++)
        if (reading->mentions[i].type == MENTION_PRONOUN)
            resolve(reading, i);
}
