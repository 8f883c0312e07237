/*
 * robots: what a site's robots.txt allows us (RFC 9309), read as its author's own parser reads it:
 * common misspellings, colons that are missing and bytes of all sorts included.
 */
#ifndef FETCH_ROBOTS_H
#define FETCH_ROBOTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* RFC 9309, section 2.5: at least so much is read; what follows is ignored. */
#define ROBOTS_BYTES_MAX ((size_t)500 * 1024)

struct robots;

/*
 * The rules for `agent`, the product token of our User-Agent ("newsledger"), else those for all.
 * No bytes allow everything. Lives in the arena.
 */
const struct robots *robots_parse(const char *bytes, size_t len, const char *agent,
                                  struct arena *arena);

/* Rules that forbid everything: robots.txt could not be reached (section 2.3.1.4). */
const struct robots *robots_closed(struct arena *arena);

/* Whether the page at `url` (escaped, as url_resolve gives it) may be fetched. The longest pattern
 * decides, "allow" at a tie. */
bool robots_allow(const struct robots *robots, const char *url);

/* Seconds between two requests that the site asks for ("Crawl-delay", which is no standard); or 0.
 */
double robots_delay(const struct robots *robots);

#endif
