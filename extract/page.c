#include "extract/page.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "extract/hint.h"
#include "extract/plain.h"
#include "extract/purpose.h"

/* An element's first so many nodes decide what it holds: data, or the layout of a page. */
#define PROBE 400

/* What holds at a place of the walk; an element's children start with a copy of it. */
struct context {
    const xmlNode *element;
    enum block_kind kind;
    int level;
    int lists; /* ul and ol around it */
    uint32_t region;
    uint32_t parent_region;
    bool opened_region;
    bool block;  /* text does not run on into or out of the element */
    bool joined; /* breaks within are blanks: a heading, a row of a table */
    bool link;   /* text is a link's */
    bool bold;
    bool paragraph;
    bool data; /* in a table that holds data */
    bool preformatted;
    bool head;
};

struct scan {
    struct page *page;
    struct arena *arena;
    size_t line_capacity;
    size_t region_capacity;
    size_t clue_capacity;
    struct context *stack; /* of the elements that are open, outermost first */
    size_t depth;
    size_t stack_capacity;
    struct context now;
    struct line open; /* the line that text is added to */
    bool gap;         /* a blank is due before the next text */
    int breaks;       /* <br> since the last text */
    struct purposes purposes;
};

static bool is_block(enum tag tag)
{
    switch (tag) {
    case TAG_INLINE:
    case TAG_A:
    case TAG_BUTTON:
    case TAG_CITE:
    case TAG_IMG:
    case TAG_INPUT:
    case TAG_LABEL:
    case TAG_SPAN:
    case TAG_TIME:
    case TAG_BR:
        return false;
    default:
        return true;
    }
}

/* Blocks that hold other blocks. The rest become regions only where a class says what they are. */
static bool is_container(enum tag tag)
{
    switch (tag) {
    case TAG_ADDRESS:
    case TAG_ARTICLE:
    case TAG_ASIDE:
    case TAG_BLOCKQUOTE:
    case TAG_BODY:
    case TAG_DETAILS:
    case TAG_DIALOG:
    case TAG_DIV:
    case TAG_DL:
    case TAG_FIGURE:
    case TAG_FOOTER:
    case TAG_FORM:
    case TAG_HEADER:
    case TAG_MAIN:
    case TAG_NAV:
    case TAG_OL:
    case TAG_SECTION:
    case TAG_TABLE:
    case TAG_TD:
    case TAG_UL:
        return true;
    default:
        return false;
    }
}

/* Ends the open line, if there is any text in it. */
static void end_line(struct scan *scan)
{
    struct page *page = scan->page;
    scan->gap = false;
    scan->breaks = 0;
    if (page->text.len == scan->open.start)
        return;
    page->lines = arena_grow(scan->arena, page->lines, page->line_count, &scan->line_capacity,
                             sizeof(*page->lines));
    struct line *line = &page->lines[page->line_count++];
    *line = scan->open;
    line->end = page->text.len;
    line->kind = scan->now.kind;
    line->level = scan->now.level;
    line->region = scan->now.region;
    line->paragraph = scan->now.paragraph;
    buf_putc(&page->text, '\n');
    scan->open = (struct line){.start = page->text.len};
}

/* A block's border: the line ends, or in a heading or a row a blank follows. */
static void break_line(struct scan *scan)
{
    if (scan->now.joined)
        scan->gap = true;
    else
        end_line(scan);
}

/* Whether a sentence runs on over a single <br>: the text before has no end, the next no capital.
 */
static bool runs_on(const struct scan *scan, unsigned char next)
{
    if (scan->page->text.len == scan->open.start)
        return false;
    unsigned char last = (unsigned char)scan->page->text.data[scan->page->text.len - 1];
    return (islower(next) || next == ',') && (isalnum(last) || last == ',');
}

