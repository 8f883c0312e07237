#include "rules/ruleset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "rules/names.h"
#include "tests/support/folder.h"
#include "tests/support/rules.h"

#define BASIC "tests/rules/packs/basic"

struct fixture {
    struct diags *diags;
    struct ruleset *rules;
};

static int set_up(void **state)
{
    struct fixture *fixture = mem_alloc(sizeof(*fixture));
    fixture->diags = diags_new();
    fixture->rules = ruleset_load(BASIC, fixture->diags);
    diags_print(stderr, fixture->diags);
    *state = fixture;
    return fixture->rules ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    ruleset_free(fixture->rules);
    diags_free(fixture->diags);
    free(fixture);
    return 0;
}

static const struct ruleset *rules_of(void **state)
{
    const struct fixture *fixture = *state;
    return fixture->rules;
}

static const struct rule *rule_of(const struct ruleset *rules, const char *id)
{
    for (size_t i = 0; i < rules->rule_count; i++)
        if (strcmp(rules->rules[i]->id, id) == 0)
            return rules->rules[i];
    fail_msg("no rule %s", id);
    return NULL;
}

static kind_set kind(const struct ruleset *rules, const char *name)
{
    assert_true(ruleset_kind(rules, name) >= 0);
    return (kind_set)1 << ruleset_kind(rules, name);
}

/* A sentence as rules see it: each '<id>' is replaced by the symbol of that entity's kinds. */
static char *typed(const struct ruleset *rules, const char *text)
{
    struct buf out = {0};
    while (*text) {
        const char *end = *text == '<' ? strchr(text, '>') : NULL;
        if (!end) {
            buf_putc(&out, *text++);
            continue;
        }
        char id[32] = "";
        memcpy(id, text + 1, (size_t)(end - text) - 1);
        int built_in = ruleset_kind(rules, id);
        const struct entity *entity = ruleset_entity(rules, id);
        buf_put_code_point(&out,
                           ruleset_symbol(rules, entity ? entity->kinds : (kind_set)1 << built_in));
        text = end + 1;
    }
    return buf_detach(&out);
}

static bool matches(const struct ruleset *rules, const struct pattern *pattern, const char *text)
{
    char *sentence = typed(rules, text);
    enum pattern_result result = pattern_search(pattern, sentence, strlen(sentence), 0, NULL);
    free(sentence);
    return result == PATTERN_MATCH;
}

static void test_kinds(void **state)
{
    const struct ruleset *rules = rules_of(state);
    assert_int_equal(rules->kind_count, 7);
    assert_int_equal(ruleset_kind(rules, "percent"), KIND_PERCENT);
    assert_int_equal(ruleset_kind(rules, "period"), KIND_PERIOD);
    assert_int_equal(ruleset_kind(rules, "org"), 2);
    assert_string_equal(rules->kinds[3].label, "weaving mill");
    assert_int_equal(ruleset_kind(rules, "none"), -1);
}

static void test_entities(void **state)
{
    const struct ruleset *rules = rules_of(state);
    const struct entity *tansy = ruleset_entity(rules, "tansy");
    assert_int_equal(rules->entity_count, 5);
    assert_string_equal(rules->entities[0]->id, "burdock");
    assert_string_equal(tansy->name, "Tansy Mills");
    assert_string_equal(tansy->type, "org");
    assert_true(tansy->kinds == (kind(rules, "org") | kind(rules, "mill")));
    assert_int_equal(tansy->name_count, 2);
    assert_string_equal(tansy->wikidata, "Q1");
    assert_string_equal(tansy->owner->id, "holding");
    assert_false(tansy->exact_case);
    assert_string_equal(ruleset_entity(rules, "burdock")->name, "The Burdock Guild");
    assert_true(ruleset_entity(rules, "burdock")->exact_case);
    assert_null(ruleset_entity(rules, "nobody"));
}

