/* rules suggest: names that the archive tells again and again, and the rules do not know. */
#ifndef CLI_RULES_SUGGEST_H
#define CLI_RULES_SUGGEST_H

#include "cli/command.h"
#include "rules/ruleset.h"

/* `newsledger rules suggest [PAGE]...` */
enum exit_code rules_suggest(const struct call *call, const struct ruleset *rules);

#endif
