/* headlines: the links of a page that look like headlines, and what they have in common. */
#ifndef FETCH_HEADLINES_H
#define FETCH_HEADLINES_H

#include <libxml/tree.h>

#include "fetch/discover.h"

/* Sets links, urls and headlines of the discovery, as described there. */
void headlines_find(xmlDoc *tree, const char *base, struct arena *arena,
                    struct discovery *discovery);

#endif
