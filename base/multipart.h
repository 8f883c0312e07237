/*
 * multipart: an article's pages as one body, as mail has its parts (RFC 2046, section 5.1): each
 * with its Content-Location (RFC 2557) and Content-Type and then its bytes as they came. So the
 * archive keeps every page of an article under one hash, and it is read again as it was the first
 * time.
 */
#ifndef BASE_MULTIPART_H
#define BASE_MULTIPART_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

struct multipart_part {
    const char *url;
    const char *type; /* of the content, or NULL */
    const char *body;
    size_t len;
};

struct multipart {
    const char *boundary; /* must stand in no part: a hash of the first one will do */
    const char *at;       /* the rest of the body */
    const char *end;
};

/* "multipart/mixed; boundary=…" for a boundary of letters and digits. */
const char *multipart_type(const char *boundary, struct arena *arena);

/* Appends a part; multipart_end closes the body. */
void multipart_add(struct buf *body, const char *boundary, const struct multipart_part *part);
void multipart_end(struct buf *body, const char *boundary);

/* Whether a body of that type is made of parts; if so, they can be walked. */
bool multipart_open(struct multipart *parts, const char *type, const char *body, size_t len,
                    struct arena *arena);

/* The next part, whose texts live in `arena` and whose body lies in the whole; false at the end. */
bool multipart_next(struct multipart *parts, struct multipart_part *part, struct arena *arena);

#endif
