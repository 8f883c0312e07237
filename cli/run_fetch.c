/* The step from wanted addresses to documents. */
#include "cli/run.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

#include "store/problems.h"
#include "store/wanted.h"

/*
 * A page that failed so often, in as many runs, will not come: a dead link or a refusal. Fewer
 * tries would give up on a site that is down for a few hours.
 */
#define ATTEMPTS_MAX 5

/* The articles of one run. */
struct fetching {
    struct run *run;
    struct arena *arena;
};

struct page {
    struct fetching *fetching;
    struct wanted wanted;
    const struct source *source;
};

static void note_failure(struct run *run, const struct page *page,
                         const struct http_response *response)
{
    struct problem problem = {.source_id = page->wanted.source_id,
                              .url = page->wanted.url,
                              .url_key = page->wanted.url_key,
                              .stage = "fetch",
                              .cause = response->cause,
                              .message = response->message,
                              .time = time(NULL)};
    const char *message = arena_printf(page->fetching->arena, "%s (try %" PRId64 " of %d)",
                                       response->message, page->wanted.attempts + 1, ATTEMPTS_MAX);
    if (ledger_add_problem(run->ledger, &problem) != 0)
        run_break(run);
    run_problem(run, &(struct report_problem){.source = page->wanted.source_id,
                                              .stage = "fetch",
                                              .thing = page->wanted.url,
                                              .cause = response->cause,
                                              .message = message});
}

static void take_page(const struct http_response *response, void *context)
{
    struct page *page = context;
    struct run *run = page->fetching->run;
    struct document_entry entry = {.document = response->document,
                                   .url_key = page->wanted.url_key,
                                   .kind = DOCUMENT_ARTICLE,
                                   .source_id = page->wanted.source_id,
                                   .title = page->wanted.title,
                                   .published = page->wanted.published};
    int64_t id;
    run->articles_left--;
    if (run->broken)
        return;
    if (!response->document)
        note_failure(run, page, response);
    else if (run_keep(run, &entry, &id) != 0)
        run_break(run);
    else
        run_read(run, id, response->document, page->source);
    report_progress(run->report, &run->counts, run->sources, run->articles_left);
}

static int ask_for(const struct wanted *wanted, void *context)
{
    struct fetching *fetching = context;
    struct run *run = fetching->run;
    const struct source *source = ruleset_source(run->rules, wanted->source_id);
    if (!run_wants(run, source))
        return 0;
    struct arena *arena = fetching->arena;
    struct page *page = arena_alloc(arena, sizeof(*page));
    *page = (struct page){.fetching = fetching,
                          .wanted = {.url = arena_strdup(arena, wanted->url),
                                     .url_key = arena_strdup(arena, wanted->url_key),
                                     .source_id = source->id,
                                     .title = arena_strdup(arena, wanted->title),
                                     .published = arena_strdup(arena, wanted->published),
                                     .attempts = wanted->attempts},
                          .source = source};
    http_get(run->http, &(struct http_request){.url = page->wanted.url}, take_page, page);
    run->articles_left++;
    return 0;
}

void run_fetch_articles(struct run *run)
{
    struct fetching fetching = {run, arena_new()};
    if (ledger_wanted(run->ledger, ATTEMPTS_MAX, ask_for, &fetching) != 0)
        run_break(run);
    http_perform(run->http);
    arena_free(fetching.arena);
}
