#include "cli/archive_import.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "fetch/url.h"
#include "fetch/warc_page.h"

struct importing {
    struct run *run;
    struct arena *arena; /* of the page at hand */
    struct import_counts *counts;
};

static void tell(struct importing *importing, const char *path, const char *cause,
                 const char *message)
{
    run_problem(importing->run,
                &(struct report_problem){
                    .stage = "warc", .thing = path, .cause = cause, .message = message});
}

static void keep(struct importing *importing, const struct warc_page *page)
{
    struct run *run = importing->run;
    const struct source *source = page->source ? ruleset_source(run->rules, page->source) : NULL;
    struct document document = page->document;
    char *key = url_key(document.url);
    int64_t id;
    if (!document.fetched)
        document.fetched = run->how.time;
    struct document_entry entry = {.document = &document,
                                   .url_key = key,
                                   .kind = page->feed ? DOCUMENT_FEED : DOCUMENT_ARTICLE,
                                   .source_id = source ? source->id : NULL,
                                   .title = page->title,
                                   .published = page->published};
    importing->counts->pages++;
    if (run_keep(run, &entry, &id) != 0)
        run_break(run);
    free(key);
}

static void import_pages(struct importing *importing, FILE *in, const char *path)
{
    struct warc_page page;
    const char *problem;
    int result;
    struct warc_pages *pages = warc_pages_new(in);
    while (!importing->run->broken &&
           (result = warc_pages_next(pages, &page, &problem, importing->arena)) != 0) {
        if (result < 0)
            tell(importing, path, "record", problem);
        else if (warc_page_is_page(&page))
            keep(importing, &page);
        else
            importing->counts->others++;
        arena_reset(importing->arena);
    }
    if (ferror(in))
        tell(importing, path, "file", "cannot be read further");
    warc_pages_free(pages);
}

void archive_import_file(struct run *run, const char *path, struct import_counts *counts)
{
    struct importing importing = {.run = run, .counts = counts};
    FILE *in = strcmp(path, "-") == 0 ? stdin : fopen(path, "rbe");
    if (!in) {
        tell(&importing, path, "file", strerror(errno));
        return;
    }
    importing.arena = arena_new();
    import_pages(&importing, in, path);
    arena_free(importing.arena);
    if (in != stdin)
        fclose(in);
}

static enum exit_code import_all(struct run *run)
{
    const struct options *options = run->call->options;
    struct import_counts counts = {0};
    struct acceptance accepted;
    if (ledger_accept(run->ledger, run->rules, &run->how, &accepted) != 0)
        return EXIT_LEDGER;
    for (size_t i = 1; i < options->word_count && !run->broken; i++)
        archive_import_file(run, options->words[i], &counts);
    if (!run->broken)
        run_read_left_over(run);
    workers_finish(run->workers);
    if (run->broken)
        return EXIT_LEDGER;
    if (!options_has(options, "quiet"))
        printf("pages: %" PRId64 "; other files passed over: %" PRId64 "; articles read: %" PRId64
               ", facts: %" PRId64 "\n",
               counts.pages, counts.others, run->counts.documents, run->counts.facts);
    return run->counts.problems > 0 ? EXIT_PROBLEMS : EXIT_WELL;
}

enum exit_code archive_import(const struct call *call)
{
    struct ruleset *rules = ruleset_load(call->config.rules, call->diags);
    struct run run = {.call = call, .rules = rules};
    enum exit_code code = rules ? run_open(&run) : EXIT_USAGE;
    if (code == EXIT_WELL)
        code = import_all(&run);
    run_close(&run);
    ruleset_free(rules);
    return code;
}
