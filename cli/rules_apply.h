/* rules apply: reads again what other rules would read otherwise. */
#ifndef CLI_RULES_APPLY_H
#define CLI_RULES_APPLY_H

#include "cli/command.h"
#include "rules/ruleset.h"

/* `newsledger rules apply` */
enum exit_code rules_apply(const struct call *call, const struct ruleset *rules);

#endif
