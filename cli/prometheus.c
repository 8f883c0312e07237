#include "cli/prometheus.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* What a metric of STATUS_METRICS is; the names are those that monitors are set up for. */
static const struct {
    const char *name;
    const char *type;
    const char *help;
} kinds[] = {
    {"source_failing", "gauge", "1 where the last poll of a source failed, with the cause"},
    {"source_failures", "gauge", "Polls of a source that failed in a row"},
    {"source_below_habit", "gauge", "1 where a source brings less than it used to, with the cause"},
    {"source_last_success_timestamp_seconds", "gauge", "When a source answered last"},
    {"source_next_due_timestamp_seconds", "gauge", "When a source is to be polled next"},
    {"source_articles_total", "counter", "New articles that a source has brought"},
    {"last_run_start_timestamp_seconds", "gauge", "When the newest run began"},
    {"last_run_end_timestamp_seconds", "gauge", "When the newest run ended; absent: it did not"},
    {"last_run_exit_status", "gauge", "Exit status of the newest run that ended"},
    {"last_run_problems", "gauge", "Problems of the newest run"},
    {"documents", "gauge", "Documents of articles, by state"},
    {"articles", "gauge", "Articles"},
    {"stories", "gauge", "Stories: copies of one text count once"},
    {"facts", "gauge", "Relations and quantities, by kind"},
    {"problem_addresses", "gauge", "Addresses that could not be fetched so far"},
};

enum { NAME, LABEL, LABEL_VALUE, SOURCE, VALUE };

/* The format has three characters to escape in a label's value. */
static void print_label(FILE *out, const char *name, const char *value, char before)
{
    fprintf(out, "%c%s=\"", before, name);
    for (; *value; value++) {
        if (*value == '\n')
            fputs("\\n", out);
        else if (*value == '"' || *value == '\\')
            fprintf(out, "\\%c", *value);
        else
            fputc(*value, out);
    }
    fputc('"', out);
}

static void print_sample(FILE *out, const struct cell *row)
{
    char before = '{';
    fprintf(out, "newsledger_%s", row[NAME].text);
    if (row[SOURCE].text) {
        print_label(out, "source", row[SOURCE].text, before);
        before = ',';
    }
    if (row[LABEL].text) {
        print_label(out, row[LABEL].text, row[LABEL_VALUE].text, before);
        before = ',';
    }
    fprintf(out, "%s %.15g\n", before == ',' ? "}" : "", row[VALUE].number);
}

void prometheus_print(FILE *out, const struct result *metrics)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        bool begun = false;
        for (size_t row = 0; row < metrics->row_count; row++) {
            const struct cell *cells = result_row(metrics, row);
            if (strcmp(cells[NAME].text, kinds[i].name) != 0)
                continue;
            if (!begun)
                fprintf(out, "# HELP newsledger_%s %s\n# TYPE newsledger_%s %s\n", kinds[i].name,
                        kinds[i].help, kinds[i].name, kinds[i].type);
            begun = true;
            print_sample(out, cells);
        }
    }
}
