#include "extract/authors.h"

#include <string.h>

#include "base/text.h"
#include "extract/dateline.h"
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
    for (size_t i = 0; i < evidence->json->author_count; i++)
        byline_add(byline, evidence->json->authors[i], BYLINE_KNOWN, arena);
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
            byline_add(byline, content, BYLINE_KNOWN, arena);
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

/* The links in the element whose texts are names: beside them may stand roles and dates. */
static void add_links(const struct clue *clue, struct byline *byline, struct arena *arena)
{
    const xmlNode *at = clue->node;
    for (;;) {
        if (at->type == XML_ELEMENT_NODE && dom_tag(at) == TAG_A) {
            const char *text = meta_text(at, arena);
            if (text)
                byline_add(byline, text, BYLINE_GUESS, arena);
        }
        if (at->children) {
            at = at->children;
            continue;
        }
        while (at != clue->node && !at->next)
            at = at->parent;
        if (at == clue->node)
            return;
        at = at->next;
    }
}

static void add_clue(const struct authors_evidence *evidence, const struct clue *clue,
                     enum byline_trust trust, struct byline *byline, struct arena *arena)
{
    const char *text = meta_text(clue->node, arena);
    size_t before = byline->count;
    if (!text || strlen(text) > BYLINE_BYTES || title_same(text, evidence->site, arena))
        return;
    add_links(clue, byline, arena);
    if (byline->count == before)
        byline_add(byline, text, trust, arena);
}

/*
 * The innermost elements that are marked as author and hold a name: "author-box" may hold
 * "author-name" and "author-image".
 */
static void add_marked(const struct authors_evidence *evidence, struct byline *byline,
                       struct arena *arena)
{
    const struct page *page = evidence->page;
    const struct clue *inner = NULL, *marked[BYLINE_NAMES];
    size_t count = 0;
    for (size_t i = page->clue_count; i-- > 0 && count < BYLINE_NAMES;) {
        const struct clue *clue = &page->clues[i];
        struct byline own = {0};
        if (clue->kind != CLUE_BYLINE || !is_near(evidence, clue->line) ||
            (inner && is_below(inner->node, clue->node)))
            continue;
        add_clue(evidence, clue, BYLINE_KNOWN, &own, arena);
        if (own.count > 0)
            marked[count++] = inner = clue;
    }
    while (count-- > 0)
        add_clue(evidence, marked[count], byline->count ? BYLINE_GUESS : BYLINE_KNOWN, byline,
                 arena);
}

static const char *line_text(const struct page *page, size_t line, struct arena *arena)
{
    size_t len = page->lines[line].end - page->lines[line].start;
    return len > BYLINE_BYTES
               ? ""
               : arena_strndup(arena, page->text.data + page->lines[line].start, len);
}

/* "By Ada Lovelace" without any mark-up, on one line or on two. */
static void add_announced(const struct authors_evidence *evidence, struct byline *byline,
                          struct arena *arena)
{
    const struct page *page = evidence->page;
    for (size_t i = 0; i < page->line_count && byline->count == 0; i++) {
        if (!is_near(evidence, (uint32_t)i))
            continue;
        const char *rest = byline_announced(line_text(page, i, arena), arena);
        if (rest && *rest)
            byline_add(byline, rest, BYLINE_GUESS, arena);
        else if (rest && i + 1 < page->line_count)
            byline_add(byline, line_text(page, i + 1, arena), BYLINE_KNOWN, arena);
    }
}

/* A full name alone on a line beside the date. */
static void add_beside_date(const struct authors_evidence *evidence, struct byline *byline,
                            struct arena *arena)
{
    const struct page *page = evidence->page;
    struct dateline when;
    for (size_t i = 0; i < page->line_count && byline->count == 0; i++) {
        const char *text = line_text(page, i, arena);
        if (!is_near(evidence, (uint32_t)i) || !dateline_find(text, true, arena, &when))
            continue;
        byline_add(byline, text, BYLINE_GUESS, arena);
        for (size_t k = i > 2 ? i - 2 : 0; k <= i + 2 && k < page->line_count; k++)
            if (k != i && k > evidence->heading && byline->count == 0)
                byline_add(byline, line_text(page, k, arena), BYLINE_GUESS, arena);
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
        add_announced(evidence, &byline, arena);
    if (byline.count == 0)
        add_beside_date(evidence, &byline, arena);
    if (byline.count == 0)
        add_meta(evidence, &byline, arena);
    if (byline.count == 0)
        add_json(evidence, &byline, arena);
    return byline;
}
