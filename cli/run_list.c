#include "cli/run_list.h"

#include <stdlib.h>
#include <string.h>

#include "fetch/feed.h"
#include "fetch/index.h"
#include "fetch/url.h"

struct lister {
    struct run *run;
    const struct source *source;
    const struct document *document;
    struct arena *arena;
    struct diags *diags;
    struct listing *listing;
};

static bool matches(const struct lister *lister, const char *url)
{
    const struct source *source = lister->source;
    enum pattern_result result =
        source->match ? pattern_search(source->match, url, strlen(url), 0, NULL) : PATTERN_MATCH;
    if (result == PATTERN_LIMIT)
        run_problem(lister->run, &(struct report_problem){
                                     .source = source->id,
                                     .stage = "rules",
                                     .thing = url,
                                     .cause = "match",
                                     .message = "the source's `match` takes too many steps"});
    return result == PATTERN_MATCH;
}

static void make_room(struct lister *lister, size_t count)
{
    lister->listing->articles =
        arena_alloc(lister->arena, (count + 1) * sizeof(*lister->listing->articles));
}

static void add_article(struct lister *lister, struct wanted article)
{
    char *key = article.url ? url_key(article.url) : NULL;
    if (!key)
        return;
    article.url_key = arena_strdup(lister->arena, key);
    lister->listing->articles[lister->listing->count++] = article;
    free(key);
}

/* ---- Feeds and sitemaps. ---- */

/* A sitemap that does not say when it changed may have done so just now. */
static bool is_newer(const struct list_link *one, const struct list_link *other)
{
    return other->updated && (!one->updated || strcmp(one->updated, other->updated) > 0);
}

/* Keeps the newest, those that are as new in the index's order. */
static void add_sitemap(struct listing *listing, struct list_link link)
{
    size_t at = listing->further_count;
    while (at > 0 && is_newer(&link, &listing->further[at - 1]))
        at--;
    if (at == FURTHER_PAGES_MAX)
        return;
    if (listing->further_count < FURTHER_PAGES_MAX)
        listing->further_count++;
    memmove(&listing->further[at + 1], &listing->further[at],
            (listing->further_count - 1 - at) * sizeof(link));
    listing->further[at] = link;
}

static size_t list_sitemaps(struct lister *lister, const struct feed *feed)
{
    struct listing *listing = lister->listing;
    size_t usable = 0;
    for (size_t i = 0; i < feed->entry_count; i++) {
        const struct feed_entry *entry = &feed->entries[i];
        if (!entry->link || !url_is_http(entry->link))
            continue;
        usable++;
        add_sitemap(listing, (struct list_link){entry->link, entry->updated});
    }
    if (usable > FURTHER_PAGES_MAX)
        listing->incomplete = arena_printf(
            lister->arena, "it names more sitemaps than the %d that are read, the newest ones",
            FURTHER_PAGES_MAX);
    return usable;
}

static size_t list_entries(struct lister *lister, const struct feed *feed)
{
    size_t usable = 0; /* whether they match or not */
    make_room(lister, feed->entry_count);
    for (size_t i = 0; i < feed->entry_count; i++) {
        const struct feed_entry *entry = &feed->entries[i];
        if (!entry->link || !url_is_http(entry->link))
            continue;
        usable++;
        if (matches(lister, entry->link))
            add_article(lister, (struct wanted){.url = entry->link,
                                                .title = entry->title,
                                                .published = entry->published ? entry->published
                                                                              : entry->updated});
    }
    return usable;
}

static void list_feed(struct lister *lister)
{
    const struct document *document = lister->document;
    struct listing *listing = lister->listing;
    const struct feed *feed = feed_parse(document->body, document->body_len, document->content_type,
                                         document->final_url, false, lister->arena, lister->diags);
    if (!feed)
        return;
    listing->ttl = feed->ttl;
    listing->skip_hours = feed->skip_hours;
    listing->skip_days = feed->skip_days;
    listing->empty = feed->entry_count == 0;
    size_t usable = feed->of_sitemaps ? list_sitemaps(lister, feed) : list_entries(lister, feed);
    if (usable == 0 && !listing->empty)
        diags_add(lister->diags, SEVERITY_ERROR, "feed", document->url,
                  "none of its %zu entries has a web address", feed->entry_count);
}

/* ---- Index pages. ---- */

static void list_index(struct lister *lister)
{
    const struct document *document = lister->document;
    struct listing *listing = lister->listing;
    const struct index *index =
        index_parse(document->body, document->body_len, document->content_type, document->final_url,
                    lister->source, lister->arena, lister->diags);
    if (!index)
        return;
    make_room(lister, index->link_count);
    for (size_t i = 0; i < index->link_count; i++)
        add_article(lister, (struct wanted){.url = index->links[i]});
    if (index->next)
        listing->further[listing->further_count++] = (struct list_link){.url = index->next};
}

/* ---- Either. ---- */

static const struct {
    const char *stage; /* the same as that of its diagnostics */
    const char *cause;
    void (*list)(struct lister *lister);
} kinds[] = {
    [SOURCE_FEED] = {"feed", "not-a-feed", list_feed},
    [SOURCE_INDEX] = {"index", "layout-changed", list_index},
};

const char *run_list_stage(const struct source *source)
{
    return kinds[source->kind].stage;
}

const char *run_list_cause(const struct source *source)
{
    return kinds[source->kind].cause;
}

/* The first message of that severity; or NULL. */
static const char *message(const struct lister *lister, enum severity severity)
{
    for (size_t i = 0; i < diags_count(lister->diags); i++) {
        const struct diag *diag = diags_get(lister->diags, i);
        if (diag->severity == severity)
            return arena_strdup(lister->arena, diag->message);
    }
    return NULL;
}

void run_list(struct run *run, const struct source *source, const struct document *document,
              struct arena *arena, struct listing *listing)
{
    struct lister lister = {.run = run,
                            .source = source,
                            .document = document,
                            .arena = arena,
                            .diags = diags_new(),
                            .listing = listing};
    *listing = (struct listing){0};
    kinds[source->kind].list(&lister);
    listing->fault = message(&lister, SEVERITY_ERROR);
    if (!listing->incomplete)
        listing->incomplete = message(&lister, SEVERITY_WARNING);
    diags_free(lister.diags);
}
