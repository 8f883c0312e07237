/* The step from sources to wanted addresses. */
#include "cli/run.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "extract/article.h"
#include "fetch/feed.h"
#include "fetch/index.h"
#include "fetch/schedule.h"
#include "fetch/url.h"
#include "store/wanted.h"

/* cron does not start to the second: what is nearly due is due, or every second run would skip it.
 */
#define SLACK_SHARE 10
#define SLACK_MAX   (5L * 60)

struct poll {
    struct run *run;
    const struct source *source;
    struct source_state state;
    struct arena *arena;
    long ttl; /* of the feed: minutes, or 0 */
    unsigned skip_hours, skip_days;
};

static bool is_due(const struct poll *poll, int64_t now)
{
    const struct options *options = poll->run->call->options;
    long slack = poll->source->every / SLACK_SHARE;
    if (options_has(options, "source"))
        return true;
    if (poll->state.gone) /* until its address changes */
        return false;
    if (options_has(options, "all"))
        return true;
    return now + (slack < SLACK_MAX ? slack : SLACK_MAX) >= poll->state.next_due;
}

static struct schedule schedule_of(const struct poll *poll, const struct http_response *response)
{
    return (struct schedule){.id = poll->source->id,
                             .now = poll->state.last_attempt,
                             .every = poll->source->every,
                             .unchanged = poll->state.unchanged,
                             .failures = poll->state.failures,
                             .ttl = poll->ttl,
                             .skip_hours = poll->skip_hours,
                             .skip_days = poll->skip_days,
                             .cache_control = response->cache_control,
                             .expires = response->expires,
                             .date = response->date,
                             .retry_after = response->retry_after};
}

static void poll_failed(struct poll *poll, const char *stage, const char *cause,
                        const char *message, const struct http_response *response)
{
    struct run *run = poll->run;
    struct source_state *state = &poll->state;
    state->failures++;
    struct schedule schedule = schedule_of(poll, response);
    state->next_due = schedule_after_failure(&schedule);
    state->problem_cause = cause;
    state->problem_message = message;
    state->problem_time = state->last_attempt;
    state->gone = response->status == 410;
    run->counts.sources_failed++;
    run_problem(run, &(struct report_problem){.source = poll->source->id,
                                              .stage = stage,
                                              .thing = poll->source->url,
                                              .cause = cause,
                                              .message = message});
    if (ledger_source_state_put(run->ledger, poll->source->id, state) != 0)
        run_break(run);
}

static bool matches(const struct poll *poll, const char *url)
{
    const struct source *source = poll->source;
    enum pattern_result result =
        source->match ? pattern_search(source->match, url, strlen(url), 0, NULL) : PATTERN_MATCH;
    if (result == PATTERN_LIMIT)
        run_problem(poll->run, &(struct report_problem){
                                   .source = source->id,
                                   .stage = "rules",
                                   .thing = url,
                                   .cause = "match",
                                   .message = "the source's `match` takes too many steps"});
    return result == PATTERN_MATCH;
}

/* What a feed or an index page lists. */
struct listing {
    struct wanted *articles;
    size_t count;
    bool empty; /* it lists nothing, matching or not */
};

static void add_article(struct poll *poll, struct listing *listing, struct wanted article)
{
    char *key = article.url ? url_key(article.url) : NULL;
    if (!key)
        return;
    article.url_key = arena_strdup(poll->arena, key);
    listing->articles[listing->count++] = article;
    free(key);
}

