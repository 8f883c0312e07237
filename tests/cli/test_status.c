#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <regex.h>
#include <stdbool.h>
#include <string.h>

#include "tests/support/newsroom.h"

/* Three articles from one source; another source has a feed that is none. */
static int setup(void **state)
{
    struct newsroom *room = newsroom_with(3);
    sandbox_write(room->sandbox, "site/bad.xml", "We are moving to a new house.\n");
    newsroom_sources(room, "  weekly: {name: W, feed: '@/feed.xml', language: en, every: 1h,"
                           " status: verified, evidence: own}\n"
                           "  bad: {name: B, feed: '@/bad.xml', language: en, every: 1h,"
                           " status: verified, evidence: own}\n");
    newsroom_run(room, "--quiet", NULL);
    *state = room;
    return 0;
}

static int teardown(void **state)
{
    newsroom_free(*state);
    return 0;
}

static struct outcome status_as(struct newsroom *room, const char *format)
{
    struct outcome outcome = sandbox_run(room->sandbox, NULL, "status", "--format", format, NULL);
    assert_string_equal(outcome.err, "");
    assert_int_equal(outcome.status, 0);
    return outcome;
}

static void shows_all_parts_as_tables(void **state)
{
    struct newsroom *room = *state;
    struct outcome outcome = sandbox_run(room->sandbox, NULL, "status", NULL);
    assert_int_equal(outcome.status, 0);
    assert_non_null(strstr(outcome.out, "Ledger\nname "));
    assert_non_null(strstr(outcome.out, "\nSources\nsource "));
    assert_non_null(strstr(outcome.out, "\nNewest runs\nrun "));
}

static void shows_one_part_in_a_format_for_programs(void **state)
{
    struct newsroom *room = *state;
    struct outcome outcome =
        sandbox_run(room->sandbox, NULL, "status", "kinds", "--format", "csv", NULL);
    assert_int_equal(outcome.status, 0);
    assert_string_equal(outcome.out, "kind,label,entities\r\nloom,loom,4\r\nmill,mill,1\r\n"
                                     "org,organisation,2\r\n");
}

static void gives_all_parts_as_one_object(void **state)
{
    struct newsroom *room = *state;
    json_error_t error;
    json_t *status = json_loads(status_as(room, "json").out, 0, &error);
    assert_non_null(status);
    json_t *sources = json_object_get(status, "sources");
    assert_int_equal(json_object_size(status), 3);
    assert_int_equal(json_array_size(sources), 2);
    assert_string_equal(json_string_value(json_object_get(json_array_get(sources, 0), "source")),
                        "bad");
    assert_int_equal(json_array_size(json_object_get(status, "runs")), 1);
    assert_true(json_array_size(json_object_get(status, "totals")) > 5);
    json_decref(status);
}

static bool has_line(const char *text, const char *line)
{
    size_t len = strlen(line);
    for (const char *at = text; (at = strstr(at, line)); at++)
        if ((at == text || at[-1] == '\n') && at[len] == '\n')
            return true;
    return false;
}

static void gives_numbers_to_a_monitor(void **state)
{
    struct newsroom *room = *state;
    struct outcome outcome = status_as(room, "prometheus");
    static const char *const lines[] = {
        "# TYPE newsledger_source_failing gauge",
        "newsledger_source_failing{source=\"weekly\"} 0",
        "newsledger_source_failures{source=\"bad\"} 1",
        "newsledger_source_below_habit{source=\"weekly\"} 0",
        "newsledger_source_articles_total{source=\"weekly\"} 3",
        "newsledger_last_run_exit_status 1",
        "newsledger_last_run_problems 1",
        "newsledger_documents{state=\"extracted\"} 3",
        "newsledger_articles 3",
        "newsledger_facts{kind=\"relation\"} 3",
        "newsledger_facts{kind=\"quantity\"} 3",
        "newsledger_problem_addresses 0",
    };
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
        if (!has_line(outcome.out, lines[i]))
            fail_msg("no line '%s' in:\n%s", lines[i], outcome.out);
    assert_non_null(strstr(outcome.out, "newsledger_source_failing{source=\"bad\",cause=\""));
}

/* Every line is a remark, or a name, labels in quotes and a number (exposition format 0.0.4). */
static void keeps_to_the_monitors_format(void **state)
{
    struct newsroom *room = *state;
    static const char form[] =
        "^(# (HELP|TYPE) newsledger_[a-z_]+ .+|newsledger_[a-z_]+"
        "(\\{[a-z_]+=\"([^\"\\\\]|\\\\.)*\"(,[a-z_]+=\"([^\"\\\\]|\\\\.)*\")*\\})? [0-9.e+]+)$";
    regex_t regex;
    char *save = NULL;
    newsroom_change(room, "UPDATE sources SET key = 'a\"b\\c' || char(10) || 'd'"
                          " WHERE key = 'weekly'");
    char *text = (char *)sandbox_keep(room->sandbox, status_as(room, "prometheus").out);
    assert_non_null(strstr(text, "{source=\"a\\\"b\\\\c\\nd\"}"));
    assert_int_equal(regcomp(&regex, form, REG_EXTENDED | REG_NOSUB), 0);
    for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
        if (regexec(&regex, line, 0, NULL, 0) != 0)
            fail_msg("not of the format: %s", line);
    regfree(&regex);
}

static void refuses(struct newsroom *room, const char *const *arguments, const char *message)
{
    struct outcome outcome = sandbox_run_with(room->sandbox, NULL, 0, arguments);
    assert_int_equal(outcome.status, 2);
    if (!strstr(outcome.err, message))
        assert_string_equal(outcome.err, message);
}

static void tells_what_it_does_not_take(void **state)
{
    struct newsroom *room = *state;
    refuses(room, (const char *[]){"status", "runns", NULL}, "    hint: did you mean 'runs'?\n");
    refuses(room, (const char *[]){"status", "runs", "kinds", NULL},
            "status takes one part at a time\n");
    refuses(room, (const char *[]){"status", "--format", "csv", NULL},
            "name one part for that format: totals, sources, runs or kinds\n");
    refuses(room, (const char *[]){"status", "runs", "--format", "prometheus", NULL},
            "prometheus is a format of the whole status, not of one part\n");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(shows_all_parts_as_tables),     TEST(shows_one_part_in_a_format_for_programs),
        TEST(gives_all_parts_as_one_object), TEST(gives_numbers_to_a_monitor),
        TEST(tells_what_it_does_not_take),   TEST(keeps_to_the_monitors_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
