/* The step from sources to wanted addresses. */
#include "cli/run.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "fetch/feed.h"
#include "fetch/url.h"
#include "store/wanted.h"

/* cron does not start to the second: what is nearly due is due, or every second run would skip it.
 */
#define SLACK_SHARE 10
#define SLACK_MAX   (5L * 60)

/* A source that keeps failing is asked ever less often, and still once a day. */
#define PAUSE_MAX     (24L * 60 * 60)
#define DOUBLINGS_MAX 8

struct poll {
    struct run *run;
    const struct source *source;
    struct source_state state;
    struct arena *arena;
};

static bool is_due(const struct poll *poll, int64_t now)
{
    const struct options *options = poll->run->call->options;
    long slack = poll->source->every / SLACK_SHARE;
    if (options_has(options, "all") || options_has(options, "source"))
        return true;
    return now + (slack < SLACK_MAX ? slack : SLACK_MAX) >= poll->state.next_due;
}

/* RFC 9110, section 10.2.3: seconds or a date. */
static int64_t retry_after(const char *text, int64_t now)
{
    char *end;
    if (!text)
        return now;
    long seconds = strtol(text, &end, 10);
    int64_t time = end != text && !*end ? now + seconds : (int64_t)curl_getdate(text, NULL);
    return time > now + PAUSE_MAX ? now + PAUSE_MAX : time;
}

static void poll_failed(struct poll *poll, const char *stage, const char *cause,
                        const char *message, const char *retry)
{
    struct run *run = poll->run;
    struct source_state *state = &poll->state;
    int64_t now = state->last_attempt, pause = poll->source->every;
    for (int64_t i = 0; i < state->failures && i < DOUBLINGS_MAX && pause < PAUSE_MAX; i++)
        pause *= 2;
    if (pause > PAUSE_MAX && poll->source->every < PAUSE_MAX)
        pause = PAUSE_MAX;
    int64_t asked = retry_after(retry, now);
    state->next_due = asked > now + pause ? asked : now + pause;
    state->failures++;
    state->problem_cause = cause;
    state->problem_message = message;
    state->problem_time = now;
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

static void add_entry(struct poll *poll, const struct feed_entry *entry, struct wanted *wanted,
                      size_t *count)
{
    char *key = entry->link ? url_key(entry->link) : NULL;
    if (key && matches(poll, entry->link))
        wanted[(*count)++] =
            (struct wanted){.url = entry->link,
                            .url_key = arena_strdup(poll->arena, key),
                            .title = entry->title,
                            .published = entry->published ? entry->published : entry->updated};
    free(key);
}

static void poll_done(struct poll *poll, const struct http_response *response,
                      const struct wanted *wanted, size_t count)
{
    struct run *run = poll->run;
    size_t added = 0;
    poll->state.last_success = poll->state.last_attempt;
    poll->state.next_due = poll->state.last_attempt + poll->source->every;
    poll->state.failures = 0;
    if (!response->not_modified) {
        poll->state.etag = response->etag;
        poll->state.last_modified = response->last_modified;
    }
    if (ledger_add_wanted(run->ledger, poll->source->id, &poll->state, wanted, count, &added) != 0)
        run_break(run);
    run->counts.articles_new += (int64_t)added;
    run->counts.sources_unchanged += added == 0;
}

static const struct feed *read_feed(struct poll *poll, const struct document *document,
                                    struct diags *diags)
{
    return feed_parse(document->body, document->body_len, document->content_type,
                      document->final_url, poll->arena, diags);
}

static void read_listing(struct poll *poll, const struct http_response *response)
{
    struct diags *diags = diags_new();
    const struct feed *feed = read_feed(poll, response->document, diags);
    if (feed) {
        struct wanted *wanted = arena_alloc(poll->arena, (feed->entry_count + 1) * sizeof(*wanted));
        size_t count = 0;
        for (size_t i = 0; i < feed->entry_count; i++)
            add_entry(poll, &feed->entries[i], wanted, &count);
        poll_done(poll, response, wanted, count);
    } else {
        size_t last = diags_count(diags);
        poll_failed(poll, "feed", "parse",
                    last > 0 ? diags_get(diags, last - 1)->message : "not a feed", NULL);
    }
    diags_free(diags);
}

static void take_listing(const struct http_response *response, void *context)
{
    struct poll *poll = context;
    struct run *run = poll->run;
    if (run->broken)
        return;
    run->counts.sources_polled++;
    poll->state.last_attempt = time(NULL);
    if (response->not_modified)
        poll_done(poll, response, NULL, 0);
    else if (response->document)
        read_listing(poll, response);
    else
        poll_failed(poll, "fetch", response->cause, response->message, response->retry_after);
    report_progress(run->report, &run->counts, run->sources, run->articles_left);
    arena_free(poll->arena);
    poll->arena = NULL;
}

/* Queues the request of a source that is due. */
static void ask_source(struct run *run, const struct source *source, struct poll *poll)
{
    *poll = (struct poll){.run = run, .source = source, .arena = arena_new()};
    if (ledger_source_state_get(run->ledger, source->id, poll->arena, &poll->state) != 0) {
        run_break(run);
        return;
    }
    if (!is_due(poll, run->how.time))
        return;
    http_get(run->http,
             &(struct http_request){.url = source->url,
                                    .etag = poll->state.etag,
                                    .last_modified = poll->state.last_modified},
             take_listing, poll);
    run->sources++;
}

void run_poll_sources(struct run *run)
{
    size_t count = run->rules->source_count;
    struct poll *polls = mem_alloc((count + 1) * sizeof(*polls));
    for (size_t i = 0; i < count && !run->broken; i++) {
        if (run_wants(run, run->rules->sources[i]))
            ask_source(run, run->rules->sources[i], &polls[i]);
    }
    http_perform(run->http);
    for (size_t i = 0; i < count; i++)
        arena_free(polls[i].arena);
    free(polls);
}
