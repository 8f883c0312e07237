/* feed_reader: what the readers of feeds in XML and in JSON share. Only fetch/feed*.c use this. */
#ifndef FETCH_FEED_READER_H
#define FETCH_FEED_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "fetch/feed.h"

struct feed_reader {
    const char *base_url; /* or NULL */
    const char *thing;    /* for diagnostics */
    bool texts;           /* summaries and contents are read, too */
    struct arena *arena;
    struct diags *diags;
    struct feed feed;
    struct feed_entry *entries;
    size_t entry_capacity;
    size_t bad_dates;
    const char *bad_date; /* the first of them */
    const char *bound;    /* the first bound that was hit, or NULL */
};

/* The text of a field: `type` is the media type that the feed declares, or NULL. NULL when empty.
 */
const char *feed_reader_text(struct feed_reader *reader, const char *text, const char *type);

/* The same on one line, as a title is. `text` may be NULL. */
const char *feed_reader_line(struct feed_reader *reader, const char *text);

/* An absolute address; as it stands where `base` is NULL and it is relative. NULL when empty. */
const char *feed_reader_link(struct feed_reader *reader, const char *base, const char *ref);

const char *feed_reader_date(struct feed_reader *reader, const char *text);

/* False when the feed has too many entries: this one and all that follow are left out. */
bool feed_reader_add(struct feed_reader *reader, const struct feed_entry *entry);

#define FEED_IS_PAGE "an HTML page"

/*
 * Each reads a text in UTF-8 into reader->feed and returns NULL, or says what the text is instead
 * (FEED_IS_PAGE): then it is no feed.
 */
const char *feed_xml_read(struct feed_reader *reader, const char *text, size_t len);
const char *feed_json_read(struct feed_reader *reader, const char *text, size_t len);

#endif
