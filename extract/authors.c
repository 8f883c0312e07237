#include "extract/authors.h"

#include <string.h>

#include "base/text.h"
#include "extract/dom.h"
#include "extract/meta.h"
#include "extract/title.h"

/* A byline stands near the headline: so many lines before it and behind it are looked at. */
#define LINES_BEFORE 6
#define LINES_BEHIND 25

/* Bytes of the longest line that is a byline. */
#define BYLINE_BYTES 160

static void add_json(const struct authors_evidence *evidence, struct byline *byline,
                     struct arena *arena)
{
    for (size_t i = 0; i < evidence->json->author_count; i++) {
        const char *name = evidence->json->authors[i];
        if (!title_same(name, evidence->site, arena))
            byline_add(byline, name, arena);
    }
}

static void add_meta(const struct authors_evidence *evidence, struct byline *byline,
                     struct arena *arena)
{
    static const char *const names[] = {"author",          "article:author", "parsely-author",
                                        "sailthru.author", "dc.creator",     "byl",
                                        "dcterms.creator", "citation_author"};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names) && byline->count == 0; i++) {
        const char *content = meta_content(evidence->page, names[i], arena);
        if (content && !title_same(content, evidence->site, arena))
            byline_add(byline, content, arena);
    }
}

static bool is_near(const struct authors_evidence *evidence, uint32_t line)
{
    return line + LINES_BEFORE >= evidence->heading && line <= evidence->heading + LINES_BEHIND;
}

static bool is_below(const xmlNode *node, const xmlNode *above)
{
    while (node && node != above)
        node = node->parent;
    return node != NULL;
}

/* The innermost elements that are marked as author: "author-box" holds "author-name". */
static void add_marked(const struct authors_evidence *evidence, struct byline *byline,
                       struct arena *arena)
{
    const struct page *page = evidence->page;
    const struct clue *next = NULL;
    const struct clue *marked[BYLINE_NAMES];
    size_t count = 0;
    for (size_t i = page->clue_count; i-- > 0;) {
        const struct clue *clue = &page->clues[i];
        if (clue->kind != CLUE_BYLINE)
            continue;
        if (is_near(evidence, clue->line) && !(next && is_below(next->node, clue->node))) {
            if (count == BYLINE_NAMES)
                count--;
            memmove(marked + 1, marked, count * sizeof(marked[0]));
            marked[0] = clue;
            count++;
        }
        next = clue;
    }
    for (size_t i = 0; i < count; i++) {
        const char *text = meta_text(marked[i], arena);
        if (text && strlen(text) <= BYLINE_BYTES && !title_same(text, evidence->site, arena))
            byline_add(byline, text, arena);
    }
}

/* "By Ada Lovelace" without any mark-up. */
static void add_lines(const struct authors_evidence *evidence, struct byline *byline,
                      struct arena *arena)
{
    const struct page *page = evidence->page;
    for (size_t i = 0; i < page->line_count && byline->count == 0; i++) {
        const struct line *line = &page->lines[i];
        if (!is_near(evidence, (uint32_t)i) || line->end - line->start > BYLINE_BYTES)
            continue;
        const char *text =
            arena_strndup(arena, page->text.data + line->start, line->end - line->start);
        if (byline_announced(text, arena))
            byline_add(byline, text, arena);
    }
}

struct byline authors_find(const struct authors_evidence *evidence, struct arena *arena)
{
    struct byline byline = {0};
    if (evidence->json->authors_are_persons)
        add_json(evidence, &byline, arena);
    if (byline.count == 0)
        add_marked(evidence, &byline, arena);
    if (byline.count == 0)
        add_lines(evidence, &byline, arena);
    if (byline.count == 0)
        add_meta(evidence, &byline, arena);
    if (byline.count == 0)
        add_json(evidence, &byline, arena);
    return byline;
}
