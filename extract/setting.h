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

/* That of the section's heading alone (never the title's), or NULL. */
const struct mention *setting_heading(const struct reading *reading, size_t sentence);

#endif
