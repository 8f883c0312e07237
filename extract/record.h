/*
 * record: what one document gave: the article, its mentions and facts, and what was wrong with it.
 * It is what `newsledger extract` prints and what store/ saves; man newsledger, RECORDS, says what
 * each field means. All offsets count bytes of article.text, or of article.title where the object
 * has "in":"title".
 */
#ifndef EXTRACT_RECORD_H
#define EXTRACT_RECORD_H

#include <jansson.h>

#include "base/arena.h"
#include "extract/reading.h"
#include "fetch/document.h"
#include "rules/source.h"

#define RECORD_VERSION 1

/*
 * Extracts one document; `source` may be NULL. The caller releases the result with json_decref; the
 * arena is only scratch, which the caller may reset. Pure: the same document, rules and build give
 * the same record, byte for byte.
 */
json_t *record_extract(const struct extractor *extractor, const struct document *document,
                       const struct source *source, struct arena *arena);

/* A record of a document that could not be read at all: with one diagnostic and no article. */
json_t *record_failed(const struct document *document, const char *stage, const char *message);

/* The record as one line of JSON, malloc'ed, without a line feed. */
char *record_text(const json_t *record);

#endif
