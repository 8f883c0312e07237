#include "cli/rules_explain.h"

#include <string.h>

#include "cli/choose_rule.h"
#include "cli/corpus.h"
#include "cli/explanation.h"

struct question {
    const struct call *call;
    const struct rule *rule; /* --why-not, or NULL */
    bool json;
};

static void explain(const struct corpus_page *page, void *context)
{
    const struct question *question = context;
    struct explanation explanation = {.reading = page->reading,
                                      .name = page->name,
                                      .rule = question->rule,
                                      .all = options_has(question->call->options, "all")};
    struct why_not *why_not = NULL;
    if (question->rule) {
        explanation.why_not = why_not = why_not_new(question->rule);
        explanation.attempts = why_not_attempts(why_not, page->reading, false, &explanation.facts);
    } else {
        facts_find(page->reading, &explanation.facts);
    }
    struct output_style style = output_style_of(stdout);
    if (question->json)
        explanation_print_json(stdout, &explanation);
    else
        explanation_print(stdout, &style, &explanation);
    if (!reading_on_topic(page->reading))
        diags_add(question->call->diags, SEVERITY_NOTE, "extract", page->name,
                  "the article is not about the field of the rules: its record has no facts");
    why_not_free(why_not);
}

enum exit_code rules_explain(const struct call *call, const struct ruleset *rules)
{
    const struct options *options = call->options;
    const char *id = options_text(options, "why-not"), *format = options_text(options, "format");
    struct question question = {.call = call, .json = format && strcmp(format, "json") == 0};
    if (format && !question.json && strcmp(format, "table") != 0) {
        diags_add(call->diags, SEVERITY_ERROR, "options", NULL,
                  "rules explain prints text, or --format json");
        return EXIT_USAGE;
    }
    if (id && !(question.rule = choose_rule(call, rules, id)))
        return EXIT_USAGE;
    struct extractor *extractor = extractor_new(rules);
    struct corpus corpus = {.call = call,
                            .extractor = extractor,
                            .url = options_text(options, "url"),
                            .tells = true,
                            .visit = explain,
                            .context = &question};
    enum exit_code code = corpus_visit(&corpus, options->words + 1, 1);
    extractor_free(extractor);
    return code;
}
