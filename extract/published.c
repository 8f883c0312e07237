#include "extract/published.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "extract/dateline.h"
#include "extract/dom.h"
#include "extract/hint.h"
#include "extract/meta.h"

/* A dateline stands near the headline: so many lines before it and behind it are looked at. */
#define LINES_BEFORE 6
#define LINES_BEHIND 25
#define LINES_CLOSE  12

/* Characters of the longest line that is a dateline and not text that mentions a date. */
#define DATELINE_CHARS 120

/* The same for a line far from the headline, which must hold little else. */
#define LONE_DATE_CHARS 36

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
    if (!text || !dateline_find(text, evidence->month_first, search->arena, &when))
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

/* A <meta> of any name that speaks of publishing: "publish_date", "cms:publishtime". */
static bool reads_named_meta(struct search *search)
{
    const struct page *page = search->evidence->page;
    for (size_t i = 0; i < page->clue_count; i++) {
        const xmlNode *node = page->clues[i].node;
        const char *name = dom_attribute(node, "name");
        if (!name)
            name = dom_attribute(node, "property");
        if (page->clues[i].kind == CLUE_META && name && strcasestr(name, "pub") &&
            (strcasestr(name, "date") || strcasestr(name, "time")) &&
            reads(search, dom_attribute(node, "content")))
            return true;
    }
    return false;
}

static bool in_meta(struct search *search)
{
    static const char *const names[] = {
        "article:published_time", "datePublished",  "parsely-pub-date", "sailthru.date",
        "dc.date.issued",         "date.available", "dcterms.created",
    };
    static const char *const less[] = {"article_date_original", "dc.date",      "dc.date.created",
                                       "dcterms.date",          "date.created", "date"};
    return reads_meta(search, names, sizeof(names) / sizeof(*names)) || reads_named_meta(search) ||
           reads_meta(search, less, sizeof(less) / sizeof(*less));
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

/* Whether one of these words stands before the date, which is then that of a change. */
static bool tells_change(const struct search *search, const char *text)
{
    static const char *const words[] = {"updated",    "update:",      "modified",
                                        "revised",    "aktualisiert", "actualizado",
                                        "mis à jour", "aggiornat",    "bijgewerkt"};
    const char *folded = text_fold(search->arena, text);
    const char *before = arena_strndup(search->arena, folded, search->found.start);
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (strstr(before, words[i]))
            return true;
    return false;
}

static const char *line_text(const struct search *search, const struct line *line)
{
    return arena_strndup(search->arena, search->evidence->page->text.data + line->start,
                         line->end - line->start);
}

/* Whether the line stands in a menu, among teasers or comments. */
static bool is_aside(const struct page *page, const struct line *line)
{
    uint32_t hints = 0;
    for (uint32_t region = line->region; region != 0; region = page->regions[region].parent)
        hints |= page->regions[region].hints;
    return hints & (HINT_NAVIGATION | HINT_RELATED | HINT_COMMENT);
}

/* "Updated 9 June · Published 7 June": a date behind a mark that is not that of a change. */
static bool in_rest(struct search *search, const char *text)
{
    static const char *const marks[] = {" | ", " · ", " • ", " - ", " – "};
    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
        const char *rest = strstr(text, marks[i]);
        if (rest && reads(search, rest) && !tells_change(search, rest))
            return true;
    }
    return false;
}

/* A visible line of at most `chars` characters in lines [first, last], not that of a change. */
static bool in_lines(struct search *search, size_t first, size_t last, uint32_t chars,
                     struct dateline *change)
{
    const struct page *page = search->evidence->page;
    for (size_t i = first; i <= last && i < page->line_count; i++) {
        const struct line *line = &page->lines[i];
        if (line->chars > chars || (chars == LONE_DATE_CHARS && is_aside(page, line)))
            continue;
        const char *text = line_text(search, line);
        if (!reads(search, text))
            continue;
        if (!tells_change(search, text))
            return true;
        if (change->year == 0)
            *change = search->found;
        if (in_rest(search, text))
            return true;
    }
    return false;
}

static size_t first_near(const struct search *search)
{
    size_t heading = search->evidence->heading;
    return heading > LINES_BEFORE ? heading - LINES_BEFORE : 0;
}

/*
 * Near the headline, or else on a line of its own below the article. The date of a change is taken
 * only where no other is given.
 */
static bool in_dateline(struct search *search)
{
    size_t heading = search->evidence->heading, last = search->evidence->page->line_count;
    struct dateline change = {0};
    if (in_lines(search, first_near(search), heading + LINES_BEHIND, DATELINE_CHARS, &change))
        return true;
    if (change.year == 0 && in_lines(search, heading, last, LONE_DATE_CHARS, &change))
        return true;
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

static bool finds_change(struct search *search)
{
    static const char *const names[] = {"article:modified_time", "og:updated_time",
                                        "dateModified",          "last-modified",
                                        "dcterms.modified",      "date.modified"};
    return reads(search, search->evidence->json->modified) ||
           reads_meta(search, names, sizeof(names) / sizeof(*names));
}

static bool same_day(const struct dateline *a, const struct dateline *b)
{
    return dateline_day(a) == dateline_day(b);
}

static int64_t instant(const struct dateline *when)
{
    return dateline_day(when) * 86400 + when->seconds - (int64_t)when->zone * 60;
}

/* Whether a <time> gives the same moment in the newsroom's own zone, and so the day of readers. */
static bool in_local_time(struct search *search)
{
    const struct dateline machine = search->found;
    if (machine.has_zone && machine.zone == 0 && in_times(search) && search->found.has_zone &&
        instant(&search->found) == instant(&machine))
        return true;
    search->found = machine;
    return false;
}

/*
 * Whether a short line at the headline gives quite another day than a lone date for machines, which
 * no <time> repeats: such dates are those of an import or of the first draft (right 7 times of 8).
 * One day between them is a time zone, or the day of print.
 */
static bool contradicts(struct search *search)
{
    const struct dateline machine = search->found;
    struct dateline change = {0}, modified = {0};
    size_t behind = search->evidence->heading + LINES_CLOSE;
    if (finds_change(search))
        modified = search->found;
    search->found = machine;
    bool times = in_times(search) && same_day(&search->found, &machine);
    if (!times && in_lines(search, first_near(search), behind, LONE_DATE_CHARS, &change) &&
        !same_day(&search->found, &modified) &&
        llabs((long long)(dateline_day(&search->found) - dateline_day(&machine))) > 1)
        return true;
    search->found = machine;
    return false;
}

static const char *evidence_name(struct search *search)
{
    const struct jsonld *json = search->evidence->json;
    bool by_meta = in_meta(search);
    const struct dateline meta = search->found;
    bool by_json = reads(search, json->published);
    if (by_json || by_meta) {
        const struct dateline json_day = search->found;
        bool lone = !by_json || !by_meta;
        if ((lone || !same_day(&meta, &json_day)) && contradicts(search) &&
            (lone || same_day(&meta, &search->found)))
            return "dateline";
        search->found = by_json ? json_day : meta;
        in_local_time(search);
        return by_json ? "json-ld" : "meta";
    }
    if (in_times(search))
        return "time";
    if (in_dateline(search))
        return "dateline";
    if (in_url(search))
        return "url";
    if (reads(search, json->page_published))
        return "json-ld";
    return finds_change(search) ? "modified" : NULL;
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
