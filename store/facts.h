/* facts: the mentions, relations and quantities of one record. For store/ only. */
#ifndef STORE_FACTS_H
#define STORE_FACTS_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "store/database.h"

/* The article that they are about. */
struct fact_owner {
    int64_t document_id;
    int64_t article_id;
    const char *month; /* "2025-05" */
    size_t text_len;   /* bytes; spans lie within */
    size_t title_len;
    int64_t now; /* when a rule that the ledger does not know was first seen */
};

/*
 * Replaces all facts and diagnostics of the article. A fact that lacks what a fact needs is left
 * out and noted among the document's diagnostics. Returns 0 or -1.
 */
int facts_save(struct database *db, const struct fact_owner *owner, const json_t *record);

#endif
