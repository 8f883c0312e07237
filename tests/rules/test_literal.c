#include "rules/literal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "rules/pattern.h"
#include "rules/ruleset.h"

/* The words, with "|" between two; "-" where nothing is known. */
static const char *literals(struct arena *arena, const char *pattern)
{
    struct buf out = {0};
    struct literals found = literals_of_pattern(pattern, arena);
    for (size_t i = 0; i < found.count; i++)
        buf_printf(&out, "%s%s", i > 0 ? "|" : "", found.items[i]);
    const char *text = arena_strdup(arena, found.count > 0 ? buf_text(&out) : "-");
    buf_free(&out);
    return text;
}

static void words_that_must_stand_in_a_match(void **state)
{
    static const struct {
        const char *pattern, *want;
    } cases[] = {
        {"co-developed", "developed"},
        {"(?i)Tapped\\s+OUT", "tapped"},
        {"invest(?:s|ed|ing)", "invests|invested|investing"},
        {"(?:buys?|bought)", "buy|bought"},
        {"(?:joint|common)\\s+venture", "venture"},
        {"customi[sz]e", "customise|customize"},
        {"(?:stake)+", "stake"},
        {"(?:stake){2,3}", "stake"},
        {"the\\b.foundry", "foundry"},
        {"(?n)(?<s1>[\\x{E000}])'s\\s+(?<s2>[\\x{E001}])\\s+orders", "orders"},
        {"(?!not)chips?(?=\\s+from)", "chip"},
        {"(?<=from )Taiwan(?<!in )", "taiwan"},
        {"(?i:Über)nahme", "übernahme"},
        {"[^;.]{0,40}?\\bvia\\b", "via"},
        {"代工|ファウンドリ", "代工|ファウンドリ"},
        {"supplier|sup", "sup"},
        {"x{2}yield", "yield"},
        {"a{,3}bc", "bc"},
        {"[[:alpha:]-]+share", "share"},
        {"\\Amade\\s+by\\z", "made"},
    };
    struct arena *arena = *state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        if (strcmp(literals(arena, cases[i].pattern), cases[i].want) != 0)
            fail_msg("%s gives %s, not %s", cases[i].pattern, literals(arena, cases[i].pattern),
                     cases[i].want);
}

static void nothing_is_known_of(void **state)
{
    static const char *const patterns[] = {
        "",
        "[\\x{E000}]",
        "(?:buys)?",
        "(?:buys)*",
        "(?:buys){0,3}",
        "\\w+",
        "buys|.",
        "'s",
        "(?<a>b)(?&a)",
        "(?R)?chip",
        "(?(?=a)b)",
        "\\Qchip\\E",
        "(?x) chip # s",
        "(*F)chip",
        "[a-z]\\d",
    };
    struct arena *arena = *state;
    for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++)
        if (strcmp(literals(arena, patterns[i]), "-") != 0)
            fail_msg("%s gives %s", patterns[i], literals(arena, patterns[i]));
}

static void a_name_stands_where_its_longest_word_does(void **state)
{
    struct arena *arena = *state;
    assert_string_equal(literal_of_name("SK hynix", arena), "hynix");
    assert_string_equal(literal_of_name("d-Matrix", arena), "matrix");
    assert_string_equal(literal_of_name("X", arena), "x");
    assert_string_equal(literal_of_name("輝達", arena), "輝達");
    assert_string_equal(literal_of_name("H100", arena), "h100");
}

/* Over all tests of the shipped packs: where a rule matches, one of its words stands. */
static void no_match_of_the_shipped_rules_is_without_them(void **state)
{
    struct arena *arena = *state;
    struct diags *diags = diags_new();
    struct ruleset *rules = ruleset_load("rules", diags);
    size_t known = 0;
    assert_non_null(rules);
    for (size_t i = 0; i < rules->rule_count; i++) {
        const struct rule *rule = rules->rules[i];
        struct literals found = literals_of_pattern(pattern_text(rule->match), arena);
        known += found.count > 0;
        for (size_t j = 0; j < rule->test_count && found.count > 0; j++) {
            const char *text = text_fold(arena, rule->tests[j].text);
            bool holds = rule->tests[j].want_count == 0;
            for (size_t k = 0; k < found.count && !holds; k++)
                holds = strstr(text, found.items[k]);
            if (!holds && !rule->tests[j].title)
                fail_msg("%s: none of its words stands in: %s", rule->id, rule->tests[j].text);
        }
    }
    assert_true(known * 2 > rules->rule_count);
    ruleset_free(rules);
    diags_free(diags);
}

static int set_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_that_must_stand_in_a_match),
        cmocka_unit_test(nothing_is_known_of),
        cmocka_unit_test(a_name_stands_where_its_longest_word_does),
        cmocka_unit_test(no_match_of_the_shipped_rules_is_without_them),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
