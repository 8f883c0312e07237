#include "cli/filter.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/status.h"

const struct option_spec filter_options[] = {
    {"since", OPTION_TEXT, "DATE",
     "articles from then on: 2025, 2025-Q1, 2025-H1, 2025-01 or 2025-01-15"},
    {"until", OPTION_TEXT, "DATE", "articles up to the end of that, in the same forms"},
    {"period", OPTION_TEXT, "PERIOD", "what a percentage speaks of: 2025, 2025-Q1, FY2025-Q3"},
    {"entity", OPTION_TEXT, "NAME", "an entity that takes part: its id or any of its names"},
    {"partner", OPTION_TEXT, "NAME", "a second one that takes part"},
    {"subject", OPTION_TEXT, "NAME", "the entity that does it, or that is measured"},
    {"object", OPTION_TEXT, "NAME", "the entity that it is done to"},
    {"about", OPTION_TEXT, "NAME", "the entity that a partnership is about"},
    {"claimant", OPTION_TEXT, "NAME", "who says so"},
    {"type", OPTION_TEXT, "TYPE", "of a relation, as the rules call it; of an entity: its kind"},
    {"role", OPTION_TEXT, "ROLE", "of a relation, as the rules call it"},
    {"metric", OPTION_TEXT, "METRIC", "what a percentage measures: its id or name"},
    {"unit", OPTION_CHOICE, "%|pp|bps", "of a quantity"},
    {"modality", OPTION_CHOICE, "actual|estimate|forecast|target", "how sure the claim is"},
    {"min", OPTION_NUMBER, "VALUE", "quantities from VALUE on"},
    {"max", OPTION_NUMBER, "VALUE", "quantities up to VALUE"},
    {"source", OPTION_TEXT, "ID", "only articles of this source"},
    {"language", OPTION_TEXT, "CODE", "only articles in this language: en"},
    {0},
};

static const double *read_number(const struct call *call, const char *name)
{
    const char *text = options_text(call->options, name);
    if (!text)
        return NULL;
    double *number = arena_alloc(call->arena, sizeof(*number));
    *number = strtod(text, NULL);
    return number;
}

static void read_parties(const struct call *call, struct query_filter *filter)
{
    const struct options *options = call->options;
    const char *named[] = {options_text(options, "entity"), options_text(options, "partner")};
    struct query_party *parties =
        arena_alloc(call->arena, (options->kind_count + 2) * sizeof(*parties));
    for (size_t i = 0; i < options->kind_count; i++) {
        const struct option_value *kind = &options->kinds[i];
        bool any = strcmp(kind->value, "any") == 0;
        parties[filter->party_count++] = (struct query_party){kind->name, any ? NULL : kind->value};
    }
    for (size_t i = 0; i < 2; i++) {
        if (named[i])
            parties[filter->party_count++] = (struct query_party){NULL, named[i]};
    }
    filter->parties = parties;
}

static int refuse_option(const struct call *call, const struct option_spec *const *tables,
                         const char *name, const char *nearest_kind)
{
    diags_add(call->diags, SEVERITY_ERROR, "options", NULL,
              "--%s is no option, and the ledger has no such kind of entity", name);
    if (nearest_kind)
        diags_hint(call->diags, "did you mean --%s?", nearest_kind);
    else
        diags_hint(call->diags, "newsledger status kinds lists them");
    options_suggest(tables, name, call->diags);
    return -1;
}

static int check_kinds(const struct call *call, struct ledger *ledger,
                       const struct option_spec *const *tables)
{
    const struct options *options = call->options;
    struct result *result = options->kind_count > 0 ? ledger_status(ledger, STATUS_KINDS) : NULL;
    int status = options->kind_count > 0 && !result ? -1 : 0;
    size_t count = result ? result->row_count : 0;
    const char **kinds = arena_alloc(call->arena, (count + 1) * sizeof(*kinds));
    for (size_t i = 0; i < count; i++)
        kinds[i] = result_row(result, i)[0].text;
    for (size_t i = 0; i < options->kind_count && status == 0; i++) {
        const char *name = options->kinds[i].name;
        const char *nearest = text_nearest(name, kinds, count);
        if (!nearest || !text_equal_ascii_nocase(nearest, name))
            status = refuse_option(call, tables, name, nearest);
    }
    result_free(result);
    return status;
}

int filter_read(const struct call *call, struct ledger *ledger,
                const struct option_spec *const *tables, struct query_filter *filter)
{
    const struct options *options = call->options;
    if (check_kinds(call, ledger, tables) != 0)
        return -1;
    *filter = (struct query_filter){
        .since = options_text(options, "since"),
        .until = options_text(options, "until"),
        .period = options_text(options, "period"),
        .subject = options_text(options, "subject"),
        .object = options_text(options, "object"),
        .about = options_text(options, "about"),
        .claimant = options_text(options, "claimant"),
        .type = options_text(options, "type"),
        .role = options_text(options, "role"),
        .metric = options_text(options, "metric"),
        .unit = options_text(options, "unit"),
        .modality = options_text(options, "modality"),
        .min_value = read_number(call, "min"),
        .max_value = read_number(call, "max"),
        .source = options_text(options, "source"),
        .language = options_text(options, "language"),
    };
    read_parties(call, filter);
    return 0;
}
