#include "extract/purpose.h"

#include <string.h>

#include "extract/hint.h"

struct attributes {
    const char *class;
    const char *id;
    const char *itemprop;
    const char *role;
    const char *rel;
    bool hidden;
};

/* Where the value of an attribute goes that is of interest, or NULL. */
static const char **place_of(struct attributes *attributes, const char *name)
{
    switch (*name) {
    case 'c':
        return strcmp(name, "class") == 0 ? &attributes->class : NULL;
    case 'i':
        if (strcmp(name, "id") == 0)
            return &attributes->id;
        return strcmp(name, "itemprop") == 0 ? &attributes->itemprop : NULL;
    case 'r':
        if (strcmp(name, "rel") == 0)
            return &attributes->rel;
        return strcmp(name, "role") == 0 ? &attributes->role : NULL;
    default:
        return NULL;
    }
}

/* Values lie far off in memory and are looked at only where the name asks for it. */
static const char *value_of(const xmlAttr *attribute)
{
    return attribute->children ? (const char *)attribute->children->content : "";
}

static struct attributes read_attributes(const xmlNode *element)
{
    struct attributes found = {0};
    for (const xmlAttr *attribute = element->properties; attribute; attribute = attribute->next) {
        const char *name = (const char *)attribute->name;
        const char **place = place_of(&found, name);
        if (place)
            *place = value_of(attribute);
        else if (strcmp(name, "style") == 0 || strcmp(name, "hidden") == 0)
            found.hidden = found.hidden || dom_hidden(element);
        else if (strcmp(name, "aria-hidden") == 0)
            found.hidden = found.hidden || strcmp(value_of(attribute), "true") == 0;
    }
    return found;
}

static uint32_t role_hints(const char *role)
{
    static const char *const navigation[] = {"navigation", "banner",  "contentinfo", "search",
                                             "menu",       "menubar", "tablist"};
    if (!role)
        return 0;
    for (size_t i = 0; i < sizeof(navigation) / sizeof(*navigation); i++)
        if (strcmp(role, navigation[i]) == 0)
            return HINT_NAVIGATION;
    if (strcmp(role, "complementary") == 0)
        return HINT_RELATED;
    return strcmp(role, "dialog") == 0 || strcmp(role, "alertdialog") == 0 ? HINT_NOTICE : 0;
}

static uint32_t itemprop_hints(const char *itemprop)
{
    if (!itemprop)
        return 0;
    if (strstr(itemprop, "articleBody"))
        return HINT_BODY;
    if (strstr(itemprop, "author"))
        return HINT_AUTHOR;
    if (strstr(itemprop, "datePublished"))
        return HINT_DATE;
    return strstr(itemprop, "headline") ? HINT_TITLE : 0;
}

static uint32_t tag_hints(enum tag tag)
{
    switch (tag) {
    case TAG_NAV:
    case TAG_FOOTER:
        return HINT_NAVIGATION;
    case TAG_ASIDE:
        return HINT_RELATED;
    case TAG_FORM:
        return HINT_FORM;
    case TAG_DIALOG:
        return HINT_NOTICE;
    case TAG_FIGCAPTION:
    case TAG_FIGURE:
        return HINT_CAPTION;
    case TAG_TIME:
        return HINT_DATE;
    default:
        return 0;
    }
}

/* A slot for a text: its length, its beginning and its end tell most class attributes apart. */
static size_t slot_of(const char *names, size_t slots)
{
    uint64_t first = 0, last = 0;
    size_t len = strlen(names), some = len < sizeof(first) ? len : sizeof(first);
    memcpy(&first, names, some);
    memcpy(&last, names + len - some, some);
    return (size_t)(((first ^ len) * 31 + last) * 0x9E3779B97F4A7C15 >> 32) % slots;
}

/* hint_of, remembered. */
static uint32_t remember_hints(struct purposes *purposes, const char *names)
{
    if (!names)
        return 0;
    struct class_memory *memory = &purposes->classes[slot_of(names, PURPOSE_CLASSES)];
    if (!memory->names || strcmp(memory->names, names) != 0)
        *memory = (struct class_memory){names, hint_of(names)};
    return memory->hints;
}

uint32_t purpose_hints(struct purposes *purposes, const xmlNode *element, enum tag tag)
{
    if (tag == TAG_BODY)
        return 0;
    const struct attributes attributes = read_attributes(element);
    uint32_t hints = remember_hints(purposes, attributes.class) |
                     remember_hints(purposes, attributes.id) | tag_hints(tag) |
                     role_hints(attributes.role) | itemprop_hints(attributes.itemprop);
    if (attributes.rel && strstr(attributes.rel, "author"))
        hints |= HINT_AUTHOR;
    return attributes.hidden ? hints | HINT_HIDDEN : hints;
}

enum tag purpose_tag(struct purposes *purposes, const xmlNode *element)
{
    uint64_t address = (uint64_t)(uintptr_t)element->name * 0x9E3779B97F4A7C15;
    struct tag_memory *memory = &purposes->tags[(address >> 32) % PURPOSE_TAGS];
    if (memory->name != element->name)
        *memory = (struct tag_memory){element->name, dom_tag(element)};
    return memory->tag;
}
