/*
 * feed_element: what the elements of feeds mean. One table for all formats: they borrow so freely
 * from each other that readers of one format each would differ in little else.
 */
#ifndef FETCH_FEED_ELEMENT_H
#define FETCH_FEED_ELEMENT_H

#include <libxml/tree.h>
#include <stdbool.h>

enum feed_element_kind {
    FEED_ELEMENT_FIELD,
    FEED_ELEMENT_ENTRY,   /* an item: its elements are an entry's fields */
    FEED_ELEMENT_WRAPPER, /* its elements are fields of what it stands in */
    FEED_ELEMENT_OTHER,
};

enum feed_field {
    FEED_TITLE,
    FEED_LINK,
    FEED_ID,
    FEED_SUMMARY,
    FEED_CONTENT,
    FEED_PUBLISHED,
    FEED_UPDATED,
    FEED_TTL,
    FEED_SKIP_HOURS,
    FEED_SKIP_DAYS,
    FEED_FIELDS
};

struct feed_element {
    enum feed_element_kind kind;
    bool core;             /* of RSS, Atom or CDF themselves, no extension */
    enum feed_field field; /* FEED_ELEMENT_FIELD */
    int rank;              /* the element of the higher rank fills the field */
};

/*
 * What a node means in a feed whose root has the namespace `root_uri` (NULL for none): that is the
 * feed's own, whatever it is. Prefixes that nobody declared count as what they usually stand for.
 */
struct feed_element feed_element_of(const xmlNode *node, const xmlChar *root_uri);

/* Whether a document with this root is a feed. */
bool feed_element_is_root(const xmlNode *root);

/* Compares the name without its prefix, in any case. */
bool feed_element_is(const xmlNode *node, const char *name);

#endif
