/* rules diff: what the rules as they stand would change in the ledger, before they are accepted. */
#ifndef CLI_RULES_DIFF_H
#define CLI_RULES_DIFF_H

#include "cli/command.h"
#include "rules/ruleset.h"

/* `newsledger rules diff` */
enum exit_code rules_diff(const struct call *call, const struct ruleset *rules);

#endif
