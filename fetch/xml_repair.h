/*
 * xml_repair: makes XML as servers send it well-formed, so that an XML parser reads all of it.
 *
 * Every start tag gets its end tag and every attribute its quotes; stray "<" and "&", control
 * characters and tags cut off by the end are taken care of; HTML's named entities become
 * characters. Comments, processing instructions and the document type are left out: no parser
 * behind this sees a declaration, so none expands or loads one. Entities that the document itself
 * declares are replaced when their value is short and plain text; others stay as they are written.
 */
#ifndef FETCH_XML_REPAIR_H
#define FETCH_XML_REPAIR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* libxml2 gives up at 256 nested elements unless told otherwise; a feed needs about 20. */
#define XML_REPAIR_DEPTH_MAX 240

/* libxml2 compares each attribute of an element with all others; a feed's root has some 20. */
#define XML_REPAIR_ATTRIBUTES_MAX 100

struct xml_repair {
    size_t line;      /* the first place that was not well-formed, from 1; 0: there is none */
    const char *what; /* what was wrong there */
    bool cut;         /* the document ends in the middle; what had no end is left out */
    bool too_deep;    /* tags below XML_REPAIR_DEPTH_MAX were left out */
    bool too_many;    /* attributes above XML_REPAIR_ATTRIBUTES_MAX were left out */
    bool too_long;    /* the result would be longer than max, and ends before */
};

/* `text` is UTF-8, with a NUL somewhere behind it; appends to `out`, at most about `max` bytes. */
void xml_repair(const char *text, size_t len, size_t max, struct buf *out,
                struct xml_repair *result);

#endif
