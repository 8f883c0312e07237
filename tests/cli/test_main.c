#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/sandbox.h"

static int setup(void **state)
{
    *state = sandbox_new();
    return 0;
}

static int teardown(void **state)
{
    sandbox_free(*state);
    return 0;
}

static void assert_says(const char *text, const char *part)
{
    if (!strstr(text, part))
        assert_string_equal(text, part);
}

static void tells_its_version(void **state)
{
    struct outcome outcome = sandbox_run(*state, NULL, "--version", NULL);
    assert_int_equal(outcome.status, 0);
    assert_string_equal(outcome.out, "newsledger " NEWSLEDGER_VERSION "\n");
}

static void lists_its_commands(void **state)
{
    struct outcome help = sandbox_run(*state, NULL, "help", NULL);
    assert_int_equal(help.status, 0);
    assert_says(help.out, "\n  run       fetch what is new from the sources");
    assert_says(help.out, "\n  --ledger FILE             the database\n");
    assert_string_equal(sandbox_run(*state, NULL, "--help", NULL).out, help.out);

    struct outcome nothing = sandbox_run(*state, NULL, NULL);
    assert_int_equal(nothing.status, 2);
    assert_string_equal(nothing.out, "");
    assert_string_equal(nothing.err, help.out);
}

/* Each command of the list has a help with examples, and no line beyond the 80th column. */
static void helps_with_each_command(void **state)
{
    struct outcome help = sandbox_run(*state, NULL, "help", NULL);
    const char *line = strstr(help.out, "Commands:\n") + strlen("Commands:\n");
    size_t count = 0;
    for (; *line == ' '; line = strchr(line, '\n') + 1, count++) {
        char name[16];
        assert_int_equal(sscanf(line, "%15s", name), 1);
        if (strcmp(name, "help") == 0)
            continue;
        struct outcome outcome = sandbox_run(*state, NULL, "help", name, NULL);
        assert_int_equal(outcome.status, 0);
        assert_says(outcome.out, "\nExamples:\n  newsledger ");
        assert_string_equal(sandbox_run(*state, NULL, name, "--help", NULL).out, outcome.out);
        for (const char *at = outcome.out; *at; at = strchr(at, '\n') + 1)
            assert_true(strcspn(at, "\n") <= 84);
    }
    assert_true(count >= 8);
}

static void suggests_the_command_that_was_meant(void **state)
{
    struct outcome outcome = sandbox_run(*state, NULL, "qery", "relations", NULL);
    assert_int_equal(outcome.status, 2);
    assert_string_equal(outcome.err, "error: options: unknown command 'qery'\n"
                                     "    hint: did you mean 'query'?\n");
    outcome = sandbox_run(*state, NULL, "help", "sing", NULL);
    assert_int_equal(outcome.status, 2);
    assert_says(outcome.err, "    hint: newsledger help lists the commands\n");
}

static void suggests_the_option_that_was_meant(void **state)
{
    struct outcome outcome = sandbox_run(*state, NULL, "run", "--quite", NULL);
    assert_int_equal(outcome.status, 2);
    assert_string_equal(outcome.err, "error: options: unknown option --quite\n"
                                     "    hint: did you mean --quiet?\n"
                                     "note: options: newsledger help run lists its options\n");
}

static void refuses_a_bad_configuration_before_anything_else(void **state)
{
    struct sandbox *sandbox = *state;
    sandbox_write(sandbox, "mine.yaml", "host_delay: slow\n");
    struct outcome outcome = sandbox_run(sandbox, NULL, "status", "--config", "mine.yaml", NULL);
    assert_int_equal(outcome.status, 2);
    assert_string_equal(outcome.err,
                        "mine.yaml:1:13: error: 'slow' is not what host_delay expects: seconds "
                        "from 0 to 3600\n"
                        "    host_delay: slow\n"
                        "                ^\n");
}

static void notices_that_its_output_cannot_be_written(void **state)
{
    struct outcome outcome =
        sandbox_run_to(*state, "/dev/full", (const char *const[]){"help", NULL});
    assert_int_equal(outcome.status, 1);
    assert_string_equal(outcome.err, "error: output: standard output: No space left on device\n");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(tells_its_version),
        TEST(lists_its_commands),
        TEST(helps_with_each_command),
        TEST(suggests_the_command_that_was_meant),
        TEST(suggests_the_option_that_was_meant),
        TEST(refuses_a_bad_configuration_before_anything_else),
        TEST(notices_that_its_output_cannot_be_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
