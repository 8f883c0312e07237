#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "cli/input.h"
#include "tests/support/sandbox.h"

#define PAGE                                                                                       \
    "<html lang=en><h1>New looms</h1><p>Arden showed Shuttle v2, co-developed with Borrowdale."

static int setup(void **state)
{
    struct sandbox *sandbox = sandbox_new();
    sandbox_copy(sandbox, "tests/cli/looms/looms.yaml", "rules/looms/looms.yaml");
    sandbox_setenv(sandbox, "NEWSLEDGER_RULES", sandbox_path(sandbox, "rules"));
    *state = sandbox;
    return 0;
}

static int teardown(void **state)
{
    sandbox_free(*state);
    return 0;
}

/* Line `number` (from 0) of the output as JSON; the caller releases it. */
static json_t *record(const struct outcome *outcome, size_t number)
{
    const char *line = outcome->out;
    for (size_t i = 0; i < number; i++) {
        line = strchr(line, '\n');
        assert_non_null(line);
        line++;
    }
    json_error_t error;
    json_t *json = json_loadb(line, strcspn(line, "\n"), 0, &error);
    assert_non_null(json);
    return json;
}

static size_t line_count(const struct outcome *outcome)
{
    size_t count = 0;
    for (const char *at = outcome->out; (at = strchr(at, '\n')); at++)
        count++;
    return count;
}

static const char *first_message(const json_t *json)
{
    const json_t *diagnostic = json_array_get(json_object_get(json, "diagnostics"), 0);
    return json_string_value(json_object_get(diagnostic, "message"));
}

static void prints_one_record_for_each_file(void **state)
{
    struct sandbox *sandbox = *state;
    sandbox_write(sandbox, "one.html", PAGE);
    sandbox_write(sandbox, "two.html", "<p>Nothing about that.");
    struct outcome outcome = sandbox_run(sandbox, NULL, "extract", "one.html", "two.html", NULL);
    assert_int_equal(outcome.status, 0);
    assert_string_equal(outcome.err, "");
    assert_int_equal(line_count(&outcome), 2);
    json_t *json = record(&outcome, 0);
    json_t *relation = json_array_get(json_object_get(json, "relations"), 0);
    assert_int_equal(json_integer_value(json_object_get(json, "version")), 1);
    assert_string_equal(json_string_value(json_object_get(relation, "role")), "co-develop");
    json_decref(json);
}

static void reads_a_page_from_standard_input(void **state)
{
    struct outcome outcome = sandbox_run(*state, PAGE, "extract", "--print", "text", "--url",
                                         "https://looms.example/1", "-", NULL);
    assert_int_equal(outcome.status, 0);
    assert_string_equal(outcome.out, "Arden showed Shuttle v2, co-developed with Borrowdale.\n");
}

static void gives_a_record_for_a_file_that_is_not_there(void **state)
{
    struct outcome outcome = sandbox_run(*state, NULL, "extract", "missing.html", NULL);
    assert_int_equal(outcome.status, 1);
    json_t *json = record(&outcome, 0);
    assert_string_equal(first_message(json),
                        "missing.html: cannot be read: No such file or directory");
    assert_true(json_is_null(json_object_get(json, "article")));
    json_decref(json);
    assert_string_equal(outcome.err,
                        "error: input: missing.html: cannot be read: No such file or directory\n");
}

static void reads_the_three_forms_of_a_line(void **state)
{
    struct sandbox *sandbox = *state;
    sandbox_write(sandbox, "page.html", "<p>From a file.");
    struct outcome outcome =
        sandbox_run(sandbox,
                    "{\"url\":\"https://a.example/\",\"body\":\"<p>As text.\"}\n"
                    "{\"url\":\"https://b.example/\",\"body_base64\":\"PHA+QXMgYnl0\\nZXMu\"}\n"
                    "{\"url\":\"https://c.example/\",\"path\":\"page.html\",\"other\":[1]}",
                    "extract", "--input", "ndjson", "--print", "text", NULL);
    assert_string_equal(outcome.err, "");
    assert_int_equal(outcome.status, 0);
    assert_string_equal(outcome.out, "As text.\nAs bytes.\nFrom a file.\n");
}

