/* robots: the robots.txt of origins, as they were fetched last. */
#ifndef STORE_ROBOTS_H
#define STORE_ROBOTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "store/ledger.h"

/* The text, in the arena, and when it was fetched. False where there is none. */
bool ledger_robots_get(struct ledger *ledger, const char *origin, struct arena *arena,
                       const char **text, int64_t *fetched);

int ledger_robots_put(struct ledger *ledger, const char *origin, const char *text, int64_t fetched);

#endif
