#include "cli/rules_stats.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "cli/corpus.h"
#include "cli/output.h"
#include "extract/trace.h"

/* Without --times: a rule that matches so many times as often as the median is marked. */
#define TIMES_OVER 10

/* What one rule did. */
struct tally {
    const struct rule *rule;
    size_t matches;
    size_t facts;
    size_t documents; /* in which it matched */
    size_t limit_hits;
    int64_t nanoseconds;
    size_t last_page; /* in which it matched, from 1 */
};

struct stats {
    struct tally *tallies; /* in the order of the rules */
    size_t count;
    size_t current; /* the rule that runs */
    int64_t began;
    size_t pages; /* on the topic: others give no facts */
    size_t off_topic;
};

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* Rules run in their order: the next one is rarely far. */
static void begin(struct stats *stats, const struct rule *rule)
{
    while (stats->tallies[stats->current].rule != rule)
        stats->current = (stats->current + 1) % stats->count;
    stats->began = now();
}

static void count_match(struct stats *stats, struct tally *tally)
{
    tally->matches++;
    tally->documents += tally->last_page != stats->pages;
    tally->last_page = stats->pages;
}

static void tell(const struct trace_event *event, void *context)
{
    struct stats *stats = context;
    struct tally *tally = &stats->tallies[stats->current];
    switch (event->kind) {
    case TRACE_BEGIN:
        begin(stats, event->rule);
        break;
    case TRACE_END:
        tally->nanoseconds += now() - stats->began;
        break;
    case TRACE_MATCH:
        count_match(stats, tally);
        break;
    case TRACE_FACT:
        tally->facts++;
        break;
    case TRACE_LIMIT:
        tally->limit_hits++;
        break;
    default:
        break;
    }
}

static void measure(const struct corpus_page *page, void *context)
{
    struct stats *stats = context;
    struct trace trace = {tell, stats};
    struct facts facts = {0};
    if (!reading_on_topic(page->reading)) {
        stats->off_topic++;
        return;
    }
    stats->pages++;
    facts_find_traced(page->reading, NULL, &trace, &facts);
}

static int by_matches(const void *left, const void *right)
{
    const struct tally *a = left, *b = right;
    if (a->matches != b->matches)
        return a->matches < b->matches ? 1 : -1;
    return (a->nanoseconds < b->nanoseconds) - (a->nanoseconds > b->nanoseconds);
}

/* Of the rules that matched at all; the tallies are in the order of their matches. */
static double median_matches(const struct stats *stats)
{
    size_t alive = 0;
    while (alive < stats->count && stats->tallies[alive].matches > 0)
        alive++;
    if (alive == 0)
        return 0;
    size_t below = (alive - 1) / 2, above = alive / 2; /* the same one of an odd number */
    return (double)(stats->tallies[below].matches + stats->tallies[above].matches) / 2;
}

static void add_row(struct result *result, const struct stats *stats, const struct tally *tally,
                    double often)
{
    struct cell *row = result_add_row(result);
    double share = stats->pages ? 100.0 * (double)tally->documents / (double)stats->pages : 0;
    row[0] = cell_text(result, tally->rule->id);
    row[1] = cell_number((double)tally->matches);
    row[2] = cell_number((double)tally->facts);
    row[3] = cell_number((double)tally->documents);
    row[4] = cell_number(round(share * 10) / 10);
    row[5] = cell_number(round((double)tally->nanoseconds / 1000));
    row[6] = cell_number((double)tally->limit_hits);
    if (tally->matches == 0)
        row[7] = cell_text(result, "dead");
    else if ((double)tally->matches > often)
        row[7] = cell_text(result, "over-firing");
}

static void print(const struct call *call, struct stats *stats)
{
    static const char *const columns[] = {
        "rule",         "matches",    "facts", "documents", "documents_percent",
        "microseconds", "limit_hits", "mark"};
    struct result *result = result_new(columns, sizeof(columns) / sizeof(*columns));
    long times = options_count(call->options, "times", TIMES_OVER);
    qsort(stats->tallies, stats->count, sizeof(*stats->tallies), by_matches);
    double often = median_matches(stats) * (double)times;
    for (size_t i = 0; i < stats->count; i++)
        add_row(result, stats, &stats->tallies[i], often);
    output_print(stdout, options_text(call->options, "format"), result);
    result_free(result);
}

enum exit_code rules_stats(const struct call *call, const struct ruleset *rules)
{
    struct extractor *extractor = extractor_new(rules);
    struct stats stats = {.count = rules->rule_count};
    stats.tallies = arena_alloc(call->arena, (stats.count + 1) * sizeof(*stats.tallies));
    for (size_t i = 0; i < stats.count; i++)
        stats.tallies[i].rule = rules->rules[i];
    struct corpus corpus = {
        .call = call, .extractor = extractor, .visit = measure, .context = &stats};
    const struct options *options = call->options;
    enum exit_code code = corpus_visit(&corpus, options->words + 1, options->word_count - 1);
    if (corpus.pages > 0)
        print(call, &stats);
    diags_add(call->diags, SEVERITY_NOTE, "rules", NULL,
              "%zu of the %zu articles are about the field of the rules, and count", stats.pages,
              corpus.pages);
    extractor_free(extractor);
    return code;
}
