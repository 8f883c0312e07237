/*
 * feed: what a site says it has published: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, CDF, JSON Feed,
 * and sitemaps (sitemaps.org 0.9, with Google's extension for news) with their indexes.
 *
 * Titles, summaries and contents are plain text with a line feed between paragraphs, without markup
 * (fetch/markup.h). Times are RFC 3339 in UTC (base/date.h). Addresses are absolute wherever the
 * feed's own is known. What a feed does not say, or says in no readable way, is NULL.
 */
#ifndef FETCH_FEED_H
#define FETCH_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/diag.h"

/* As many as sitemaps.org lets a sitemap have; no feed that people subscribe to comes near. */
#define FEED_ENTRIES_MAX 50000

/* Sitemaps of 50,000 entries have 7, feeds of many full texts 5. */
#define FEED_BYTES_MAX ((size_t)8 * 1024 * 1024)

struct feed_entry {
    const char *title;
    const char *link;
    const char *id; /* what the feed itself tells its entries apart by */
    const char *published;
    const char *updated;
    const char *summary;
    const char *content;
};

struct feed {
    const char *title;
    const char *link; /* of the site, not of the feed */
    const char *id;
    const char *summary;
    const char *published;
    const char *updated;
    long ttl;                         /* minutes that the publisher wants between two polls, or 0 */
    unsigned skip_hours;              /* of GMT, in which not to poll: bit 0 is midnight's */
    unsigned skip_days;               /* likewise: bit 0 is Sunday's */
    const struct feed_entry *entries; /* in the feed's order */
    size_t entry_count;
    bool of_sitemaps; /* an index of sitemaps: each entry is one, and not an article */
};

/*
 * Reads the bytes (a NUL stands behind them), in a gzip file or not, that came for `base_url`,
 * which is NULL where unknown, like `content_type`; the summaries and contents of entries only
 * where `texts` says so.
 *
 * The encoding is the byte order mark's, the header's or the XML declaration's, else UTF-8 (RFC
 * 7303), in which bytes that are no UTF-8 are read as windows-1252. Broken XML is repaired
 * (fetch/xml_repair.h). NULL when the bytes are no feed; then an error under the stage "feed" says
 * what they seem to be. What was repaired or cut short is a note or a warning.
 */
const struct feed *feed_parse(const char *bytes, size_t len, const char *content_type,
                              const char *base_url, bool texts, struct arena *arena,
                              struct diags *diags);

/*
 * One JSON object per line: {"feed": {title, link, id, summary, published, updated}}, then for each
 * entry {title, link, id, published, updated, summary, content}. Keys without a value are left out.
 */
void feed_print_ndjson(FILE *out, const struct feed *feed);

#endif
