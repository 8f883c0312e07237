#include "extract/media_type.h"

#include <string.h>
#include <strings.h>

static bool has(const char *essence, size_t len, const char *part)
{
    size_t part_len = strlen(part);
    for (size_t i = 0; i + part_len <= len; i++)
        if (strncasecmp(essence + i, part, part_len) == 0)
            return true;
    return false;
}

static bool begins_as_other_format(const char *bytes, size_t len)
{
    static const struct {
        const char *bytes;
        size_t len;
    } beginnings[] = {
        {"%PDF-", 5},      {"\x89PNG", 4},      {"GIF8", 4}, {"\xFF\xD8\xFF", 3}, {"RIFF", 4},
        {"PK\x03\x04", 4}, {"\x1F\x8B\x08", 3}, {"Rar!", 4}, {"\xD0\xCF\x11", 3}, {"ID3", 3},
    };
    for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++)
        if (len >= beginnings[i].len && memcmp(bytes, beginnings[i].bytes, beginnings[i].len) == 0)
            return true;
    return false;
}

bool media_type_is_page(const struct document *document)
{
    const char *type = document->content_type ? document->content_type : "";
    type += strspn(type, " \t");
    size_t len = strcspn(type, "; \t");
    if (has(type, len, "html") || has(type, len, "xml") || strncasecmp(type, "text/", 5) == 0)
        return true;
    if (len > 0 && memchr(type, '/', len) && !has(type, len, "octet-stream"))
        return false;
    return !begins_as_other_format(document->body, document->body_len);
}
