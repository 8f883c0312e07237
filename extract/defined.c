#include "extract/defined.h"

#include <libxml/xpath.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "extract/body.h"
#include "extract/byline.h"
#include "extract/page.h"
#include "extract/published.h"

/*
 * libxml2 counts visits of nodes; rules/xpath.c has refused the expressions of which a visit may be
 * dear. Usual pages need some thousand.
 */
#define XPATH_OPERATIONS_MAX 5000000

/* More nodes than that of one field are a mistake in the expression. */
#define NODES_MAX 10000

struct evaluation {
    xmlDoc *doc;
    const struct source *source;
    const char *thing; /* the page's address */
    struct diags *diags;
};

static void ignore_error(void *user, xmlErrorPtr error)
{
    (void)user, (void)error;
}

static xmlXPathObject *evaluate(const struct evaluation *evaluation, const char *expression)
{
    xmlXPathContext *context = xmlXPathNewContext(evaluation->doc);
    if (!context)
        mem_die("out of memory");
    context->error = ignore_error;
    context->opLimit = XPATH_OPERATIONS_MAX;
    xmlXPathObject *found = xmlXPathEval(BAD_CAST expression, context);
    xmlXPathFreeContext(context);
    if (!found) {
        diags_add(evaluation->diags, SEVERITY_WARNING, "extract", evaluation->thing,
                  "source %s: %s takes too many steps on this page", evaluation->source->id,
                  expression);
        diags_hint(evaluation->diags, "name the element by its id or class, near the root");
    }
    return found;
}

static int node_count(const xmlXPathObject *found)
{
    if (!found || found->type != XPATH_NODESET || !found->nodesetval)
        return 0;
    return found->nodesetval->nodeNr < NODES_MAX ? found->nodesetval->nodeNr : NODES_MAX;
}

void defined_replace(const struct source *source, struct buf *utf8)
{
    for (size_t i = 0; i < source->article.replace_count; i++) {
        const struct replacement *replacement = &source->article.replace[i];
        struct buf out = {0};
        const char *from = buf_text(utf8), *end = from + utf8->len;
        size_t len = strlen(replacement->find);
        for (const char *at; (at = memmem(from, (size_t)(end - from), replacement->find, len));
             from = at + len) {
            buf_add(&out, from, (size_t)(at - from));
            buf_puts(&out, replacement->with);
        }
        buf_add(&out, from, (size_t)(end - from));
        buf_free(utf8);
        *utf8 = out;
    }
}

static void mark(const struct evaluation *evaluation, const char *expression)
{
    static char marked;
    xmlXPathObject *found = evaluate(evaluation, expression);
    for (int i = 0; i < node_count(found); i++)
        found->nodesetval->nodeTab[i]->_private = &marked;
    xmlXPathFreeObject(found);
}

/* An XPath 1.0 string cannot hold both kinds of quotes, and no id or class does. */
static void mark_named(const struct evaluation *evaluation, const char *name)
{
    struct buf expression = {0};
    if (strchr(name, '\''))
        return;
    buf_printf(&expression, "//*[contains(@class, '%s') or contains(@id, '%s')]", name, name);
    mark(evaluation, expression.data);
    buf_free(&expression);
}

void defined_strip(xmlDoc *doc, const struct source *source, struct diags *diags)
{
    struct evaluation evaluation = {doc, source, source->id, diags};
    for (size_t i = 0; i < source->article.strip.count; i++)
        mark(&evaluation, source->article.strip.items[i]);
    for (size_t i = 0; i < source->article.strip_id_or_class.count; i++)
        mark_named(&evaluation, source->article.strip_id_or_class.items[i]);
}

/* Adds one node's body behind what there is, a line feed between. */
static void append_body(struct article *article, const struct body *more, struct arena *arena)
{
    size_t shift = article->text_len ? article->text_len + 1 : 0;
    if (more->len == 0)
        return;
    char *text = arena_alloc(arena, shift + more->len + 1);
    memcpy(text, article->text, article->text_len);
    if (shift)
        text[article->text_len] = '\n';
    memcpy(text + shift, more->text, more->len);

    size_t count = article->block_count + more->count;
    struct block *blocks = arena_alloc(arena, count * sizeof(*blocks));
    if (article->block_count)
        memcpy(blocks, article->blocks, article->block_count * sizeof(*blocks));
    for (size_t i = 0; i < more->count; i++) {
        blocks[article->block_count + i] = more->blocks[i];
        blocks[article->block_count + i].start += shift;
        blocks[article->block_count + i].end += shift;
    }
    article->text = text;
    article->text_len = shift + more->len;
    article->blocks = blocks;
    article->block_count = count;
}

static bool is_within(const xmlNode *node, const xmlNode *outer)
{
    for (; node; node = node->parent)
        if (node == outer)
            return true;
    return false;
}

