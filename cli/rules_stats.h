/* rules stats: what each rule does over many articles, and what it costs. */
#ifndef CLI_RULES_STATS_H
#define CLI_RULES_STATS_H

#include "cli/command.h"
#include "rules/ruleset.h"

/* `newsledger rules stats [URL|FILE]...` */
enum exit_code rules_stats(const struct call *call, const struct ruleset *rules);

#endif
