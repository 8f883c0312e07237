#include "cli/corpus.h"

#include <stdlib.h>
#include <string.h>

#include "cli/input.h"
#include "extract/article.h"
#include "fetch/archive.h"
#include "fetch/url.h"
#include "store/documents.h"

/* One visit to some pages, with what is open for it. */
struct walk {
    struct corpus *corpus;
    struct ledger *ledger;
    struct archive *archive;
    struct arena *arena; /* of the page at hand */
    struct diags *diags; /* of the page at hand */
    const char *key;     /* of the only address that is wanted; NULL: all */
    int64_t found;       /* the newest document of that address, 0 as long as there is none */
    bool problems;
};

static void visit(struct walk *walk, const struct document *document, const struct source *source,
                  int64_t story)
{
    struct corpus *corpus = walk->corpus;
    const struct ruleset *rules = corpus->extractor->rules;
    struct diags *diags = corpus->tells ? corpus->call->diags : walk->diags;
    const struct article *article =
        article_read(document, site_reader(rules, source, document->final_url), walk->arena, diags);
    struct corpus_page page = {.reading =
                                   reading_new(corpus->extractor, article, walk->arena, diags),
                               .name = document->url,
                               .story = story};
    corpus->visit(&page, corpus->context);
    corpus->pages++;
    diags_reset(walk->diags);
    arena_reset(walk->arena);
}

static void visit_row(struct walk *walk, const struct document_row *row)
{
    const struct ruleset *rules = walk->corpus->extractor->rules;
    struct document document = row->document;
    char *body = NULL;
    if (archive_get(walk->archive, document.sha256, &body, &document.body_len,
                    walk->corpus->call->diags) == 0) {
        document.body = body;
        visit(walk, &document, row->source_id ? ruleset_source(rules, row->source_id) : NULL,
              ledger_story_of(walk->ledger, row->id));
    } else {
        walk->problems = true;
    }
    free(body);
}

/* A first walk only finds the newest document of an address, a second one visits it. */
static int walk_row(const struct document_row *row, void *context)
{
    struct walk *walk = context;
    if (walk->key && !walk->found)
        return 0;
    if (!walk->key || row->id == walk->found)
        visit_row(walk, row);
    return 0;
}

static int find_row(const struct document_row *row, void *context)
{
    struct walk *walk = context;
    char *final_key = url_key(row->document.final_url);
    if (strcmp(row->url_key, walk->key) == 0 || (final_key && strcmp(final_key, walk->key) == 0))
        walk->found = row->id;
    free(final_key);
    return 0;
}

static enum exit_code open_ledger(struct walk *walk)
{
    const struct call *call = walk->corpus->call;
    if (walk->ledger)
        return EXIT_WELL;
    walk->ledger = ledger_open(call->config.ledger, LEDGER_READ, call->diags);
    if (!walk->ledger)
        return EXIT_LEDGER;
    walk->archive = archive_new(call->config.archive);
    return EXIT_WELL;
}

static enum exit_code visit_ledger(struct walk *walk)
{
    if (open_ledger(walk) != EXIT_WELL ||
        ledger_documents(walk->ledger, DOCUMENTS_ALL, NULL, walk_row, walk) != 0)
        return EXIT_LEDGER;
    return EXIT_WELL;
}

static enum exit_code visit_url(struct walk *walk, const char *url)
{
    char *key = url_key(url);
    enum exit_code code = EXIT_LEDGER;
    walk->key = key;
    walk->found = 0;
    if (key && open_ledger(walk) == EXIT_WELL &&
        ledger_documents(walk->ledger, DOCUMENTS_ALL, NULL, find_row, walk) == 0)
        code = visit_ledger(walk);
    if (code == EXIT_WELL && !walk->found) {
        diags_add(walk->corpus->call->diags, SEVERITY_ERROR, "input", url,
                  "the ledger has no article with this address");
        diags_hint(walk->corpus->call->diags,
                   "newsledger query articles lists those that it has; a file can be read, too");
        walk->problems = true;
    }
    walk->key = NULL;
    free(key);
    return code;
}

static void visit_file(struct walk *walk, const char *path)
{
    const char *url = walk->corpus->url;
    struct document document = {0};
    const char *problem = input_file(path, url ? url : path, &document, walk->arena);
    if (problem) {
        diags_add(walk->corpus->call->diags, SEVERITY_ERROR, "input", NULL, "%s", problem);
        walk->problems = true;
        return;
    }
    visit(walk, &document, NULL, 0);
}

enum exit_code corpus_visit(struct corpus *corpus, const char *const *words, size_t count)
{
    struct walk walk = {.corpus = corpus, .arena = arena_new(), .diags = diags_new()};
    enum exit_code code = count == 0 ? visit_ledger(&walk) : EXIT_WELL;
    for (size_t i = 0; i < count && code == EXIT_WELL; i++) {
        if (url_is_http(words[i]))
            code = visit_url(&walk, words[i]);
        else
            visit_file(&walk, words[i]);
    }
    archive_free(walk.archive);
    ledger_close(walk.ledger);
    diags_free(walk.diags);
    arena_free(walk.arena);
    return code == EXIT_WELL && walk.problems ? EXIT_PROBLEMS : code;
}
