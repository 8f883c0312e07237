#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/support/sandbox.h"

static int set_up(void **state)
{
    *state = sandbox_new();
    sandbox_write(*state, "a.example.txt", "title: //h1\ntidy: no\nlogin_uri: /in\n");
    sandbox_write(*state, "b.example.txt", "body: //article\nprune: no\n");
    return 0;
}

static int tear_down(void **state)
{
    sandbox_free(*state);
    return 0;
}

static const char definitions[] = "sources:\n"
                                  "  a.example:\n"
                                  "    hosts: a.example\n"
                                  "    status: unverified\n"
                                  "    # left out: login_uri: /in (pages are read as they come "
                                  "without a log-in)\n"
                                  "    article:\n"
                                  "      title: '//h1'\n"
                                  "  b.example:\n"
                                  "    hosts: b.example\n"
                                  "    status: unverified\n"
                                  "    article:\n"
                                  "      body: '//article'\n";

static void prints_definitions_and_sums(void **state)
{
    struct outcome outcome =
        sandbox_run(*state, NULL, "rules", "import", "a.example.txt", "b.example.txt", NULL);
    assert_string_equal(outcome.out, definitions);
    assert_string_equal(
        outcome.err, "2 files with 5 directives:\n"
                     "     3 translated\n"
                     "     1 needless\n"
                     "           1 tidy: there is one parser, which repairs pages itself\n"
                     "     1 left out\n"
                     "           1 login_uri: pages are read as they come without a log-in\n"
                     "a.example.txt:3:12: warning: login_uri: pages are read as they come without "
                     "a log-in\n"
                     "    login_uri: /in\n"
                     "               ^\n");
    assert_int_equal(outcome.status, 0);
}

static void writes_a_pack_that_is_used(void **state)
{
    struct outcome outcome = sandbox_run(*state, NULL, "rules", "import", "a.example.txt",
                                         "b.example.txt", "--output", "rules/sites/x.yaml", NULL);
    assert_string_equal(outcome.out, "");
    assert_int_equal(outcome.status, 0);
    outcome = sandbox_run(*state, NULL, "rules", "check", "--rules", "rules", NULL);
    assert_string_equal(outcome.err, "");
    assert_non_null(strstr(outcome.out, " 2 sources: no mistakes\n"));
}

static void goes_on_behind_a_bad_file(void **state)
{
    struct outcome outcome = sandbox_run(*state, NULL, "rules", "import", "missing.example.txt",
                                         "notes", "b.example.txt", NULL);
    assert_int_equal(outcome.status, 1);
    assert_non_null(strstr(outcome.out, "b.example"));
    assert_non_null(strstr(outcome.err, "missing.example.txt: cannot be read: No such file"));
    outcome = sandbox_run(*state, NULL, "rules", "import", NULL);
    assert_int_equal(outcome.status, 2);
    assert_string_equal(outcome.out, "");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(prints_definitions_and_sums),
        TEST(writes_a_pack_that_is_used),
        TEST(goes_on_behind_a_bad_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
