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

/* The same beside a date; a longer one begins the text with a place and the day. */
#define DATELINE_BYTES 100

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

/*
 * The elements of a tag within whose texts are names: beside links may stand roles and dates, and
 * <span> after <span> may be one name each.
 */
static void add_parts(const struct clue *clue, enum tag tag, struct byline *byline,
                      struct arena *arena)
{
    const xmlNode *at = clue->node;
    for (;;) {
        if (at->type == XML_ELEMENT_NODE && dom_tag(at) == tag) {
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

/* Whether the text is nothing but names in spans, at least two; they are added. */
static bool holds_names(const struct clue *clue, const char *text, struct byline *byline,
                        struct arena *arena)
{
    struct byline names = {0};
    size_t len = 0;
    add_parts(clue, TAG_SPAN, &names, arena);
    for (size_t i = 0; i < names.count; i++)
        len += strlen(names.names[i]) + strlen(" ");
    if (names.count < 2 || len + strlen(" ") < strlen(text))
        return false;
    for (size_t i = 0; i < names.count; i++)
        byline_add(byline, names.names[i], BYLINE_KNOWN, arena);
    return byline->count > 0;
}

static void add_clue(const struct authors_evidence *evidence, const struct clue *clue,
                     enum byline_trust trust, struct byline *byline, struct arena *arena)
{
    const char *text = meta_text(clue->node, arena);
    size_t before = byline->count;
    if (!text || strlen(text) > BYLINE_BYTES || title_same(text, evidence->site, arena))
        return;
    add_parts(clue, TAG_A, byline, arena);
    if (byline->count == before && !holds_names(clue, text, byline, arena))
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

/* What follows " by " in a line: "Published May 3, 2025 by Ada Lovelace". */
static const char *behind_by(const char *text)
{
    const char *by = strstr(text, " by ");
    return by ? by + strlen(" by ") : text;
}

/* A full name alone on a line beside the date. */
static void add_beside_date(const struct authors_evidence *evidence, struct byline *byline,
                            struct arena *arena)
{
    const struct page *page = evidence->page;
    struct dateline when;
    for (size_t i = 0; i < page->line_count && byline->count == 0; i++) {
        const char *text = line_text(page, i, arena);
        if (!is_near(evidence, (uint32_t)i) || strlen(text) > DATELINE_BYTES ||
            !dateline_find(text, true, arena, &when))
            continue;
        byline_add(byline, behind_by(text), BYLINE_GUESS, arena);
        for (size_t k = i > 2 ? i - 2 : 0; k <= i + 2 && k < page->line_count; k++)
            if (k != i && k > evidence->heading && byline->count == 0)
                byline_add(byline, line_text(page, k, arena), BYLINE_GUESS, arena);
    }
}

/* Far from the headline, often below the text: <a rel="author">, "Written by Ada Lovelace". */
static void add_far(const struct authors_evidence *evidence, struct byline *byline,
                    struct arena *arena)
{
    const struct page *page = evidence->page;
    for (size_t i = 0; i < page->clue_count && byline->count == 0; i++) {
        const char *rel = dom_attribute(page->clues[i].node, "rel");
        if (page->clues[i].kind == CLUE_BYLINE && rel && strstr(rel, "author"))
            add_clue(evidence, &page->clues[i], BYLINE_GUESS, byline, arena);
    }
    for (size_t i = 0; i < page->line_count && byline->count == 0; i++) {
        const char *by = strcasestr(line_text(page, i, arena), "written by ");
        if (by)
            byline_add(byline, by, BYLINE_GUESS, arena);
    }
}

/* Publishing systems label what networks show beside a link. */
static void add_labelled(const struct authors_evidence *evidence, struct byline *byline,
                         struct arena *arena)
{
    const char *label = meta_content(evidence->page, "twitter:label1", arena);
    const char *name = meta_content(evidence->page, "twitter:data1", arena);
    if (label && name && byline_announced(label, arena))
        byline_add(byline, name, BYLINE_KNOWN, arena);
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
        add_labelled(evidence, &byline, arena);
    if (byline.count == 0)
        add_far(evidence, &byline, arena);
    if (byline.count == 0)
        add_json(evidence, &byline, arena);
    return byline;
}
