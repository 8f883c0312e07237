/* The step from a document to facts in the ledger. */
#include "cli/run.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "extract/record.h"
#include "store/save.h"

static const char *member(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* A document that a worker reads. */
struct reading_of {
    struct run *run;
    int64_t id;
    char *url;
    const char *source_id; /* or NULL */
};

/* What was wrong with a page stands in its record; only errors are worth an operator's time. */
static void tell_errors(const struct reading_of *of, const json_t *record)
{
    size_t index;
    json_t *diagnostic;
    json_array_foreach(json_object_get(record, "diagnostics"), index, diagnostic)
    {
        const char *severity = member(diagnostic, "severity");
        if (severity && strcmp(severity, severity_name(SEVERITY_ERROR)) == 0)
            run_problem(of->run,
                        &(struct report_problem){.source = of->source_id,
                                                 .stage = member(diagnostic, "stage"),
                                                 .thing = of->url,
                                                 .cause = "page",
                                                 .message = member(diagnostic, "message")});
    }
}

static void save_record(const struct reading_of *of, const char *text)
{
    struct run *run = of->run;
    struct save_counts saved = {0};
    json_error_t error;
    json_t *record = json_loads(text, 0, &error);
    if (ledger_save_record(run->ledger, of->id, record, &run->how, &saved) != 0) {
        run_break(run);
    } else {
        tell_errors(of, record);
        run->counts.documents++;
        run->counts.facts += (int64_t)(saved.relations + saved.quantities);
        report_progress(run->report, &run->counts, run->sources, run->articles_left);
    }
    json_decref(record);
}

static void save_failure(const struct reading_of *of, const struct worker_result *result)
{
    struct run *run = of->run;
    if (ledger_save_failure(run->ledger, of->id, result->cause, result->message, &run->how) != 0)
        run_break(run);
    run_problem(run, &(struct report_problem){.source = of->source_id,
                                              .stage = "extract",
                                              .thing = of->url,
                                              .cause = result->cause,
                                              .message = result->message});
}

static void take_result(const struct worker_result *result, void *context)
{
    struct reading_of *of = context;
    if (!of->run->broken && result->text)
        save_record(of, result->text);
    else if (!of->run->broken)
        save_failure(of, result);
    free(of->url);
    free(of);
}

void run_read(struct run *run, int64_t id, const struct document *document,
              const struct source *source)
{
    struct reading_of *of = mem_alloc(sizeof(*of));
    *of = (struct reading_of){.run = run,
                              .id = id,
                              .url = mem_strdup(document->url),
                              .source_id = source ? source->id : NULL};
    workers_read(run->workers, document, site_reader(run->rules, source, document->final_url),
                 take_result, of);
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
