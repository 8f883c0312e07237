/*
 * warc: web archive files, WARC 1.1 (ISO 28500:2017), each record a gzip member of its own when
 * written (annex D); read with or without gzip. Both ways a record at a time.
 */
#ifndef FETCH_WARC_H
#define FETCH_WARC_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"

/* A page may have 50 MB, and its chunks and header some more. */
#define WARC_BLOCK_MAX ((size_t)64 << 20)

/* One record; lives until the next one is read. */
struct warc_record {
    uint64_t offset;     /* in the file, of its first byte or that of its gzip member */
    const char *head;    /* its named fields (fetch/fields.h) */
    const char *type;    /* "response" …; never NULL */
    const char *block;   /* may hold NUL bytes; one stands behind it */
    size_t block_len;    /* Content-Length */
    const char *problem; /* why it cannot be used, or NULL; then only the offset is sure */
};

struct warc_reader;

/* Reads from `in`, which stays the caller's. Damage within gzip is stepped over where in can seek.
 */
struct warc_reader *warc_reader_new(FILE *in);
void warc_reader_free(struct warc_reader *reader); /* accepts NULL */

/*
 * The next record, or NULL at the end. One that is damaged, larger than WARC_BLOCK_MAX or has
 * another WARC-Block-Digest than it claims (sha1 and sha256 are checked) has a problem; the call
 * after it goes on with the next one that can be found.
 */
const struct warc_record *warc_read(struct warc_reader *reader);

/* "urn:uuid:…", made from the text (RFC 9562, version 8): the same text is the same record. */
const char *warc_id(const char *text, struct arena *arena);

/*
 * Writes a record: WARC-Type and the fields given, each line ended by CRLF, then Content-Length and
 * WARC-Block-Digest of the block. 0 or -errno.
 */
int warc_write(FILE *out, const char *type, const char *fields, const char *block, size_t len);

#endif
