#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "cli/config.h"
#include "tests/support/sandbox.h"

struct fixture {
    struct sandbox *sandbox;
    struct arena *arena;
    struct diags *diags;
    struct config config;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    fixture->sandbox = sandbox_new();
    fixture->arena = arena_new();
    fixture->diags = diags_new();
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("XDG_DATA_HOME");
    unsetenv("NEWSLEDGER_HOST_DELAY");
    setenv("HOME", sandbox_path(fixture->sandbox, ""), 1);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    sandbox_free(fixture->sandbox);
    arena_free(fixture->arena);
    diags_free(fixture->diags);
    free(fixture);
    return 0;
}

static int load(struct fixture *fixture, const char *option, const char *value)
{
    char *arguments[] = {(char *)option, (char *)value};
    const struct option_spec *const tables[] = {config_options(), NULL};
    const struct options *options =
        options_parse(tables, false, arguments, option ? 2 : 0, fixture->arena, fixture->diags);
    assert_non_null(options);
    return config_load(&fixture->config, options, fixture->arena, fixture->diags);
}

static void write_config(struct fixture *fixture, const char *text)
{
    sandbox_write(fixture->sandbox, ".config/newsledger/config.yaml", text);
}

static void assert_path(struct fixture *fixture, const char *path, const char *name)
{
    assert_non_null(path);
    const char *home = getenv("HOME");
    assert_memory_equal(path, home, strlen(home));
    assert_string_equal(path + strlen(home) + 1, name);
    (void)fixture;
}

static void has_defaults_without_a_file(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(load(fixture, NULL, NULL), 0);
    assert_path(fixture, fixture->config.ledger, ".local/share/newsledger/ledger.db");
    assert_path(fixture, fixture->config.archive, ".local/share/newsledger/archive");
    assert_null(fixture->config.contact);
    assert_int_equal(fixture->config.allow_addresses.count, 0);
    assert_true(fixture->config.host_delay == 1.0);
    assert_true(fixture->config.keep_feeds == 0);
}

static void takes_the_users_own_rules_where_there_are_any(void **state)
{
    struct fixture *fixture = *state;
    sandbox_write(fixture->sandbox, ".config/newsledger/rules/mine/a.yaml", "kinds: {}\n");
    assert_int_equal(load(fixture, NULL, NULL), 0);
    assert_path(fixture, fixture->config.rules, ".config/newsledger/rules");
}

static void obeys_the_xdg_folders(void **state)
{
    struct fixture *fixture = *state;
    setenv("XDG_DATA_HOME", "/var/data", 1);
    assert_int_equal(load(fixture, NULL, NULL), 0);
    assert_string_equal(fixture->config.ledger, "/var/data/newsledger/ledger.db");
    setenv("XDG_DATA_HOME", "not/absolute", 1);
    assert_int_equal(load(fixture, NULL, NULL), 0);
    assert_path(fixture, fixture->config.ledger, ".local/share/newsledger/ledger.db");
    unsetenv("XDG_DATA_HOME");
}

static void reads_the_file(void **state)
{
    struct fixture *fixture = *state;
    write_config(fixture, "# where things are\n"
                          "ledger: data/news.db\n"
                          "rules: '/srv/rules'\n"
                          "contact: \"ops@example.org\"\n"
                          "allow_addresses: 10.1.0.0/16, ::1\n"
                          "host_delay: 2.5\n"
                          "keep_feeds: 90\n");
    assert_int_equal(load(fixture, NULL, NULL), 0);
    assert_path(fixture, fixture->config.ledger, ".config/newsledger/data/news.db");
    assert_path(fixture, fixture->config.archive, ".config/newsledger/data/archive");
    assert_string_equal(fixture->config.rules, "/srv/rules");
    assert_string_equal(fixture->config.contact, "ops@example.org");
    assert_int_equal(fixture->config.allow_addresses.count, 2);
    assert_true(fixture->config.host_delay == 2.5);
    assert_true(fixture->config.keep_feeds == 90);
}

