/*
 * markup: the text of a feed's fields, which may be plain, HTML or XHTML, as plain text.
 *
 * Tags, scripts and styles are dropped, references become characters, runs of blanks one blank;
 * blocks and line breaks end a line, and no line is empty. Code points U+0080 to U+009F are read as
 * the windows-1252 characters that their writers meant. Results live in `arena`.
 */
#ifndef FETCH_MARKUP_H
#define FETCH_MARKUP_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/*
 * Whether a text whose type nobody declared is HTML: it holds a tag or a reference that HTML knows.
 * "1 < 2" and "the <vector> header" are not.
 */
bool markup_likely(const char *text);

char *markup_from_plain(const char *text, struct arena *arena);
char *markup_from_node(const xmlNode *node, struct arena *arena); /* what the element holds */

/* *bound names the bound at which the text was cut (fetch/html.h), or is NULL. */
char *markup_from_html(const char *html, struct arena *arena, const char **bound);

#endif
