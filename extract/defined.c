#include "extract/defined.h"

#include <string.h>

#include "base/text.h"
#include "extract/byline.h"
#include "extract/page.h"
#include "extract/published.h"
#include "extract/strip.h"
#include "rules/xpath.h"

/* Replacements may lengthen each other's results; dom_parse cuts a page at 16 MB anyway. */
#define REPLACED_MAX ((size_t)32 * 1024 * 1024)

/* More nodes than that of one field are a mistake in the expression. */
#define NODES_MAX 10000

struct evaluation {
    xmlDoc *doc;
    const struct source *source;
    const char *thing; /* the page's address */
    struct diags *diags;
};

static void too_dear(const struct evaluation *evaluation, const char *expression)
{
    diags_add(evaluation->diags, SEVERITY_WARNING, "extract", evaluation->thing,
              "source %s: %s takes too many steps on this page", evaluation->source->id,
              expression);
    diags_hint(evaluation->diags, "name the element by its id or class, near the root");
}

static xmlXPathObject *evaluate(const struct evaluation *evaluation, const char *expression)
{
    xmlXPathObject *found = xpath_select(evaluation->doc, expression);
    if (!found)
        too_dear(evaluation, expression);
    return found;
}

static int node_count(const xmlXPathObject *found)
{
    if (!found || found->type != XPATH_NODESET || !found->nodesetval)
        return 0;
    return found->nodesetval->nodeNr < NODES_MAX ? found->nodesetval->nodeNr : NODES_MAX;
}

/* What was not found shall not be looked for in another way. */
static bool is_final(const struct source_article *article, const struct texts *paths)
{
    return paths->count > 0 && !article->autodetect;
}

void defined_replace(const struct source *source, struct buf *utf8)
{
    for (size_t i = 0; i < source->article.replace_count; i++) {
        const struct replacement *replacement = &source->article.replace[i];
        struct buf out = {0};
        const char *from = buf_text(utf8), *end = from + utf8->len;
        size_t len = strlen(replacement->find);
        for (const char *at; out.len < REPLACED_MAX &&
                             (at = memmem(from, (size_t)(end - from), replacement->find, len));
             from = at + len) {
            buf_add(&out, from, (size_t)(at - from));
            buf_puts(&out, replacement->with);
        }
        buf_add(&out, from, (size_t)(end - from));
        buf_free(utf8);
        *utf8 = out;
    }
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

void defined_metadata(xmlDoc *doc, const struct source *source, const struct document *document,
                      struct arena *arena, struct article *article, struct diags *diags)
{
    struct evaluation evaluation = {doc, source, document->url, diags};
    const struct source_article *definition = &source->article;
    const char *title = read_text(&evaluation, &definition->title, "title", arena);
    if (title || is_final(definition, &definition->title))
        article->title = title;
    if (is_final(definition, &definition->author))
        article->author_count = 0;
    read_authors(&evaluation, arena, article);
    if (is_final(definition, &definition->date))
        article->published = article->date_evidence = NULL;
    read_date(&evaluation, document, arena, article);
}

/* What one XPath finds, as a page of its own. */
static struct body read_gathered(const xmlNode *gathered, const struct source *source,
                                 const struct metadata *metadata, const struct article *article,
                                 struct arena *arena)
{
    struct page *page = page_scan(gathered, arena);
    struct metadata within = *metadata;
    within.heading = metadata_heading(page, article->title, arena);
    struct body body = {.text = ""};
    if (source->article.prune)
        body = body_find(page, &within, article, arena);
    if (body.len == 0)
        body = body_of(page, NULL, arena);
    page_free(page);
    return body;
}

bool defined_body(xmlDoc *doc, const struct source *source, const struct metadata *metadata,
                  const struct article *article, struct arena *arena, struct body *body,
                  struct diags *diags)
{
    const struct texts *paths = &source->article.body;
    *body = (struct body){.text = ""};
    for (size_t i = 0; i < paths->count && body->len == 0; i++) {
        const xmlNode *gathered = strip_gather(doc, paths->items[i]);
        if (gathered)
            *body = read_gathered(gathered, source, metadata, article, arena);
    }
    if (body->len > 0 || paths->count == 0)
        return body->len > 0;
    bool final = is_final(&source->article, paths);
    diags_add(diags, SEVERITY_ERROR, "extract", article->url,
              "layout changed? no text at %s, which source %s names as the body", paths->items[0],
              source->id);
    diags_hint(diags, final ? "correct `body:`"
                            : "the text was found without it; correct or remove `body:`");
    return final;
}
