#include "cli/extract.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/choose_source.h"
#include "cli/input.h"
#include "extract/article.h"
#include "extract/record.h"
#include "fetch/warc_page.h"
#include "rules/ruleset.h"

static const struct option_spec extract_options[] = {
    {"input", OPTION_CHOICE, "html|ndjson|warc", "what the files hold (html, or warc if so)"},
    {"print", OPTION_CHOICE, "record|text", "the record, or just the article's clean text"},
    {"url", OPTION_KNOWN, "URL", "the page's address (default: the file's name)"},
    {"content-type", OPTION_KNOWN, "TYPE", "the Content-Type that came with the page"},
    {"source", OPTION_TEXT, "ID", "read pages as this source of the rules says"},
    {0},
};

struct work {
    const struct call *call;
    const struct ruleset *rules;
    const struct extractor *extractor;
    const struct source *source; /* that --source names, or NULL */
    bool only_text;
    struct arena *arena; /* of one document */
    bool problems;
};

static void print_text(struct work *work, const struct document *document)
{
    struct diags *ignored = diags_new(); /* they stand in the record */
    const struct source *reader = site_reader(work->rules, work->source, document->final_url);
    const struct article *article = article_read(document, reader, work->arena, ignored);
    fwrite(article->text, 1, article->text_len, stdout);
    fputc('\n', stdout);
    diags_free(ignored);
}

static void print_record(json_t *record)
{
    char *text = record_text(record);
    puts(text);
    free(text);
    json_decref(record);
}

static json_t *make_record(struct work *work, const struct document *document)
{
    const struct source *reader = site_reader(work->rules, work->source, document->final_url);
    return record_extract(work->extractor, document, reader, work->arena);
}

/* Prints what came of one document; `problem` is why there is none, or NULL. */
static void print_document(struct work *work, const struct document *document, const char *problem,
                           const char *where)
{
    if (problem) {
        diags_add(work->call->diags, SEVERITY_ERROR, "input", where, "%s", problem);
        work->problems = true;
    }
    if (work->only_text && !problem)
        print_text(work, document);
    else if (!work->only_text && problem)
        print_record(record_failed(document, "input", problem));
    else if (!work->only_text)
        print_record(make_record(work, document));
    /* A reader at the other end of a pipe may wait for this record before it sends more. */
    fflush(stdout);
    arena_reset(work->arena);
}

static void extract_lines(struct work *work, FILE *in, const char *name)
{
    struct buf line = {0};
    enum input_result result;
    for (size_t number = 1; !ferror(stdout) && (result = input_read_line(in, &line)) != INPUT_END;
         number++) {
        struct document document = {0};
        const char *where = arena_printf(work->arena, "%s:%zu", name, number);
        const char *problem = result == INPUT_TOO_LONG
                                  ? "the line is longer than 64 MB"
                                  : input_parse(line.data, line.len, &document, work->arena);
        print_document(work, &document, problem, where);
    }
    buf_free(&line);
}

/* Each article of a WARC file: no feed, picture or script. */
static void extract_warc(struct work *work, FILE *in, const char *name)
{
    struct warc_page page;
    const char *problem;
    struct warc_pages *pages = warc_pages_new(in);
    for (int result;
         !ferror(stdout) && (result = warc_pages_next(pages, &page, &problem, work->arena)) != 0;) {
        if (result < 0)
            print_document(work, &(struct document){0}, problem, name);
        else if (warc_page_is_page(&page) && !page.feed)
            print_document(work, &page.document, NULL, name);
        else
            arena_reset(work->arena);
    }
    warc_pages_free(pages);
}

