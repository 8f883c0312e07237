/* filter: conditions on facts and articles as options, which `query` and `trend` have in common. */
#ifndef CLI_FILTER_H
#define CLI_FILTER_H

#include "cli/command.h"
#include "store/query.h"

extern const struct option_spec filter_options[];

/*
 * The conditions that the call's options set. -1 where an option that no table lists is no kind of
 * the ledger either: the diagnostic names the nearest of both.
 */
int filter_read(const struct call *call, struct ledger *ledger,
                const struct option_spec *const *tables, struct query_filter *filter);

#endif
