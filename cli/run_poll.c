/* The step from sources to wanted addresses. */
#include "cli/run_poll.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "extract/article.h"
#include "fetch/schedule.h"
#include "fetch/url.h"

/* cron does not start to the second: what is nearly due is due, or every second run would skip it.
 */
#define SLACK_SHARE 10
#define SLACK_MAX   (5L * 60)

#define CONSENT_BYTES_MAX ((size_t)96 * 1024)

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
                             .ttl = poll->state.ttl,
                             .skip_hours = poll->state.skip_hours,
                             .skip_days = poll->state.skip_days,
                             .cache_control = response->cache_control,
                             .expires = response->expires,
                             .date = response->date,
                             .retry_after = response->retry_after};
}

/* Of thousands of sources few have further pages: what a poll needed goes as soon as it can. */
static void poll_free(struct poll *poll)
{
    arena_free(poll->arena);
    poll->arena = NULL;
}

static void poll_failed(struct poll *poll, const char *stage, const char *cause,
                        const char *message, const struct http_response *response)
{
    struct run *run = poll->run;
    struct source_state *state = &poll->state;
    state->failures++;
    state->noted = false;
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
    poll_free(poll);
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

/* When it is known whether there was anything new. */
static void set_due(void *context)
{
    struct poll *poll = context;
    struct schedule schedule = schedule_of(poll, poll->answer);
    poll->state.next_due = schedule_after_answer(&schedule);
}

static void poll_done(struct poll *poll)
{
    struct run *run = poll->run;
    const struct http_response *response = poll->answer;
    struct found found = {poll->articles, poll->article_count, poll->further, poll->further_count};
    size_t added = 0;
    poll->state.last_success = poll->state.last_attempt;
    poll->state.failures = 0;
    poll->state.gone = false;
    keep_validators(poll, response);
    if (poll->lost)
        poll->state.etag = poll->state.last_modified = NULL;
    keep_address(poll, response);
    if (ledger_add_wanted(run->ledger, poll->source->id, &poll->state, &found, set_due, poll,
                          &added) != 0)
        run_break(run);
    run->counts.articles_new += (int64_t)added;
    run->counts.sources_unchanged += added == 0;
}

/* ---- What is wrong with a source that answers well: its user hears of it once. ---- */

void poll_note(struct poll *poll, const char *cause, const char *message)
{
    if (poll->note)
        return;
    poll->note = cause;
    poll->note_message = message;
}

static void tell_note(struct poll *poll)
{
    struct source_state *state = &poll->state;
    bool noted = state->noted;
    bool same = noted && poll->note && strcmp(state->problem_message, poll->note_message) == 0;
    state->noted = poll->note != NULL;
    if (noted && !poll->note) {
        state->problem_cause = NULL;
        state->problem_message = NULL;
        state->problem_time = 0;
    }
    if (same || !poll->note)
        return;
    state->problem_cause = poll->note;
    state->problem_message = poll->note_message;
    state->problem_time = state->last_attempt;
    run_problem(poll->run, &(struct report_problem){.source = poll->source->id,
                                                    .stage = run_list_stage(poll->source),
                                                    .thing = poll->source->url,
                                                    .cause = poll->note,
                                                    .message = poll->note_message});
}

/* ---- Pages, the first and further ones. ---- */

/* A feed or index page is archived like any page: what it said that day can be looked up. */
int poll_keep(struct poll *poll, const char *url, const struct document *document)
{
    int64_t id;
    char *key = url_key(url);
    struct document_entry entry = {.document = document,
                                   .url_key = key ? key : url,
                                   .kind = DOCUMENT_FEED,
                                   .source_id = poll->source->id};
    int status = run_keep(poll->run, &entry, &id);
    free(key);
    return status;
}

/*
 * A page that wants a click before it shows anything comes in the place of feeds, too. It is no
 * large one; what is large may be made to be dear to read.
 */
static const char *cause_of_page(const struct poll *poll, const struct document *document)
{
    struct diags *ignored = diags_new();
    struct document page = *document;
    page.content_type = NULL; /* which may be the feed's */
    page.body_len = page.body_len < CONSENT_BYTES_MAX ? page.body_len : CONSENT_BYTES_MAX;
    const struct article *article = article_read(&page, NULL, poll->arena, ignored);
    diags_free(ignored);
    return article->access == ACCESS_CONSENT ? "consent-page" : run_list_cause(poll->source);
}

void poll_step(struct poll *poll)
{
    poll_go_on(poll);
    if (poll->run->broken || poll->waiting > 0)
        return;
    if (poll->note || poll->asked_count > 0 || !poll->answer->not_modified)
        tell_note(poll);
    poll_done(poll);
    poll_free(poll);
}

static const struct http_response *copy_of(const struct http_response *response,
                                           struct arena *arena)
{
    struct http_response *copy = arena_alloc(arena, sizeof(*copy));
    *copy = *response;
    copy->document = NULL;
    copy->etag = arena_strdup(arena, response->etag);
    copy->last_modified = arena_strdup(arena, response->last_modified);
    copy->retry_after = arena_strdup(arena, response->retry_after);
    copy->cache_control = arena_strdup(arena, response->cache_control);
    copy->expires = arena_strdup(arena, response->expires);
    copy->date = arena_strdup(arena, response->date);
    copy->moved_to = arena_strdup(arena, response->moved_to);
    return copy;
}

static void read_first(struct poll *poll, const struct http_response *response)
{
    struct source_state *state = &poll->state;
    struct listing listing;
    run_list(poll->run, poll->source, response->document, poll->arena, &listing);
    state->ttl = listing.ttl;
    state->skip_hours = listing.skip_hours;
    state->skip_days = listing.skip_days;
    if (listing.fault) {
        poll_failed(poll, run_list_stage(poll->source), cause_of_page(poll, response->document),
                    listing.fault, response);
        return;
    }
    if (listing.empty)
        poll_note(poll, "empty", "it lists no article at all");
    poll_take(poll, &listing);
    poll_step(poll);
}

static void take_first(const struct http_response *response, void *context)
{
    struct poll *poll = context;
    struct run *run = poll->run;
    if (run->broken)
        return;
    poll->arena = arena_new();
    poll->answer = copy_of(response, poll->arena);
    poll->further = arena_alloc(poll->arena, FURTHER_PAGES_MAX * sizeof(*poll->further));
    poll->asked = arena_alloc(poll->arena, FURTHER_PAGES_MAX * sizeof(*poll->asked));
    run->counts.sources_polled++;
    poll->state.last_attempt = time(NULL);
    if (response->not_modified)
        poll_step(poll);
    else if (response->document && poll_keep(poll, poll->source->url, response->document) != 0)
        run_break(run);
    else if (response->document)
        read_first(poll, response);
    else
        poll_failed(poll, "fetch", response->cause, response->message, response);
    report_progress(run->report, &run->counts, run->sources, run->articles_left);
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
        take_first, poll);
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
    for (size_t i = 0; i < count; i++) /* where the run broke off */
        arena_free(polls[i].arena);
    arena_free(states);
    free(polls);
}