static void add_run(struct scan *scan, const char *run, size_t len, uint32_t chars)
{
    struct buf *text = &scan->page->text;
    if (scan->breaks > 0) {
        if (scan->breaks == 1 && runs_on(scan, (unsigned char)*run))
            scan->gap = true;
        else
            end_line(scan);
        scan->breaks = 0;
    }
    if (scan->gap && text->len > scan->open.start && text->data[text->len - 1] != '\t')
        buf_putc(text, ' ');
    scan->gap = false;
    buf_add(text, run, len);

    scan->open.chars += chars;
    if (scan->now.link)
        scan->open.link_chars += chars;
    if (scan->now.bold)
        scan->open.bold_chars += chars;
}

static bool is_plain(unsigned char c)
{
    return c > ' ' && c < 0x7F;
}

/*
 * 1 for the first byte of a character; but one of Chinese, Japanese or Korean (U+3000 to U+D7FF)
 * says as much as two letters.
 */
static uint32_t width_of(unsigned char byte)
{
    return (byte & 0xC0) == 0x80 ? 0 : byte >= 0xE3 && byte <= 0xED ? 2 : 1;
}

/* One blank between two ASCII words is text like any other; all else is looked at one by one. */
static void add_text(struct scan *scan, const char *content)
{
    const unsigned char *at = (const unsigned char *)content;
    while (*at) {
        const unsigned char *start = at;
        size_t len;
        uint32_t chars = 0;
        enum plain character = PLAIN_TEXT;
        for (;;) {
            for (; is_plain(*at) || (*at == ' ' && at > start && is_plain(at[1])); at++)
                chars += *at != ' ';
            if (!*at || (character = plain_character(at, &len)) != PLAIN_TEXT)
                break;
            for (const unsigned char *end = at + len; at < end; at++)
                chars += width_of(*at);
        }
        if (at > start)
            add_run(scan, (const char *)start, (size_t)(at - start), chars);
        if (!*at)
            break;
        if (scan->now.preformatted && *at == '\n')
            break_line(scan);
        else if (character == PLAIN_BLANK)
            scan->gap = true;
        at += len;
    }
}

static void add_clue(struct scan *scan, enum clue_kind kind, const xmlNode *node)
{
    struct page *page = scan->page;
    page->clues = arena_grow(scan->arena, page->clues, page->clue_count, &scan->clue_capacity,
                             sizeof(*page->clues));
    page->clues[page->clue_count++] = (struct clue){
        .kind = kind, .node = node, .line = (uint32_t)page->line_count, .region = scan->now.region};
}

static void open_region(struct scan *scan, const xmlNode *node, enum tag tag, uint32_t hints)
{
    struct page *page = scan->page;
    page->regions = arena_grow(scan->arena, page->regions, page->region_count,
                               &scan->region_capacity, sizeof(*page->regions));
    page->regions[page->region_count] = (struct region){.node = node,
                                                        .tag = tag,
                                                        .hints = hints,
                                                        .parent = scan->now.region,
                                                        .first_line = (uint32_t)page->line_count};
    scan->now.parent_region = scan->now.region;
    scan->now.region = (uint32_t)page->region_count++;
    scan->now.opened_region = true;
}

static void close_region(struct scan *scan, uint32_t region)
{
    scan->page->regions[region].end = (uint32_t)scan->page->region_count;
    scan->page->regions[region].end_line = (uint32_t)scan->page->line_count;
}

/* The next node in document order below `top`; NULL behind the last. */
static const xmlNode *next_below(const xmlNode *top, const xmlNode *at)
{
    if (at->children)
        return at->children;
    while (at != top && !at->next)
        at = at->parent;
    return at == top ? NULL : at->next;
}

/*
 * A table holds data unless there is another table, a form or a heading in it, a cell with several
 * paragraphs, or but one row.
 */