static void keeps_address_type_and_time_of_a_line(void **state)
{
    /* The bytes are windows-1251, and nothing but the header says so. */
    struct outcome outcome = sandbox_run(*state,
                                         "{\"url\":\"https://a.example/x\",\"body_base64\":"
                                         "\"PHA+z/Do4uXyLjwvcD4=\","
                                         "\"content_type\":\"text/html; charset=windows-1251\","
                                         "\"fetched\":\"2025-05-15T10:00:00Z\"}\n",
                                         "extract", "--input", "ndjson", NULL);
    json_t *json = record(&outcome, 0);
    json_t *document = json_object_get(json, "document");
    json_t *article = json_object_get(json, "article");
    assert_string_equal(json_string_value(json_object_get(document, "url")), "https://a.example/x");
    assert_string_equal(json_string_value(json_object_get(document, "fetched")),
                        "2025-05-15T10:00:00Z");
    assert_string_equal(json_string_value(json_object_get(article, "text")), "Привет.");
    json_decref(json);
}

static void goes_on_behind_each_kind_of_bad_line(void **state)
{
    static const char *const bad[][2] = {
        {"nope", "not JSON: '[' or '{' expected near 'nope' (column 4)"},
        {"[1]", "not a JSON object"},
        {"{\"body\":\"x\"}", "no \"url\", as a string"},
        {"{\"url\":5,\"body\":\"x\"}", "no \"url\", as a string"},
        {"{\"url\":\"u\"}",
         "no page: one of \"body\", \"body_base64\" and \"path\" is needed, as a string"},
        {"{\"url\":\"u\",\"body_base64\":\"a*b\"}", "\"body_base64\" is not base64"},
        {"{\"url\":\"u\",\"body\":\"x\",\"fetched\":\"noon\"}",
         "\"fetched\" is no RFC 3339 time: noon"},
        {"{\"url\":\"u\",\"path\":\"missing\"}",
         "missing: cannot be read: No such file or directory"},
        {"{\"url\":\"u\",\"body\":\"\xff\"}",
         "not JSON: unable to decode byte 0xff near '\"' (column 19)"},
        {"", "not JSON: '[' or '{' expected near end of file (column 0)"},
    };
    size_t count = sizeof(bad) / sizeof(*bad);
    struct buf input = {0};
    for (size_t i = 0; i < count; i++)
        buf_printf(&input, "%s\n", bad[i][0]);
    buf_puts(&input, "{\"url\":\"u\",\"body\":\"<p>Good.\"}\n");
    struct outcome outcome = sandbox_run(*state, input.data, "extract", "--input", "ndjson", NULL);
    buf_free(&input);

    assert_int_equal(outcome.status, 1);
    assert_int_equal(line_count(&outcome), count + 1);
    for (size_t i = 0; i < count; i++) {
        json_t *json = record(&outcome, i);
        assert_string_equal(first_message(json), bad[i][1]);
        json_decref(json);
    }
    json_t *good = record(&outcome, count);
    assert_true(json_is_object(json_object_get(good, "article")));
    json_decref(good);
    assert_non_null(
        strstr(outcome.err, "error: input: standard input:3: no \"url\", as a string\n"));
}

static void refuses_a_line_beyond_the_bound_and_goes_on(void **state)
{
    const char *arguments[] = {"extract", "--input", "ndjson", NULL};
    const char *good = "\n{\"url\":\"u\",\"body\":\"<p>Good.\"}\n";
    size_t len = INPUT_LINE_MAX + 1;
    char *input = malloc(len + strlen(good));
    memset(input, 'x', len);
    memcpy(input + len, good, strlen(good));
    struct outcome outcome = sandbox_run_with(*state, input, len + strlen(good), arguments);
    free(input);
    assert_int_equal(outcome.status, 1);
    assert_int_equal(line_count(&outcome), 2);
    json_t *json = record(&outcome, 0);
    assert_string_equal(first_message(json), "the line is longer than 64 MB");
    json_decref(json);
}

