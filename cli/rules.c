#include "cli/rules.h"

#include <string.h>

#include "base/text.h"
#include "extract/rule_test.h"
#include "rules/ruleset.h"

static enum exit_code check(const struct ruleset *rules)
{
    size_t tests = 0;
    for (size_t i = 0; i < rules->rule_count; i++)
        tests += rules->rules[i]->test_count;
    printf("%zu kinds, %zu entities, %zu rules with %zu tests, %zu sources: no mistakes\n",
           rules->kind_count - KIND_FIRST_PACK, rules->entity_count, rules->rule_count, tests,
           rules->source_count);
    return EXIT_WELL;
}

static int check_rule_id(const struct call *call, const struct ruleset *rules, const char *id)
{
    const char **ids = arena_alloc(call->arena, (rules->rule_count + 1) * sizeof(*ids));
    for (size_t i = 0; i < rules->rule_count; i++) {
        ids[i] = rules->rules[i]->id;
        if (strcmp(ids[i], id) == 0)
            return 0;
    }
    diags_add(call->diags, SEVERITY_ERROR, "rules", NULL, "no rule '%s'", id);
    const char *nearest = text_nearest(id, ids, rules->rule_count);
    if (nearest)
        diags_hint(call->diags, "did you mean '%s'?", nearest);
    return -1;
}

static enum exit_code test(const struct call *call, const struct ruleset *rules)
{
    const struct options *options = call->options;
    const char *id = options->word_count > 1 ? options->words[1] : NULL;
    if (id && check_rule_id(call, rules, id) != 0)
        return EXIT_USAGE;
    struct extractor *extractor = extractor_new(rules);
    struct rule_test_result result = rule_tests_run(extractor, id, call->diags);
    extractor_free(extractor);
    printf("%zu tests, %zu failed\n", result.run, result.failed);
    return result.failed > 0 ? EXIT_PROBLEMS : EXIT_WELL;
}

static enum exit_code rules_run(const struct call *call)
{
    const struct options *options = call->options;
    const char *what = options->word_count > 0 ? options->words[0] : "";
    bool testing = strcmp(what, "test") == 0;
    if ((!testing && strcmp(what, "check") != 0) || options->word_count > (testing ? 2u : 1u)) {
        diags_add(call->diags, SEVERITY_ERROR, "options", NULL,
                  "rules takes 'check', or 'test' and the id of a rule");
        return EXIT_USAGE;
    }
    struct ruleset *rules = ruleset_load(call->config.rules, call->diags);
    if (!rules)
        return EXIT_USAGE;
    enum exit_code code = testing ? test(call, rules) : check(rules);
    ruleset_free(rules);
    return code;
}

const struct command rules_command = {
    .name = "rules",
    .summary = "check the rule packs, or run the rules' own tests",
    .synopsis = "check | test [RULE] [OPTION]...",
    .text = "rules check reads all packs and shows every mistake with its place and, where it\n"
            "can, the way out. rules test runs the tests that stand beside the rules, all or\n"
            "those of one rule; what a failing test prints can be pasted as its new 'want'.\n"
            "How to write rules is told in rules/README.md.\n",
    .examples = "  newsledger rules check\n"
                "  newsledger rules test\n"
                "  newsledger rules test chip.co-developed --rules ./rules\n",
    .run = rules_run,
};
