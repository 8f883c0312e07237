#include "extract/candidate.h"

#include <string.h>

#include "base/text.h"
#include "extract/dom.h"
#include "extract/hint.h"
#include "extract/title.h"
#include "rules/selector.h"

/* Longer texts are no dates and no names of authors. */
#define DATE_TEXT_MAX   100
#define AUTHOR_TEXT_MAX 200

/* An element holds the body when it holds so much of the page's text that is the article's. */
#define BODY_SHARE 0.7

struct gathering {
    const struct article *generic;
    struct candidates *candidates;
    struct arena *arena;
};

static void add(struct candidates *candidates, const char *path)
{
    for (size_t i = 0; i < candidates->count; i++)
        if (strcmp(candidates->paths[i], path) == 0)
            return;
    if (candidates->count < CANDIDATES_MAX)
        candidates->paths[candidates->count++] = path;
}

static void add_element(struct gathering *gathering, enum propose_field field,
                        const xmlNode *element, const char *attribute)
{
    struct selectors selectors = selectors_of(element, gathering->arena);
    for (size_t i = 0; i < selectors.count; i++)
        add(&gathering->candidates[field],
            arena_printf(gathering->arena, "%s%s", selectors.paths[i], attribute));
}

static const char *text_of(const xmlNode *element, struct arena *arena)
{
    struct buf text = {0};
    dom_add_text(element, &text);
    const char *squeezed = text_squeeze(arena, buf_text(&text), text.len);
    buf_free(&text);
    return squeezed;
}

static uint32_t hints_of(const xmlNode *element)
{
    return hint_of(dom_attribute(element, "class")) | hint_of(dom_attribute(element, "id"));
}

/* <meta property="article:published_time" content=…> and its kin. */
static void gather_meta(struct gathering *gathering, const xmlNode *meta)
{
    static const char *const attributes[] = {"property", "name", "itemprop"};
    for (size_t i = 0; i < sizeof(attributes) / sizeof(*attributes); i++) {
        const char *name = dom_attribute(meta, attributes[i]);
        if (!name || strpbrk(name, "'\"<&") || !dom_attribute(meta, "content"))
            continue;
        const char *path =
            arena_printf(gathering->arena, "//meta[@%s='%s']/@content", attributes[i], name);
        bool changed = strcasestr(name, "modif") || strcasestr(name, "update");
        if ((strcasestr(name, "publish") || strcasestr(name, "date")) && !changed)
            add(&gathering->candidates[PROPOSE_DATE], path);
        if (text_equal_ascii_nocase(name, "author"))
            add(&gathering->candidates[PROPOSE_AUTHOR], path);
    }
}

static bool is_itemprop(const xmlNode *element, const char *value)
{
    const char *itemprop = dom_attribute(element, "itemprop");
    return itemprop && strcmp(itemprop, value) == 0;
}

static void gather_date(struct gathering *gathering, const xmlNode *element, const char *text)
{
    bool time = dom_tag(element) == TAG_TIME;
    bool says = time || is_itemprop(element, "datePublished") || (hints_of(element) & HINT_DATE);
    if (!says || (!time && (strlen(text) == 0 || strlen(text) > DATE_TEXT_MAX)))
        return;
    if (dom_attribute(element, "datetime"))
        add_element(gathering, PROPOSE_DATE, element, "/@datetime");
    else if (is_itemprop(element, "datePublished") && dom_attribute(element, "content"))
        add_element(gathering, PROPOSE_DATE, element, "/@content");
    else
        add_element(gathering, PROPOSE_DATE, element, "");
}

static void gather_author(struct gathering *gathering, const xmlNode *element, const char *text)
{
    const char *rel = dom_attribute(element, "rel");
    bool says = (rel && strcmp(rel, "author") == 0) || is_itemprop(element, "author") ||
                (hints_of(element) & HINT_AUTHOR);
    if (says && *text && strlen(text) <= AUTHOR_TEXT_MAX)
        add_element(gathering, PROPOSE_AUTHOR, element, "");
}

static void gather_title(struct gathering *gathering, const xmlNode *element, const char *text)
{
    enum tag tag = dom_tag(element);
    bool heading = tag >= TAG_H1 && tag <= TAG_H3;
    if (gathering->generic->title &&
        (heading || is_itemprop(element, "headline") || (hints_of(element) & HINT_TITLE)) &&
        title_same(text, gathering->generic->title, gathering->arena))
        add_element(gathering, PROPOSE_TITLE, element, "");
}

/* The share of the article's lines that stand in the text, by their bytes. */
static double share(const struct article *article, const char *text)
{
    size_t found = 0, all = 0;
    for (size_t i = 0; i < article->block_count; i++) {
        const struct block *block = &article->blocks[i];
        size_t len = block->end - block->start;
        all += len;
        found += memmem(text, strlen(text), article->text + block->start, len) ? len : 0;
    }
    return all > 0 ? (double)found / (double)all : 0;
}

static bool may_hold_body(enum tag tag)
{
    return tag == TAG_DIV || tag == TAG_ARTICLE || tag == TAG_SECTION || tag == TAG_MAIN ||
           tag == TAG_TD || tag == TAG_SPAN;
}

/* Whether it holds the body. Those within it are better candidates, and come first. */
static bool gather_body(struct gathering *gathering, const xmlNode *element)
{
    const char *text = text_of(element, gathering->arena);
    if (share(gathering->generic, text) < BODY_SHARE)
        return false;
    for (const xmlNode *child = element->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE && gather_body(gathering, child))
            break;
    if (may_hold_body(dom_tag(element)))
        add_element(gathering, PROPOSE_BODY, element, "");
    return true;
}

static void gather_marks(struct gathering *gathering, const xmlNode *element)
{
    for (; element; element = element->next) {
        if (element->type != XML_ELEMENT_NODE || dom_tag(element) == TAG_SCRIPT)
            continue;
        if (dom_tag(element) == TAG_META)
            gather_meta(gathering, element);
        uint32_t hints = hints_of(element) & (HINT_DATE | HINT_AUTHOR | HINT_TITLE);
        enum tag tag = dom_tag(element);
        bool marked = hints || tag == TAG_TIME || (tag >= TAG_H1 && tag <= TAG_H3) ||
                      dom_attribute(element, "itemprop") || dom_attribute(element, "rel");
        if (marked) {
            const char *text = text_of(element, gathering->arena);
            gather_title(gathering, element, text);
            gather_date(gathering, element, text);
            gather_author(gathering, element, text);
        }
        gather_marks(gathering, element->children);
    }
}

void candidates_gather(const struct document *document, const struct article *generic,
                       struct arena *arena, struct candidates *candidates)
{
    struct gathering gathering = {generic, candidates, arena};
    struct diags *ignored = diags_new();
    xmlDoc *tree = article_tree(document, NULL, ignored);
    xmlNode *root = tree ? xmlDocGetRootElement(tree) : NULL;
    if (root) {
        gather_marks(&gathering, root);
        gather_body(&gathering, root);
    }
    xmlFreeDoc(tree);
    diags_free(ignored);
}
