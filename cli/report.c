#include "cli/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"

#define CLEAR_LINE "\r\033[K"

struct report {
    bool quiet;
    bool terminal;
    bool line_shown; /* a line of progress stands there */
};

/* What an operator can do about a cause that lasts. A cause matches by its beginning. */
static const struct {
    const char *cause;
    const char *way_out;
} ways_out[] = {
    {"gone", "if it lasts, check the address; after 410 it is not asked again"},
    {"moved", "it is asked for there from now on; write that address into the source"},
    {"blocked", "the site wants no programs: see its terms, or set status: off"},
    {"robots-unreachable", "the articles are asked for at the next runs"},
    {"rate-limited", "it is asked again at the next runs; a longer --host-delay may help"},
    {"robots", "the site's robots.txt forbids it: set status: off"},
    {"redirects", "look in a browser where its news are now"},
    {"refused-address", "--allow-addresses lets you name it"},
    {"bad-url", "correct the address"},
    {"dns", "check the name of the host, and this machine's network"},
    {"tls", "check this machine's clock and certificates"},
    {"not-a-feed", "look at it with: newsledger dump feed FILE"},
    {"consent-page", "the site wants a click first: see whether it has a feed, or set status: off"},
    {"no-address", "say with --url where it stands"},
    {"empty", "see whether the site has moved its news"},
    {"incomplete", "choose a feed, sitemap or page that lists less"},
    {"no-articles", "see whether the site has moved its news"},
    {"layout-changed", "correct the source's XPaths: newsledger rules new shows what there is now"},
    {"no-facts", "see what newsledger dump facts makes of the newest one"},
    {"match", "make the source's `match` simpler"},
    {"page", "if the source lists more of this kind, narrow its `match`"},
    {"time-limit", "it is read again when the rules or the program change"},
    {"memory-limit", "it is read again when the rules or the program change"},
    {"size-limit", "it is read again when the rules or the program change"},
    {"crash", "please report it with the page, which is in the archive"},
    {"archive", "see that the archive folder is there and whole"},
};

static const char *way_out(const char *cause)
{
    for (size_t i = 0; cause && i < sizeof(ways_out) / sizeof(*ways_out); i++) {
        if (text_starts(cause, ways_out[i].cause))
            return ways_out[i].way_out;
    }
    return "it is tried again at the next run";
}

struct report *report_new(bool quiet)
{
    struct report *report = mem_alloc(sizeof(*report));
    report->quiet = quiet;
    report->terminal = isatty(STDERR_FILENO);
    return report;
}

static void clear_line(struct report *report)
{
    if (report->line_shown)
        fputs(CLEAR_LINE, stderr);
    report->line_shown = false;
}

void report_free(struct report *report)
{
    if (!report)
        return;
    clear_line(report);
    free(report);
}

static void print_part(const char *text)
{
    if (!text)
        return;
    text_print_escaped(stderr, text);
    fputs(": ", stderr);
}

void report_problem(struct report *report, const struct report_problem *problem)
{
    clear_line(report);
    print_part(problem->source);
    print_part(problem->stage);
    print_part(problem->thing);
    print_part(problem->cause);
    text_print_escaped(stderr, problem->message);
    fprintf(stderr, "; %s\n", way_out(problem->cause));
}

void report_acceptance(struct report *report, const struct acceptance *accepted)
{
    if (report->quiet || accepted->touched == 0)
        return;
    fprintf(stderr,
            "changed definitions: %" PRId64 "; articles: %" PRId64 " to be read again, %" PRId64
            " spared\n",
            accepted->changes, accepted->touched, accepted->spared);
}

void report_progress(struct report *report, const struct run_counts *counts, size_t sources,
                     size_t articles_left)
{
    if (report->quiet || !report->terminal)
        return;
    fprintf(stderr,
            CLEAR_LINE "sources: %" PRId64 " of %zu; articles: %" PRId64
                       " read, %zu to go; facts: %" PRId64,
            counts->sources_polled, sources, counts->documents, articles_left, counts->facts);
    fflush(stderr);
    report->line_shown = true;
}

void report_summary(struct report *report, const struct run_counts *counts)
{
    clear_line(report);
    if (report->quiet)
        return;
    fprintf(stderr,
            "sources: %" PRId64 " polled, %" PRId64 " unchanged, %" PRId64
            " failed; articles: %" PRId64 " new, %" PRId64 " read; facts: %" PRId64
            "; problems: %" PRId64 "\n",
            counts->sources_polled, counts->sources_unchanged, counts->sources_failed,
            counts->articles_new, counts->documents, counts->facts, counts->problems);
}
