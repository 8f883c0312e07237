/* title: an article's headline, chosen from the places where a page repeats it. */
#ifndef EXTRACT_TITLE_H
#define EXTRACT_TITLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

#define TITLE_HEADINGS 8 /* <h1> elements that are looked at */

/* Each NULL where the page has none. */
struct title_evidence {
    const char *headings[TITLE_HEADINGS]; /* <h1>, in document order */
    size_t heading_count;
    const char *open_graph; /* og:title */
    const char *json;       /* JSON-LD headline */
    const char *twitter;    /* twitter:title */
    const char *element;    /* <title> */
    const char *site;       /* og:site_name or the publisher */
    const char *host;       /* of the page's address, or NULL */
};

/* NULL where there is no evidence at all. The result lives in the arena. */
const char *title_choose(const struct title_evidence *evidence, struct arena *arena);

/* Whether two titles are the same but for case, punctuation and blanks. */
bool title_same(const char *a, const char *b, struct arena *arena);

#endif