static void put_response(struct buf *warc, const char *name, const char *type, const char *body)
{
    struct buf block = {0};
    buf_printf(&block, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\n\r\n%s", type, body);
    buf_printf(warc,
               "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://looms.example/%s\r\n"
               "Content-Length: %zu\r\n\r\n%s\r\n\r\n",
               name, block.len, block.data);
    buf_free(&block);
}

static void reads_the_articles_of_a_warc_file(void **state)
{
    struct sandbox *sandbox = *state;
    struct buf warc = {0};
    put_response(&warc, "1", "text/html", PAGE);
    put_response(&warc, "2.css", "text/css", "p { color: red }");
    buf_puts(&warc, "WARC/1.1\r\nWARC-Type: response\r\nContent-Length: none\r\n\r\n");
    put_response(&warc, "3", "text/html", PAGE);
    sandbox_write(sandbox, "a.warc", warc.data);
    struct outcome outcome = sandbox_run(sandbox, NULL, "extract", "a.warc", NULL);
    assert_int_equal(outcome.status, 1);
    assert_int_equal(line_count(&outcome), 3);
    static const char *const urls[] = {"https://looms.example/1", NULL, "https://looms.example/3"};
    for (size_t i = 0; i < 3; i++) {
        json_t *json = record(&outcome, i);
        const char *url =
            json_string_value(json_object_get(json_object_get(json, "document"), "url"));
        assert_int_equal(json_array_size(json_object_get(json, "relations")), urls[i] ? 1 : 0);
        if (urls[i])
            assert_string_equal(url, urls[i]);
        else
            assert_non_null(strstr(first_message(json), "Content-Length"));
        json_decref(json);
    }
    const char *out = sandbox_keep(sandbox, outcome.out);
    outcome = sandbox_run(sandbox, warc.data, "extract", "--input", "warc", NULL);
    assert_string_equal(outcome.out, out);
    buf_free(&warc);
}

static void gives_the_same_bytes_again(void **state)
{
    struct sandbox *sandbox = *state;
    sandbox_write(sandbox, "one.html", PAGE);
    struct outcome first = sandbox_run(sandbox, NULL, "extract", "one.html", NULL);
    struct outcome second = sandbox_run(sandbox, NULL, "extract", "one.html", NULL);
    assert_string_equal(first.out, second.out);
}

static void notices_that_its_output_cannot_be_written(void **state)
{
    struct sandbox *sandbox = *state;
    sandbox_write(sandbox, "one.html", PAGE);
    struct outcome outcome =
        sandbox_run_to(sandbox, "/dev/full", (const char *const[]){"extract", "one.html", NULL});
    assert_int_equal(outcome.status, 1);
    assert_string_equal(outcome.err, "error: output: standard output: No space left on device\n");
}

static void refuses_unknown_sources_and_broken_rules(void **state)
{
    struct sandbox *sandbox = *state;
    sandbox_write(sandbox, "one.html", PAGE);
    sandbox_write(sandbox, "rules/looms/sources.yaml",
                  "sources:\n  weekly: {name: Weekly, feed: 'https://w.example/', language: en,"
                  " every: 1h, status: unverified, evidence: x}\n");
    struct outcome outcome =
        sandbox_run(sandbox, NULL, "extract", "--source", "wekly", "one.html", NULL);
    assert_int_equal(outcome.status, 2);
    assert_string_equal(outcome.out, "");
    assert_non_null(strstr(outcome.err, "no source 'wekly'\n    hint: did you mean 'weekly'?\n"));

    sandbox_write(sandbox, "rules/looms/broken.yaml", "rulez: []\n");
    outcome = sandbox_run(sandbox, NULL, "extract", "one.html", NULL);
    assert_int_equal(outcome.status, 2);
    assert_string_equal(outcome.out, "");
    assert_non_null(strstr(outcome.err, "broken.yaml:1:1: error: unknown key 'rulez'\n"));
}

static void needs_a_file_or_lines(void **state)
{
    struct outcome outcome = sandbox_run(*state, NULL, "extract", NULL);
    assert_int_equal(outcome.status, 2);
    assert_non_null(strstr(outcome.err, "extract needs a file"));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(prints_one_record_for_each_file),
        TEST(reads_a_page_from_standard_input),
        TEST(gives_a_record_for_a_file_that_is_not_there),
        TEST(reads_the_three_forms_of_a_line),
        TEST(keeps_address_type_and_time_of_a_line),
        TEST(goes_on_behind_each_kind_of_bad_line),
        TEST(refuses_a_line_beyond_the_bound_and_goes_on),
        TEST(reads_the_articles_of_a_warc_file),
        TEST(gives_the_same_bytes_again),
        TEST(notices_that_its_output_cannot_be_written),
        TEST(refuses_unknown_sources_and_broken_rules),
        TEST(needs_a_file_or_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