static bool holds_data(const xmlNode *table)
{
    int rows = 0, cells = 0, paragraphs = 0, breaks = 0, steps = 0;
    for (const xmlNode *at = table->children; at && steps < PROBE;
         at = next_below(table, at), steps++) {
        if (at->type != XML_ELEMENT_NODE)
            continue;
        enum tag tag = dom_tag(at);
        if (tag == TAG_TABLE || tag == TAG_FORM || (tag >= TAG_H1 && tag <= TAG_H6))
            return false;
        bool cell = tag == TAG_TD || tag == TAG_TH;
        paragraphs = cell ? 0 : paragraphs + (tag == TAG_P);
        breaks = cell ? 0 : breaks + (tag == TAG_BR);
        if (paragraphs > 2 || breaks > 5)
            return false;
        rows += tag == TAG_TR;
        cells += cell;
    }
    return rows > 1 && cells > rows;
}

/*
 * libxml2 closes no <button> over a <div> that was left open, and the rest of the page stands in
 * it. There are no menus and forms in a real one.
 */
static bool holds_page(const xmlNode *button)
{
    int steps = 0;
    for (const xmlNode *at = button->children; at && steps < PROBE;
         at = next_below(button, at), steps++) {
        enum tag tag = at->type == XML_ELEMENT_NODE ? dom_tag(at) : TAG_INLINE;
        if (tag == TAG_NAV || tag == TAG_FORM || tag == TAG_MAIN || tag == TAG_ARTICLE ||
            tag == TAG_BUTTON)
            return true;
    }
    return false;
}

static void add_clues(struct scan *scan, const xmlNode *node, enum tag tag, uint32_t hints)
{
    if (tag == TAG_H1)
        add_clue(scan, CLUE_HEADING, node);
    if (hints & HINT_DATE)
        add_clue(scan, CLUE_TIME, node);
    if (hints & HINT_AUTHOR)
        add_clue(scan, CLUE_BYLINE, node);
}

/* Sets the context for what stands in a block. */
static void enter_block(struct scan *scan, const xmlNode *node, enum tag tag)
{
    struct context *now = &scan->now;
    if (tag >= TAG_H1 && tag <= TAG_H6) {
        now->kind = BLOCK_HEADING;
        now->level = tag - TAG_H1 + 1;
        now->joined = true;
    } else if (tag == TAG_UL || tag == TAG_OL) {
        now->lists++;
    } else if (tag == TAG_LI || tag == TAG_DD || tag == TAG_DT) {
        now->kind = BLOCK_ITEM;
        now->level = now->lists > 0 ? now->lists : 1;
    } else if (tag == TAG_BLOCKQUOTE) {
        now->kind = BLOCK_QUOTE;
        now->level = 0;
    } else if (tag == TAG_FIGCAPTION || tag == TAG_FIGURE || tag == TAG_CAPTION) {
        now->kind = BLOCK_CAPTION;
        now->level = 0;
    } else if (tag == TAG_TABLE) {
        now->data = holds_data(node);
    } else if (tag == TAG_TR && now->data) {
        now->kind = BLOCK_ROW;
        now->level = 0;
        now->joined = true;
    } else if (tag == TAG_P) {
        now->paragraph = true;
    } else if (tag == TAG_PRE) {
        now->preformatted = true;
    }
}

/* A cell of a data table is parted from the one before it by a tab. */
static void enter_cell(struct scan *scan)
{
    struct buf *text = &scan->page->text;
    if (scan->now.kind == BLOCK_ROW && text->len > scan->open.start)
        buf_putc(text, '\t');
    scan->gap = false;
}

