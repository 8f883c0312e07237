#include "extract/metadata.h"

#include <ctype.h>
#include <libxml/uri.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "extract/authors.h"
#include "extract/jsonld.h"
#include "extract/meta.h"
#include "extract/published.h"
#include "extract/title.h"

struct finding {
    const struct page *page;
    const struct document *document;
    const struct jsonld *json;
    struct arena *arena;
    struct article *article;
};

static const char *host_of(const char *url, struct arena *arena)
{
    const char *host = strstr(url, "://");
    if (!host)
        return NULL;
    host += strlen("://");
    if (text_starts(host, "www."))
        host += strlen("www.");
    return arena_strndup(arena, host, strcspn(host, "/?#:"));
}

static void find_title(struct finding *finding)
{
    const struct page *page = finding->page;
    struct arena *arena = finding->arena;
    struct title_evidence evidence = {
        .open_graph = meta_content(page, "og:title", arena),
        .twitter = meta_content(page, "twitter:title", arena),
        .json = finding->json->headline,
        .site = finding->article->publisher,
        .host = host_of(finding->document->final_url, arena),
    };
    for (size_t i = 0; i < page->clue_count; i++) {
        const struct clue *clue = &page->clues[i];
        if (clue->kind == CLUE_HEADING && evidence.heading_count < TITLE_HEADINGS)
            evidence.headings[evidence.heading_count++] = meta_text(clue->node, arena);
        else if (clue->kind == CLUE_TITLE && !evidence.element)
            evidence.element = meta_text(clue->node, arena);
    }
    finding->article->title = title_choose(&evidence, arena);
}

uint32_t metadata_heading(const struct page *page, const char *title, struct arena *arena)
{
    const struct clue *first = NULL;
    for (size_t i = 0; i < page->clue_count; i++) {
        const struct clue *clue = &page->clues[i];
        if (clue->kind != CLUE_HEADING)
            continue;
        if (title_same(meta_text(clue->node, arena), title, arena))
            return clue->line;
        if (!first)
            first = clue;
    }
    return first ? first->line : 0;
}

/* "en-US" and "EN_us" are "en". */
static const char *primary_language(const char *tag, struct arena *arena)
{
    size_t len = tag ? strspn(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") : 0;
    if (len < 2 || len > 3)
        return NULL;
    char *language = arena_strndup(arena, tag, len);
    for (size_t i = 0; i < len; i++)
        language[i] = (char)tolower((unsigned char)language[i]);
    return language;
}

static void find_language(struct finding *finding)
{
    const char *tags[] = {finding->page->language, finding->json->language,
                          meta_content(finding->page, "og:locale", finding->arena),
                          meta_content(finding->page, "language", finding->arena),
                          meta_content(finding->page, "dc.language", finding->arena)};
    for (size_t i = 0; i < sizeof(tags) / sizeof(*tags) && !finding->article->language; i++)
        finding->article->language = primary_language(tags[i], finding->arena);
}

/* Whether the page's English is American, where the month comes first. */
static bool writes_month_first(const struct finding *finding)
{
    const char *tag = finding->page->language;
    if (!tag || strlen(tag) < 5)
        tag = meta_content(finding->page, "og:locale", finding->arena);
    if (!tag || strlen(tag) < 5)
        tag = finding->page->language;
    if (!tag || strncasecmp(tag, "en", 2) != 0)
        return false;
    return strlen(tag) < 5 || strncasecmp(tag + 3, "us", 2) == 0;
}

/* The address resolved against the page's own (RFC 3986, section 5); NULL where it is no http. */
static const char *resolve(const struct finding *finding, const char *address)
{
    if (!address)
        return NULL;
    const char *base = finding->document->final_url;
    const char *plain = text_squeeze(finding->arena, address, strlen(address));
    xmlChar *built = xmlBuildURI((const xmlChar *)plain, (const xmlChar *)base);
    const char *url = built ? arena_strdup(finding->arena, (const char *)built) : NULL;
    xmlFree(built);
    return url && (text_starts(url, "http://") || text_starts(url, "https://")) ? url : NULL;
}

static void find_url(struct finding *finding)
{
    const char *url = resolve(finding, meta_link(finding->page, "canonical"));
    if (!url)
        url = resolve(finding, meta_content(finding->page, "og:url", finding->arena));
    if (url)
        finding->article->url = url;
}

static void find_publisher(struct finding *finding)
{
    finding->article->publisher = finding->json->publisher;
    if (!finding->article->publisher)
        finding->article->publisher = meta_content(finding->page, "og:site_name", finding->arena);
}

static void find_section(struct finding *finding)
{
    static const char *const names[] = {"article:section", "parsely-section", "section"};
    finding->article->section = finding->json->section;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names) && !finding->article->section; i++)
        finding->article->section = meta_content(finding->page, names[i], finding->arena);
}

/* "locked" is the word of the content tiers that networks know. */
static void find_access(struct finding *finding)
{
    const char *tier = meta_content(finding->page, "article:content_tier", finding->arena);
    if (finding->json->paid || (tier && strcmp(tier, "locked") == 0))
        finding->article->access = ACCESS_PAYWALL;
}

static void find_authors(struct finding *finding, uint32_t heading)
{
    const struct authors_evidence evidence = {.page = finding->page,
                                              .json = finding->json,
                                              .site = finding->article->publisher,
                                              .heading = heading};
    struct byline byline = authors_find(&evidence, finding->arena);
    if (byline.count == 0)
        return;
    finding->article->authors = arena_alloc(finding->arena, sizeof(byline.names));
    memcpy(finding->article->authors, byline.names, sizeof(byline.names));
    finding->article->author_count = byline.count;
}

struct metadata metadata_find(const struct page *page, const struct document *document,
                              struct arena *arena, struct article *article, struct diags *diags)
{
    struct finding finding = {
        .page = page, .document = document, .arena = arena, .article = article};
    finding.json = jsonld_read(page, document->url, arena, diags);
    find_publisher(&finding);
    find_section(&finding);
    find_access(&finding);
    find_language(&finding);
    find_url(&finding);
    find_title(&finding);
    uint32_t heading = metadata_heading(page, article->title, arena);
    find_authors(&finding, heading);
    const struct published_evidence evidence = {.page = page,
                                                .json = finding.json,
                                                .url = document->final_url,
                                                .fetched = document->fetched,
                                                .heading = heading,
                                                .month_first = writes_month_first(&finding)};
    published_find(&evidence, arena, article);
    const char *description = meta_content(page, "og:description", arena);
    return (struct metadata){
        .json_body = finding.json->body,
        .description = description ? description : meta_content(page, "description", arena),
        .news = finding.json->news,
        .article = finding.json->article,
        .heading = heading,
    };
}