static void test_entity_details(void **state)
{
    const struct ruleset *rules = rules_of(state);
    const struct entity *jenny = ruleset_entity(rules, "jenny");
    assert_ptr_equal(jenny->maker, ruleset_entity(rules, "tansy"));
    assert_true(jenny->needs_version);
    assert_string_equal(jenny->names[1].text, "Heron");
    assert_string_equal(jenny->names[1].version, "6");
    assert_null(jenny->names[0].version);
    assert_string_equal(pattern_text(jenny->near), "(?i)\\b(?:loom|cloth)s?\\b");
    assert_string_equal(pattern_text(jenny->unless), "(?i)aunt\\s+@");
    assert_string_equal(jenny->position.file, BASIC "/orchard/b-things.yaml");
    assert_int_equal(jenny->position.line, 6);
    struct name_match match;
    assert_int_equal(names_at(rules->names, "Heron.", 6, 0, &match, 1), 1);
    assert_ptr_equal(match.entity, jenny);
}

static void test_symbols(void **state)
{
    const struct ruleset *rules = rules_of(state);
    /* percent, period, {org guild}, {org} (twice), {loom}, {org mill}: in the order of the ids */
    assert_int_equal(rules->symbol_count, 6);
    assert_int_equal(ruleset_symbol(rules, 1 << KIND_PERCENT), SYMBOL_FIRST);
    assert_int_equal(ruleset_symbol(rules, 1 << KIND_PERIOD), SYMBOL_FIRST + 1);
    assert_int_equal(ruleset_symbol(rules, kind(rules, "loom")), SYMBOL_FIRST + 4);
    assert_int_equal(ruleset_symbol(rules, kind(rules, "spare")), 0);
}

static void test_relations_and_metrics(void **state)
{
    const struct ruleset *rules = rules_of(state);
    const struct relation_type *allies = ruleset_relation(rules, "allies");
    assert_true(allies->symmetric);
    assert_false(ruleset_relation(rules, "weaves")->symmetric);
    assert_int_equal(allies->role_count, 2);
    assert_string_equal(allies->roles[1], "dye");
    assert_true(matches(rules, allies->unless, "<holding> has denied"));
    assert_false(matches(rules, allies->unless, "<jenny> has denied"));
    assert_true(allies->subject == kind(rules, "org"));
    assert_null(ruleset_relation(rules, "none"));
    assert_string_equal(rules->metrics[0].id, "narrow"); /* in the order of the file */
    assert_string_equal(ruleset_metric(rules, "share")->name, "share");
    assert_null(ruleset_metric(rules, "none"));
}

static void test_rules_are_ordered(void **state)
{
    const struct ruleset *rules = rules_of(state);
    assert_int_equal(rules->rule_count, 4);
    assert_string_equal(rules->rules[0]->id, "first");
    assert_string_equal(rules->rules[1]->id, "plain");
    assert_string_equal(rules->rules[3]->id, "alternatives");
    assert_int_equal(rules->rules[0]->priority, 5);
    assert_int_equal(rule_of(rules, "plain")->position.line, 2);
}

static void test_slots(void **state)
{
    const struct ruleset *rules = rules_of(state);
    const struct rule *rule = rule_of(rules, "first");
    assert_int_equal(rule->slot_count, 3);
    assert_string_equal(rule->slots[0].name, "a");
    assert_true(rule->slots[0].list);
    assert_true(rule->slots[0].kinds == kind(rules, "org"));
    assert_int_equal(rule->slots[2].group, 3);
    assert_false(rule->slots[1].list);
    assert_true(rule->slots[1].kinds == (kind(rules, "org") | kind(rules, "guild")));
    assert_string_equal(rule_of(rules, "plain")->slots[1].name, "loom");
}

