#include "rules/fragment.h"

#include <string.h>

#include "rules/loader.h"

/* Slots in slots in slots: deeper ones nobody can read, and each costs stack. */
#define DEPTH_MAX 16

struct fragment *fragment_find(const struct loader *loader, const char *name)
{
    for (size_t i = 0; i < loader->fragment_count; i++)
        if (strcmp(loader->fragments[i].name, name) == 0)
            return &loader->fragments[i];
    return NULL;
}

enum fragment_state fragment_expand(struct loader *loader, struct fragment *fragment)
{
    if (fragment->state != FRAGMENT_NEW)
        return fragment->state;
    fragment->state = FRAGMENT_BUSY;
    loader->fragment_depth++;
    bool ready = false;
    if (loader->fragment_depth > DEPTH_MAX)
        yaml_error(fragment->node, loader->diags, "slots use each other more than %d deep",
                   DEPTH_MAX);
    else
        ready = template_expand(loader, fragment->node, &fragment->expansion);
    loader->fragment_depth--;
    fragment->state = ready ? FRAGMENT_READY : FRAGMENT_WRONG;
    return fragment->state;
}

void fragment_unknown(struct loader *loader, const char *name, const struct position *position)
{
    const struct ruleset *ruleset = loader->ruleset;
    size_t count = 0, max = ruleset->kind_count + loader->fragment_count;
    const char **candidates = arena_alloc(loader->arena, (max + 1) * sizeof(*candidates));
    for (size_t i = 0; i < loader->fragment_count; i++)
        candidates[count++] = loader->fragments[i].name;
    for (size_t i = 0; i < ruleset->kind_count; i++)
        candidates[count++] = ruleset->kinds[i].name;
    loader_unknown(loader, position, "slot", name, candidates, count);
}

void fragments_load(struct loader *loader)
{
    size_t count;
    const struct definition *definitions = loader_definitions(loader, "slots", &count);
    loader->fragments = arena_alloc(loader->arena, (count + 1) * sizeof(*loader->fragments));
    for (size_t i = 0; i < count; i++) {
        const char *name = definitions[i].id->text;
        if (ruleset_kind(loader->ruleset, name) >= 0)
            yaml_error(definitions[i].id, loader->diags,
                       "'%s' is a kind: a slot needs another name", name);
        else
            loader->fragments[loader->fragment_count++] =
                (struct fragment){.name = name, .node = definitions[i].value};
    }
    for (size_t i = 0; i < loader->fragment_count; i++)
        fragment_expand(loader, &loader->fragments[i]);
}
