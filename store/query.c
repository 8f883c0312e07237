#include "store/query.h"

#include <stddef.h>

#include "store/condition.h"
#include "store/known.h"

struct order {
    const char *name;
    enum fragment fragment;
};

#define ORDERS_MAX 4

/* How one kind of rows is asked for. */
struct query_form {
    enum fragment columns;
    enum fragment evidence;
    enum fragment from;
    enum fragment group;
    struct order orders[ORDERS_MAX]; /* the first one is the default */
};

static const struct query_form forms[QUERY_KINDS] = {
    [QUERY_RELATIONS] = {COLUMNS_RELATIONS,
                         EVIDENCE_RELATIONS,
                         FROM_RELATIONS,
                         FRAGMENT_NONE,
                         {{"newest", BY_DATE_DOWN}, {"oldest", BY_DATE_UP}, {"name", BY_SUBJECT}}},
    [QUERY_QUANTITIES] = {COLUMNS_QUANTITIES,
                          EVIDENCE_QUANTITIES,
                          FROM_QUANTITIES,
                          FRAGMENT_NONE,
                          {{"newest", BY_DATE_DOWN},
                           {"oldest", BY_DATE_UP},
                           {"name", BY_METRIC},
                           {"value", BY_VALUE}}},
    [QUERY_ENTITIES] = {COLUMNS_ENTITIES,
                        EVIDENCE_ENTITIES,
                        FROM_ENTITIES,
                        GROUP_ENTITIES,
                        {{"count", BY_ARTICLES},
                         {"newest", BY_LAST_SEEN},
                         {"oldest", BY_FIRST_SEEN},
                         {"name", BY_NAME}}},
    [QUERY_ARTICLES] = {COLUMNS_ARTICLES,
                        EVIDENCE_ARTICLES,
                        FROM_ARTICLES,
                        FRAGMENT_NONE,
                        {{"newest", BY_DATE_DOWN}, {"oldest", BY_DATE_UP}, {"name", BY_TITLE}}},
};

/* FRAGMENT_NONE, reported, for an order that these rows do not have. */
static enum fragment find_order(struct database *db, const struct query_form *form,
                                const char *order)
{
    const char *names[ORDERS_MAX];
    size_t count = 0, i = 0;
    if (!order)
        return form->orders[0].fragment;
    while (count < ORDERS_MAX && form->orders[count].name) {
        names[count] = form->orders[count].name;
        count++;
    }
    const char *known = known_word(db, "order", order, names, count);
    if (!known)
        return FRAGMENT_NONE;
    while (names[i] != known)
        i++;
    return form->orders[i].fragment;
}

struct result *ledger_query(struct ledger *ledger, enum query_kind kind,
                            const struct query_filter *filter)
{
    struct database *db = ledger_database(ledger);
    struct condition *query = condition_new(db);
    const struct query_form *form = &forms[kind];
    struct result *result = NULL;

    condition_add(query, form->columns);
    if (filter->with_evidence)
        condition_add(query, form->evidence);
    condition_add(query, form->from);
    int status = condition_add_filter(query, kind, filter);
    condition_add(query, form->group);
    enum fragment order = find_order(db, form, filter->order);
    condition_add(query, order);
    if (filter->limit > 0) /* One more, to tell whether there are more. */
        condition_add_number(query, LIMIT_ROWS, (double)filter->limit + 1);
    if (status == 0 && order != FRAGMENT_NONE)
        result = condition_run(query, filter->limit);
    condition_free(query);
    return result;
}