/* What the nodes hold, in their order; nodes within one before them are there already. */
static struct article read_bodies(const xmlXPathObject *found, struct arena *arena)
{
    struct article read = {.text = ""};
    const xmlNode *last = NULL;
    for (int i = 0; i < node_count(found); i++) {
        const xmlNode *node = found->nodesetval->nodeTab[i];
        if (node->type != XML_ELEMENT_NODE || (last && is_within(node, last)))
            continue;
        struct page *page = page_scan(node, arena);
        struct body body = body_all(page, arena);
        append_body(&read, &body, arena);
        page_free(page);
        last = node;
    }
    return read;
}

static void read_body(const struct evaluation *evaluation, struct arena *arena,
                      struct article *article)
{
    const struct texts *paths = &evaluation->source->article.body;
    for (size_t i = 0; i < paths->count; i++) {
        xmlXPathObject *found = evaluate(evaluation, paths->items[i]);
        struct article read = read_bodies(found, arena);
        xmlXPathFreeObject(found);
        if (read.text_len == 0)
            continue;
        article->text = read.text;
        article->text_len = read.text_len;
        article->blocks = read.blocks;
        article->block_count = read.block_count;
        return;
    }
    if (paths->count == 0)
        return;
    diags_add(evaluation->diags, SEVERITY_ERROR, "extract", evaluation->thing,
              "layout changed? no text at %s, which source %s names as the body", paths->items[0],
              evaluation->source->id);
    diags_hint(evaluation->diags, "the text was found without it; correct or remove `body:`");
}

static void not_found(const struct evaluation *evaluation, const char *path, const char *field)
{
    diags_add(evaluation->diags, SEVERITY_WARNING, "extract", evaluation->thing,
              "layout changed? nothing at %s, which source %s names as the %s", path,
              evaluation->source->id, field);
}

/* The first text that one of the paths finds; NULL with a warning where none does. */
static const char *read_text(const struct evaluation *evaluation, const struct texts *paths,
                             const char *field, struct arena *arena)
{
    for (size_t i = 0; i < paths->count; i++) {
        xmlXPathObject *found = evaluate(evaluation, paths->items[i]);
        xmlChar *content = found ? xmlXPathCastToString(found) : NULL;
        const char *text =
            content ? text_squeeze(arena, (char *)content, strlen((char *)content)) : "";
        xmlFree(content);
        xmlXPathFreeObject(found);
        if (*text)
            return text;
    }
    if (paths->count > 0)
        not_found(evaluation, paths->items[0], field);
    return NULL;
}

static void read_authors(const struct evaluation *evaluation, struct arena *arena,
                         struct article *article)
{
    const struct texts *paths = &evaluation->source->article.author;
    struct byline byline = {0};
    for (size_t i = 0; i < paths->count && byline.count == 0; i++) {
        xmlXPathObject *found = evaluate(evaluation, paths->items[i]);
        for (int j = 0; j < node_count(found); j++) {
            xmlChar *name = xmlNodeGetContent(found->nodesetval->nodeTab[j]);
            byline_add(&byline, name ? (const char *)name : "", BYLINE_KNOWN, arena);
            xmlFree(name);
        }
        if (found && found->type == XPATH_STRING)
            byline_add(&byline, (const char *)found->stringval, BYLINE_KNOWN, arena);
        xmlXPathFreeObject(found);
    }
    if (byline.count == 0) {
        if (paths->count > 0)
            not_found(evaluation, paths->items[0], "author");
        return;
    }
    article->authors = arena_alloc(arena, sizeof(byline.names));
    memcpy(article->authors, byline.names, sizeof(byline.names));
    article->author_count = byline.count;
}

static void read_date(const struct evaluation *evaluation, const struct document *document,
                      struct arena *arena, struct article *article)
{
    const char *text = read_text(evaluation, &evaluation->source->article.date, "date", arena);
    const struct published_evidence evidence = {
        .fetched = document->fetched,
        .month_first = text_starts(article->language ? article->language : "", "en")};
    if (text && published_read(text, &evidence, arena, article) != 0)
        diags_add(evaluation->diags, SEVERITY_WARNING, "extract", evaluation->thing,
                  "source %s: no date in '%s'", evaluation->source->id, text);
}

void defined_read(xmlDoc *doc, const struct source *source, const struct document *document,
                  struct arena *arena, struct article *article, struct diags *diags)
{
    struct evaluation evaluation = {doc, source, document->url, diags};
    const char *title = read_text(&evaluation, &source->article.title, "title", arena);
    if (title)
        article->title = title;
    read_authors(&evaluation, arena, article);
    read_date(&evaluation, document, arena, article);
    read_body(&evaluation, arena, article);
}
