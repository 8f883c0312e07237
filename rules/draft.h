/*
 * draft: the definition of a source while it is being made, and its YAML. What `rules import` and
 * `rules new` propose.
 */
#ifndef RULES_DRAFT_H
#define RULES_DRAFT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "rules/source_article.h"

enum draft_list {
    DRAFT_REMARKS, /* lines above `article:` */
    DRAFT_TITLE,
    DRAFT_BODY,
    DRAFT_DATE,
    DRAFT_AUTHOR,
    DRAFT_STRIP,
    DRAFT_ID_OR_CLASS,
    DRAFT_IMAGE_SRC,
    DRAFT_NEXT_PAGE,
};

#define DRAFT_LISTS 9

/* Texts are valid UTF-8 that lives as long as the arena. */
struct draft {
    struct arena *arena;
    const char *host; /* the definition's id, too, where none is given */
    const char *id;   /* these may be NULL */
    const char *name;
    const char *feed;
    const char *index;
    const char *links;
    const char *next;
    const char *language;
    const char *evidence;
    bool verified; /* it has been fetched */
    struct texts lists[DRAFT_LISTS];
    size_t capacities[DRAFT_LISTS];
    struct replacement *replace;
    size_t replace_count;
    size_t replace_capacity;
    struct wrapping *wrap;
    size_t wrap_count;
    size_t wrap_capacity;
    struct single_page *single_page;
    size_t single_page_count;
    size_t single_page_capacity;
    struct http_field *headers;
    size_t header_count;
    size_t header_capacity;
    bool prune;
    bool autodetect;
};

/* `host` as in rules/site.h. */
void draft_begin(struct draft *draft, const char *host, struct arena *arena);

void draft_add(struct draft *draft, enum draft_list list, const char *text);
void draft_replace(struct draft *draft, const char *find, const char *with);
void draft_wrap(struct draft *draft, const char *element, const char *nodes);
void draft_single_page(struct draft *draft, const char *link);
int draft_condition(struct draft *draft, const char *condition); /* -1 without a single page */
void draft_header(struct draft *draft, const char *name, const char *value); /* the last counts */

/* Appends the definition, indented as it stands below "sources:". */
void draft_put(const struct draft *draft, struct buf *yaml);

#endif
