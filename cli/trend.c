#include "cli/trend.h"

#include <string.h>

#include "base/text.h"
#include "cli/chart.h"
#include "cli/filter.h"
#include "cli/output.h"
#include "store/trend.h"

static const struct option_spec trend_options[] = {
    {"by", OPTION_CHOICE, "month|quarter|year", "the length of a step (month)"},
    {"format", OPTION_CHOICE, "chart|" OUTPUT_FORMATS, "how the series is printed (chart)"},
    {0},
};

/* What a trend can be of, and the column of store/trend.h that its bars show. */
static const struct topic_kind {
    const char *name;
    enum trend_kind kind;
    const char *bar;
} topics[] = {
    {"entity", TREND_ENTITY, "stories"},
    {"relation", TREND_RELATION, "stories"},
    {"metric", TREND_METRIC, "mean"},
};

#define TOPIC_COUNT (sizeof(topics) / sizeof(*topics))

static const struct topic_kind *read_topic(const struct call *call)
{
    const struct options *options = call->options;
    const char *names[TOPIC_COUNT];
    for (size_t i = 0; i < TOPIC_COUNT; i++) {
        names[i] = topics[i].name;
        if (options->word_count == 2 && strcmp(names[i], options->words[0]) == 0)
            return &topics[i];
    }
    diags_add(call->diags, SEVERITY_ERROR, "options", NULL,
              "trend takes two words: entity, relation or metric, and which one");
    const char *nearest =
        options->word_count > 0 ? text_nearest(options->words[0], names, TOPIC_COUNT) : NULL;
    if (nearest)
        diags_hint(call->diags, "newsledger trend %s %s", nearest,
                   options->word_count > 1 ? options->words[1] : "NAME");
    return NULL;
}

static enum trend_step read_step(const struct options *options)
{
    const char *by = options_text(options, "by");
    if (!by || strcmp(by, "month") == 0)
        return TREND_MONTH;
    return strcmp(by, "quarter") == 0 ? TREND_QUARTER : TREND_YEAR;
}

static size_t find_column(const struct result *result, const char *name)
{
    size_t column = 0;
    while (column + 1 < result->column_count && strcmp(result->columns[column], name) != 0)
        column++;
    return column;
}

static enum exit_code print_trend(const struct call *call, struct ledger *ledger,
                                  const struct topic_kind *topic)
{
    const char *format = options_text(call->options, "format");
    const struct option_spec *const tables[] = {trend_options, filter_options, NULL};
    struct query_filter filter;
    if (filter_read(call, ledger, tables, &filter) != 0)
        return EXIT_USAGE;
    struct result *result = ledger_trend(ledger, topic->kind, call->options->words[1],
                                         read_step(call->options), &filter);
    if (!result)
        return EXIT_USAGE;
    if (!format || strcmp(format, "chart") == 0)
        chart_print(stdout, result, find_column(result, topic->bar));
    else
        output_print(stdout, format, result);
    result_free(result);
    return EXIT_WELL;
}

static enum exit_code trend_run(const struct call *call)
{
    const struct topic_kind *topic = read_topic(call);
    if (!topic)
        return EXIT_USAGE;
    struct ledger *ledger = ledger_open(call->config.ledger, LEDGER_READ, call->diags);
    if (!ledger)
        return EXIT_LEDGER;
    enum exit_code code = print_trend(call, ledger, topic);
    ledger_close(ledger);
    return code;
}

const struct command trend_command = {
    .name = "trend",
    .summary = "show how often something is written about, and how values move",
    .synopsis = "entity NAME | relation TYPE | metric NAME [OPTION]...",
    .text = "For an entity or a type of relation: articles and stories, by the articles' dates.\n"
            "Copies and rewrites of one article are one story. For a metric: the values that\n"
            "are claimed, by the periods that the claims speak of; forecasts, estimates and\n"
            "actual values are series of their own, and only claims whose period is as long\n"
            "as a step count (use --by year for values of years).\n"
            "\n"
            "As in newsledger query, every kind of the rules is an option (--csp aws).\n",
    .examples = "  newsledger trend entity Trainium --by quarter\n"
                "  newsledger trend relation partners --csp aws --by year\n"
                "  newsledger trend metric 'market share' --subject Nvidia --by year\n"
                "  newsledger trend entity Broadcom --since 2025 --format csv\n",
    .options = {trend_options, filter_options},
    .kind_options = true,
    .run = trend_run,
};
