/* rules explain: what rules find in one article, or why one of them does not. */
#ifndef CLI_RULES_EXPLAIN_H
#define CLI_RULES_EXPLAIN_H

#include "cli/command.h"
#include "rules/ruleset.h"

/* `newsledger rules explain URL|FILE` */
enum exit_code rules_explain(const struct call *call, const struct ruleset *rules);

#endif
