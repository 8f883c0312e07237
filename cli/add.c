#include "cli/add.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/archive_import.h"
#include "cli/input.h"
#include "cli/run_parts.h"
#include "extract/article.h"
#include "fetch/url.h"
#include "rules/site.h"

static const struct option_spec add_options[] = {
    {"url", OPTION_TEXT, "URL", "the address of the page that a file holds"},
    {"quiet", OPTION_SWITCH, NULL, "no word unless something is wrong"},
    {0},
};

struct adding {
    struct run *run;
    struct import_counts counts;
};

static void tell(struct run *run, const char *thing, const char *cause, const char *message)
{
    run_problem(run, &(struct report_problem){
                         .stage = "add", .thing = thing, .cause = cause, .message = message});
}

/* Enters a page that no source has listed; it is read with all the others. */
static void keep(const struct document *document, void *context)
{
    struct adding *adding = context;
    struct run *run = adding->run;
    char *key = url_key(document->url);
    struct document_entry entry = {.document = document, .url_key = key, .kind = DOCUMENT_ARTICLE};
    int64_t id;
    adding->counts.pages++;
    if (run_keep(run, &entry, &id) != 0)
        run_break(run);
    free(key);
}

/* ---- By address. ---- */

static void take_page(const struct http_response *response, void *context)
{
    struct adding *adding = context;
    struct run *run = adding->run;
    if (run->broken)
        return;
    if (response->document)
        run_parts_follow(run, response->document,
                         site_reader(run->rules, NULL, response->final_url), run->call->arena, keep,
                         adding);
    else
        tell(run, response->url, response->cause, response->message);
}

static void ask_for(struct adding *adding, const char *url)
{
    run_parts_get(adding->run, &(struct parts_request){.url = url},
                  site_reader(adding->run->rules, NULL, url), take_page, adding);
}

/* ---- From a file. ---- */

/* What the page itself says its address is, or NULL. */
static const char *canonical(const struct document *document, struct arena *arena)
{
    struct diags *ignored = diags_new();
    const struct article *article = article_read(document, NULL, arena, ignored);
    diags_free(ignored);
    return article->url && url_is_http(article->url) ? article->url : NULL;
}

static void add_page(struct adding *adding, const char *path, struct document *file)
{
    struct run *run = adding->run;
    const char *given = options_text(run->call->options, "url");
    const char *url = given ? given : canonical(file, run->call->arena);
    if (!url || !url_is_http(url)) {
        tell(run, path, "no-address", "the page does not tell where it stands");
        return;
    }
    file->url = file->final_url = url;
    file->status = 200;
    file->fetched = file->fetched ? file->fetched : run->how.time;
    hash_hex(file->body, file->body_len, file->sha256);
    keep(file, adding);
}

static void add_file(struct adding *adding, const char *path)
{
    struct run *run = adding->run;
    struct document file = {0};
    if (input_is_warc(path)) {
        archive_import_file(run, path, &adding->counts);
        return;
    }
    const char *problem = input_file(path, "", &file, run->call->arena);
    if (problem)
        tell(run, path, "file", problem);
    else
        add_page(adding, path, &file);
}

/* ---- The command. ---- */

static enum exit_code add_all(struct run *run)
{
    const struct options *options = run->call->options;
    struct adding adding = {.run = run};
    struct acceptance accepted;
    if (ledger_accept(run->ledger, run->rules, &run->how, &accepted) != 0)
        return EXIT_LEDGER;
    for (size_t i = 0; i < options->word_count && !run->broken; i++) {
        if (url_is_http(options->words[i]))
            ask_for(&adding, options->words[i]);
        else
            add_file(&adding, options->words[i]);
    }
    if (!run->broken)
        http_perform(run->http);
    if (!run->broken)
        run_read_left_over(run);
    workers_finish(run->workers);
    if (run->broken)
        return EXIT_LEDGER;
    if (!options_has(options, "quiet"))
        printf("pages: %" PRId64 "; articles read: %" PRId64 ", facts: %" PRId64 "\n",
               adding.counts.pages, run->counts.documents, run->counts.facts);
    return run->counts.problems > 0 ? EXIT_PROBLEMS : EXIT_WELL;
}

static int check_words(const struct call *call)
{
    const struct options *options = call->options;
    if (options->word_count > 0 && (!options_has(options, "url") || options->word_count == 1))
        return 0;
    diags_add(call->diags, SEVERITY_ERROR, "options", NULL,
              options->word_count == 0 ? "add takes addresses and files"
                                       : "--url is the address of one file's page");
    diags_hint(call->diags, "newsledger help add shows examples");
    return -1;
}

static enum exit_code add_run(const struct call *call)
{
    if (check_words(call) != 0)
        return EXIT_USAGE;
    struct ruleset *rules = ruleset_load(call->config.rules, call->diags);
    struct run run = {.call = call, .rules = rules};
    enum exit_code code = rules ? run_open(&run) : EXIT_USAGE;
    if (code == EXIT_WELL) {
        run_open_http(&run);
        code = add_all(&run);
    }
    run_close(&run);
    ruleset_free(rules);
    return code;
}

const struct command add_command = {
    .name = "add",
    .summary = "enter pages into the ledger: by address, from files, from WARC files",
    .synopsis = "URL|FILE... [OPTION]...",
    .text = "Fetches each address, as far as its site's robots.txt allows, archives the\n"
            "page, reads it and saves its facts. A file holds a page, which says itself where\n"
            "it stands (or --url does), or is a WARC file. What the ledger has is left as it is.\n",
    .examples = "  newsledger add https://news.example/2025/05/accelerators.html\n"
                "  newsledger add saved.html --url https://news.example/2025/05/accelerators.html\n"
                "  newsledger add crawl.warc.gz\n",
    .options = {add_options},
    .run = add_run,
};
