#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options.h"

static const struct option_spec specs[] = {
    {"all", OPTION_SWITCH, NULL, "everything"},
    {"limit", OPTION_COUNT, "N", "at most so many rows"},
    {"by", OPTION_CHOICE, "month|quarter|year", "the length of a step"},
    {"source", OPTION_TEXT, "ID", "only this source"},
    {"url", OPTION_KNOWN, "URL", "where it is from"},
    {0},
};

struct fixture {
    struct arena *arena;
    struct diags *diags;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    fixture->arena = arena_new();
    fixture->diags = diags_new();
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    arena_free(fixture->arena);
    diags_free(fixture->diags);
    free(fixture);
    return 0;
}

static const struct options *parse(struct fixture *fixture, bool kinds, char **arguments)
{
    const struct option_spec *const tables[] = {specs, NULL};
    size_t count = 0;
    while (arguments[count])
        count++;
    return options_parse(tables, kinds, arguments, count, fixture->arena, fixture->diags);
}

static void reads_values_in_both_spellings(void **state)
{
    char *arguments[] = {"--limit", "5", "--source=a=b", "--all", "word", "-", NULL};
    const struct options *options = parse(*state, false, arguments);
    assert_non_null(options);
    assert_int_equal(options_count(options, "limit", 1), 5);
    assert_string_equal(options_text(options, "source"), "a=b");
    assert_true(options_has(options, "all"));
    assert_false(options_has(options, "by"));
    assert_null(options_text(options, "by"));
    assert_int_equal(options_count(options, "by", 7), 7);
    assert_int_equal(options->word_count, 2);
    assert_string_equal(options->words[0], "word");
    assert_string_equal(options->words[1], "-");
}

static void takes_words_with_dashes_behind_two_dashes(void **state)
{
    char *arguments[] = {"--all", "--", "--limit", "-x", NULL};
    const struct options *options = parse(*state, false, arguments);
    assert_non_null(options);
    assert_int_equal(options->word_count, 2);
    assert_string_equal(options->words[0], "--limit");
    assert_false(options_has(options, "limit"));
}

static void keeps_kinds_apart_where_they_are_allowed(void **state)
{
    char *arguments[] = {"--csp", "aws", "--limit=3", "--org=Broadcom", NULL};
    const struct options *options = parse(*state, true, arguments);
    assert_non_null(options);
    assert_int_equal(options->kind_count, 2);
    assert_string_equal(options->kinds[0].name, "csp");
    assert_string_equal(options->kinds[0].value, "aws");
    assert_string_equal(options->kinds[1].value, "Broadcom");
    assert_int_equal(options_count(options, "limit", 0), 3);
}

static void refuses(struct fixture *fixture, const char *argument, const char *value,
                    const char *message, const char *hint)
{
    char *arguments[] = {(char *)argument, (char *)value, NULL};
    diags_reset(fixture->diags);
    assert_null(parse(fixture, false, arguments));
    assert_int_equal(diags_errors(fixture->diags), 1);
    const struct diag *diag = diags_get(fixture->diags, 0);
    assert_string_equal(diag->message, message);
    if (hint)
        assert_string_equal(diag->hint, hint);
    else
        assert_null(diag->hint);
}

static void takes_nothing_for_what_a_script_may_not_know(void **state)
{
    char *empty[] = {"--url", "", "--all", NULL}, *known[] = {"--url=u", NULL};
    const struct options *options = parse(*state, false, empty);
    assert_non_null(options);
    assert_false(options_has(options, "url"));
    assert_true(options_has(options, "all"));
    assert_string_equal(options_text(parse(*state, false, known), "url"), "u");
}

static void names_each_mistake(void **state)
{
    refuses(*state, "--limt", "5", "unknown option --limt", "did you mean --limit?");
    refuses(*state, "--colour", NULL, "unknown option --colour", NULL);
    refuses(*state, "-l", NULL, "unknown option -l: options are spelled out, with two dashes",
            NULL);
    refuses(*state, "--limit", NULL, "--limit needs a value behind it", NULL);
    refuses(*state, "--limit", "0", "--limit takes a whole number from 1, not '0'", NULL);
    refuses(*state, "--limit", "5x", "--limit takes a whole number from 1, not '5x'", NULL);
    refuses(*state, "--limit=99999999999999999999", NULL,
            "--limit takes a whole number from 1, not '99999999999999999999'", NULL);
    refuses(*state, "--by", "week", "--by takes one of month|quarter|year, not 'week'", NULL);
    refuses(*state, "--by", "mon", "--by takes one of month|quarter|year, not 'mon'", NULL);
    refuses(*state, "--by=", NULL, "--by takes one of month|quarter|year, not ''", NULL);
    refuses(*state, "--all=yes", NULL, "--all takes no value", NULL);
    refuses(*state, "--source=", NULL, "--source has an empty value", NULL);
    refuses(*state, "--all", "--all", "--all is given twice", NULL);
}

static void prints_aligned_help(void **state)
{
    (void)state;
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    options_print(out, specs);
    fclose(out);
    assert_string_equal(text, "  --all                     everything\n"
                              "  --limit N                 at most so many rows\n"
                              "  --by month|quarter|year   the length of a step\n"
                              "  --source ID               only this source\n"
                              "  --url URL                 where it is from\n");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_values_in_both_spellings, setup, teardown),
        cmocka_unit_test_setup_teardown(takes_words_with_dashes_behind_two_dashes, setup, teardown),
        cmocka_unit_test_setup_teardown(keeps_kinds_apart_where_they_are_allowed, setup, teardown),
        cmocka_unit_test_setup_teardown(takes_nothing_for_what_a_script_may_not_know, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(names_each_mistake, setup, teardown),
        cmocka_unit_test(prints_aligned_help),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