static bool list_feed(struct poll *poll, const struct document *document, struct listing *listing,
                      struct diags *diags)
{
    const struct feed *feed = feed_parse(document->body, document->body_len, document->content_type,
                                         document->final_url, poll->arena, diags);
    size_t count = feed ? feed->entry_count : 0;
    poll->ttl = feed ? feed->ttl : 0;
    poll->skip_hours = feed ? feed->skip_hours : 0;
    poll->skip_days = feed ? feed->skip_days : 0;
    listing->empty = count == 0;
    bool addresses = false; /* any at all, whether they match or not */
    listing->articles = arena_alloc(poll->arena, (count + 1) * sizeof(*listing->articles));
    for (size_t i = 0; i < count; i++) {
        const struct feed_entry *entry = &feed->entries[i];
        bool usable = entry->link && url_is_http(entry->link);
        addresses = addresses || usable;
        if (usable && matches(poll, entry->link))
            add_article(
                poll, listing,
                (struct wanted){.url = entry->link,
                                .title = entry->title,
                                .published = entry->published ? entry->published : entry->updated});
    }
    if (count > 0 && !addresses)
        diags_add(diags, SEVERITY_ERROR, "feed", poll->source->url,
                  "none of its %zu entries has a web address", count);
    return addresses || (feed && count == 0);
}

static bool list_index(struct poll *poll, const struct document *document, struct listing *listing,
                       struct diags *diags)
{
    const struct index *index =
        index_parse(document->body, document->body_len, document->content_type, document->final_url,
                    poll->source, poll->arena, diags);
    size_t count = index ? index->link_count : 0;
    listing->articles = arena_alloc(poll->arena, (count + 1) * sizeof(*listing->articles));
    for (size_t i = 0; i < count; i++)
        add_article(poll, listing, (struct wanted){.url = index->links[i]});
    return index != NULL;
}

/* A 304 may bring new ones (RFC 9110, section 15.4.5), and need not repeat the old ones. */
static void keep_validators(struct poll *poll, const struct http_response *response)
{
    struct source_state *state = &poll->state;
    if (!response->not_modified || response->etag)
        state->etag = response->etag;
    if (!response->not_modified || response->last_modified)
        state->last_modified = response->last_modified;
}

/* An address that is left for good is not asked any more; its user hears of it once. */
static void keep_address(struct poll *poll, const struct http_response *response)
{
    if (!response->moved_to)
        return;
    poll->state.moved_to = response->moved_to;
    run_problem(poll->run, &(struct report_problem){
                               .source = poll->source->id,
                               .stage = "fetch",
                               .thing = poll->source->url,
                               .cause = "moved",
                               .message = arena_printf(poll->arena, "it has moved for good to %s",
                                                       response->moved_to)});
}

static void poll_done(struct poll *poll, const struct http_response *response,
                      const struct listing *listing)
{
    struct run *run = poll->run;
    size_t added = 0;
    poll->state.last_success = poll->state.last_attempt;
    poll->state.failures = 0;
    poll->state.gone = false;
    keep_validators(poll, response);
    keep_address(poll, response);
    struct schedule schedule = schedule_of(poll, response);
    poll->state.next_due = schedule_after_answer(&schedule);
    if (ledger_add_wanted(run->ledger, poll->source->id, &poll->state, listing->articles,
                          listing->count, &added) != 0)
        run_break(run);
    run->counts.articles_new += (int64_t)added;
    run->counts.sources_unchanged += added == 0;
}

static const struct {
    const char *stage; /* the same as that of its diagnostics */
    const char *cause;
    bool (*list)(struct poll *poll, const struct document *document, struct listing *listing,
                 struct diags *diags);
} kinds[] = {
    [SOURCE_FEED] = {"feed", "not-a-feed", list_feed},
    [SOURCE_INDEX] = {"index", "layout-changed", list_index},
};

static const char *last_error(const struct diags *diags)
{
    for (size_t i = diags_count(diags); i > 0; i--) {
        if (diags_get(diags, i - 1)->severity == SEVERITY_ERROR)
            return diags_get(diags, i - 1)->message;
    }
    return "it cannot be read";
}

/* A feed or index page is archived like any page: what it said that day can be looked up. */
static int keep_listing(struct poll *poll, const struct document *document)
{
    int64_t id;
    char *key = url_key(poll->source->url);
    struct document_entry entry = {.document = document,
                                   .url_key = key ? key : poll->source->url,
                                   .kind = DOCUMENT_FEED,
                                   .source_id = poll->source->id};
    int status = run_keep(poll->run, &entry, &id);
    free(key);
    return status;
}

