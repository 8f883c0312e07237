/*
 * heading: what stands above the sentences of an article: the title, headings, and paragraphs that
 * are as good as such. Sentences are numbered as in the reading.
 */
#ifndef EXTRACT_HEADING_H
#define EXTRACT_HEADING_H

#include <stdbool.h>
#include <stddef.h>

#include "extract/reading.h"

bool heading_is_title(const struct reading *reading, size_t sentence);

/* Whether the sentence is (part of) a heading: a short line without a full stop or a percentage is
 * one, and so is what ends with a colon. */
bool heading_is(const struct reading *reading, size_t sentence);

/* Whether another heading stands right above: "Outlook", then "For 4Q25 we expect:". */
bool heading_is_below(const struct reading *reading, size_t sentence);

/* "4Q25 guide.": whether a paragraph's first words are its heading. */
bool heading_leads_in(const struct reading *reading, size_t sentence);

/* The block of the heading above the sentence, the title's too; SIZE_MAX without one. */
size_t heading_block(const struct reading *reading, size_t sentence);

/* Whether a block is an item of a list, also of one written with hyphens, bullets or in short
 * lines. */
bool heading_lists(const struct reading *reading, size_t block);

/* The first sentence that may still set the scene for this one: a bound for long pages. */
size_t heading_first_seen(size_t sentence);

#endif