/* Elements without text of their own. Returns whether the element was one. */
static bool scan_void(struct scan *scan, const xmlNode *node, enum tag tag)
{
    struct region *region = &scan->page->regions[scan->now.region];
    const char *type;
    switch (tag) {
    case TAG_SKIPPED:
    case TAG_NOSCRIPT:
        return true;
    case TAG_SCRIPT:
        type = dom_attribute(node, "type");
        if (type && strstr(type, "ld+json"))
            add_clue(scan, CLUE_JSON, node);
        return true;
    case TAG_TITLE:
        add_clue(scan, CLUE_TITLE, node);
        return true;
    case TAG_META:
        add_clue(scan, CLUE_META, node);
        return true;
    case TAG_LINK:
        add_clue(scan, CLUE_LINK, node);
        return true;
    case TAG_INPUT:
        region->inputs++;
        return true;
    case TAG_BUTTON:
        region->inputs++;
        return !holds_page(node);
    case TAG_IMG:
        region->images++;
        return true;
    case TAG_HR:
        break_line(scan);
        return true;
    case TAG_BR:
        if (scan->now.joined || scan->page->text.len == scan->open.start)
            scan->gap = true;
        else
            scan->breaks++;
        return true;
    default:
        return false;
    }
}

static bool is_bold(const xmlNode *node)
{
    const char *name = (const char *)node->name;
    return strcmp(name, "b") == 0 || strcmp(name, "strong") == 0;
}

/* Returns whether to walk into the element; if so, leave_element comes after its children. */
static bool enter_element(struct scan *scan, const xmlNode *node)
{
    enum tag tag = purpose_tag(&scan->purposes, node);
    if (node->_private || scan_void(scan, node, tag))
        return false;
    uint32_t hints = purpose_hints(&scan->purposes, node, tag);
    bool block = is_block(tag);
    if (!block && (hints & HINT_HIDDEN))
        return false;
    if (block)
        break_line(scan);

    scan->stack = arena_grow(scan->arena, scan->stack, scan->depth, &scan->stack_capacity,
                             sizeof(*scan->stack));
    scan->stack[scan->depth++] = scan->now;
    scan->now.element = node;
    scan->now.block = block;
    scan->now.opened_region = false;
    if (block && (hints != 0 || is_container(tag)))
        open_region(scan, node, tag, hints);
    add_clues(scan, node, tag, hints);
    if (tag == TAG_TD || tag == TAG_TH)
        enter_cell(scan);
    if (block)
        enter_block(scan, node, tag);
    else if (tag == TAG_A)
        scan->now.link = true;
    else if (tag == TAG_INLINE && is_bold(node))
        scan->now.bold = true;
    if (tag == TAG_HEAD)
        scan->now.head = true;
    return true;
}

static void leave_element(struct scan *scan)
{
    struct context outer = scan->stack[--scan->depth];
    if (scan->now.block) {
        if (outer.joined)
            scan->gap = true;
        else
            end_line(scan);
    }
    if (scan->now.opened_region)
        close_region(scan, scan->now.region);
    scan->now = outer;
}

static void walk(struct scan *scan, const xmlNode *root)
{
    const xmlNode *at = root;
    for (;;) {
        bool entered = at->type == XML_ELEMENT_NODE && enter_element(scan, at);
        if (!scan->now.head && at->content &&
            (at->type == XML_TEXT_NODE || at->type == XML_CDATA_SECTION_NODE))
            add_text(scan, (const char *)at->content);
        if (entered && at->children) {
            at = at->children;
            continue;
        }
        if (entered)
            leave_element(scan);
        while (at != root && !at->next) {
            at = at->parent;
            if (scan->depth > 0)
                leave_element(scan);
        }
        if (at == root)
            return;
        at = at->next;
    }
}

struct page *page_scan(const xmlNode *root, struct arena *arena)
{
    struct page *page = arena_alloc(arena, sizeof(*page));
    struct scan scan = {.page = page, .arena = arena};
    buf_puts(&page->text, "");
    open_region(&scan, root, TAG_HTML, 0);
    scan.now.region = 0;
    scan.now.opened_region = false;
    walk(&scan, root);
    end_line(&scan);
    close_region(&scan, 0);
    page->language = dom_attribute(root, "lang");
    return page;
}

void page_free(struct page *page)
{
    if (page)
        buf_free(&page->text);
}
