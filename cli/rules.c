#include "cli/rules.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "cli/rules_import.h"
#include "extract/rule_test.h"
#include "rules/ruleset.h"

static const struct option_spec rules_options[] = {
    {"output", OPTION_TEXT, "FILE", "write what was imported there, not to standard output"},
    {0},
};

static enum exit_code check(const struct call *call, const struct ruleset *rules)
{
    (void)call;
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

static enum exit_code with_rules(const struct call *call,
                                 enum exit_code (*run)(const struct call *call,
                                                       const struct ruleset *rules))
{
    struct ruleset *rules = ruleset_load(call->config.rules, call->diags);
    if (!rules)
        return EXIT_USAGE;
    enum exit_code code = run(call, rules);
    ruleset_free(rules);
    return code;
}

static enum exit_code run_check(const struct call *call)
{
    return with_rules(call, check);
}

static enum exit_code run_test(const struct call *call)
{
    return with_rules(call, test);
}

static const struct task {
    const char *name;
    size_t least, most; /* words behind the name */
    enum exit_code (*run)(const struct call *call);
} tasks[] = {
    {"check", 0, 0, run_check},
    {"test", 0, 1, run_test},
    {"import", 1, SIZE_MAX - 1, rules_import},
};

static enum exit_code rules_run(const struct call *call)
{
    const struct options *options = call->options;
    const char *name = options->word_count > 0 ? options->words[0] : "";
    for (size_t i = 0; i < sizeof(tasks) / sizeof(*tasks); i++)
        if (strcmp(name, tasks[i].name) == 0 && options->word_count > tasks[i].least &&
            options->word_count <= tasks[i].most + 1)
            return tasks[i].run(call);
    diags_add(call->diags, SEVERITY_ERROR, "options", NULL,
              "rules takes 'check', 'test' and perhaps the id of a rule, or 'import' and files");
    return EXIT_USAGE;
}

const struct command rules_command = {
    .name = "rules",
    .summary = "check, test, import or propose rules",
    .synopsis = "check | test [RULE] | import FILE... [OPTION]...",
    .text = "check   reads all packs and shows every mistake with its place and, where it can,\n"
            "        the way out\n"
            "test    runs the tests that stand beside the rules, all or those of one rule; what a\n"
            "        failing test prints can be pasted as its new 'want'\n"
            "import  translates rules of full-text readers for sites (\"key: value\" lines, one\n"
            "        file for each site: news.example.txt) into sources that say how articles of\n"
            "        these hosts are read; what could not be translated is named with its place\n"
            "\n"
            "How to write rules is told in rules/README.md.\n",
    .examples = "  newsledger rules check\n"
                "  newsledger rules test\n"
                "  newsledger rules test chip.co-developed --rules ./rules\n"
                "  newsledger rules import ftr-site-config/*.txt --output rules/sites/sites.yaml\n",
    .options = {rules_options},
    .run = rules_run,
};
