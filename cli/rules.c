#include "cli/rules.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "cli/choose_rule.h"
#include "cli/output.h"
#include "cli/rules_apply.h"
#include "cli/rules_diff.h"
#include "cli/rules_explain.h"
#include "cli/rules_import.h"
#include "cli/rules_new.h"
#include "cli/rules_stats.h"
#include "cli/rules_suggest.h"
#include "extract/rule_test.h"
#include "rules/ruleset.h"

static const struct option_spec rules_options[] = {
    {"why-not", OPTION_TEXT, "RULE", "explain: how far this rule gets, and what stops it"},
    {"all", OPTION_SWITCH, NULL, "explain: also sentences in which there is nothing"},
    {"url", OPTION_KNOWN, "URL", "explain, new: the file's address (default: its name)"},
    {"pages", OPTION_COUNT, "N", "new: how many articles are looked at (5)"},
    {"times", OPTION_COUNT, "N", "stats: mark what matches N times as often as the median (10)"},
    {"format", OPTION_CHOICE, OUTPUT_FORMATS, "how results are printed (table)"},
    {"least", OPTION_COUNT, "N", "suggest: names of at least N stories (2)"},
    {"limit", OPTION_COUNT, "N", "suggest: at most so many names (20)"},
    {"examples", OPTION_COUNT, "N", "diff: so many facts of each rule in the table (3)"},
    {"jobs", OPTION_COUNT, "N", "diff, apply: processes that read articles (one for each core)"},
    {"quiet", OPTION_SWITCH, NULL, "apply: no word unless something is wrong"},
    {"output", OPTION_TEXT, "FILE", "import, new: write the YAML there, not to standard output"},
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

static enum exit_code test(const struct call *call, const struct ruleset *rules)
{
    const struct options *options = call->options;
    const char *id = options->word_count > 1 ? options->words[1] : NULL;
    if (id && !choose_rule(call, rules, id))
        return EXIT_USAGE;
    struct extractor *extractor = extractor_new(rules);
    struct rule_test_result result = rule_tests_run(extractor, id, call->diags);
    extractor_free(extractor);
    printf("%zu tests, %zu failed\n", result.run, result.failed);
    return result.failed > 0 ? EXIT_PROBLEMS : EXIT_WELL;
}

/* What the first word of a call asks for; one of `run` and `read` is set. */
static const struct task {
    const char *name;
    size_t least, most;  /* words behind the name */
    const char *options; /* of the table above, "|" between two */
    enum exit_code (*run)(const struct call *call);
    enum exit_code (*read)(const struct call *call, const struct ruleset *rules);
} tasks[] = {
    {"check", 0, 0, "", NULL, check},
    {"test", 0, 1, "", NULL, test},
    {"explain", 1, 1, "why-not|all|url|format", NULL, rules_explain},
    {"stats", 0, SIZE_MAX - 1, "times|format", NULL, rules_stats},
    {"diff", 0, 0, "format|examples|jobs", NULL, rules_diff},
    {"apply", 0, 0, "jobs|quiet", NULL, rules_apply},
    {"suggest", 0, SIZE_MAX - 1, "least|limit|format", NULL, rules_suggest},
    {"new", 1, 1, "url|pages|output", rules_new, NULL},
    {"import", 1, SIZE_MAX - 1, "output", rules_import, NULL},
};

#define TASK_COUNT (sizeof(tasks) / sizeof(*tasks))

static void tell_tasks(const struct call *call, const char *const *names)
{
    struct buf list = {0};
    for (size_t i = 0; i < TASK_COUNT; i++)
        buf_printf(&list, "%s%s", i == 0 ? "" : i + 1 < TASK_COUNT ? ", " : " or ", names[i]);
    diags_add(call->diags, SEVERITY_ERROR, "options", NULL, "rules takes %s", list.data);
    buf_free(&list);
}

static const struct task *find_task(const struct call *call)
{
    const struct options *options = call->options;
    const char *name = options->word_count > 0 ? options->words[0] : "", *names[TASK_COUNT];
    for (size_t i = 0; i < TASK_COUNT; i++) {
        names[i] = tasks[i].name;
        if (strcmp(name, names[i]) == 0 && options->word_count > tasks[i].least &&
            options->word_count <= tasks[i].most + 1)
            return &tasks[i];
    }
    const char *nearest = text_nearest(name, names, TASK_COUNT);
    tell_tasks(call, names);
    if (nearest && strcmp(nearest, name) == 0)
        diags_hint(call->diags, "newsledger help rules tells what '%s' takes", name);
    else if (nearest)
        diags_hint(call->diags, "did you mean '%s'?", nearest);
    return NULL;
}

static bool among(const char *word, const char *list)
{
    size_t len = strlen(word);
    for (const char *at = list; (at = strstr(at, word)); at++)
        if ((at == list || at[-1] == '|') && (at[len] == '|' || at[len] == '\0'))
            return true;
    return false;
}

/* An option of another task would be without effect. */
static int check_options(const struct call *call, const struct task *task)
{
    for (const struct option_spec *spec = rules_options; spec->name; spec++) {
        if (!options_has(call->options, spec->name) || among(spec->name, task->options))
            continue;
        diags_add(call->diags, SEVERITY_ERROR, "options", NULL, "rules %s does not take --%s",
                  task->name, spec->name);
        return -1;
    }
    return 0;
}

static enum exit_code rules_run(const struct call *call)
{
    const struct task *task = find_task(call);
    if (!task || check_options(call, task) != 0)
        return EXIT_USAGE;
    if (task->run)
        return task->run(call);
    struct ruleset *rules = ruleset_load(call->config.rules, call->diags);
    enum exit_code code = rules ? task->read(call, rules) : EXIT_USAGE;
    ruleset_free(rules);
    return code;
}

const struct command rules_command = {
    .name = "rules",
    .summary = "check, test, explain, measure, compare and import rules",
    .synopsis = "check | test [RULE] | explain PAGE | stats [PAGE]... |\n"
                "    diff | apply | suggest [PAGE]... | new PAGE | import FILE... [OPTION]...",
    .text = "check   reads all packs and shows every mistake with its place and, where it can,\n"
            "        the way out\n"
            "test    runs the tests that stand beside the rules, all or those of one rule; what a\n"
            "        failing test prints can be pasted as its new 'want'\n"
            "explain shows an article sentence by sentence, with lines below what rules find in\n"
            "        it: ^^^ names and numbers, ~~~ facts, as tests spell them. With --why-not it\n"
            "        shows where that rule came close, which parts of its match found which\n"
            "        words, and what stopped it\n"
            "stats   counts over all articles of the ledger, or the pages that are named, what\n"
            "        each rule matches and what it costs; rules that never match are marked dead\n"
            "diff    shows what the rules as they are now would change in the ledger: facts that\n"
            "        appear (+), vanish (-) or change (~), by rule. Nothing is written\n"
            "apply   accepts the rules as they are now, as the next run would: reads again those\n"
            "        articles that the change can touch, and tells how many were spared\n"
            "suggest lists names and model numbers that recur in the ledger's articles, or in the\n"
            "        pages that are named, and that no entity covers, with a stub to be pasted\n"
            "new     looks at a feed, an index page or an article and at some of the site's\n"
            "        articles, and proposes a source with XPaths that hold on all of them; what\n"
            "        they give, and where others fail, is told on standard error\n"
            "import  translates rules of full-text readers for sites (\"key: value\" lines, one\n"
            "        file for each site: news.example.txt) into sources that say how articles of\n"
            "        these hosts are read; what could not be translated is named with its place\n"
            "\n"
            "A PAGE is a file (- is standard input), or the address of an article that the ledger\n"
            "has; to 'new' it is any address, which is fetched.\n"
            "How to write rules is told in rules/README.md.\n",
    .examples = "  newsledger rules check\n"
                "  newsledger rules test\n"
                "  newsledger rules test chip.co-developed --rules ./rules\n"
                "  newsledger rules explain https://news.example/1\n"
                "  newsledger rules explain page.html --why-not chip.co-developed\n"
                "  newsledger rules stats --format csv\n"
                "  newsledger rules diff --examples 10\n"
                "  newsledger rules diff --format ndjson >changes.ndjson\n"
                "  newsledger rules apply\n"
                "  newsledger rules suggest --least 3\n"
                "  newsledger rules new https://news.example/ --output rules/mine/news.yaml\n"
                "  newsledger rules import ftr-site-config/*.txt --output rules/sites/sites.yaml\n",
    .options = {rules_options},
    .run = rules_run,
};
