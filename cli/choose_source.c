#include "cli/choose_source.h"

#include "base/text.h"

int choose_source(const struct call *call, const struct ruleset *rules,
                  const struct source **source)
{
    const char *id = options_text(call->options, "source");
    *source = id ? ruleset_source(rules, id) : NULL;
    if (!id || *source)
        return 0;
    const char **ids = arena_alloc(call->arena, (rules->source_count + 1) * sizeof(*ids));
    for (size_t i = 0; i < rules->source_count; i++)
        ids[i] = rules->sources[i]->id;
    diags_add(call->diags, SEVERITY_ERROR, "rules", NULL, "no source '%s'", id);
    const char *nearest = text_nearest(id, ids, rules->source_count);
    if (nearest)
        diags_hint(call->diags, "did you mean '%s'?", nearest);
    return -1;
}
