#include "rules/selector.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/text.h"

#define TOKEN_MIN 3
#define TOKEN_MAX 60

static void add(struct selectors *selectors, const char *path)
{
    if (selectors->count < SELECTORS_MAX)
        selectors->paths[selectors->count++] = path;
}

/*
 * Words of letters with hyphens and underscores. Capitals within a part that begins small, or
 * digits, are what build tools add to keep names apart.
 */
static bool is_stable(const char *token, size_t len)
{
    if (len < TOKEN_MIN || len > TOKEN_MAX)
        return false;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)token[i];
        bool joins = c == '-' || c == '_' || c == ':';
        if (!isalpha(c) && !joins)
            return false;
        if (isupper(c) && i > 0 && len < 12 && memchr(token, '-', i))
            return false;
    }
    return true;
}

/* A value that stands for what the element is: "headline", "articleBody". */
static void add_attribute(struct selectors *selectors, const xmlNode *element, const char *name,
                          struct arena *arena)
{
    xmlChar *value = xmlGetNoNsProp(element, BAD_CAST name);
    if (value && is_stable((char *)value, strlen((char *)value)))
        add(selectors, arena_printf(arena, "//%s[@%s='%s']", (const char *)element->name, name,
                                    (char *)value));
    xmlFree(value);
}

static void add_classes(struct selectors *selectors, const xmlNode *element, struct arena *arena)
{
    static const char blanks[] = " \t\r\n\f";
    xmlChar *value = xmlGetNoNsProp(element, BAD_CAST "class");
    for (const char *at = value ? (char *)value : ""; *at;) {
        at += strspn(at, blanks);
        size_t len = strcspn(at, blanks);
        if (is_stable(at, len))
            add(selectors,
                arena_printf(arena,
                             "//%s[contains(concat(' ',normalize-space(@class),' '),' %.*s ')]",
                             (const char *)element->name, (int)len, at));
        at += len;
    }
    xmlFree(value);
}

/* Elements of which a page has one, or that say themselves what they are for. */
static bool tells_by_name(const char *name)
{
    static const char *const names[] = {"h1", "h2", "h3", "article", "main", "time", "address"};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static bool is_plain(const char *name)
{
    return name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

struct selectors selectors_of(const xmlNode *element, struct arena *arena)
{
    struct selectors selectors = {.count = 0};
    const char *name = (const char *)element->name;
    if (element->type != XML_ELEMENT_NODE || !is_plain(name))
        return selectors;
    add_attribute(&selectors, element, "itemprop", arena);
    add_attribute(&selectors, element, "rel", arena);
    add_attribute(&selectors, element, "id", arena);
    add_classes(&selectors, element, arena);
    if (tells_by_name(name))
        add(&selectors, arena_printf(arena, "//%s", name));
    return selectors;
}
