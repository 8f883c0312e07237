/*
 * source article: how the pages of a source's articles are read. Whatever is left out is found by
 * the generic extraction.
 *
 * All expressions are XPath 1.0 that xpath_check let through; they may select nodes or give a text.
 */
#ifndef RULES_SOURCE_ARTICLE_H
#define RULES_SOURCE_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>

struct texts {
    const char **items;
    size_t count;
};

/* What stands in a page's text is replaced wherever it stands, before the page is parsed. */
struct replacement {
    const char *find; /* never empty */
    const char *with;
};

/* The link to a version of an article without page breaks. */
struct single_page {
    const char *link;
    const char *condition; /* an XPath that must find something on the page, or NULL */
};

struct http_field {
    const char *name;
    const char *value; /* without line breaks */
};

/* Nodes that are put into a new element, such as a quotation that the page does not mark. */
struct wrapping {
    const char *element; /* in lower case */
    const char *nodes;   /* XPath */
};

struct source_article {
    struct texts title; /* XPaths: the first that finds something counts; so in the next three */
    struct texts body;
    struct texts date;
    struct texts author;
    struct texts strip;             /* XPaths of elements and attributes that are taken out */
    struct texts strip_id_or_class; /* elements with such an id or class are taken out, too */
    struct texts strip_image_src;   /* and images in whose address this stands */
    struct replacement *replace;    /* in this order */
    size_t replace_count;
    struct wrapping *wrap; /* after all that is taken out */
    size_t wrap_count;
    bool prune;             /* of the body, only what reads like an article is kept */
    bool autodetect;        /* what the XPaths do not find is looked for as if there were none */
    struct texts next_page; /* XPaths of the link to an article's next part */
    struct single_page *single_page;
    size_t single_page_count;
    struct http_field *headers; /* for requests of articles */
    size_t header_count;
};

struct loader;
struct yaml_node;

/* Reads `article:`, which is NULL where it is absent; mistakes go to the loader. */
void source_article_load(struct loader *loader, const struct yaml_node *map,
                         struct source_article *article);

/* One XPath; NULL for a NULL node or, with a diagnostic, for one that cannot be used. */
const char *source_xpath(struct loader *loader, const struct yaml_node *node);

/* RFC 9110, sections 5.6.2 and 5.5; a line break would begin a field that nobody has seen. */
bool http_field_name_valid(const char *text);
bool http_field_value_valid(const char *text);

/* Whether nothing but the generic extraction is asked for. */
bool source_article_is_generic(const struct source_article *article);

#endif
