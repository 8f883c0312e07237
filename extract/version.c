#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "extract/mention.h"

struct numeral {
    const char *text;
    const char *figure;
};

static const struct numeral numerals[] = {
    {"I", "1"},     {"II", "2"},      {"III", "3"},    {"IV", "4"},     {"V", "5"},
    {"VI", "6"},    {"VII", "7"},     {"VIII", "8"},   {"IX", "9"},     {"X", "10"},
    {"first", "1"}, {"second", "2"},  {"third", "3"},  {"fourth", "4"}, {"fifth", "5"},
    {"sixth", "6"}, {"seventh", "7"}, {"eighth", "8"}, {"ninth", "9"},  {"tenth", "10"},
};

static bool is_ordinal_ending(const char *text)
{
    return strcasecmp(text, "st") == 0 || strcasecmp(text, "nd") == 0 ||
           strcasecmp(text, "rd") == 0 || strcasecmp(text, "th") == 0;
}

const char *version_normalize(const char *version, size_t len, struct arena *arena)
{
    char *text = arena_strndup(arena, version, len);
    for (size_t i = 0; i < sizeof(numerals) / sizeof(*numerals); i++)
        if (strcasecmp(text, numerals[i].text) == 0)
            return numerals[i].figure;

    if (strncasecmp(text, "gen", 3) == 0 && isdigit((unsigned char)text[3]))
        text += 3;
    else if ((*text == 'v' || *text == 'V') && isdigit((unsigned char)text[1]))
        text += 1;
    size_t digits = strspn(text, "0123456789");
    if (digits > 0 && is_ordinal_ending(text + digits))
        text[digits] = '\0';
    for (char *c = text; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    return text;
}
