/*
 * hint: what an element's class and id words say that it is for. The words are the trade's own
 * ("byline", "breadcrumb"); no site's or vendor's name is among them.
 */
#ifndef EXTRACT_HINT_H
#define EXTRACT_HINT_H

#include <stdint.h>

enum {
    HINT_BODY = 1 << 0,       /* the article's text */
    HINT_NAVIGATION = 1 << 1, /* menus, breadcrumbs, page headers and footers, search, log-in */
    HINT_RELATED = 1 << 2,    /* teasers of other articles */
    HINT_FORM = 1 << 3,       /* newsletters, subscriptions, forms */
    HINT_SHARE = 1 << 4,      /* share and print bars */
    HINT_AUTHOR = 1 << 5,     /* who wrote it */
    HINT_DATE = 1 << 6,       /* when */
    HINT_COMMENT = 1 << 7,    /* readers' comments */
    HINT_ADVERT = 1 << 8,     /* advertisements, sponsors */
    HINT_NOTICE = 1 << 9,     /* cookies, consent, pop-ups */
    HINT_TAGS = 1 << 10,      /* topics, categories */
    HINT_HIDDEN = 1 << 11,    /* for screen readers only */
    HINT_CAPTION = 1 << 12,   /* of an image */
    HINT_EMBED = 1 << 13,     /* a post or player from elsewhere */
    HINT_CONTENTS = 1 << 14,  /* a table of contents */
    HINT_TITLE = 1 << 15,     /* the article's headline */
    HINT_LEAD = 1 << 16,      /* its summary or first paragraph */
    HINT_BOX = 1 << 17,       /* facts or background beside the text */
};

/* Hints of a class or id attribute's words; 0 for NULL. */
uint32_t hint_of(const char *words);

#endif
