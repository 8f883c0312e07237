/* choose rule: the rule that a call names by its id. */
#ifndef CLI_CHOOSE_RULE_H
#define CLI_CHOOSE_RULE_H

#include "cli/command.h"
#include "rules/ruleset.h"

/* NULL, with a diagnostic that names the nearest id, when there is no such rule. */
const struct rule *choose_rule(const struct call *call, const struct ruleset *rules,
                               const char *id);

#endif
