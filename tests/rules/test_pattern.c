#include "rules/pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"

static const struct position nowhere = {.file = "test.yaml", .line = 1, .column = 1};

static struct pattern *compiled(const char *text)
{
    struct diags *diags = diags_new();
    struct pattern *pattern = pattern_new(text, &nowhere, diags);
    assert_int_equal(diags_count(diags), 0);
    assert_non_null(pattern);
    diags_free(diags);
    return pattern;
}

static enum pattern_result search(const char *text, const char *subject, struct span *spans)
{
    struct pattern *pattern = compiled(text);
    enum pattern_result result = pattern_search(pattern, subject, strlen(subject), 0, spans);
    pattern_free(pattern);
    return result;
}

static void test_search_gives_groups(void **state)
{
    (void)state;
    struct span spans[PATTERN_GROUPS_MAX];
    assert_int_equal(search("(b)|(c)(d)?", "xäc", spans), PATTERN_MATCH);
    assert_int_equal(spans[0].start, 3);
    assert_int_equal(spans[0].end, 4);
    assert_int_equal(spans[1].start, PATTERN_UNSET);
    assert_int_equal(spans[2].start, 3);
    assert_int_equal(spans[3].end, PATTERN_UNSET);
    assert_int_equal(spans[PATTERN_GROUPS_MAX - 1].start, PATTERN_UNSET);
    assert_int_equal(search("z", "abc", spans), PATTERN_NO_MATCH);
    assert_int_equal(search("b", "abc", NULL), PATTERN_MATCH);
}

static void test_unicode_properties(void **state)
{
    (void)state;
    assert_int_equal(search("^\\w+$", "Größe", NULL), PATTERN_MATCH);
    assert_int_equal(search("(?i)ÄRGER", "ärger", NULL), PATTERN_MATCH);
}

static void test_search_looks_behind_its_start(void **state)
{
    (void)state;
    struct pattern *pattern = compiled("(?<=a)b");
    assert_int_equal(pattern_search(pattern, "ab", 2, 1, NULL), PATTERN_MATCH);
    assert_int_equal(pattern_search(pattern, "ab", 2, 2, NULL), PATTERN_NO_MATCH);
    assert_int_equal(pattern_search(pattern, "ab", 2, 9, NULL), PATTERN_NO_MATCH);
    pattern_free(pattern);
}

static void test_match_at_stays_at_its_start(void **state)
{
    (void)state;
    struct span spans[PATTERN_GROUPS_MAX];
    struct pattern *pattern = compiled("[ -]?v?(\\d)");
    assert_int_equal(pattern_match_at(pattern, "Xy v2", 5, 2, spans), PATTERN_MATCH);
    assert_int_equal(spans[1].start, 4);
    assert_int_equal(pattern_match_at(pattern, "Xy v2", 5, 1, spans), PATTERN_NO_MATCH);
    pattern_free(pattern);
}

static void test_limit_is_not_a_mismatch(void **state)
{
    (void)state;
    /* 514,229 ways to part 28 letters: PCRE2's own limit of ten million steps would allow them. */
    char subject[29];
    memset(subject, 'a', sizeof(subject) - 1);
    subject[sizeof(subject) - 1] = '\0';
    assert_int_equal(search("^(?:a|aa)+$(?<=b)", subject, NULL), PATTERN_LIMIT);
    /* The interpreter, which anchored matches use, has the same bound. */
    struct pattern *pattern = compiled("(?:a|aa)+$(?<=b)");
    assert_int_equal(pattern_match_at(pattern, subject, strlen(subject), 0, NULL), PATTERN_LIMIT);
    pattern_free(pattern);
}

static void test_jit_stack_overflow_is_a_limit(void **state)
{
    (void)state;
    char *subject = mem_alloc(PATTERN_SUBJECT_MAX + 1);
    memset(subject, '(', PATTERN_SUBJECT_MAX);
    subject[PATTERN_SUBJECT_MAX - 1] = 'x';
    /* Each level of the recursion keeps what every group was: 4,095 levels do not fit. */
    const char *text = "^(?<r>(\\()(.?)(.?)(.?)(.?)(.?)(.?)(.?)(.?)(?:(?&r)|x))";
    assert_int_equal(search(text, subject, NULL), PATTERN_LIMIT);
    assert_int_equal(search(text, "(x", NULL), PATTERN_MATCH);
    free(subject);
}

static void test_long_subjects_are_cut_between_characters(void **state)
{
    (void)state;
    struct span spans[PATTERN_GROUPS_MAX];
    char *subject = mem_alloc(PATTERN_SUBJECT_MAX + 8);
    memset(subject, 'a', PATTERN_SUBJECT_MAX - 1);
    strcpy(subject + PATTERN_SUBJECT_MAX - 1, "äzz");
    assert_int_equal(search("z", subject, NULL), PATTERN_NO_MATCH);
    assert_int_equal(search("^.*$", subject, spans), PATTERN_MATCH);
    assert_int_equal(spans[0].end, PATTERN_SUBJECT_MAX - 1);
    free(subject);
}

static void test_mistakes_have_a_place(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    struct position position = {
        .file = "a.yaml", .line = 3, .column = 8, .excerpt = "match: 'größer (a'"};
    assert_null(pattern_new("größer (a", &position, diags));
    assert_int_equal(diags_errors(diags), 1);
    assert_int_equal(diags_get(diags, 0)->position.column, 18);
    assert_string_equal(diags_get(diags, 0)->message, "pattern: missing closing parenthesis");
    /* Not the text of the excerpt: the place stays. */
    assert_null(pattern_new("x(", &position, diags));
    assert_int_equal(diags_get(diags, 1)->position.column, 8);
    assert_null(pattern_new("x(", &nowhere, diags));
    assert_null(pattern_new("\\C", &nowhere, diags));
    diags_free(diags);
}

static void test_too_many_groups(void **state)
{
    (void)state;
    char text[2 * PATTERN_GROUPS_MAX + 1] = "";
    for (int i = 0; i < PATTERN_GROUPS_MAX - 1; i++)
        strcat(text, "()");
    pattern_free(compiled(text));
    strcat(text, "()");
    struct pattern_error error;
    assert_null(pattern_compile(text, &error));
    assert_string_equal(error.message, "more than 31 capturing groups");
    free(error.message);
}

static void test_named_groups(void **state)
{
    (void)state;
    struct pattern *pattern = compiled("(a)(?<other>b)");
    assert_int_equal(pattern_group(pattern, "other"), 2);
    assert_int_equal(pattern_group(pattern, "none"), -1);
    assert_int_equal(pattern_captures(pattern), 2);
    assert_string_equal(pattern_text(pattern), "(a)(?<other>b)");
    pattern_free(pattern);
    pattern_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_search_gives_groups),
        cmocka_unit_test(test_unicode_properties),
        cmocka_unit_test(test_search_looks_behind_its_start),
        cmocka_unit_test(test_match_at_stays_at_its_start),
        cmocka_unit_test(test_limit_is_not_a_mismatch),
        cmocka_unit_test(test_jit_stack_overflow_is_a_limit),
        cmocka_unit_test(test_long_subjects_are_cut_between_characters),
        cmocka_unit_test(test_mistakes_have_a_place),
        cmocka_unit_test(test_too_many_groups),
        cmocka_unit_test(test_named_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
