#include "extract/published.h"

#include <string.h>

#include "base/text.h"
#include "extract/dateline.h"
#include "extract/dom.h"
#include "extract/hint.h"
#include "extract/meta.h"

/* A dateline stands near the headline: so many lines before it and behind it are looked at. */
#define LINES_BEFORE 6
#define LINES_BEHIND 25

/* Characters of the longest line that is a dateline and not text that mentions a date. */
#define DATELINE_CHARS 120

/* Clocks differ, and a server may be a day ahead. */
#define FUTURE_DAYS 1

struct search {
    const struct published_evidence *evidence;
    struct arena *arena;
    struct dateline found;
};

static bool reads(struct search *search, const char *text)
{
    const struct published_evidence *evidence = search->evidence;
    struct dateline when;
    if (!text || strcspn(text, "0123456789") == strlen(text) ||
        !dateline_find(text, evidence->month_first, &when))
        return false;
    if (evidence->fetched > 0 &&
        dateline_day(&when) > evidence->fetched / (24 * 60 * 60) + FUTURE_DAYS)
        return false;
    search->found = when;
    return true;
}

static bool reads_meta(struct search *search, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (reads(search, meta_content(search->evidence->page, names[i], search->arena)))
            return true;
    return false;
}

static bool in_meta(struct search *search)
{
    static const char *const names[] = {
        "article:published_time",
        "og:article:published_time",
        "article:published",
        "datePublished",
        "parsely-pub-date",
        "sailthru.date",
        "dc.date.issued",
        "dcterms.created",
        "date.available",
        "publishdate",
        "publisheddate",
        "publish_date",
        "published_at",
        "pubdate",
        "og:publish_date",
        "article_date_original",
        "date_published",
        "prism.publicationdate",
        "citation_publication_date",
        "content:publishdate",
        "dc.date",
        "dc.date.created",
        "dcterms.date",
        "date.created",
        "date",
    };
    return reads_meta(search, names, sizeof(names) / sizeof(*names));
}

static bool is_near(const struct search *search, uint32_t line)
{
    uint32_t heading = search->evidence->heading;
    return line + LINES_BEFORE >= heading && line <= heading + LINES_BEHIND;
}

/* <time datetime>, itemprop="datePublished" and elements of a class that says so. */
static bool in_times(struct search *search)
{
    static const char *const attributes[] = {"datetime", "content"};
    const struct page *page = search->evidence->page;
    for (size_t i = 0; i < page->clue_count; i++) {
        const struct clue *clue = &page->clues[i];
        if (clue->kind != CLUE_TIME || !is_near(search, clue->line))
            continue;
        for (size_t k = 0; k < sizeof(attributes) / sizeof(*attributes); k++)
            if (reads(search, dom_attribute(clue->node, attributes[k])))
                return true;
    }
    return false;
}

/* Folded. Words before the date of a change. */
static bool tells_change(const char *folded)
{
    static const char *const words[] = {"updated",    "update:",      "modified",
                                        "revised",    "aktualisiert", "actualizado",
                                        "mis à jour", "aggiornat",    "bijgewerkt"};
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (strstr(folded, words[i]))
            return true;
    return false;
}

static const char *line_text(const struct search *search, const struct line *line)
{
    return arena_strndup(search->arena, search->evidence->page->text.data + line->start,
                         line->end - line->start);
}

/*
 * A visible line near the headline, or else one that announces a date. The date of a change is
 * taken only where no other is given.
 */
static bool in_lines(struct search *search)
{
    const struct page *page = search->evidence->page;
    struct dateline change = {0};
    for (size_t i = 0; i < page->line_count; i++) {
        const struct line *line = &page->lines[i];
        if (!is_near(search, (uint32_t)i) || line->chars > DATELINE_CHARS)
            continue;
        const char *text = line_text(search, line);
        if (!reads(search, text))
            continue;
        if (!tells_change(text_fold(search->arena, text)))
            return true;
        if (change.year == 0)
            change = search->found;
    }
    search->found = change;
    return change.year != 0;
}

/* /2025/05/15/ or /2025-05-15- in the address. */
static bool in_url(struct search *search)
{
    const char *at = search->evidence->url;
    for (at = at ? strstr(at, "//") : NULL; at && (at = strstr(at, "20")); at++)
        if (strchr("/-_=", at[-1]) && reads(search, at) &&
            search->found.year == (at[2] - '0') * 10 + (at[3] - '0') + 2000)
            return true;
    return false;
}

static const char *evidence_name(struct search *search)
{
    const struct jsonld *json = search->evidence->json;
    if (reads(search, json->published))
        return "json-ld";
    if (in_meta(search))
        return "meta";
    if (in_times(search))
        return "time";
    if (in_lines(search))
        return "dateline";
    if (in_url(search))
        return "url";
    return reads(search, json->page_published) ? "json-ld" : NULL;
}

static bool finds_change(struct search *search)
{
    static const char *const names[] = {"article:modified_time", "og:updated_time",
                                        "dateModified",          "last-modified",
                                        "dcterms.modified",      "date.modified"};
    return reads(search, search->evidence->json->modified) ||
           reads_meta(search, names, sizeof(names) / sizeof(*names));
}

void published_find(const struct published_evidence *evidence, struct arena *arena,
                    struct article *article)
{
    struct search search = {.evidence = evidence, .arena = arena};
    const char *name = evidence_name(&search);
    if (name) {
        article->published = dateline_text(&search.found, arena);
        article->date_evidence = name;
    }
    if (finds_change(&search))
        article->modified = dateline_text(&search.found, arena);
}

int published_read(const char *text, const struct published_evidence *evidence, struct arena *arena,
                   struct article *article)
{
    struct search search = {.evidence = evidence, .arena = arena};
    if (!reads(&search, text))
        return -1;
    article->published = dateline_text(&search.found, arena);
    article->date_evidence = "source";
    return 0;
}
