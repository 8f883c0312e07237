/* filter: conditions on facts and articles as options, which `query` and `trend` have in common. */
#ifndef CLI_FILTER_H
#define CLI_FILTER_H

#include "base/arena.h"
#include "base/diag.h"
#include "cli/options.h"
#include "store/query.h"

extern const struct option_spec filter_options[];

/* The conditions that the options set. Texts live in the options, parties in `arena`. */
void filter_read(const struct options *options, struct arena *arena, struct query_filter *filter);

/*
 * An option that no table lists was taken for a kind. When the ledger refused the query and such
 * an option is near a listed one, that is the likelier slip: it is told as the last diagnostic.
 */
void filter_explain(const struct options *options, const struct option_spec *const *tables,
                    struct diags *diags);

#endif
