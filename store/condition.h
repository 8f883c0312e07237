/*
 * condition: a query being put together from fragments, with the values that its "?" stand for. For
 * store/ only. SQL comes from store/fragments.c alone; what a user typed is always bound.
 */
#ifndef STORE_CONDITION_H
#define STORE_CONDITION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "store/database.h"
#include "store/fragments.h"
#include "store/query.h"

struct bound_value {
    const char *text; /* NULL: it is a number */
    double number;
};

struct condition {
    struct database *db;
    struct arena *arena;   /* of the values */
    enum query_kind query; /* what the filter is about */
    struct buf sql;
    struct bound_value *values;
    size_t value_count;
    size_t value_capacity;
};

struct condition *condition_new(struct database *db);
void condition_free(struct condition *condition);

void condition_add(struct condition *condition, enum fragment fragment);
void condition_add_text(struct condition *condition, enum fragment fragment, const char *value);
void condition_add_number(struct condition *condition, enum fragment fragment, double value);

/*
 * Adds all that the filter says about one kind of thing. -1 when a value cannot be meant, or says
 * nothing about things of that kind; each such value is reported.
 */
int condition_add_filter(struct condition *condition, enum query_kind kind,
                         const struct query_filter *filter);

/* Runs the query; NULL on failure. `limit` 0: all rows. */
struct result *condition_run(struct condition *condition, size_t limit);

#endif
