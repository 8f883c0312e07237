#include "cli/archive.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/date.h"
#include "base/text.h"
#include "cli/archive_import.h"
#include "cli/archive_prune.h"
#include "cli/run.h"
#include "fetch/warc_page.h"

static const struct option_spec archive_options[] = {
    {"since", OPTION_TEXT, "TIME", "export: only what was fetched from then on, 2025-05-15"},
    {"source", OPTION_TEXT, "ID", "export: only what this source brought"},
    {"before", OPTION_TEXT, "TIME", "prune: feeds that were fetched before then, 2025-05-15"},
    {"quiet", OPTION_SWITCH, NULL, "no word unless something is wrong"},
    {0},
};

/* One walk over what the ledger says is in the archive. */
struct walk {
    const struct call *call;
    struct ledger *ledger;
    struct archive *archive;
    FILE *out;          /* of an export */
    const char *source; /* or NULL */
    int64_t since;
    int64_t pages, orphans;
    size_t problems;
    int error; /* of writing, negative errno */
};

static enum exit_code open_walk(struct walk *walk)
{
    walk->ledger = ledger_open(walk->call->config.ledger, LEDGER_READ, walk->call->diags);
    if (!walk->ledger)
        return EXIT_LEDGER;
    walk->archive = archive_new(walk->call->config.archive);
    return EXIT_WELL;
}

static void close_walk(struct walk *walk)
{
    archive_free(walk->archive);
    ledger_close(walk->ledger);
}

/* A body that is missing or damaged is named with the address, and the walk goes on. */
static int get_body(struct walk *walk, const struct document_row *row, char **body, size_t *len)
{
    struct diags *diags = walk->call->diags;
    if (archive_get(walk->archive, row->document.sha256, body, len, diags) == 0)
        return 0;
    diags_add(diags, SEVERITY_NOTE, "archive", row->document.url,
              "is the page of document %" PRId64, row->id);
    walk->problems++;
    return -1;
}

/* ---- Export. ---- */

static int export_row(const struct document_row *row, void *context)
{
    struct walk *walk = context;
    struct warc_page page = {.document = row->document,
                             .feed = row->kind == DOCUMENT_FEED,
                             .source = row->source_id,
                             .title = row->title,
                             .published = row->published};
    char *body = NULL;
    if (row->document.fetched < walk->since ||
        (walk->source && (!row->source_id || strcmp(row->source_id, walk->source) != 0)))
        return 0;
    if (get_body(walk, row, &body, &page.document.body_len) == 0) {
        page.document.body = body;
        walk->error = warc_page_write(walk->out, &page);
        walk->pages++;
    }
    free(body);
    return walk->error < 0 ? 1 : 0;
}

static enum exit_code export_to(struct walk *walk, const char *name)
{
    walk->error = warc_page_begin(walk->out, RUN_PROGRAM, time(NULL));
    if (walk->error == 0 &&
        ledger_documents(walk->ledger, DOCUMENTS_AND_FEEDS, NULL, export_row, walk) < 0)
        return EXIT_LEDGER;
    if (walk->error == 0 && (fflush(walk->out) != 0 || ferror(walk->out)))
        walk->error = errno ? -errno : -EIO;
    if (walk->error == 0)
        return EXIT_WELL;
    diags_add(walk->call->diags, SEVERITY_ERROR, "archive", name, "cannot be written: %s",
              strerror(-walk->error));
    return EXIT_PROBLEMS;
}

/* Written beside it and then renamed: under its name a file is whole. */
static enum exit_code export_file(struct walk *walk, const char *path)
{
    const char *part = arena_printf(walk->call->arena, "%s.part", path);
    walk->out = fopen(part, "wbe");
    if (!walk->out) {
        diags_add(walk->call->diags, SEVERITY_ERROR, "archive", part, "cannot be written: %s",
                  strerror(errno));
        return EXIT_PROBLEMS;
    }
    enum exit_code code = export_to(walk, path);
    bool kept = fsync(fileno(walk->out)) == 0;
    kept = fclose(walk->out) == 0 && kept;
    if (code == EXIT_WELL && (!kept || rename(part, path) < 0)) {
        diags_add(walk->call->diags, SEVERITY_ERROR, "archive", path, "cannot be written: %s",
                  strerror(errno));
        code = EXIT_PROBLEMS;
    }
    if (code != EXIT_WELL)
        unlink(part);
    return code;
}