static void test_matches_fill_groups(void **state)
{
    const struct ruleset *rules = rules_of(state);
    const struct rule *rule = rule_of(rules, "first");
    struct span spans[PATTERN_GROUPS_MAX];
    char *text =
        typed(rules, "<tansy>, <burdock> &<holding>, and <tansy> with <burdock> on <jenny>");
    assert_int_equal(pattern_search(rule->match, text, strlen(text), 0, spans), PATTERN_MATCH);
    assert_int_equal(spans[1].start, 0);
    assert_int_equal(spans[1].end, strlen(",  &, and ") + 4 * 3);
    assert_int_equal(spans[3].end, strlen(text));
    free(text);
    text = typed(rules, "<tansy> or <holding> with <burdock>");
    assert_int_equal(pattern_search(rule->match, text, strlen(text), 0, spans), PATTERN_MATCH);
    assert_int_equal(spans[3].start, PATTERN_UNSET);
    free(text);
}

static void test_slots_hold_their_kinds_only(void **state)
{
    const struct ruleset *rules = rules_of(state);
    const struct pattern *match = rule_of(rules, "plain")->match;
    assert_true(matches(rules, match, "<tansy> and\tbuilt  <jenny>"));
    assert_true(matches(rules, match, "<tansy>, it says, built <jenny>"));
    assert_false(matches(rules, match, "<holding> built <jenny>"));
    assert_false(matches(rules, match, "<tansy>; built <jenny>"));
    assert_false(matches(rules, match, "<tansy> built<jenny>"));
    assert_true(matches(rules, rule_of(rules, "first")->unless, "<burdock> fell"));
    assert_false(matches(rules, rule_of(rules, "first")->unless, "<tansy> fell"));
    assert_true(matches(rules, rule_of(rules, "share")->match, "<percent> share"));
}

static void test_needs(void **state)
{
    const struct ruleset *rules = rules_of(state);
    const struct rule *plain = rule_of(rules, "plain"), *first = rule_of(rules, "first");
    assert_int_equal(plain->need_count, 2);
    assert_true(plain->needs[0] == kind(rules, "mill"));
    assert_true(plain->needs[1] == kind(rules, "loom"));
    assert_int_equal(first->need_count, 2); /* the thing is optional */
    assert_int_equal(rule_of(rules, "alternatives")->need_count, 0);
}

static void test_rule_tests(void **state)
{
    const struct rule *rule = rule_of(rules_of(state), "plain");
    assert_int_equal(rule->test_count, 2);
    assert_string_equal(rule->tests[0].text, "Tansy built Jenny 2.");
    assert_int_equal(rule->tests[0].want_count, 1);
    assert_string_equal(rule->tests[0].want[0], "tansy weaves jenny@2 forecast");
    assert_null(rule->tests[0].title);
    assert_int_equal(rule->tests[0].position.line, 8);
    assert_int_equal(rule->tests[1].want_count, 0);
    assert_string_equal(rule->tests[1].title, "Sleep");
    assert_string_equal(rule->tests[1].published, "2025-05-15");
}

static void test_context(void **state)
{
    const struct ruleset *rules = rules_of(state);
    const struct context *context = &rules->context;
    assert_int_equal(context->pronoun_count, 2);
    assert_true(context->pronouns[0].possessive); /* in the order of the files */
    assert_true(context->pronouns[1].kinds == (kind(rules, "org") | kind(rules, "mill")));
    assert_false(context->pronouns[1].possessive);
    assert_null(context->modality[MODALITY_ACTUAL]);
    assert_string_equal(pattern_text(context->modality[MODALITY_TARGET]), "\\baims\\b");
    assert_non_null(context->up);
    assert_null(context->down);
    assert_non_null(context->basis[BASIS_YOY]);
    assert_null(context->basis[BASIS_QOQ]);
    assert_non_null(context->basis[BASIS_CAGR]);
    assert_non_null(context->version_before);
    assert_true(context->claimants == kind(rules, "guild"));
}

static void test_topic_in_extended_syntax(void **state)
{
    const struct ruleset *rules = rules_of(state);
    assert_int_equal(rules->topic.least, 2);
    assert_true(rules->topic.kinds == kind(rules, "loom"));
    assert_true(matches(rules, rules->topic.terms, "the Cloth Trade"));
    assert_true(matches(rules, rules->topic.terms, "weaving"));
    assert_false(matches(rules, rules->topic.terms, "clothtrade"));
}

