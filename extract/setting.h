/*
 * setting: the period that a part of an article is about, where a claim does not say so itself.
 *
 * Paragraphs, headings and the lead set a scene that holds until the next one: "In the third
 * quarter …", a heading "Outlook for 2026", a title "… in 2Q25".
 */
#ifndef EXTRACT_SETTING_H
#define EXTRACT_SETTING_H

#include <stdbool.h>

#include "extract/clause.h"

/* How a claim is looked at: how sure it is, and by whose calendar its quarters count. */
struct viewpoint {
    enum modality modality;
    const struct entity *whose;   /* or NULL: the calendar's */
    const struct entity *subject; /* or NULL */
    bool books;  /* it is from somebody's books, which may go by a fiscal calendar */
    bool fiscal; /* what is around it may give it a fiscal period */
    bool past;   /* it tells what was before: "from 21% in the first quarter" */
};

/*
 * By whose calendar a claim counts that stands at mentions[index]: its subject's, or (NULL) that
 * which "it" would point to there, or of whose part that is. NULL where none is known.
 */
const struct entity *setting_whose(const struct reading *reading, size_t index,
                                   const struct entity *subject);

/*
 * Whether the sentence of mentions[index] counts by the calendar whoever it speaks of: it has an
 * analyst as its source, who counts many companies, or names companies of different fiscal years
 * before the mention.
 */
bool setting_goes_by_the_calendar(const struct reading *reading, size_t index);

/* Whether the article is about somebody's books: its title says so, or it has fiscal periods. */
bool setting_is_of_books(const struct reading *reading);

/*
 * Whether the period may be what a claim of its sentence (beginning at `start`) speaks of: not part
 * of a name ("its 2025 Forum"), nor what something is compared with.
 */
bool setting_claims(const struct reading *reading, const struct mention *period, size_t start);

/*
 * Completes a period: what was named before tells "that year" and "in the quarter"; a section's
 * heading or the day of publication tells the year of a quarter. False where nothing does.
 */
bool setting_resolve(const struct reading *reading, const struct mention *mention,
                     const struct viewpoint *view, struct period *period);

/* How sure a claim is: by its own words (clause_modality), or a heading's ("Outlook"). */
enum modality setting_modality(const struct clause *clause);

/* What is said as a fact does not speak of the future, nor a forecast of the past. */
bool setting_fits(const struct reading *reading, const struct mention *period,
                  const struct viewpoint *view);

/*
 * The period that holds for a sentence which names none: of the paragraph's sentences before, of
 * the heading above, of paragraphs before, of the article as a whole. NULL without one.
 */
const struct mention *setting_find(const struct reading *reading, size_t sentence,
                                   const struct viewpoint *view);

/* The block of the heading above the sentence, the title's too; SIZE_MAX without one. */
size_t setting_heading_block(const struct reading *reading, size_t sentence);

/* Whether a block is an item of a list, also of one written with hyphens, bullets or in short
 * lines. */
bool setting_is_listed(const struct reading *reading, size_t block);

/* That of the section's heading alone (never the title's), or NULL. */
const struct mention *setting_heading(const struct reading *reading, size_t sentence);

#endif
