/*
 * fields: the header of an HTTP message (RFC 9112, section 5) or a WARC record (ISO 28500): a line
 * "Name: value" for each field; a line that begins with a blank goes on with the one before.
 */
#ifndef FETCH_FIELDS_H
#define FETCH_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* The value of the first field of that name, whatever its case, without blanks around it; or NULL.
 */
const char *fields_get(const char *fields, const char *name, struct arena *arena);

/* The bytes of the line at `at`, its end and the lines that go on with it included. */
size_t fields_line(const char *at);

/* Is the line at `at` the field of that name? */
bool fields_is(const char *at, const char *name);

#endif
