/* document: the bytes that came back for one URL, with headers and time. Plain data, not owned. */
#ifndef FETCH_DOCUMENT_H
#define FETCH_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"

struct document {
    const char *url;          /* as asked for */
    const char *final_url;    /* after redirects; the same as url where there were none */
    const char *content_type; /* the header's value, or NULL */
    const char *headers;      /* the last response's header block, CRLF between fields, or NULL */
    int status;               /* of HTTP; 0 for a file */
    int64_t fetched;          /* seconds since 1970; 0 where unknown */
    const char *body;         /* decoded from Content-Encoding; may hold NUL bytes */
    size_t body_len;
    char sha256[HASH_HEX_SIZE]; /* of the body */
};

#endif
