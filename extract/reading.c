#include "extract/reading.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "extract/pronoun.h"

struct extractor *extractor_new(const struct ruleset *rules)
{
    struct extractor *extractor = mem_alloc(sizeof(*extractor));
    extractor->rules = rules;
    extractor->percents = percent_reader_new();
    extractor->periods = period_reader_new();
    return extractor;
}

void extractor_free(struct extractor *extractor)
{
    if (!extractor)
        return;
    percent_reader_free(extractor->percents);
    period_reader_free(extractor->periods);
    free(extractor);
}

/* Puts the title before the text, as a heading of its own. */
static void join_title(struct reading *reading)
{
    const struct article *article = reading->article;
    size_t title = article->title ? strlen(article->title) : 0;
    if (title == 0) {
        reading->text = article->text;
        reading->len = article->text_len;
        reading->blocks = article->blocks;
        reading->block_count = article->block_count;
        return;
    }
    reading->body = title + 1;
    reading->len = reading->body + article->text_len;
    char *text = arena_alloc(reading->arena, reading->len + 1);
    memcpy(text, article->title, title);
    text[title] = '\n';
    memcpy(text + reading->body, article->text, article->text_len);
    reading->text = text;

    reading->block_count = article->block_count + 1;
    reading->blocks = arena_alloc(reading->arena, reading->block_count * sizeof(*reading->blocks));
    reading->blocks[0] = (struct block){.kind = BLOCK_HEADING, .level = 1, .end = title};
    for (size_t i = 0; i < article->block_count; i++) {
        reading->blocks[i + 1] = article->blocks[i];
        reading->blocks[i + 1].start += reading->body;
        reading->blocks[i + 1].end += reading->body;
    }
}

struct reading *reading_new(const struct extractor *extractor, const struct article *article,
                            struct arena *arena, struct diags *diags)
{
    struct reading *reading = arena_alloc(arena, sizeof(*reading));
    reading->extractor = extractor;
    reading->article = article;
    reading->arena = arena;
    reading->diags = diags;
    reading->now = period_now(article->published);
    join_title(reading);
    reading->sentences = sentences_split(reading->text, reading->blocks, reading->block_count,
                                         arena, &reading->sentence_count);
    mentions_find(reading);
    pronouns_resolve(reading);
    for (size_t i = 0; i < reading->mention_count && !reading->fiscal; i++)
        reading->fiscal =
            reading->mentions[i].type == MENTION_PERIOD && reading->mentions[i].period.fiscal;
    return reading;
}

/* The first mention of the sentence or of a later one. */
static size_t first_from(const struct reading *reading, size_t sentence)
{
    size_t low = 0, high = reading->mention_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (reading->mentions[middle].sentence < sentence)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void reading_mentions_in(const struct reading *reading, size_t sentence, size_t *first,
                         size_t *last)
{
    *first = first_from(reading, sentence);
    *last = first_from(reading, sentence + 1);
}

size_t reading_mention_from(const struct reading *reading, size_t at)
{
    size_t low = 0, high = reading->mention_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (reading->mentions[middle].start < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool reading_holds(const struct reading *reading, const struct pattern *pattern, size_t start,
                   size_t end)
{
    return pattern && end > start &&
           pattern_search(pattern, reading->text + start, end - start, 0, NULL) == PATTERN_MATCH;
}

bool reading_names(const struct reading *reading, const struct entity *entity)
{
    for (size_t i = 0; i < reading->mention_count; i++)
        if (reading->mentions[i].type == MENTION_ENTITY && reading->mentions[i].entity == entity)
            return true;
    return false;
}

/* Versions are different things: who writes of two of them writes of chips. */
static bool same_thing(const struct mention *a, const struct mention *b)
{
    return a->entity == b->entity &&
           (a->version == b->version ||
            (a->version && b->version && strcmp(a->version, b->version) == 0));
}

/* How many different entities of these kinds are named; one in the title is enough for two. */
static size_t count_entities(const struct reading *reading, kind_set kinds, size_t enough)
{
    size_t count = 0;
    for (size_t i = 0; i < reading->mention_count && count < enough; i++) {
        const struct mention *mention = &reading->mentions[i];
        if (mention->type != MENTION_ENTITY || !(mention->kinds & kinds))
            continue;
        bool seen = false;
        for (size_t j = 0; j < i && !seen; j++)
            seen = reading->mentions[j].type == MENTION_ENTITY &&
                   same_thing(&reading->mentions[j], mention);
        count += seen ? 0 : mention->start < reading->body ? 2 : 1;
    }
    return count;
}

/* Adds the terms of one sentence to those seen; `seen` has room for `enough`. */
static size_t count_terms(const struct reading *reading, const struct sentence *sentence,
                          const char **seen, size_t count, size_t enough)
{
    const struct pattern *terms = reading->extractor->rules->topic.terms;
    const char *text = reading->text + sentence->start;
    size_t len = sentence->end - sentence->start;
    struct span spans[PATTERN_GROUPS_MAX];
    for (size_t at = 0; count < enough && at < len &&
                        pattern_search(terms, text, len, at, spans) == PATTERN_MATCH;) {
        const char *term =
            text_fold(reading->arena, arena_strndup(reading->arena, text + spans[0].start,
                                                    spans[0].end - spans[0].start));
        bool known = false;
        for (size_t i = 0; i < count && !known; i++)
            known = strcmp(seen[i], term) == 0;
        if (!known)
            seen[count++] = term;
        at = spans[0].end > at ? spans[0].end : at + 1;
    }
    return count;
}

bool reading_on_topic(const struct reading *reading)
{
    const struct topic *topic = &reading->extractor->rules->topic;
    if (topic->title && reading->body > 0 &&
        pattern_search(topic->title, reading->text, reading->body - 1, 0, NULL) == PATTERN_MATCH)
        return true;
    size_t entities = count_entities(reading, topic->kinds, topic->least);
    if (entities >= topic->least || !topic->terms)
        return entities >= topic->least;
    size_t enough = topic->least - entities, terms = 0;
    const char **seen = arena_alloc(reading->arena, enough * sizeof(*seen));
    for (size_t i = 0; i < reading->sentence_count && terms < enough; i++)
        terms = count_terms(reading, &reading->sentences[i], seen, terms, enough);
    return terms >= enough;
}
