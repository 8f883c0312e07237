#include "rules/yaml.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const char *kind_name(const struct yaml_node *node)
{
    if (node->kind == YAML_LIST)
        return "a list";
    if (node->kind == YAML_MAP)
        return "a mapping";
    return node->text[0] ? "a text" : "nothing";
}

void yaml_error(const struct yaml_node *node, struct diags *diags, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    diags_vadd_at(diags, SEVERITY_ERROR, "rules", &node->position, format, args);
    va_end(args);
}

static bool is_kind(const struct yaml_node *node, enum yaml_kind kind, const char *expected,
                    struct diags *diags)
{
    if (node->kind == kind)
        return true;
    if (node->kind != YAML_REFUSED)
        yaml_error(node, diags, "expected %s, found %s", expected, kind_name(node));
    return false;
}

bool yaml_is_map(const struct yaml_node *node, struct diags *diags)
{
    return is_kind(node, YAML_MAP, "a mapping", diags);
}

bool yaml_is_list(const struct yaml_node *node, struct diags *diags)
{
    return is_kind(node, YAML_LIST, "a list", diags);
}

const char *yaml_text(const struct yaml_node *node, struct diags *diags)
{
    if (!is_kind(node, YAML_SCALAR, "a text", diags))
        return NULL;
    if (node->text[0])
        return node->text;
    yaml_error(node, diags, "expected a text, found nothing");
    return NULL;
}

const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key)
{
    if (map->kind != YAML_MAP)
        return NULL;
    for (size_t i = 0; i < map->count; i++)
        if (strcmp(map->keys[i]->text, key) == 0)
            return map->items[i];
    return NULL;
}

static bool is_known(const char *key, const char *const *known, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(key, known[i]) == 0)
            return true;
    return false;
}

void yaml_check_keys(const struct yaml_node *map, const char *const *known, size_t count,
                     struct diags *diags)
{
    for (size_t i = 0; i < map->count; i++) {
        const struct yaml_node *key = map->keys[i];
        if (key->kind != YAML_SCALAR || is_known(key->text, known, count))
            continue;
        yaml_error(key, diags, "unknown key '%s'", key->text);
        const char *nearest = text_nearest(key->text, known, count);
        if (nearest)
            diags_hint(diags, "did you mean '%s'?", nearest);
    }
}

void yaml_read_bool(const struct yaml_node *node, bool *value, struct diags *diags)
{
    const char *text = node ? yaml_text(node, diags) : NULL;
    if (!text)
        return;
    if (strcmp(text, "true") == 0)
        *value = true;
    else if (strcmp(text, "false") == 0)
        *value = false;
    else
        yaml_error(node, diags, "expected true or false, found '%s'", text);
}

void yaml_read_integer(const struct yaml_node *node, int min, int max, int *value,
                       struct diags *diags)
{
    const char *text = node ? yaml_text(node, diags) : NULL;
    if (!text)
        return;
    char *end;
    errno = 0;
    long number = strtol(text, &end, 10);
    if (*end || errno || number < min || number > max)
        yaml_error(node, diags, "expected a whole number from %d to %d, found '%s'", min, max,
                   text);
    else
        *value = (int)number;
}