/* Reads a file that holds many documents. */
static void extract_file(struct work *work, const char *path,
                         void (*extract)(struct work *work, FILE *in, const char *name))
{
    FILE *in = strcmp(path, "-") == 0 ? stdin : fopen(path, "rbe");
    if (!in) {
        diags_add(work->call->diags, SEVERITY_ERROR, "input", path, "cannot be read: %s",
                  strerror(errno));
        work->problems = true;
        return;
    }
    const char *name = in == stdin ? "standard input" : path;
    extract(work, in, name);
    if (ferror(in)) {
        diags_add(work->call->diags, SEVERITY_ERROR, "input", name, "cannot be read further: %s",
                  strerror(errno));
        work->problems = true;
    }
    if (in != stdin)
        fclose(in);
}

static void extract_page(struct work *work, const char *path)
{
    const struct options *options = work->call->options;
    const char *url = options_text(options, "url");
    struct document document = {.content_type = options_text(options, "content-type")};
    const char *problem = input_file(path, url ? url : path, &document, work->arena);
    print_document(work, &document, problem, NULL);
}

static bool reads(const struct options *options, const char *kind)
{
    const char *input = options_text(options, "input");
    return input && strcmp(input, kind) == 0;
}

static void extract_word(struct work *work, const char *path)
{
    const struct options *options = work->call->options;
    if (reads(options, "ndjson"))
        extract_file(work, path, extract_lines);
    else if (reads(options, "warc") || (!reads(options, "html") && input_is_warc(path)))
        extract_file(work, path, extract_warc);
    else
        extract_page(work, path);
}

static void extract_all(struct work *work)
{
    const struct options *options = work->call->options;
    if (options->word_count == 0)
        extract_word(work, "-");
    for (size_t i = 0; i < options->word_count && !ferror(stdout); i++)
        extract_word(work, options->words[i]);
}

static enum exit_code extract_run(const struct call *call)
{
    const struct options *options = call->options;
    const char *print = options_text(options, "print");
    if (options->word_count == 0 && !reads(options, "ndjson") && !reads(options, "warc")) {
        diags_add(call->diags, SEVERITY_ERROR, "options", NULL, "extract needs a file");
        diags_hint(call->diags, "- is standard input");
        return EXIT_USAGE;
    }
    struct ruleset *rules = ruleset_load(call->config.rules, call->diags);
    struct work work = {
        .call = call, .rules = rules, .only_text = print && strcmp(print, "text") == 0};
    if (!rules || choose_source(call, rules, &work.source) != 0) {
        ruleset_free(rules);
        return EXIT_USAGE;
    }
    struct extractor *extractor = extractor_new(rules);
    work.extractor = extractor;
    work.arena = arena_new();
    extract_all(&work);
    arena_free(work.arena);
    extractor_free(extractor);
    ruleset_free(rules);
    return work.problems ? EXIT_PROBLEMS : EXIT_WELL;
}

const struct command extract_command = {
    .name = "extract",
    .summary = "read pages and print what they say, one JSON record each",
    .synopsis = "[OPTION]... FILE...",
    .text = "Reads HTML pages and prints one record for each, in order, as one line of JSON:\n"
            "the article, the entities that it names, relations and percentages, each with\n"
            "the place in the text. Works without a ledger, and never fetches anything.\n"
            "\n"
            "With --input ndjson each line describes a page: {\"url\": …} with \"body\" (text),\n"
            "\"body_base64\" (bytes) or \"path\" (a file), and, where known, \"content_type\" and\n"
            "\"fetched\". A line that cannot be read, or is longer than 64 MB, gives a record\n"
            "with the reason; the others go on, and the exit status is 1.\n"
            "\n"
            "Of a WARC file, known by its first bytes, each article gives a record; feeds,\n"
            "pictures and the like are passed over.\n",
    .examples = "  newsledger extract page.html\n"
                "  newsledger extract --print text --url https://news.example/1 page.html\n"
                "  newsledger extract --input ndjson <pages.ndjson >records.ndjson\n"
                "  newsledger extract crawl.warc.gz >records.ndjson\n"
                "  split -n l/8 --filter='newsledger extract --input ndjson' pages.ndjson\n",
    .options = {extract_options},
    .run = extract_run,
};
