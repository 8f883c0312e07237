/* The step from wanted addresses to documents. */
#include "cli/run.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/run_parts.h"
#include "rules/site.h"
#include "store/look.h"
#include "store/problems.h"
#include "store/wanted.h"

/*
 * A page that failed so often, in as many runs, will not come: a dead link or a refusal. Fewer
 * tries would give up on a site that is down for a few hours.
 */
#define ATTEMPTS_MAX 5

/* Hosts of which one run tells that they wait; more are not told of one by one. */
#define POSTPONED_MAX 100

/* The articles of one run. */
struct fetching {
    struct run *run;
    struct arena *arena;
    const char *postponed[POSTPONED_MAX]; /* sources of which that has been told */
    size_t postponed_count;
};

struct page {
    struct fetching *fetching;
    struct wanted wanted;
    const struct source *source;
    const char *sha256; /* of what was had before: it is looked at again; else NULL */
};

/* It was not asked at all, and will be in another run: no attempt. */
static bool is_postponed(const struct http_response *response)
{
    return response->status == 0 && (strcmp(response->cause, "rate-limited") == 0 ||
                                     strcmp(response->cause, "robots-unreachable") == 0);
}

/* A page that the site forbids, or that is gone for good, does not come by trying again. */
static bool is_final(const struct http_response *response)
{
    return strcmp(response->cause, "robots") == 0 || response->status == 410;
}

static void tell(struct run *run, const struct page *page, const struct http_response *response,
                 const char *message)
{
    run_problem(run, &(struct report_problem){.source = page->wanted.source_id,
                                              .stage = "fetch",
                                              .thing = page->wanted.url,
                                              .cause = response->cause,
                                              .message = message});
}

/* One line stands for all articles of a source that have to wait. */
static void postpone(struct run *run, const struct page *page, const struct http_response *response)
{
    struct fetching *fetching = page->fetching;
    for (size_t i = 0; i < fetching->postponed_count; i++)
        if (strcmp(fetching->postponed[i], page->wanted.source_id) == 0)
            return;
    if (fetching->postponed_count == POSTPONED_MAX)
        return;
    fetching->postponed[fetching->postponed_count++] = page->wanted.source_id;
    tell(run, page, response, response->message);
}

static void note_failure(struct run *run, const struct page *page,
                         const struct http_response *response)
{
    bool final = is_final(response);
    struct problem problem = {.source_id = page->wanted.source_id,
                              .url = page->wanted.url,
                              .url_key = page->wanted.url_key,
                              .stage = "fetch",
                              .cause = response->cause,
                              .message = response->message,
                              .time = time(NULL),
                              .attempts = final ? ATTEMPTS_MAX : 1};
    if (is_postponed(response)) {
        postpone(run, page, response);
        return;
    }
    if (ledger_add_problem(run->ledger, &problem) != 0)
        run_break(run);
    tell(run, page, response,
         final ? response->message
               : arena_printf(page->fetching->arena, "%s (try %" PRId64 " of %d)",
                              response->message, page->wanted.attempts + 1, ATTEMPTS_MAX));
}

/* The page that was had before is there no more, or as it was; a new one is kept first. */
static void looked(struct page *page)
{
    struct run *run = page->fetching->run;
    if (page->sha256 && ledger_looked(run->ledger, page->wanted.url_key, run->how.time) != 0)
        run_break(run);
}

static void keep_page(const struct document *document, void *context)
{
    struct page *page = context;
    struct run *run = page->fetching->run;
    struct document_entry entry = {.document = document,
                                   .url_key = page->wanted.url_key,
                                   .kind = DOCUMENT_ARTICLE,
                                   .source_id = page->wanted.source_id,
                                   .title = page->wanted.title,
                                   .published = page->wanted.published};
    int64_t id;
    run->articles_left--;
    bool same = page->sha256 && strcmp(page->sha256, document->sha256) == 0;
    if (!same && run_keep(run, &entry, &id) != 0)
        run_break(run);
    else if (!same)
        run_read(run, id, document, page->source);
    looked(page);
    report_progress(run->report, &run->counts, run->sources, run->articles_left);
}

static void take_page(const struct http_response *response, void *context)
{
    struct page *page = context;
    struct run *run = page->fetching->run;
    if (run->broken)
        return;
    if (response->document) {
        run_parts_follow(run, response->document,
                         site_reader(run->rules, page->source, response->final_url),
                         page->fetching->arena, keep_page, page);
        return;
    }
    run->articles_left--;
    if (!page->sha256)
        note_failure(run, page, response);
    else if (!is_postponed(response))
        looked(page); /* what was had stays; that it is gone by now is no problem */
    report_progress(run->report, &run->counts, run->sources, run->articles_left);
}

static void ask(struct page *page, const char *etag, const char *last_modified)
{
    struct run *run = page->fetching->run;
    const char *url = page->wanted.url;
    run_parts_get(run,
                  &(struct parts_request){.url = url, .etag = etag, .last_modified = last_modified},
                  site_reader(run->rules, page->source, url), take_page, page);
    run->articles_left++;
}

/* A page to be asked for, in the arena; NULL where this call is not about its source. */
static struct page *page_of(struct fetching *fetching, const struct wanted *wanted)
{
    struct arena *arena = fetching->arena;
    const struct source *source = ruleset_source(fetching->run->rules, wanted->source_id);
    if (!run_wants(fetching->run, source))
        return NULL;
    struct page *page = arena_alloc(arena, sizeof(*page));
    *page = (struct page){.fetching = fetching,
                          .wanted = {.url = arena_strdup(arena, wanted->url),
                                     .url_key = arena_strdup(arena, wanted->url_key),
                                     .source_id = source->id,
                                     .title = arena_strdup(arena, wanted->title),
                                     .published = arena_strdup(arena, wanted->published),
                                     .attempts = wanted->attempts},
                          .source = source};
    return page;
}

static int ask_for(const struct wanted *wanted, void *context)
{
    struct page *page = page_of(context, wanted);
    if (page)
        ask(page, NULL, NULL);
    return 0;
}

static int ask_again(const struct look *look, void *context)
{
    struct fetching *fetching = context;
    struct page *page = page_of(fetching, &(struct wanted){.url = look->url,
                                                           .url_key = look->url_key,
                                                           .source_id = look->source_id,
                                                           .title = look->title,
                                                           .published = look->published});
    if (!page)
        return 0;
    page->sha256 = arena_strdup(fetching->arena, look->sha256);
    ask(page, look->etag, look->last_modified);
    return 0;
}

void run_fetch_articles(struct run *run)
{
    struct fetching fetching = {.run = run, .arena = arena_new()};
    if (ledger_wanted(run->ledger, ATTEMPTS_MAX, ask_for, &fetching) != 0 ||
        ledger_looks_due(run->ledger, run->how.time, ask_again, &fetching) != 0)
        run_break(run);
    http_perform(run->http);
    arena_free(fetching.arena);
}