/* A page that wants a click before it shows anything comes in the place of feeds, too. */
static const char *cause_of_page(const struct poll *poll, const struct document *document)
{
    struct diags *ignored = diags_new();
    struct document page = *document;
    page.content_type = NULL; /* which may be the feed's */
    const struct article *article = article_read(&page, NULL, poll->arena, ignored);
    diags_free(ignored);
    return article->access == ACCESS_CONSENT ? "consent-page" : kinds[poll->source->kind].cause;
}

/* A new site may have published nothing yet: no failure, but its user hears of it once. */
static void note_empty(struct poll *poll, bool empty)
{
    struct source_state *state = &poll->state;
    bool known = state->problem_cause && strcmp(state->problem_cause, "empty") == 0;
    if (empty && !known) {
        state->problem_cause = "empty";
        state->problem_message = "it lists no article at all";
        state->problem_time = state->last_attempt;
        run_problem(poll->run, &(struct report_problem){.source = poll->source->id,
                                                        .stage = kinds[poll->source->kind].stage,
                                                        .thing = poll->source->url,
                                                        .cause = state->problem_cause,
                                                        .message = state->problem_message});
    } else if (!empty && known) {
        state->problem_cause = NULL;
        state->problem_message = NULL;
    }
}

static void read_listing(struct poll *poll, const struct http_response *response)
{
    struct diags *diags = diags_new();
    struct listing listing = {0};
    enum source_kind kind = poll->source->kind;
    if (kinds[kind].list(poll, response->document, &listing, diags)) {
        note_empty(poll, listing.empty);
        poll_done(poll, response, &listing);
    } else {
        poll_failed(poll, kinds[kind].stage, cause_of_page(poll, response->document),
                    last_error(diags), response);
    }
    diags_free(diags);
}

static void take_listing(const struct http_response *response, void *context)
{
    struct poll *poll = context;
    struct run *run = poll->run;
    if (run->broken)
        return;
    poll->arena = arena_new();
    run->counts.sources_polled++;
    poll->state.last_attempt = time(NULL);
    if (response->not_modified)
        poll_done(poll, response, &(struct listing){0});
    else if (response->document && keep_listing(poll, response->document) != 0)
        run_break(run);
    else if (response->document)
        read_listing(poll, response);
    else
        poll_failed(poll, "fetch", response->cause, response->message, response);
    report_progress(run->report, &run->counts, run->sources, run->articles_left);
    arena_free(poll->arena);
    poll->arena = NULL;
}

/* Queues the request of a source that is due. */
static void ask_source(struct run *run, const struct source *source, struct arena *arena,
                       struct poll *poll)
{
    *poll = (struct poll){.run = run, .source = source};
    if (ledger_source_state_get(run->ledger, source->id, arena, &poll->state) != 0) {
        run_break(run);
        return;
    }
    if (!is_due(poll, run->how.time))
        return;
    http_get(
        run->http,
        &(struct http_request){.url = poll->state.moved_to ? poll->state.moved_to : source->url,
                               .etag = poll->state.etag,
                               .last_modified = poll->state.last_modified,
                               /* A feed is made for programs, and its user chose it. */
                               .crawled = source->kind == SOURCE_INDEX},
        take_listing, poll);
    run->sources++;
}

void run_poll_sources(struct run *run)
{
    size_t count = run->rules->source_count;
    struct arena *states = arena_new();
    struct poll *polls = mem_alloc((count + 1) * sizeof(*polls));
    for (size_t i = 0; i < count && !run->broken; i++) {
        if (run_wants(run, run->rules->sources[i]))
            ask_source(run, run->rules->sources[i], states, &polls[i]);
    }
    http_perform(run->http);
    arena_free(states);
    free(polls);
}
