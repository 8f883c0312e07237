#include "cli/run.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "cli/archive_prune.h"
#include "cli/choose_source.h"
#include "cli/record_workers.h"
#include "store/robots.h"
#include "store/yield.h"

static const struct option_spec run_options[] = {
    {"source", OPTION_TEXT, "ID", "only this source of the rules, due or not"},
    {"all", OPTION_SWITCH, NULL, "every source, due or not"},
    {"jobs", OPTION_COUNT, "N", "processes that read articles (default: one for each core)"},
    {"quiet", OPTION_SWITCH, NULL, "no word unless something is wrong"},
    {0},
};

void run_problem(struct run *run, const struct report_problem *problem)
{
    run->counts.problems++;
    report_problem(run->report, problem);
}

void run_break(struct run *run)
{
    run->broken = true;
    if (run->http) /* there is none where documents are only read again */
        http_stop(run->http);
}

int run_keep(struct run *run, const struct document_entry *entry, int64_t *id)
{
    if (archive_put(run->archive, entry->document, run->call->diags) != 0)
        return -1;
    return ledger_add_document(run->ledger, entry, id);
}

bool run_wants(const struct run *run, const struct source *source)
{
    const char *only = options_text(run->call->options, "source");
    return source && source->enabled && source->kind != SOURCE_SITE &&
           (!only || strcmp(only, source->id) == 0);
}

static enum exit_code status_of(const struct run *run)
{
    if (run->broken)
        return EXIT_LEDGER;
    return run->counts.problems > 0 ? EXIT_PROBLEMS : EXIT_WELL;
}

static void tell_yield(const struct yield *yield, void *context)
{
    struct run *run = context;
    run_problem(run, &(struct report_problem){.source = yield->source_id,
                                              .stage = "yield",
                                              .cause = yield->cause,
                                              .message = yield->message});
}

/* Sources that answer well and yet bring less than they used to. */
static void check_yields(struct run *run)
{
    if (ledger_check_yields(run->ledger, run->how.time, time(NULL), tell_yield, run) != 0)
        run_break(run);
}

static void forget_old_feeds(struct run *run)
{
    struct pruned pruned;
    double days = run->call->config.keep_feeds;
    if (days == 0)
        return;
    int64_t before = run->how.time - (int64_t)(days * 24 * 60 * 60);
    if (archive_forget(run->ledger, run->archive, before, &pruned, run->call->diags) != 0)
        run_break(run);
    run->counts.problems += pruned.failed;
}

static enum exit_code take_steps(struct run *run)
{
    int64_t id;
    struct acceptance accepted;
    if (ledger_accept(run->ledger, run->rules, &run->how, &accepted) != 0 ||
        ledger_run_begin(run->ledger, run->how.time, RUN_PROGRAM, run->rules->version, &id) != 0)
        return EXIT_LEDGER;
    report_acceptance(run->report, &accepted);

    run_read_left_over(run);
    if (!run->broken)
        run_poll_sources(run);
    if (!run->broken)
        run_fetch_articles(run);
    workers_finish(run->workers);
    if (!run->broken)
        check_yields(run);
    if (!run->broken)
        forget_old_feeds(run);

    report_summary(run->report, &run->counts);
    if (ledger_run_end(run->ledger, id, time(NULL), &run->counts, (int)status_of(run)) != 0)
        run->broken = true;
    return status_of(run);
}

/* A source that is named and off is a mistake: the call would do nothing. */
static int check_source(const struct call *call, const struct ruleset *rules)
{
    const struct source *source;
    if (choose_source(call, rules, &source) != 0)
        return -1;
    if (!source || (source->enabled && source->kind != SOURCE_SITE))
        return 0;
    diags_add_at(call->diags, SEVERITY_ERROR, "rules", &source->position, "source '%s' %s",
                 source->id, source->enabled ? "has no feed or index" : "has the status off");
    return -1;
}

static bool get_robots(const char *origin, struct arena *arena, struct robots_copy *copy,
                       void *context)
{
    const struct run *run = context;
    return ledger_robots_get(run->ledger, origin, arena, &copy->text, &copy->fetched);
}

static void put_robots(const char *origin, const struct robots_copy *copy, void *context)
{
    struct run *run = context;
    if (ledger_robots_put(run->ledger, origin, copy->text, copy->fetched) != 0)
        run_break(run);
}

void run_open_http(struct run *run)
{
    const struct config *config = &run->call->config;
    struct http_options options = http_defaults();
    options.contact = config->contact;
    options.allowed = config->allow_addresses;
    options.host_delay_ms = (long)(config->host_delay * 1000);
    run->robots = (struct robots_cache){get_robots, put_robots, run};
    options.robots = &run->robots;
    run->http = http_new(&options);
}

static enum exit_code open_ledger(struct run *run)
{
    const struct call *call = run->call;
    run->ledger = ledger_open(call->config.ledger, LEDGER_WRITE, call->diags);
    if (!run->ledger)
        return EXIT_LEDGER;
    int error = ledger_lock(run->ledger);
    if (error)
        return error == -EWOULDBLOCK ? EXIT_LOCKED : EXIT_LEDGER;
    return EXIT_WELL;
}

enum exit_code run_open(struct run *run)
{
    const struct call *call = run->call;
    enum exit_code code = open_ledger(run);
    if (code != EXIT_WELL)
        return code;
    run->extractor = extractor_new(run->rules);
    run->workers = record_workers(call, run->extractor);
    run->archive = archive_new(call->config.archive);
    run->report = report_new(options_has(call->options, "quiet"));
    run->how = (struct extraction){run->rules->version, RUN_PROGRAM, time(NULL)};
    return EXIT_WELL;
}

void run_close(struct run *run)
{
    report_free(run->report);
    workers_free(run->workers);
    http_free(run->http);
    archive_free(run->archive);
    ledger_close(run->ledger);
    extractor_free(run->extractor);
}

static enum exit_code run_run(const struct call *call)
{
    struct ruleset *rules = ruleset_load(call->config.rules, call->diags);
    struct run run = {.call = call, .rules = rules};
    enum exit_code code = EXIT_USAGE;
    if (rules && check_source(call, rules) == 0)
        code = run_open(&run);
    if (code == EXIT_WELL) {
        run_open_http(&run);
        code = take_steps(&run);
    }
    run_close(&run);
    ruleset_free(rules);
    return code;
}

const struct command run_command = {
    .name = "run",
    .summary = "fetch what is new from the sources and enter it into the ledger",
    .synopsis = "[OPTION]...",
    .text = "Asks each source of the rules that is due what is new, fetches the new articles,\n"
            "archives them, reads them and saves the facts. Made for cron: sources that are not\n"
            "due are left alone, unchanged ones answer in a few bytes, what failed is tried\n"
            "again at the next runs (an article five times), and what a killed run left over is\n"
            "finished first. Articles are looked at again after a day and a week. Only one run\n"
            "at a time works on a ledger.\n"
            "\n"
            "Each problem is one line on standard error and is kept in the ledger, where\n"
            "newsledger status shows it.\n",
    .examples = "  newsledger run\n"
                "  newsledger run --source example-news\n"
                "  17 * * * *  newsledger run --quiet     (a line of a crontab)\n",
    .options = {run_options},
    .run = run_run,
};
