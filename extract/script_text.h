/*
 * script text: the article of a page that leaves it to a script to show it. Frameworks that draw a
 * page both on the server and in the browser keep its text as HTML in a string of a script.
 */
#ifndef EXTRACT_SCRIPT_TEXT_H
#define EXTRACT_SCRIPT_TEXT_H

#include <libxml/tree.h>

#include "base/diag.h"

/*
 * A tree of the paragraphs and headings that stand as escaped HTML in one of the page's scripts;
 * NULL where there are not several. To be asked of pages without a text only. Release with
 * xmlFreeDoc.
 */
xmlDoc *script_text_find(const xmlNode *root, const char *thing, struct diags *diags);

#endif
