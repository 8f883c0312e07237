#include "rules/element.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "rules/ruleset.h"
#include "tests/support/rules.h"

static const char head[] = "kinds: {org: organisation, loom: loom}\n"
                           "entities: {a: {kind: org, names: [A]}, b: {kind: loom, names: [B]}}\n"
                           "relations: {knows: {subject: org, object: org}}\n"
                           "slots: {gap: '[a-z ]{0,9}'}\n";

static struct ruleset *load(const char *match)
{
    struct buf yaml = {0};
    struct diags *diags = diags_new();
    buf_printf(&yaml, "%srules:\n  - {id: r, emit: a knows a, match: '%s'}\n", head, match);
    struct ruleset *rules = rules_from_text(yaml.data, diags);
    diags_print(stderr, diags);
    assert_non_null(rules);
    buf_free(&yaml);
    diags_free(diags);
    return rules;
}

/* `expected` are the elements with "/" between two; "|" marks alternatives, "!" options. */
static void assert_elements(const char *match, const char *expected)
{
    struct ruleset *rules = load(match);
    const struct elements *elements = &rules->rules[0]->elements;
    struct buf found = {0};
    for (size_t i = 0; i < elements->count; i++)
        buf_printf(&found, "%s%s%s%s", i ? "/" : "", elements->items[i].alternative ? "|" : "",
                   elements->items[i].option ? "!" : "", elements->items[i].text);
    assert_string_equal(found.data, expected);
    buf_free(&found);
    ruleset_free(rules);
}

static void splits_at_blanks_mentions_and_groups(void **state)
{
    (void)state;
    assert_elements("{x:org},? (?:which is )?co-?made with {y:org}",
                    "{x:org}/,?/(?:which is )?/co-?made/with/{y:org}");
    assert_elements("made", "made");
    assert_elements("{org}{gap}and", "{org}/{gap}/and");
    assert_elements("a ?b  c", "a/?b/c");
}

static void keeps_quantifiers_with_what_they_count(void **state)
{
    (void)state;
    assert_elements("{x:org}?b{2,3}(?:c d){1,2}? [e f]+g", "{x:org}?/b{2,3}/(?:c d){1,2}?/[e f]+g");
    assert_elements("\\{a\\} \\(", "\\{a\\}/\\(");
}

static void splits_alternatives_outside_of_groups(void **state)
{
    (void)state;
    assert_elements("a b|(?:c|d) e", "a/b/|(?:c|d)/e");
}

static void sets_options_apart_and_leaves_remarks_out(void **state)
{
    (void)state;
    assert_elements("(?i)a(?#b)c (?i:d)", "!(?i)/a/c/(?i:d)");
    assert_elements("(?x) a  b[ ]c", "!(?x)/a/b[ ]c");
}

/* What was made of the elements, one behind the other, is the whole pattern behind "(?n)". */
static void covers_the_pattern(void **state)
{
    (void)state;
    struct ruleset *rules = load("(?i){x:org},? (?:is |was )?made {gap}with {y:org+}");
    const struct rule *rule = rules->rules[0];
    size_t at = strlen("(?n)");
    for (size_t i = 0; i < rule->elements.count; i++) {
        assert_int_equal(rule->elements.items[i].start, at);
        at = rule->elements.items[i].end;
    }
    assert_int_equal(at, strlen(pattern_text(rule->match)));
    ruleset_free(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splits_at_blanks_mentions_and_groups),
        cmocka_unit_test(keeps_quantifiers_with_what_they_count),
        cmocka_unit_test(splits_alternatives_outside_of_groups),
        cmocka_unit_test(sets_options_apart_and_leaves_remarks_out),
        cmocka_unit_test(covers_the_pattern),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
