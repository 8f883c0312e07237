#include "rules/template.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "rules/ruleset.h"
#include "tests/support/rules.h"

/*
 * Symbols: \uE000 a percentage, \uE001 a period, \uE002 {org}, \uE003 {loom}, \uE004 {org mill},
 * and 3000 behind each that of a pronoun.
 */
#define ORG  "[\xEE\x80\x82\xEE\xAE\xBA\xEE\x80\x84\xEE\xAE\xBC]"
#define MILL "[\xEE\x80\x84\xEE\xAE\xBC]"
#define LOOM "[\xEE\x80\x83\xEE\xAE\xBB]"
#define JOIN "\\s*[,&/]\\s*(?:(?:and|or)\\s+)?|\\s+(?:and|or|as\\s+well\\s+as)\\s+"

static const char head[] = "kinds: {org: organisation, loom: loom, mill: mill, none: nobody}\n"
                           "entities:\n"
                           "  a: {kind: org, names: [A]}\n"
                           "  b: {kind: loom, names: [B]}\n"
                           "  c: {kind: [org, mill], names: [C]}\n"
                           "relations: {knows: {subject: org, object: org}}\n"
                           "slots:\n"
                           "  gap: '[a-z ]{0,9}'\n"
                           "  outer: 'x {gap}|(y)'\n"
                           "  who: '{mill+}'\n";

/* The ruleset with one rule and one metric, whose patterns are given as YAML. */
static struct ruleset *load(const char *match, const char *metric)
{
    struct buf yaml = {0};
    struct diags *diags = diags_new();
    buf_printf(&yaml,
               "%smetrics: {m: {match: %s}}\nrules:\n  - {id: r, emit: a knows c, match: %s}\n",
               head, metric, match);
    struct ruleset *rules = rules_from_text(yaml.data, diags);
    diags_print(stderr, diags);
    assert_non_null(rules);
    buf_free(&yaml);
    diags_free(diags);
    return rules;
}

static void assert_rule(const char *match, const char *expected, size_t needs)
{
    struct ruleset *rules = load(match, "'m'");
    struct buf whole = {0};
    buf_printf(&whole, "(?n)%s", expected);
    assert_string_equal(pattern_text(rules->rules[0]->match), whole.data);
    assert_int_equal(rules->rules[0]->need_count, needs);
    buf_free(&whole);
    ruleset_free(rules);
}

static void assert_plain(const char *pattern, const char *expected)
{
    struct ruleset *rules = load("'x'", pattern);
    assert_string_equal(pattern_text(rules->metrics[0].match), expected);
    ruleset_free(rules);
}

static void test_blanks(void **state)
{
    (void)state;
    assert_plain("'a  b ?c d{2}'", "a\\s+b(?:\\s+)?c\\s+d{2}");
    assert_plain("' a {2}[ b ]'", "\\s+a(?:\\s+){2}[ b ]");
    assert_plain("'a\\ b'", "a\\ b");
    assert_plain("'a(?# b c)d'", "a(?# b c)d");
    assert_plain("'\\Qa b\\E c'", "\\Qa b\\E\\s+c");
    assert_plain("'[^] ] []a ] [[:alpha:] ] [\\] ] x'",
                 "[^] ]\\s+[]a ]\\s+[[:alpha:] ]\\s+[\\] ]\\s+x");
}

static void test_kinds_in_classes(void **state)
{
    (void)state;
    assert_rule("'[^;{org}]{2}x'", "[^;\xEE\x80\x82\xEE\x80\x84]{2}x", 0);
    assert_rule("'[{loom|mill} ]'", "[\xEE\x80\x83\xEE\x80\x84 ]", 0);
    assert_rule("'[^{none}]'", "[^\xEF\x9D\xB0]", 0); /* no mention's symbol */
    assert_rule("'[\\{a}]'", "[\\{a}]", 0);
    assert_plain("'[{a}]'", "[{a}]");
}

