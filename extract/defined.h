/*
 * defined: what a source's own XPaths say of a page. They win over the generic extraction; one that
 * finds nothing is a diagnosed failure, and the generic result stands.
 */
#ifndef EXTRACT_DEFINED_H
#define EXTRACT_DEFINED_H

#include <libxml/tree.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "extract/article.h"
#include "extract/body.h"
#include "extract/metadata.h"
#include "rules/source.h"

/* Makes the source's replacements in a page's text, before it is parsed. */
void defined_replace(const struct source *source, struct buf *utf8);

/*
 * Puts into the article what the source's XPaths find: title, authors, date. What they do not find
 * stays as it is, or becomes empty where the source says so, with a warning of the stage "extract".
 */
void defined_metadata(xmlDoc *doc, const struct source *source, const struct document *document,
                      struct arena *arena, struct article *article, struct diags *diags);

/*
 * Reads the body that the source's XPaths find into `body`, after strip_page and with the article's
 * metadata known; it is moved within the tree. False where the generic extraction is to find it:
 * the source names no body or, with an error in `diags`, a wrong one.
 */
bool defined_body(xmlDoc *doc, const struct source *source, const struct metadata *metadata,
                  const struct article *article, struct arena *arena, struct body *body,
                  struct diags *diags);

#endif