static void test_sources(void **state)
{
    const struct ruleset *rules = rules_of(state);
    const struct source *gazette = ruleset_source(rules, "gazette");
    assert_int_equal(rules->source_count, 4);
    assert_int_equal(gazette->kind, SOURCE_FEED);
    assert_string_equal(gazette->name, "The Gazette");
    assert_int_equal(gazette->every, 90 * 60);
    assert_true(gazette->enabled && gazette->verified);
    assert_true(matches(rules, gazette->match, "https://gazette.example/news/1"));
    assert_string_equal(gazette->article.body.items[0], "//div[@class='a']//p");
    assert_int_equal(gazette->article.strip.count, 2);
    assert_string_equal(gazette->article.strip.items[1], "//p[@class=\"b\"]");
    assert_int_equal(gazette->article.date.count, 0);
    const struct source *courier = ruleset_source(rules, "courier");
    assert_int_equal(courier->kind, SOURCE_INDEX);
    assert_string_equal(courier->links, "//h2/a");
    assert_string_equal(courier->name, "courier");
    assert_int_equal(courier->every, 2 * 3600);
    assert_true(courier->enabled && !courier->verified);
    assert_int_equal(ruleset_source(rules, "weekly")->every, 3600); /* nothing said */
    assert_int_equal(ruleset_source(rules, "idle")->every, 3 * 24 * 3600);
    assert_false(ruleset_source(rules, "idle")->enabled);
    assert_null(ruleset_source(rules, "none"));
}

/* A folder with the basic pack's files, whose rules can be changed. */
struct copy {
    char *folder;
    char *rules;
};

static void copy_file(const struct copy *copy, const char *name)
{
    char from[128], *bytes, *to = folder_path(copy->folder, name);
    size_t len;
    snprintf(from, sizeof(from), "%s/orchard/%s", BASIC, name);
    assert_int_equal(file_read(from, 1 << 20, &bytes, &len), 0);
    assert_int_equal(file_write(to, bytes, len), 0);
    free(bytes);
    free(to);
}

static void write_rules(const struct copy *copy, const char *old, const char *new)
{
    struct buf changed = {0};
    const char *at = strstr(copy->rules, old);
    assert_non_null(at);
    buf_add(&changed, copy->rules, (size_t)(at - copy->rules));
    buf_printf(&changed, "%s%s", new, at + strlen(old));
    char *path = folder_path(copy->folder, "c-rules.yaml");
    assert_int_equal(file_write(path, changed.data, changed.len), 0);
    free(path);
    buf_free(&changed);
}

/* The versions of all and of the rule "plain" when `old` is `new` in the rules. */
struct versions {
    char all[65];
    char plain[65];
};

static struct versions versions_with(const struct copy *copy, const char *old, const char *new)
{
    struct versions versions;
    struct diags *diags = diags_new();
    write_rules(copy, old, new);
    struct ruleset *rules = ruleset_load(copy->folder, diags);
    diags_print(stderr, diags);
    assert_non_null(rules);
    strcpy(versions.all, rules->version);
    strcpy(versions.plain, rule_of(rules, "plain")->version);
    ruleset_free(rules);
    diags_free(diags);
    return versions;
}

