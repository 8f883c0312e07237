/* The step from a document to facts in the ledger. */
#include "cli/run.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "extract/record.h"
#include "store/save.h"

static const char *member(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* What was wrong with a page stands in its record; only errors are worth an operator's time. */
static void tell_errors(struct run *run, const struct document *document,
                        const struct source *source, const json_t *record)
{
    size_t index;
    json_t *diagnostic;
    json_array_foreach(json_object_get(record, "diagnostics"), index, diagnostic)
    {
        const char *severity = member(diagnostic, "severity");
        if (severity && strcmp(severity, severity_name(SEVERITY_ERROR)) == 0)
            run_problem(run, &(struct report_problem){.source = source ? source->id : NULL,
                                                      .stage = member(diagnostic, "stage"),
                                                      .thing = document->url,
                                                      .cause = "page",
                                                      .message = member(diagnostic, "message")});
    }
}

void run_read(struct run *run, int64_t id, const struct document *document,
              const struct source *source)
{
    struct arena *arena = arena_new();
    struct save_counts saved = {0};
    const struct source *reader = site_reader(run->rules, source, document->final_url);
    json_t *record = record_extract(run->extractor, document, reader, arena);
    if (ledger_save_record(run->ledger, id, record, &run->how, &saved) != 0) {
        run_break(run);
    } else {
        tell_errors(run, document, source, record);
        run->counts.documents++;
        run->counts.facts += (int64_t)(saved.relations + saved.quantities);
    }
    json_decref(record);
    arena_free(arena);
}

/*
 * A body that the archive does not give leaves the document as it is: a folder that is not mounted
 * today may be there tomorrow.
 */
static int read_left_over(const struct document_row *row, void *context)
{
    struct run *run = context;
    const struct source *source =
        row->source_id ? ruleset_source(run->rules, row->source_id) : NULL;
    struct document document = row->document;
    struct diags *diags = diags_new();
    char *body = NULL;
    if (archive_get(run->archive, document.sha256, &body, &document.body_len, diags) == 0) {
        document.body = body;
        run_read(run, row->id, &document, source);
    } else {
        run_problem(run, &(struct report_problem){.source = row->source_id,
                                                  .stage = "archive",
                                                  .thing = document.url,
                                                  .cause = "archive",
                                                  .message = diags_get(diags, 0)->message});
    }
    free(body);
    diags_free(diags);
    return run->broken ? -1 : 0;
}

void run_read_left_over(struct run *run)
{
    if (ledger_documents(run->ledger, DOCUMENTS_PENDING, &run->how, read_left_over, run) != 0)
        run_break(run);
}