static enum exit_code archive_export(const struct call *call)
{
    const struct options *options = call->options;
    const char *since = options_text(options, "since");
    const char *path = options->word_count > 1 ? options->words[1] : "-";
    bool to_stdout = strcmp(path, "-") == 0;
    struct walk walk = {
        .call = call, .out = stdout, .source = options_text(options, "source"), .since = INT64_MIN};
    if (since && date_parse(since, &walk.since) != 0) {
        diags_add(call->diags, SEVERITY_ERROR, "options", NULL,
                  "--since takes a day or a time, 2025-05-15 or 2025-05-15T10:00:00Z, not '%s'",
                  since);
        return EXIT_USAGE;
    }
    if (to_stdout && isatty(STDOUT_FILENO)) {
        diags_add(call->diags, SEVERITY_ERROR, "options", NULL,
                  "a WARC file is not for a terminal: name a file");
        return EXIT_USAGE;
    }
    enum exit_code code = open_walk(&walk);
    if (code == EXIT_WELL)
        code = to_stdout ? export_to(&walk, "standard output") : export_file(&walk, path);
    close_walk(&walk);
    if (code == EXIT_WELL && !to_stdout && !options_has(options, "quiet"))
        printf("pages: %" PRId64 "\n", walk.pages);
    return code == EXIT_WELL && walk.problems > 0 ? EXIT_PROBLEMS : code;
}

/* ---- Verify. ---- */

static int verify_row(const struct document_row *row, void *context)
{
    struct walk *walk = context;
    char *body = NULL;
    size_t len;
    walk->pages++;
    get_body(walk, row, &body, &len);
    free(body);
    return 0;
}

/* A page that was archived when its run was killed has no document yet: no harm, but told. */
static void verify_file(const char *sha256, void *context)
{
    struct walk *walk = context;
    char *body = NULL;
    size_t len;
    if (ledger_has_body(walk->ledger, sha256) != 0)
        return;
    walk->orphans++;
    if (!options_has(walk->call->options, "quiet"))
        diags_add(walk->call->diags, SEVERITY_NOTE, "archive", sha256,
                  "belongs to no document of this ledger");
    if (archive_get(walk->archive, sha256, &body, &len, walk->call->diags) != 0)
        walk->problems++;
    free(body);
}

static enum exit_code archive_verify(const struct call *call)
{
    struct walk walk = {.call = call};
    enum exit_code code = open_walk(&walk);
    if (code == EXIT_WELL &&
        ledger_documents(walk.ledger, DOCUMENTS_AND_FEEDS, NULL, verify_row, &walk) < 0)
        code = EXIT_LEDGER;
    if (code == EXIT_WELL && archive_list(walk.archive, verify_file, &walk, call->diags) != 0)
        code = EXIT_PROBLEMS;
    if (code != EXIT_LEDGER && !options_has(call->options, "quiet"))
        printf("documents: %" PRId64 "; missing or damaged: %zu; without a document: %" PRId64 "\n",
               walk.pages, walk.problems, walk.orphans);
    close_walk(&walk);
    return code == EXIT_WELL && walk.problems > 0 ? EXIT_PROBLEMS : code;
}

/* ---- The command. ---- */

static enum exit_code archive_run(const struct call *call)
{
    static const struct {
        const char *name;
        size_t least, most; /* words, with the name */
        enum exit_code (*run)(const struct call *call);
    } tasks[] = {
        {"export", 1, 2, archive_export},
        {"import", 2, SIZE_MAX, archive_import},
        {"verify", 1, 1, archive_verify},
        {"prune", 1, 1, archive_prune},
    };
    const struct options *options = call->options;
    const char *name = options->word_count > 0 ? options->words[0] : "";
    bool filters = options_has(options, "since") || options_has(options, "source");
    for (size_t i = 0; i < sizeof(tasks) / sizeof(*tasks); i++)
        if (strcmp(name, tasks[i].name) == 0 && options->word_count >= tasks[i].least &&
            options->word_count <= tasks[i].most && (i == 0 || !filters) &&
            (tasks[i].run == archive_prune || !options_has(options, "before")))
            return tasks[i].run(call);
    diags_add(call->diags, SEVERITY_ERROR, "options", NULL,
              "archive takes export [FILE], import FILE..., verify or prune, --since and --source "
              "with export alone, --before with prune alone");
    diags_hint(call->diags, "newsledger help archive shows examples");
    return EXIT_USAGE;
}

const struct command archive_command = {
    .name = "archive",
    .summary = "export, import, verify and prune the archived pages",
    .synopsis = "export [FILE] | import FILE... | verify|prune [OPTION]...",
    .text = "export  writes the ledger's pages as a WARC 1.1 file (ISO 28500), each record\n"
            "        compressed by itself, to the file or to standard output. Other programs for\n"
            "        web archives read it\n"
            "import  enters the pages of WARC files, also of other programs, and reads them.\n"
            "        Pages that the ledger has are left alone. A record that cannot be read is\n"
            "        named with its place in the file, and the others go on\n"
            "verify  reads every page that the ledger names and proves its SHA-256; files of the\n"
            "        archive that belong to no document are named, too\n"
            "prune   forgets feeds and index pages that were fetched before a day, and removes\n"
            "        the files that no document needs. Articles and their pages stay\n",
    .examples = "  newsledger archive export pages.warc.gz\n"
                "  newsledger archive export --since 2025-05-15 --source example-news may.warc.gz\n"
                "  newsledger archive import pages.warc.gz\n"
                "  newsledger archive verify --quiet\n"
                "  newsledger archive prune --before 2025-05-15\n",
    .options = {archive_options},
    .run = archive_run,
};
