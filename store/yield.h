/*
 * yield: whether a source still brings what it is in the habit of bringing. A feed that answers
 * well and a page that parses can still be empty: the site moved its news, or its layout changed.
 *
 * Each habit is a share (of days with news, of articles with a text, of articles with facts). What
 * is newest is measured against what was before: when a source that keeps its habit would do so
 * badly less than once in a thousand times (binomial test), it is reported.
 */
#ifndef STORE_YIELD_H
#define STORE_YIELD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "store/ledger.h"

struct yield {
    const char *source_id;
    const char *cause;   /* "no-articles", "layout-changed" or "no-facts" */
    const char *message; /* for people, with the numbers */
};

/*
 * Looks at the sources that answered since `since` (when a run began) and brought something, or
 * have been silent for a day; keeps what is found in the ledger (v_yields), and visits what was not
 * there before, so that nothing is told twice. Times are in seconds since 1970. Returns 0, or -1
 * when the ledger fails.
 */
int ledger_check_yields(struct ledger *ledger, int64_t since, int64_t now,
                        void (*visit)(const struct yield *yield, void *context), void *context);

#endif
