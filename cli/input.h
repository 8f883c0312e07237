/*
 * input: documents that others fetched, one JSON object a line:
 *
 *   {"url": "https://…", "body": "<html>…"}             the page as text
 *   {"url": "https://…", "body_base64": "PGh0bWw+…"}    the page's bytes
 *   {"url": "https://…", "path": "pages/1.html"}        a file with the page's bytes
 *
 * Several pages of one article are a multipart body (base/multipart.h), or documents of their own.
 *
 * Optional: "content_type" (the header's value) and "fetched" (RFC 3339). Other keys are let be.
 */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "fetch/document.h"

/* A page may have 50 MB, and JSON's escapes and base64 make it longer. */
#define INPUT_LINE_MAX ((size_t)64 << 20)
#define INPUT_BODY_MAX ((size_t)64 << 20)

enum input_result { INPUT_LINE, INPUT_TOO_LONG, INPUT_END };

/*
 * Reads a line without its end. One longer than INPUT_LINE_MAX is skipped whole and only its
 * beginning is in `line`. A read error is an end that ferror(in) tells apart.
 */
enum input_result input_read_line(FILE *in, struct buf *line);

/*
 * The document that a line describes; all of it lives in `arena`. Returns NULL, or what is wrong;
 * then what could be read is set all the same, the url if nothing else.
 */
const char *input_parse(const char *line, size_t len, struct document *document,
                        struct arena *arena);

/* Does the file begin as a WARC file does, or a gzip file, which no page is as it is? */
bool input_is_warc(const char *path);

/* A file as a document with the address `url`. Returns NULL, or what is wrong. */
const char *input_file(const char *path, const char *url, struct document *document,
                       struct arena *arena);

#endif
