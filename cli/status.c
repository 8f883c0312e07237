#include "cli/status.h"

#include <string.h>

#include "base/text.h"
#include "cli/output.h"
#include "cli/prometheus.h"
#include "store/status.h"

static const struct option_spec status_options[] = {
    {"format", OPTION_CHOICE, OUTPUT_FORMATS "|prometheus", "how it is printed (table)"},
    {0},
};

static const struct part {
    const char *name;
    enum status_part part;
    const char *title; /* NULL: only shown when asked for */
} parts[] = {
    {"totals", STATUS_TOTALS, "Ledger"},
    {"sources", STATUS_SOURCES, "Sources"},
    {"runs", STATUS_RUNS, "Newest runs"},
    {"kinds", STATUS_KINDS, NULL},
};

#define PART_COUNT (sizeof(parts) / sizeof(*parts))

static const struct part *find_part(const struct call *call)
{
    const char *word = call->options->words[0], *names[PART_COUNT];
    if (call->options->word_count > 1) {
        diags_add(call->diags, SEVERITY_ERROR, "options", NULL, "status takes one part at a time");
        return NULL;
    }
    for (size_t i = 0; i < PART_COUNT; i++) {
        names[i] = parts[i].name;
        if (strcmp(names[i], word) == 0)
            return &parts[i];
    }
    diags_add(call->diags, SEVERITY_ERROR, "options", NULL,
              "status takes totals, sources, runs or kinds, not '%s'", word);
    const char *nearest = text_nearest(word, names, PART_COUNT);
    if (nearest)
        diags_hint(call->diags, "did you mean '%s'?", nearest);
    return NULL;
}

static enum exit_code print_part(const struct call *call, struct ledger *ledger,
                                 const struct part *part)
{
    struct result *result = ledger_status(ledger, part->part);
    if (!result)
        return EXIT_LEDGER;
    output_print(stdout, options_text(call->options, "format"), result);
    result_free(result);
    return EXIT_WELL;
}

static enum exit_code print_tables(const struct call *call, struct ledger *ledger)
{
    enum exit_code code = EXIT_WELL;
    for (size_t i = 0; i < PART_COUNT && parts[i].title && code == EXIT_WELL; i++) {
        printf("%s%s\n", i > 0 ? "\n" : "", parts[i].title);
        code = print_part(call, ledger, &parts[i]);
    }
    return code;
}

/* One object with a member for each part. */
static enum exit_code print_object(const struct call *call, struct ledger *ledger)
{
    enum exit_code code = EXIT_WELL;
    for (size_t i = 0; i < PART_COUNT && parts[i].title && code == EXIT_WELL; i++) {
        printf("%c\"%s\":", i > 0 ? ',' : '{', parts[i].name);
        code = print_part(call, ledger, &parts[i]);
    }
    puts("}");
    return code;
}

static enum exit_code print_metrics(const struct call *call, struct ledger *ledger)
{
    (void)call;
    struct result *metrics = ledger_status(ledger, STATUS_METRICS);
    if (!metrics)
        return EXIT_LEDGER;
    prometheus_print(stdout, metrics);
    result_free(metrics);
    return EXIT_WELL;
}

/* How all parts are printed as one. */
static const struct {
    const char *format;
    enum exit_code (*print)(const struct call *call, struct ledger *ledger);
} wholes[] = {{"table", print_tables}, {"json", print_object}, {"prometheus", print_metrics}};

static enum exit_code print_whole(const struct call *call, struct ledger *ledger,
                                  const char *format)
{
    for (size_t i = 0; i < sizeof(wholes) / sizeof(*wholes); i++)
        if (strcmp(format, wholes[i].format) == 0)
            return wholes[i].print(call, ledger);
    diags_add(call->diags, SEVERITY_ERROR, "options", NULL,
              "name one part for that format: totals, sources, runs or kinds");
    return EXIT_USAGE;
}

static enum exit_code status_run(const struct call *call)
{
    const char *format = options_text(call->options, "format");
    const struct part *part = call->options->word_count > 0 ? find_part(call) : NULL;
    if (call->options->word_count > 0 && !part)
        return EXIT_USAGE;
    if (part && format && strcmp(format, "prometheus") == 0) {
        diags_add(call->diags, SEVERITY_ERROR, "options", NULL,
                  "prometheus is a format of the whole status, not of one part");
        return EXIT_USAGE;
    }
    struct ledger *ledger = ledger_open(call->config.ledger, LEDGER_READ, call->diags);
    if (!ledger)
        return EXIT_LEDGER;
    enum exit_code code = part ? print_part(call, ledger, part)
                               : print_whole(call, ledger, format ? format : "table");
    ledger_close(ledger);
    return code;
}

const struct command status_command = {
    .name = "status",
    .summary = "show how the ledger, its sources and its runs are doing",
    .synopsis = "[totals|sources|runs|kinds] [OPTION]...",
    .text = "Prints what the ledger holds, when each source was last fetched and is next due,\n"
            "what is wrong with it (failing sources come first), and the newest runs. status\n"
            "kinds lists the kinds of entities, each of which is an option of query and trend.\n"
            "\n"
            "For monitors, --format json gives all of it as one object, and --format prometheus\n"
            "numbers in Prometheus's text format.\n",
    .examples = "  newsledger status\n"
                "  newsledger status sources --format csv\n"
                "  newsledger status --format prometheus >newsledger.prom\n",
    .options = {status_options},
    .run = status_run,
};
