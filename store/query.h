/* query: which facts, entities or articles the ledger holds. */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "store/ledger.h"
#include "store/result.h"

enum query_kind { QUERY_RELATIONS, QUERY_QUANTITIES, QUERY_ENTITIES, QUERY_ARTICLES };

#define QUERY_KINDS 4

/*
 * An entity that takes part: as a party or topic of a relation, as the subject or claimant of a
 * quantity, by a mention in an article. An entity is given by its id or any of its names, whatever
 * the case; a family stands for its versions too (trainium for trainium@2).
 */
struct query_party {
    const char *kind;   /* it must be of this kind ("csp"); NULL: of any */
    const char *entity; /* it must be this one; NULL: any of that kind */
};

/* All conditions must hold; one that is NULL or 0 says nothing. All zero gives everything. */
struct query_filter {
    const char *since;  /* 2025, 2025-Q1, 2025-H1, 2025-01 or 2025-01-15; its first day … */
    const char *until;  /* … to the last day of this, by the article's date */
    const char *period; /* of a quantity: this or a part of it; FY2025 has FY2025-Q3 as a part */
    const struct query_party *parties; /* each of them takes part */
    size_t party_count;
    const char *subject; /* an entity on this very side */
    const char *object;
    const char *about;
    const char *claimant;
    const char *type; /* of a relation: "partners"; of an entity: one of its kinds */
    const char *role;
    const char *metric; /* its id or name */
    const char *unit;
    const char *modality;
    const double *min_value; /* a range is within when it touches [min, max] */
    const double *max_value;
    const char *source;
    const char *language;
    const char *order;  /* "newest", "oldest", "name"; of quantities also "value", of entities
                           "count", which there is the default; elsewhere it is "newest" */
    size_t limit;       /* rows; 0: all */
    bool with_evidence; /* adds sentence, rule, url, sha256 and fetched */
};

/*
 * The rows that match. Entities are those that articles on the topic mention, with their counts in
 * the articles that match. A condition that says nothing about this kind of rows, or a value that
 * cannot be meant (an entity, kind, relation type, metric, source or date that the ledger does not
 * know) is an error that names the nearest one it knows, and NULL.
 */
struct result *ledger_query(struct ledger *ledger, enum query_kind kind,
                            const struct query_filter *filter);

#endif
