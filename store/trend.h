/* trend: how often something is written about, and how values move, over time. */
#ifndef STORE_TREND_H
#define STORE_TREND_H

#include "store/ledger.h"
#include "store/query.h"
#include "store/result.h"

enum trend_kind {
    TREND_ENTITY,   /* columns period, articles, stories, mentions: by the articles' dates */
    TREND_RELATION, /* columns period, articles, stories, claims: by the articles' dates */
    TREND_METRIC    /* columns period, modality, unit, basis, claims, min, mean, max: by the
                       periods that the claims speak of */
};

enum trend_step { TREND_MONTH, TREND_QUARTER, TREND_YEAR };

/*
 * The series of an entity (by id or name, a family with its versions), a relation type or a metric,
 * of all that matches the filter (its order and limit do not count). The copies of one article are
 * one story.
 *
 * A series runs without gaps from its first step to its last, or from filter.since to filter.until
 * where given; a step with nothing is a row with 0 and without values.
 *
 * TREND_METRIC takes the claims whose period is as long as a step, since a year's value has no
 * place among quarters; each modality, unit and basis of comparison is a series of its own, so that
 * forecasts never mix with actuals, nor fiscal periods with the calendar's. A range counts with its
 * middle, a change downwards as negative. How many claims were left out for their period is told in
 * a note. There, since and until are dates of articles, as everywhere.
 */
struct result *ledger_trend(struct ledger *ledger, enum trend_kind kind, const char *name,
                            enum trend_step step, const struct query_filter *filter);

#endif
