#include "extract/metadata.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "extract/dom.h"

static const char *text_of(const xmlNode *node, struct arena *arena)
{
    struct buf text = {0};
    dom_add_text(node, &text);
    const char *squeezed = text_squeeze(arena, buf_text(&text), text.len);
    buf_free(&text);
    return *squeezed ? squeezed : NULL;
}

static const char *find_meta(const struct page *page, const char *wanted)
{
    for (size_t i = 0; i < page->clue_count; i++) {
        const xmlNode *node = page->clues[i].node;
        if (page->clues[i].kind != CLUE_META)
            continue;
        const char *name = dom_attribute(node, "property");
        if (!name)
            name = dom_attribute(node, "name");
        if (text_equal_ascii_nocase(name, wanted) && dom_attribute(node, "content"))
            return dom_attribute(node, "content");
    }
    return NULL;
}

static const char *find_text(const struct page *page, enum clue_kind kind, struct arena *arena)
{
    for (size_t i = 0; i < page->clue_count; i++)
        if (page->clues[i].kind == kind)
            return text_of(page->clues[i].node, arena);
    return NULL;
}

void metadata_find(const struct page *page, const struct document *document, struct arena *arena,
                   struct article *article, struct diags *diags)
{
    (void)diags;
    article->title = arena_strdup(arena, find_meta(page, "og:title"));
    if (!article->title)
        article->title = find_text(page, CLUE_HEADING, arena);
    if (!article->title)
        article->title = find_text(page, CLUE_TITLE, arena);
    const char *date = find_meta(page, "article:published_time");
    if (date && strlen(date) >= 10) {
        article->published = arena_strndup(arena, date, 10);
        article->date_evidence = "meta";
    }
    article->url = document->final_url;
}
