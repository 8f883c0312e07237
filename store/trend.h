/* trend: how often something is written about, and how values move, over time. */
#ifndef STORE_TREND_H
#define STORE_TREND_H

#include "store/ledger.h"
#include "store/query.h"
#include "store/result.h"

enum trend_kind {
    TREND_ENTITY,   /* columns period, articles, stories, mentions: by the articles' dates */
    TREND_RELATION, /* columns period, articles, stories, claims: by the articles' dates */
    TREND_METRIC    /* columns period, modality, unit, claims, min, mean, max: by the periods that
                       the claims speak of */
};

enum trend_step { TREND_MONTH, TREND_QUARTER, TREND_YEAR };

/*
 * The series of an entity (by id or name, a family with its versions), a relation type or a metric.
 * Articles and stories: copies of one text are one story. The series runs without gaps from the
 * first to the last step, or over filter.since to filter.until where given; a step with nothing is
 * a row with 0 (and no values).
 *
 * TREND_METRIC takes the claims whose period is as long as a step, since a year's value has no
 * place among quarters; each modality and unit is a series of its own, so that forecasts never mix
 * with actuals. The claims that were left out for their period are told in a note.
 */
struct result *ledger_trend(struct ledger *ledger, enum trend_kind kind, const char *name,
                            enum trend_step step, const struct query_filter *filter);

#endif
