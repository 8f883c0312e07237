/*
 * source: a feed or index page that a user defined, and how to read its articles; or, of a site
 * whose articles are found elsewhere, just the latter.
 */
#ifndef RULES_SOURCE_H
#define RULES_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "rules/pattern.h"
#include "rules/source_article.h"

enum source_kind {
    SOURCE_FEED,
    SOURCE_INDEX,
    SOURCE_SITE, /* nothing to poll */
};

struct source {
    const char *id;   /* unique in all packs: "trendforce-news" */
    const char *name; /* "TrendForce News" */
    enum source_kind kind;
    const char *url;   /* of the feed or index page; NULL for a site */
    const char *links; /* SOURCE_INDEX: XPath of the elements (a) or attributes with addresses */
    const char *next;  /* SOURCE_INDEX: XPath of the link to the following page; or NULL */
    struct pattern *match; /* an article's address must match it; or NULL */
    const char *language;
    long every; /* seconds between two polls */
    bool enabled;
    bool verified;        /* false: nobody has fetched it yet ("unverified") */
    const char *evidence; /* where the address comes from */
    struct texts hosts;   /* whose articles are read so, whoever linked to them: rules/site.h */
    struct source_article article;
    struct position position;
};

#endif
