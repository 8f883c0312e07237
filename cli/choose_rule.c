#include "cli/choose_rule.h"

#include <string.h>

#include "base/text.h"

const struct rule *choose_rule(const struct call *call, const struct ruleset *rules, const char *id)
{
    const char **ids = arena_alloc(call->arena, (rules->rule_count + 1) * sizeof(*ids));
    for (size_t i = 0; i < rules->rule_count; i++) {
        ids[i] = rules->rules[i]->id;
        if (strcmp(ids[i], id) == 0)
            return rules->rules[i];
    }
    diags_add(call->diags, SEVERITY_ERROR, "rules", NULL, "no rule '%s'", id);
    const char *nearest = text_nearest(id, ids, rules->rule_count);
    if (nearest)
        diags_hint(call->diags, "did you mean '%s'?", nearest);
    return NULL;
}
