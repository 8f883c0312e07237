/* coding: what HTTP does to a body on its way (RFC 9112, section 7; RFC 9110, section 8.4.1). */
#ifndef FETCH_CODING_H
#define FETCH_CODING_H

#include "base/buf.h"

/*
 * Undoes a list of codings ("gzip, chunked"), the last one first: chunked, gzip, deflate, zstd,
 * br, identity. The result takes the place of `body` and has at most `max` bytes. Returns NULL, or
 * what is wrong.
 */
const char *coding_undo(const char *list, struct buf *body, size_t max);

#endif
