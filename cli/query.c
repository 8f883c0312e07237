#include "cli/query.h"

#include <string.h>

#include "base/text.h"
#include "cli/filter.h"
#include "cli/output.h"

/* Enough for a screen; programs that read the other formats want everything. */
#define TABLE_LIMIT 50

static const struct option_spec query_options[] = {
    {"format", OPTION_CHOICE, OUTPUT_FORMATS, "how the rows are printed (table)"},
    {"limit", OPTION_COUNT, "N", "at most N rows (50 in a table, else all)"},
    {"order", OPTION_CHOICE, "newest|oldest|value|name|count", "which rows come first (newest)"},
    {"evidence", OPTION_SWITCH, NULL,
     "with the sentence, the rule, the address and the archived bytes' SHA-256"},
    {0},
};

static const struct {
    const char *name;
    enum query_kind kind;
} subjects[] = {
    {"relations", QUERY_RELATIONS},
    {"quantities", QUERY_QUANTITIES},
    {"entities", QUERY_ENTITIES},
    {"articles", QUERY_ARTICLES},
};

#define SUBJECT_COUNT (sizeof(subjects) / sizeof(*subjects))

static int read_subject(const struct call *call, enum query_kind *kind)
{
    const struct options *options = call->options;
    const char *names[SUBJECT_COUNT];
    for (size_t i = 0; i < SUBJECT_COUNT; i++) {
        names[i] = subjects[i].name;
        if (options->word_count == 1 && strcmp(names[i], options->words[0]) == 0) {
            *kind = subjects[i].kind;
            return 0;
        }
    }
    diags_add(call->diags, SEVERITY_ERROR, "options", NULL,
              "query takes one of relations, quantities, entities and articles");
    const char *nearest =
        options->word_count > 0 ? text_nearest(options->words[0], names, SUBJECT_COUNT) : NULL;
    if (nearest)
        diags_hint(call->diags, "did you mean 'newsledger query %s'?", nearest);
    return -1;
}

static enum exit_code print_rows(const struct call *call, struct ledger *ledger,
                                 enum query_kind kind)
{
    const char *format = options_text(call->options, "format");
    bool table = !format || strcmp(format, "table") == 0;
    const struct option_spec *const tables[] = {query_options, filter_options, NULL};
    struct query_filter filter;
    if (filter_read(call, ledger, tables, &filter) != 0)
        return EXIT_USAGE;
    filter.order = options_text(call->options, "order");
    filter.limit = (size_t)options_count(call->options, "limit", table ? TABLE_LIMIT : 0);
    filter.with_evidence = options_has(call->options, "evidence");

    struct result *result = ledger_query(ledger, kind, &filter);
    if (!result)
        return EXIT_USAGE;
    output_print(stdout, format, result);
    if (result->cut)
        diags_add(call->diags, SEVERITY_NOTE, "query", NULL,
                  "there are more rows than these %zu: raise --limit", result->row_count);
    result_free(result);
    return EXIT_WELL;
}

static enum exit_code query_run(const struct call *call)
{
    enum query_kind kind;
    if (read_subject(call, &kind) != 0)
        return EXIT_USAGE;
    struct ledger *ledger = ledger_open(call->config.ledger, LEDGER_READ, call->diags);
    if (!ledger)
        return EXIT_LEDGER;
    enum exit_code code = print_rows(call, ledger, kind);
    ledger_close(ledger);
    return code;
}

const struct command query_command = {
    .name = "query",
    .summary = "show facts, entities or articles of the ledger",
    .synopsis = "relations|quantities|entities|articles [OPTION]...",
    .text = "Prints what the ledger holds, one fact a line; all conditions must hold.\n"
            "\n"
            "Besides the options below, every kind of entity that the rules declare is an\n"
            "option: where they have a kind 'csp', --csp aws asks for facts in which that\n"
            "one takes part, --csp any for facts in which one of them does. An entity is\n"
            "given by its id or any of its names, whatever the case; a family stands for\n"
            "all its versions.\n",
    .examples =
        "  newsledger query relations --csp any --since 2025-Q1\n"
        "  newsledger query relations --csp aws --partner Marvell --evidence\n"
        "  newsledger query quantities --period 2026 --modality forecast\n"
        "  newsledger query quantities --subject Nvidia --metric market-share --order oldest\n"
        "  newsledger query articles --entity Broadcom --format csv >articles.csv\n",
    .options = {query_options, filter_options},
    .kind_options = true,
    .run = query_run,
};
