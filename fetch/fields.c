#include "fetch/fields.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

size_t fields_line(const char *at)
{
    const char *end = at;
    do {
        end += strcspn(end, "\n");
        end += *end == '\n';
    } while (*end == ' ' || *end == '\t');
    return (size_t)(end - at);
}

bool fields_is(const char *at, const char *name)
{
    size_t len = strlen(name);
    return strncasecmp(at, name, len) == 0 && at[len] == ':';
}

const char *fields_get(const char *fields, const char *name, struct arena *arena)
{
    for (const char *at = fields; *at; at += fields_line(at)) {
        size_t skip = strlen(name) + 1;
        if (fields_is(at, name))
            return text_squeeze(arena, at + skip, fields_line(at) - skip);
    }
    return NULL;
}
