/*
 * unnamed: names and model numbers in running text that no entity of the rules covers, by their
 * spelling alone: no word list of a language or field is asked.
 *
 * A name is a run of up to five words with capitals, within a sentence: its first word, and that
 * behind a colon or a quotation mark, may be a capital for another reason. A model is a word of
 * letters and digits, or a name that holds one. Headings, and sentences of which most words have
 * capitals, are left out, as are days and months (of English and of the user's locale) and what can
 * be told to be a person: the article's authors, "Dr. A", and "A B" where the article goes on with
 * B alone and never with A alone, while it goes on with A of a company "A B".
 */
#ifndef EXTRACT_UNNAMED_H
#define EXTRACT_UNNAMED_H

#include <stdbool.h>
#include <stddef.h>

#include "extract/reading.h"

struct unnamed {
    const char *name; /* with single blanks, without "'s" */
    bool model;
    size_t sentence;
};

struct unnamed_list {
    struct unnamed *items; /* in the order of the text */
    size_t count;
    const char **small; /* words that the text writes without capitals, as they stand */
    size_t small_count;
};

/* Everything lives in the reading's arena. */
struct unnamed_list unnamed_find(const struct reading *reading);

#endif
