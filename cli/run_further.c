/* The pages of a source beyond the first one. */
#include "cli/run_poll.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "base/mem.h"
#include "fetch/url.h"

/* A sitemap's own word on when it changed may be a mere day, by the clock of anywhere. */
#define UPDATED_SLACK ((int64_t)2 * 24 * 60 * 60)

/* A further page that is asked for. */
struct further_page {
    struct poll *poll;
    const char *url;
    struct further known;
    bool goes_on; /* an earlier poll stopped here: what is behind it counts, too */
};

static void take_further(const struct http_response *response, void *context);

/* Does the first page say that this one is as it was? */
static bool is_unchanged(const struct list_link *link, const struct further *known)
{
    char since[DATE_TEXT_SIZE];
    if (known->fetched == 0 || !link->updated)
        return false;
    date_text(known->fetched - UPDATED_SLACK, since);
    return strcmp(link->updated, since) < 0;
}

static void ask_further(struct poll *poll, const struct list_link *link, bool goes_on)
{
    struct run *run = poll->run;
    struct further_page *page = arena_alloc(poll->arena, sizeof(*page));
    char *key = url_key(link->url);
    *page = (struct further_page){poll, arena_strdup(poll->arena, link->url), {0}, goes_on};
    if (ledger_further_get(run->ledger, arena_strdup(poll->arena, key), poll->arena,
                           &page->known) != 0)
        run_break(run);
    free(key);
    if (is_unchanged(link, &page->known))
        return;
    http_get(run->http,
             &(struct http_request){.url = page->url,
                                    .etag = page->known.etag,
                                    .last_modified = page->known.last_modified,
                                    .crawled = poll->source->kind == SOURCE_INDEX},
             take_further, page);
    poll->asked[poll->asked_count++] = page->known.url_key;
    poll->waiting++;
}

static bool was_asked(const struct poll *poll, const char *url)
{
    char *key = url_key(url), *own = url_key(poll->source->url);
    bool asked = !key || (own && strcmp(own, key) == 0);
    for (size_t i = 0; i < poll->asked_count && !asked; i++)
        asked = strcmp(poll->asked[i], key) == 0;
    free(key);
    free(own);
    return asked;
}

/* What is too much for one poll of a list is left for the next one. */
static void follow(struct poll *poll, const struct list_link *link, bool goes_on)
{
    if (was_asked(poll, link->url))
        return;
    if (poll->asked_count < FURTHER_PAGES_MAX)
        ask_further(poll, link, goes_on);
    else if (poll->source->kind == SOURCE_INDEX)
        poll->state.resume = arena_strdup(poll->arena, link->url);
}

/* When the newest pages are read, those are next that earlier polls did not come to. */
void poll_go_on(struct poll *poll)
{
    const char *url = poll->source->kind == SOURCE_INDEX ? poll->state.resume : NULL;
    if (!url || poll->run->broken || poll->going_on || poll->waiting > 0 ||
        poll->asked_count == FURTHER_PAGES_MAX)
        return;
    poll->going_on = true;
    poll->state.resume = NULL;
    follow(poll, &(struct list_link){.url = url}, true);
}

static bool anything_new(const struct poll *poll, const struct listing *listing)
{
    for (size_t i = 0; i < listing->count; i++)
        if (ledger_wanted_known(poll->run->ledger, listing->articles[i].url_key) == 0)
            return true;
    return false;
}

/* A list is followed as far as it has something new, an index of sitemaps to each of them. */
static void take(struct poll *poll, const struct listing *listing, bool goes_on)
{
    bool listed = poll->source->kind == SOURCE_FEED || goes_on || anything_new(poll, listing);
    for (size_t i = 0; i < listing->count; i++) {
        poll->articles = arena_grow(poll->arena, poll->articles, poll->article_count,
                                    &poll->article_capacity, sizeof(*poll->articles));
        poll->articles[poll->article_count++] = listing->articles[i];
    }
    if (listing->incomplete)
        poll_note(poll, "incomplete", listing->incomplete);
    for (size_t i = 0; i < listing->further_count && listed; i++)
        follow(poll, &listing->further[i], false);
}

void poll_take(struct poll *poll, const struct listing *listing)
{
    take(poll, listing, false);
}

static void note_further(const struct further_page *page, const char *cause, const char *message)
{
    struct arena *arena = page->poll->arena;
    poll_note(page->poll, arena_strdup(arena, cause),
              arena_printf(arena, "a further page, %s: %s", page->url, message));
}

/*
 * Done without for now; what is not gone for good is asked for at the next poll. A list's newer
 * pages are worth more than those at which an earlier poll stopped.
 */
static void miss_further(const struct further_page *page, const char *cause, const char *message)
{
    struct poll *poll = page->poll;
    note_further(page, cause, message);
    if (strcmp(cause, "gone") == 0 || strcmp(cause, "robots") == 0)
        return;
    if (poll->source->kind == SOURCE_FEED)
        poll->lost = true;
    else
        poll->state.resume = page->url;
    poll->going_on = true;
}

static void remember_further(const struct further_page *page, const struct http_response *response)
{
    struct poll *poll = page->poll;
    struct further known = page->known;
    if (!response->not_modified || response->etag)
        known.etag = arena_strdup(poll->arena, response->etag);
    if (!response->not_modified || response->last_modified)
        known.last_modified = arena_strdup(poll->arena, response->last_modified);
    known.fetched = time(NULL);
    poll->further[poll->further_count++] = known;
}

static void read_further(struct further_page *page, const struct http_response *response)
{
    struct poll *poll = page->poll;
    struct listing listing;
    run_list(poll->run, poll->source, response->document, poll->arena, &listing);
    if (poll->source->kind == SOURCE_FEED && listing.further_count > 0)
        listing.fault = "an index of sitemaps within another one";
    remember_further(page, response);
    if (listing.fault)
        note_further(page, run_list_cause(poll->source), listing.fault);
    else
        take(poll, &listing, page->goes_on);
}

static void take_further(const struct http_response *response, void *context)
{
    struct further_page *page = context;
    struct poll *poll = page->poll;
    poll->waiting--;
    if (poll->run->broken)
        return;
    if (response->not_modified)
        remember_further(page, response);
    else if (!response->document)
        miss_further(page, response->cause, response->message);
    else if (poll_keep(poll, page->url, response->document) != 0)
        run_break(poll->run);
    else
        read_further(page, response);
    poll_step(poll);
}