static void lets_the_environment_beat_the_file_and_an_option_beat_both(void **state)
{
    struct fixture *fixture = *state;
    write_config(fixture, "host_delay: 2\n");
    setenv("NEWSLEDGER_HOST_DELAY", "3", 1);
    assert_int_equal(load(fixture, NULL, NULL), 0);
    assert_true(fixture->config.host_delay == 3.0);
    assert_int_equal(load(fixture, "--host-delay", "4"), 0);
    assert_true(fixture->config.host_delay == 4.0);
    unsetenv("NEWSLEDGER_HOST_DELAY");
}

static void takes_a_file_of_comments_only(void **state)
{
    struct fixture *fixture = *state;
    write_config(fixture, "# nothing set yet\n");
    assert_int_equal(load(fixture, NULL, NULL), 0);
    write_config(fixture, "");
    assert_int_equal(load(fixture, NULL, NULL), 0);
    assert_int_equal(diags_count(fixture->diags), 0);
}

static const struct diag *only_error(struct fixture *fixture)
{
    assert_int_equal(diags_errors(fixture->diags), 1);
    return diags_get(fixture->diags, 0);
}

static void refuses_an_unknown_key_with_its_place(void **state)
{
    struct fixture *fixture = *state;
    write_config(fixture, "ledger: news.db\n\nhost_dely: 2\n");
    assert_int_equal(load(fixture, NULL, NULL), -1);
    const struct diag *diag = only_error(fixture);
    assert_string_equal(diag->message, "unknown key 'host_dely'");
    assert_string_equal(diag->hint, "did you mean 'host_delay'?");
    assert_int_equal(diag->position.line, 3);
    assert_int_equal(diag->position.column, 1);
    assert_string_equal(diag->position.excerpt, "host_dely: 2");
}

static void refuses_values_that_cannot_be_meant(void **state)
{
    static const char *const files[] = {"keep_feeds: 1y\n",
                                        "host_delay: soon\n",
                                        "host_delay: -1\n",
                                        "host_delay: nan\n",
                                        "allow_addresses: 10.1.0.1/16\n",
                                        "contact: ''\n",
                                        "ledger: [a, b]\n",
                                        "just a sentence\n",
                                        "ledger: a\nledger: b\n",
                                        "rules: 'open\n",
                                        "- ledger\n",
                                        "ledger: news.db\n\trules: x\n"};
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
        diags_reset(fixture->diags);
        write_config(fixture, files[i]);
        assert_int_equal(load(fixture, NULL, NULL), -1);
        const struct diag *diag = only_error(fixture);
        assert_true(diag->position.line > 0);
    }
}

static void refuses_a_named_file_that_is_not_there(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(load(fixture, "--config", "/nonexistent/config.yaml"), -1);
    assert_string_equal(only_error(fixture)->message, "cannot be read: No such file or directory");
}

static void refuses_a_bad_variable_by_its_name(void **state)
{
    struct fixture *fixture = *state;
    setenv("NEWSLEDGER_HOST_DELAY", "much", 1);
    assert_int_equal(load(fixture, NULL, NULL), -1);
    unsetenv("NEWSLEDGER_HOST_DELAY");
    assert_string_equal(only_error(fixture)->thing, "NEWSLEDGER_HOST_DELAY");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(has_defaults_without_a_file),
        TEST(takes_the_users_own_rules_where_there_are_any),
        TEST(obeys_the_xdg_folders),
        TEST(reads_the_file),
        TEST(lets_the_environment_beat_the_file_and_an_option_beat_both),
        TEST(takes_a_file_of_comments_only),
        TEST(refuses_an_unknown_key_with_its_place),
        TEST(refuses_values_that_cannot_be_meant),
        TEST(refuses_a_named_file_that_is_not_there),
        TEST(refuses_a_bad_variable_by_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
