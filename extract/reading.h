/*
 * reading: an article on its way to facts: its title and text as one, cut into sentences, with
 * everything that rules can speak of marked in them.
 *
 * Offsets count in reading.text, which is the title, a line feed and the article's text; the record
 * counts in the title or in the text (reading_place tells).
 */
#ifndef EXTRACT_READING_H
#define EXTRACT_READING_H

#include <stdbool.h>
#include <stddef.h>

#include "extract/article.h"
#include "extract/mention.h"
#include "extract/percent.h"
#include "extract/period.h"
#include "extract/sentence.h"
#include "rules/ruleset.h"

/* Compiled once, then used for any number of documents: the rules and the patterns of numbers. */
struct extractor {
    const struct ruleset *rules;
    struct percent_reader *percents;
    struct period_reader *periods;
};

struct reading {
    const struct extractor *extractor;
    const struct article *article;
    const char *text;
    size_t len;
    size_t body;          /* where the article's text begins; 0 without a title */
    struct block *blocks; /* the title as a heading of level 1, then the article's */
    size_t block_count;
    struct sentence *sentences;
    size_t sentence_count;
    struct mention *mentions; /* in the order of the text, none overlapping another */
    size_t mention_count;
    bool fiscal;           /* some period is called fiscal */
    struct period_now now; /* the day of publication */
    struct arena *arena;
    struct diags *diags; /* of the stage "extract" */
};

/* The rules must outlive the extractor. */
struct extractor *extractor_new(const struct ruleset *rules);
void extractor_free(struct extractor *extractor); /* accepts NULL */

/* Reads the article: sentences and mentions are found, pronouns resolved. */
struct reading *reading_new(const struct extractor *extractor, const struct article *article,
                            struct arena *arena, struct diags *diags);

/* The mentions of a sentence are mentions[*first, *last). */
void reading_mentions_in(const struct reading *reading, size_t sentence, size_t *first,
                         size_t *last);

/* The index of the first mention that begins at this byte of the text or behind it. */
size_t reading_mention_from(const struct reading *reading, size_t at);

/* Whether the pattern (NULL: never) matches in [start, end) of the reading's text. */
bool reading_holds(const struct reading *reading, const struct pattern *pattern, size_t start,
                   size_t end);

/* Whether the entity, of any version, is named anywhere in the article. */
bool reading_names(const struct reading *reading, const struct entity *entity);

/* Whether the article is about the field of the packs (the rules' topic). */
bool reading_on_topic(const struct reading *reading);

#endif