static void test_versions_change_with_what_matters(void **state)
{
    (void)state;
    size_t len;
    struct copy copy = {.folder = folder_new()};
    copy_file(&copy, "a-words.yaml");
    copy_file(&copy, "b-things.yaml");
    assert_int_equal(file_read(BASIC "/orchard/c-rules.yaml", 1 << 20, &copy.rules, &len), 0);

    const struct versions old = versions_with(&copy, "built", "built");
    struct versions new = versions_with(&copy, "built", "made");
    assert_string_not_equal(old.plain, new.plain);
    assert_string_not_equal(old.all, new.all);
    new = versions_with(&copy, "mill weaves loom", "maker(loom) weaves loom");
    assert_string_not_equal(old.plain, new.plain);
    new = versions_with(&copy, "id: plain\n", "id: plain\n    priority: 1\n");
    assert_string_not_equal(old.plain, new.plain);
    new = versions_with(&copy, "id: plain\n", "id: plain\n    unless: 'x'\n");
    assert_string_not_equal(old.plain, new.plain);
    /* Tests, and other rules, do not change what a rule finds. */
    new = versions_with(&copy, "Tansy slept.", "Tansy awoke.");
    assert_string_equal(old.plain, new.plain);
    assert_string_not_equal(old.all, new.all);
    new = versions_with(&copy, "{guild} fell", "{guild} rose");
    assert_string_equal(old.plain, new.plain);
    folder_remove(copy.folder);
    free(copy.rules);
}

static void test_versions_change_with_the_slots_used(void **state)
{
    (void)state;
    static const char pack[] = "kinds: {org: o}\n"
                               "relations: {r: {subject: org, object: org}}\n"
                               "slots: {inner: '%s', outer: 'b{inner}', other: '%s'}\n"
                               "rules: [{id: a, match: '{a:org}{outer}{b:org}', emit: a r b}]\n";
    static const char *const inner[] = {"x", "y", "x"}, *const other[] = {"z", "z", "w"};
    char versions[3][65];
    for (size_t i = 0; i < 3; i++) {
        struct buf yaml = {0};
        struct diags *diags = diags_new();
        buf_printf(&yaml, pack, inner[i], other[i]);
        struct ruleset *rules = rules_from_text(yaml.data, diags);
        assert_non_null(rules);
        strcpy(versions[i], rules->rules[0]->version);
        ruleset_free(rules);
        diags_free(diags);
        buf_free(&yaml);
    }
    assert_string_not_equal(versions[0], versions[1]);
    assert_string_equal(versions[0], versions[2]);
}

/* The example that authors start from, which is the indented part before the first section. */
static void test_readme_example(void **state)
{
    (void)state;
    char *readme;
    size_t len;
    struct diags *diags = diags_new();
    assert_int_equal(file_read("rules/README.md", 1 << 20, &readme, &len), 0);
    char *start = strstr(readme, "    kinds:"), *end = strstr(readme, "## Patterns");
    assert_true(start && end);
    *end = '\0';
    struct ruleset *rules = rules_from_text(start, diags);
    diags_print(stderr, diags);
    assert_non_null(rules);
    assert_string_equal(rules->rules[0]->id, "chip.co-developed");
    ruleset_free(rules);
    diags_free(diags);
    free(readme);
}

static void test_folders_without_rules(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    assert_null(ruleset_load("tests/rules/packs/none", diags));
    assert_string_equal(diags_get(diags, 0)->message, "No such file or directory");
    assert_string_equal(diags_get(diags, 0)->thing, "tests/rules/packs/none");
    diags_reset(diags);
    char *folder = folder_new();
    assert_null(ruleset_load(folder, diags));
    assert_string_equal(diags_get(diags, 0)->message, "no rule file (*.yaml) in this folder");
    folder_remove(folder);
    diags_free(diags);
    ruleset_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_entities),
        cmocka_unit_test(test_entity_details),
        cmocka_unit_test(test_symbols),
        cmocka_unit_test(test_relations_and_metrics),
        cmocka_unit_test(test_rules_are_ordered),
        cmocka_unit_test(test_slots),
        cmocka_unit_test(test_matches_fill_groups),
        cmocka_unit_test(test_slots_hold_their_kinds_only),
        cmocka_unit_test(test_needs),
        cmocka_unit_test(test_rule_tests),
        cmocka_unit_test(test_context),
        cmocka_unit_test(test_topic_in_extended_syntax),
        cmocka_unit_test(test_sources),
        cmocka_unit_test(test_versions_change_with_what_matters),
        cmocka_unit_test(test_versions_change_with_the_slots_used),
        cmocka_unit_test(test_readme_example),
        cmocka_unit_test(test_folders_without_rules),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
