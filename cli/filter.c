#include "cli/filter.h"

#include <stdlib.h>
#include <string.h>

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

static const double *read_number(const struct options *options, const char *name,
                                 struct arena *arena)
{
    const char *text = options_text(options, name);
    if (!text)
        return NULL;
    double *number = arena_alloc(arena, sizeof(*number));
    *number = strtod(text, NULL);
    return number;
}

static void read_parties(const struct options *options, struct arena *arena,
                         struct query_filter *filter)
{
    const char *named[] = {options_text(options, "entity"), options_text(options, "partner")};
    struct query_party *parties = arena_alloc(arena, (options->kind_count + 2) * sizeof(*parties));
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

void filter_read(const struct options *options, struct arena *arena, struct query_filter *filter)
{
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
        .min_value = read_number(options, "min", arena),
        .max_value = read_number(options, "max", arena),
        .source = options_text(options, "source"),
        .language = options_text(options, "language"),
    };
    read_parties(options, arena, filter);
}

void filter_explain(const struct options *options, const struct option_spec *const *tables,
                    struct diags *diags)
{
    for (size_t i = 0; i < options->kind_count; i++) {
        const char *name = options->kinds[i].name;
        diags_add(diags, SEVERITY_NOTE, "options", NULL,
                  "--%s is no option of its own and was taken for a kind of entity", name);
        options_suggest(tables, name, diags);
    }
}
