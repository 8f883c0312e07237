/* source: a feed or index page that a user defined, and how to read its articles. */
#ifndef RULES_SOURCE_H
#define RULES_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "rules/pattern.h"

enum source_kind { SOURCE_FEED, SOURCE_INDEX };

/* XPaths into an article's page; each NULL where the generic extraction shall find it. */
struct source_article {
    const char *title;
    const char *body;
    const char *date;
    const char *author;
    const char **strip; /* what is taken out of the body */
    size_t strip_count;
};

struct source {
    const char *id;   /* unique in all packs: "trendforce-news" */
    const char *name; /* "TrendForce News" */
    enum source_kind kind;
    const char *url;   /* of the feed or index page */
    const char *links; /* SOURCE_INDEX: XPath of the elements (a) or attributes with addresses */
    struct pattern *match; /* an article's address must match it; or NULL */
    const char *language;
    long every; /* seconds between two polls */
    bool enabled;
    bool verified;        /* false: nobody has fetched it yet ("unverified") */
    const char *evidence; /* where the address comes from */
    struct source_article article;
    struct position position;
};

#endif
