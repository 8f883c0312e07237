/* rules fixture: a ruleset from the text of one rule file. */
#ifndef TESTS_SUPPORT_RULES_H
#define TESTS_SUPPORT_RULES_H

#include "base/diag.h"
#include "rules/ruleset.h"

/* As ruleset_load; diagnostics name the file as "rules.yaml" in some temporary folder. */
struct ruleset *rules_from_text(const char *yaml, struct diags *diags);

#endif
