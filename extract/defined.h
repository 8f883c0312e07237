/*
 * defined: what a source's own XPaths say of a page. They win over the generic extraction; one that
 * finds nothing is a diagnosed failure, and the generic result stands.
 */
#ifndef EXTRACT_DEFINED_H
#define EXTRACT_DEFINED_H

#include <libxml/tree.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "extract/article.h"
#include "rules/source.h"

/* Makes the source's replacements in a page's text, before it is parsed. */
void defined_replace(const struct source *source, struct buf *utf8);

/* Marks what the source wants taken out, so that page_scan leaves it out. */
void defined_strip(xmlDoc *doc, const struct source *source, struct diags *diags);

/*
 * Puts into the article what the source's XPaths find: title, authors, date, and the body as text
 * and blocks. What they do not find stays as it is, with an error of the stage "extract" in `diags`
 * for a body and a warning for the rest.
 */
void defined_read(xmlDoc *doc, const struct source *source, const struct document *document,
                  struct arena *arena, struct article *article, struct diags *diags);

#endif
