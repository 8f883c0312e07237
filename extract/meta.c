#include "extract/meta.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "extract/dom.h"
#include "extract/plain.h"

static bool is_named(const xmlNode *node, const char *name)
{
    static const char *const attributes[] = {"property", "name", "itemprop"};
    for (size_t i = 0; i < sizeof(attributes) / sizeof(*attributes); i++) {
        const char *value = dom_attribute(node, attributes[i]);
        if (value && text_equal_ascii_nocase(value, name))
            return true;
    }
    return false;
}

const char *meta_content(const struct page *page, const char *name, struct arena *arena)
{
    for (size_t i = 0; i < page->clue_count; i++) {
        const xmlNode *node = page->clues[i].node;
        if (page->clues[i].kind != CLUE_META || !is_named(node, name))
            continue;
        const char *content = dom_attribute(node, "content");
        if (!content)
            continue;
        const char *squeezed = plain_text(content, arena);
        if (*squeezed)
            return squeezed;
    }
    return NULL;
}

const char *meta_link(const struct page *page, const char *rel)
{
    for (size_t i = 0; i < page->clue_count; i++)
        if (page->clues[i].kind == CLUE_LINK &&
            text_equal_ascii_nocase(dom_attribute(page->clues[i].node, "rel"), rel))
            return dom_attribute(page->clues[i].node, "href");
    return NULL;
}

const char *meta_text(const xmlNode *node, struct arena *arena)
{
    struct buf text = {0};
    dom_add_text(node, &text);
    const char *squeezed = plain_text(buf_text(&text), arena);
    buf_free(&text);
    return *squeezed ? squeezed : NULL;
}