static void test_blanks_in_lookbehinds_have_one_length(void **state)
{
    (void)state;
    assert_plain("'(?<!not )a b'", "(?<!not\\s)a\\s+b");
    assert_plain("'(?<=(?:a|b) )c (?<x>d e)'", "(?<=(?:a|b)\\s)c\\s+(?<x>d\\s+e)");
}

static void test_extended_syntax_is_left_alone(void **state)
{
    (void)state;
    assert_plain("'(?x) a b'", "(?x) a b");
    assert_plain("'(?ix: a b ) c d'", "(?ix: a b )\\s+c\\s+d");
    assert_plain("'((?x) a ) b (?-x)c d'", "((?x) a )\\s+b\\s+(?-x)c\\s+d");
    assert_plain("'(?i)a b'", "(?i)a\\s+b");
}

static void test_remarks_in_extended_syntax(void **state)
{
    (void)state;
    /* In a block, so that the remark ends with its line. */
    struct ruleset *rules = load("'x'", "'m'}}\n"
                                        "topic:\n"
                                        "  terms: |\n"
                                        "    (?x) a # ({\n"
                                        "    b\n"
                                        "  kinds: [org]\n"
                                        "context: {claimants: [org], modality: {target: 'x'");
    assert_string_equal(pattern_text(rules->topic.terms), "(?x) a # ({\nb");
    ruleset_free(rules);
}

static void test_braces_of_regular_expressions(void **state)
{
    (void)state;
    assert_plain("'a{2}b{3,}c{4,5}d'", "a{2}b{3,}c{4,5}d");
    assert_plain("'\\p{Lu}\\x{41}\\N{U+42}\\{gap}'", "\\p{Lu}\\x{41}\\N{U+42}\\{gap}");
    assert_plain("'[{gap}]'", "[{gap}]");
}

static void test_fragments(void **state)
{
    (void)state;
    assert_plain("'{gap}?b'", "(?n:[a-z ]{0,9})?b");
    assert_plain("'(z){outer}'", "(z)(?n:x\\s+(?n:[a-z ]{0,9})|(y))");
    assert_rule("'{who}'", "(?n:(?:" MILL "(?:(?:" JOIN ")" MILL ")*))", 0);
}

static void test_mentions(void **state)
{
    (void)state;
    assert_rule("'{o:org} {loom}'", "(?<s1>" ORG ")\\s+(?<s2>" LOOM ")", 2);
    assert_rule("'{o:org|loom}'",
                "(?<s1>[\xEE\x80\x82\xEE\xAE\xBA\xEE\x80\x83\xEE\xAE\xBB\xEE\x80\x84\xEE\xAE\xBC])",
                1);
    assert_rule("'{x:mill+}'", "(?<s1>" MILL "(?:(?:" JOIN ")" MILL ")*)", 1);
    assert_rule("'{percent}{period}'",
                "(?<s1>[\xEE\x80\x80\xEE\xAE\xB8])(?<s2>[\xEE\x80\x81\xEE\xAE\xB9])", 2);
    assert_rule("'{none}'", "(?<s1>[\xEF\x9D\xB0])", 1);
}

static void test_needs(void **state)
{
    (void)state;
    assert_rule("'{org}?'", "(?<s1>" ORG ")?", 0);
    assert_rule("'{org}*{mill}{1,2}'", "(?<s1>" ORG ")*(?<s2>" MILL "){1,2}", 1);
    assert_rule("'{org}{0,2}'", "(?<s1>" ORG "){0,2}", 0);
    assert_rule("'(?:{org} b)?'", "(?:(?<s1>" ORG ")\\s+b)?", 0);
    assert_rule("'(({org}) b)+'", "(((?<s1>" ORG "))\\s+b)+", 1);
    assert_rule("'(?:{org}|b){loom}'", "(?:(?<s1>" ORG ")|b)(?<s2>" LOOM ")", 1);
    assert_rule("'{org}(?!{loom})'", "(?<s1>" ORG ")(?!(?<s2>" LOOM "))", 1);
    assert_rule("'(?<!{loom}){org}'", "(?<!(?<s1>" LOOM "))(?<s2>" ORG ")", 1);
    assert_rule("'(?={org})a'", "(?=(?<s1>" ORG "))a", 1);
    assert_rule("'{org}|b'", "(?<s1>" ORG ")|b", 0);
    assert_rule("'(?|{org}|b)'", "(?|(?<s1>" ORG ")|b)", 0);
    assert_rule("'{org}[|?]'", "(?<s1>" ORG ")[|?]", 1);
}

