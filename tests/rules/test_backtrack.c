#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/backtrack.h"
#include "rules/pattern.h"

static bool explodes(const char *pattern)
{
    struct pattern_error error;
    struct backtrack_fault fault = {.message = NULL};
    struct pattern *compiled = pattern_compile(pattern, &error);
    assert_non_null(compiled);
    pattern_free(compiled);
    bool found = backtrack_explodes(pattern, &fault);
    assert_true(!found || fault.message);
    return found;
}

static void assert_all(const char *const *patterns, size_t count, bool want)
{
    for (size_t i = 0; i < count; i++)
        if (explodes(patterns[i]) != want)
            fail_msg("%s %s", patterns[i], want ? "is let through" : "is refused");
}

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

static void test_exponential(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "(a+)+",
        "(a+)+$",
        "^(a*)*b",
        "(a|aa)+$",
        "(a|a)*c",
        "(.*)*",
        "(?:\\w+ ?)*",
        "(?:\\w+\\s?)*:",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "([a-zA-Z]+)*",
        "(x+x+)+y",
        "(?:a?b?)*c",
        "(a|b|ab)*c",
        "((ab)*)*c",
        "(\\d+)*x",
        "(\\w\\w?)*x",
        "(?:\\s*,\\s*)*x",
        "(?:[A-Z]\\w* ?)+x",
        "(?:(?:\\w|-)+|X)+:",
        "^(?:[\\w.-]+\\.?)+@",
        "(.*a){20}",
        "^(.*?,){11}P",
        "(a?){30}a{30}",
        "((a|aa){0,8}){0,8}c",
        "(?i)(?:k|K)*x",
        "(?i:(a|A))*x",
        "(?:é|[à-ü])+x",
        "(?=(a+)+$)x",
        "(?>(a+)+b)",
        "(?x) (a+ )+ # two ways",
        "(?:\\p{Lu}+\\w*)+x",
        "(?|(a+)|(b))+x",
        "(\\w)(?:\\1+\\w)*x",
    };
    assert_all(patterns, COUNT(patterns), true);
}

static void test_cubic(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        ".*.*x",
        ".+?.+?:",
        "[^.]*[^;]*x",
        "\\w*\\w*x",
        "(?:ab)*(?:ab)*c",
        "(?:\\w+\\s)+(?:\\w+\\s)+x",
        "(?:\\w+ ?){0,5}x",
        ".*,?.*x",
        "x(?:.*|y)(?:z|.*)x",
        "(?i)[a-z]+[^0-9]*x",
        "a(?=.*.*x)",
    };
    assert_all(patterns, COUNT(patterns), true);
}

static void test_harmless(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "(?:\\w+,? )*x",
        "(?:\\w+ )*\\w+:",
        "[^.;]*x",
        ".*",
        ".*a.*b",
        "\\d+\\.?\\d*%",
        "\\d+(?:[.,]\\d+)*",
        "H\\d+\\w*",
        "\\s*,?\\s*x",
        "\\w+-?\\w*",
        "(?:\\d{3})*x",
        "(?:\\d{1,3},)*\\d{3}",
        "(?:a|b)+x",
        "(?:foo|bar|baz)*x",
        "(?>a+)+b",
        "(?:a++)+b",
        "\\w++\\w*x",
        "(?:[^,;]{0,20}?,){0,3}x",
        "[^.;]{0,60}?[^.;]{0,60}?x",
        "(?:(?:[\\w-]+|[^a]) ){0,5}?x",
        "(?:(?:\\s*[,&/]\\s*(?:(?:and|or)\\s+)?|\\s+(?:and|or)\\s+)[A-Z])*x",
        "(?:https?://\\S+ )+x",
        "(?:[A-Z][a-z]+ )+[A-Z]\\w+",
        "(?!.*x)(?=.*y)z",
        "^(?:[^;]{0,40}?)x",
        "[(+*]{2,}x",
        "y(?#(a+)+x",
        "\\Q(a+)+\\Ex",
        "[a+]+\\+\\(\\)+",
        "(?:a{2,3}b)*c",
        "\\((?:[^()]++|\\(\\))*\\)",
    };
    assert_all(patterns, COUNT(patterns), false);
}

static size_t place(const char *pattern)
{
    struct backtrack_fault fault = {.at = 0};
    assert_true(backtrack_explodes(pattern, &fault));
    return fault.at;
}

static void test_place(void **state)
{
    (void)state;
    assert_int_equal(place("ab(a+)+"), 2);
    assert_int_equal(place("é.*.*x"), 4);
    assert_int_equal(place("(?:x(?:a|aa)+)"), 4);
    assert_int_equal(place("\\Qx\\E(?<n>a+)+"), 5);
}

/* What is refused does take too many steps on some short text, and what is let through does not. */
static void test_measured(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *text;
        enum pattern_result result;
    } cases[] = {
        {"(a+)+[:.]", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;", PATTERN_LIMIT},
        {"(?:\\w+ ?)*[:.]", "one two three four five six seven eight;", PATTERN_LIMIT},
        {"(.*a){20}[:.]", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;", PATTERN_LIMIT},
        {"(?:\\w+,? )*[:.]", "one two three four five six seven eight;", PATTERN_NO_MATCH},
        {"(?:(?:[\\w-]+|[^a]) ){0,5}?[:.]", "1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8;",
         PATTERN_NO_MATCH},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct pattern_error error;
        struct pattern *pattern = pattern_compile(cases[i].pattern, &error);
        assert_non_null(pattern);
        size_t len = strlen(cases[i].text);
        assert_int_equal(pattern_search(pattern, cases[i].text, len, 0, NULL), cases[i].result);
        assert_int_equal(explodes(cases[i].pattern), cases[i].result == PATTERN_LIMIT);
        pattern_free(pattern);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exponential), cmocka_unit_test(test_cubic),
        cmocka_unit_test(test_harmless),    cmocka_unit_test(test_place),
        cmocka_unit_test(test_measured),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
