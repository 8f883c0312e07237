/*
 * evidence: what speaks for and against each line of a page being the article's text. One bit for
 * each observation, so that a line's score is a sum of weights (extract/body.c).
 */
#ifndef EXTRACT_EVIDENCE_H
#define EXTRACT_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "extract/core.h"
#include "extract/page.h"

enum evidence {
    EVIDENCE_ALWAYS, /* holds for every line */

    /* The text. Lengths are characters without blanks; each holds together with those before it. */
    EVIDENCE_LENGTH_40,
    EVIDENCE_LENGTH_80,
    EVIDENCE_LENGTH_400,
    EVIDENCE_SOME_LINK, /* a tenth of it */
    EVIDENCE_ALL_LINK,  /* nine tenths */
    EVIDENCE_SENTENCE,  /* ends as a sentence does */
    EVIDENCE_COLON,     /* ends with a colon */
    EVIDENCE_CAPITALS,  /* half of its letters are capitals */
    EVIDENCE_DIGITS,    /* a third are digits */
    EVIDENCE_PHRASE,    /* begins with words of promotions and credits */
    EVIDENCE_OFFER,     /* speaks of subscriptions, newsletters, consent */
    EVIDENCE_DATED,     /* short, with a date */
    EVIDENCE_NAMED,     /* short, with an author's name */

    /* Its kind. */
    EVIDENCE_PARAGRAPH, /* in a <p> */
    EVIDENCE_HEADING,   /* h1, h2 */
    EVIDENCE_SUBHEADING,
    EVIDENCE_ITEM,
    EVIDENCE_QUOTE,
    EVIDENCE_CAPTION,
    EVIDENCE_ROW,

    /* Its place. The main element is the one that holds most of the core's prose itself. */
    EVIDENCE_IN_ROOT,  /* of the core */
    EVIDENCE_IN_MAIN,  /* <main> */
    EVIDENCE_DIRECT,   /* in the main element, not below it */
    EVIDENCE_ALIKE,    /* in an element of the same tag and class as most prose */
    EVIDENCE_BEFORE,   /* before headline and main element */
    EVIDENCE_LEADING,  /* between headline and main element */
    EVIDENCE_TRAILING, /* behind the main element */
    EVIDENCE_DEEP,     /* two or more elements below the root */
    EVIDENCE_BOX,      /* in a small element apart from most prose */
    EVIDENCE_FIELDS,   /* its element holds form fields and hardly any prose */
    EVIDENCE_PICTURE,  /* its element holds an image and little text */
    EVIDENCE_BEFORE_PROSE,

    /* What class names around it say (extract/hint.h). */
    EVIDENCE_LEFT_OUT, /* the core does without its region */
    EVIDENCE_HINT_BODY,
    EVIDENCE_HINT_NAVIGATION,
    EVIDENCE_HINT_SHARE,
    EVIDENCE_HINT_AUTHOR,
    EVIDENCE_HINT_COMMENT,
    EVIDENCE_HINT_NOTICE,
    EVIDENCE_HINT_LEAD,
    EVIDENCE_HINT_EMBED,
    EVIDENCE_HINT_HIDDEN,

    /* What the page says elsewhere. */
    EVIDENCE_DESCRIPTION, /* begins as the page's own description does */
    EVIDENCE_JSON,        /* JSON-LD's articleBody has it */
    EVIDENCE_NO_JSON,     /* articleBody has most prose of the core, but not this line */
    EVIDENCE_NEWS_ITEM,   /* an item of a list on a page that calls itself a NewsArticle */
    EVIDENCE_NEWS_BOX,
    EVIDENCE_PROMOTION, /* begins with words of promotions, and half of it is a link or a date */
    EVIDENCE_NEWS_BARE, /* not in a <p> on such a page */
    EVIDENCE_COUNT,
};

struct evidence_input {
    const struct page *page;
    const struct core *core;
    const char *json_body;   /* articleBody, or NULL */
    const char *description; /* of the page, or NULL */
    const char **authors;
    size_t author_count;
    uint32_t heading; /* the line of the headline */
    bool news;        /* the page calls itself a NewsArticle */
};

/*
 * One set of bits, 1 << EVIDENCE_…, for each line of the page; 0 for those before headline and core
 * and for those behind the core, which are not looked at.
 */
uint64_t *evidence_gather(const struct evidence_input *input, struct arena *arena);

#endif