static void assert_match(const char *match, const char *sentence, bool expected)
{
    struct ruleset *rules = load(match, "'m'");
    const struct pattern *pattern = rules->rules[0]->match;
    enum pattern_result result = pattern_search(pattern, sentence, strlen(sentence), 0, NULL);
    assert_int_equal(result, expected ? PATTERN_MATCH : PATTERN_NO_MATCH);
    ruleset_free(rules);
}

/* As rules/README.md tells authors: U+E002 is a mention of an organisation. */
static void test_mentions_are_no_letters(void **state)
{
    (void)state;
    assert_match("'{org}\\b'", "\xEE\x80\x82 made", false);
    assert_match("'{org}\\b'", "\xEE\x80\x82made", true);
    assert_match("'{org} \\bmade'", "\xEE\x80\x82 made", true);
    assert_match("'^\\w+$'", "\xEE\x80\x82", false);
    assert_match("'^.\\S[^;]$'", "\xEE\x80\x82\xEE\x80\x82\xEE\x80\x82", true);
}

static void test_expansion_is_bounded(void **state)
{
    (void)state;
    struct buf yaml = {0};
    struct diags *diags = diags_new();
    buf_puts(&yaml, "kinds: {org: o}\nslots:\n  a: 'xxxxxxxxxxxxxxxx'\n");
    for (char c = 'b'; c < 'b' + 14; c++)
        buf_printf(&yaml, "  %c: '{%c}{%c}{%c}{%c}'\n", c, c - 1, c - 1, c - 1, c - 1);
    assert_null(rules_from_text(yaml.data, diags));
    assert_int_equal(diags_count(diags), 1);
    assert_string_equal(diags_get(diags, 0)->message,
                        "the pattern grows beyond 64 KB with its slots");
    buf_free(&yaml);
    diags_free(diags);
}

static void test_depth_of_fragments_is_bounded(void **state)
{
    (void)state;
    struct buf yaml = {0};
    struct diags *diags = diags_new();
    buf_puts(&yaml, "kinds: {org: o}\nslots:\n");
    for (int i = 0; i < 30; i++)
        buf_printf(&yaml, "  s%d: '{s%d}'\n", i, i + 1);
    buf_puts(&yaml, "  s30: 'x'\n");
    assert_null(rules_from_text(yaml.data, diags));
    assert_int_equal(diags_count(diags), 1);
    assert_string_equal(diags_get(diags, 0)->message, "slots use each other more than 16 deep");
    buf_free(&yaml);
    diags_free(diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blanks),
        cmocka_unit_test(test_kinds_in_classes),
        cmocka_unit_test(test_blanks_in_lookbehinds_have_one_length),
        cmocka_unit_test(test_extended_syntax_is_left_alone),
        cmocka_unit_test(test_remarks_in_extended_syntax),
        cmocka_unit_test(test_braces_of_regular_expressions),
        cmocka_unit_test(test_fragments),
        cmocka_unit_test(test_mentions),
        cmocka_unit_test(test_needs),
        cmocka_unit_test(test_mentions_are_no_letters),
        cmocka_unit_test(test_expansion_is_bounded),
        cmocka_unit_test(test_depth_of_fragments_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
