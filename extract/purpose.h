/*
 * purpose: what an element of a page is for, as its tag and its attributes say. Names and class
 * names come again and again, so the answers are remembered for as long as a page is read.
 */
#ifndef EXTRACT_PURPOSE_H
#define EXTRACT_PURPOSE_H

#include <libxml/tree.h>
#include <stdint.h>

#include "extract/dom.h"

#define PURPOSE_CLASSES 512
#define PURPOSE_TAGS    128

struct class_memory {
    const char *names; /* of the attribute; the tree owns it */
    uint32_t hints;
};

/* The parser keeps each name once, so its address stands for it. */
struct tag_memory {
    const xmlChar *name;
    enum tag tag;
};

/* All zero at first; no longer valid once the tree is freed. */
struct purposes {
    struct class_memory classes[PURPOSE_CLASSES];
    struct tag_memory tags[PURPOSE_TAGS];
};

enum tag purpose_tag(struct purposes *purposes, const xmlNode *element); /* as dom_tag */

/* HINT_… of class, id, role, itemprop, rel and of the tag itself; none for <body>. */
uint32_t purpose_hints(struct purposes *purposes, const xmlNode *element, enum tag tag);

#endif
