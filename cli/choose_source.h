/* choose source: the source that the option --source names. */
#ifndef CLI_CHOOSE_SOURCE_H
#define CLI_CHOOSE_SOURCE_H

#include "cli/command.h"
#include "rules/ruleset.h"

/*
 * Gives the source, or NULL where the option was not given. -1, with a diagnostic that names the
 * nearest id, when there is no such source.
 */
int choose_source(const struct call *call, const struct ruleset *rules,
                  const struct source **source);

#endif
