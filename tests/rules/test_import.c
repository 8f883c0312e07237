/*
 * The definitions and warnings for the files below tests/rules/import must be those that stand in
 * expected.yaml and expected.err there. With ACCEPT=1 in the environment they are written instead.
 */
#include "rules/import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "tests/support/rules.h"

#define FOLDER "tests/rules/import/"

static const char *const files[] = {"www.Harbour-News.example.txt", ".ferry.example.txt",
                                    "bom.example.txt", "old.example.txt", "empty.example.txt"};

struct fixture {
    struct import *import;
    struct diags *diags;
    struct buf yaml;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    assert_non_null(fixture);
    fixture->import = import_new();
    fixture->diags = diags_new();
    buf_puts(&fixture->yaml, "sources:\n");
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    import_free(fixture->import);
    diags_free(fixture->diags);
    buf_free(&fixture->yaml);
    free(fixture);
    return 0;
}

static int import_text(struct fixture *fixture, const char *path, const char *text)
{
    return import_file(fixture->import, path, text, strlen(text), &fixture->yaml, fixture->diags);
}

static void import_files(struct fixture *fixture)
{
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
        char path[128], *bytes;
        size_t len;
        snprintf(path, sizeof(path), FOLDER "%s", files[i]);
        assert_int_equal(file_read(path, 1 << 20, &bytes, &len), 0);
        assert_int_equal(
            import_file(fixture->import, path, bytes, len, &fixture->yaml, fixture->diags), 0);
        free(bytes);
    }
}

static void assert_golden(const char *path, const char *text)
{
    char *expected = NULL;
    size_t len = 0;
    if (getenv("ACCEPT")) {
        assert_int_equal(file_write(path, text, strlen(text)), 0);
        return;
    }
    assert_int_equal(file_read(path, 1 << 20, &expected, &len), 0);
    assert_string_equal(text, expected);
    free(expected);
}

static void test_definitions(void **state)
{
    struct fixture *fixture = *state;
    import_files(fixture);
    assert_golden(FOLDER "expected.yaml", fixture->yaml.data);
}

static void test_warnings(void **state)
{
    struct fixture *fixture = *state;
    char *text = NULL;
    size_t len = 0;
    import_files(fixture);
    FILE *out = open_memstream(&text, &len);
    assert_non_null(out);
    diags_print(out, fixture->diags);
    fclose(out);
    assert_golden(FOLDER "expected.err", text);
    free(text);
}

static void test_definitions_load(void **state)
{
    struct fixture *fixture = *state;
    import_files(fixture);
    struct diags *diags = diags_new();
    struct ruleset *rules = rules_from_text(fixture->yaml.data, diags);
    diags_print(stderr, diags);
    assert_non_null(rules);
    const struct source *harbour =
        site_reader(rules, NULL, "https://www.harbour-news.example/2026/1");
    assert_non_null(harbour);
    assert_false(harbour->verified);
    assert_string_equal(harbour->article.body.items[0],
                        "//div[@class=\"story\"] | //div[contains(@class, \"it's\")]");
    assert_string_equal(harbour->article.headers[0].value, "Second/2.0");
    assert_ptr_equal(site_reader(rules, NULL, "https://a.ferry.example/"),
                     ruleset_source(rules, "all.ferry.example"));
    assert_null(site_reader(rules, NULL, "https://ferry.example/"));
    ruleset_free(rules);
    diags_free(diags);
}

static void test_totals(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(import_text(fixture, "a.example.txt",
                                 "tidy: no\ntidy: yes\ntitle: //h1\nlogin_uri: x\nbody:\n"),
                     0);
    struct import_totals totals = import_totals(fixture->import);
    assert_int_equal(totals.files, 1);
    assert_int_equal(totals.directives[IMPORT_TRANSLATED], 1);
    assert_int_equal(totals.directives[IMPORT_NEEDLESS], 3);
    assert_int_equal(totals.directives[IMPORT_LEFT_OUT], 1);
    assert_string_equal(totals.sums[0].name, "tidy");
    assert_int_equal(totals.sums[0].count, 2);
}

static void test_names_that_are_no_hosts(void **state)
{
    static const char *const paths[] = {"README.md", "global.txt", ".txt", "a b.example.txt",
                                        "..txt",     "sites/",     ""};
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        diags_reset(fixture->diags);
        if (strcmp(paths[i], "README.md") != 0)
            assert_int_equal(import_text(fixture, paths[i], "title: //h1\n"), -1);
    }
    assert_string_equal(diags_get(fixture->diags, 0)->message, "the file's name is no host");
    assert_int_equal(import_text(fixture, "x/a.example.txt", ""), 0);
    assert_int_equal(import_text(fixture, "y/www.a.example.txt", ""), -1);
    assert_string_equal(diags_get(fixture->diags, 1)->message,
                        "a file before it was for a.example, too");
    assert_string_equal(fixture->yaml.data,
                        "sources:\n  a.example:\n    hosts: a.example\n    status: unverified\n");
}

/* Any bytes give a definition that loads. */
static void test_any_bytes(void **state)
{
    static const char *const names[] = {
        "title: ",      "strip_id_or_class: ", "find_string: ", "replace_string(",
        "): ",          "http_header(a): ",    "test_url: ",    "\n",
        "wrap_in(b): ", "single_page_link: "};
    struct fixture *fixture = *state;
    struct buf bytes = {0};
    uint32_t random = 1;
    for (size_t i = 0; i < 50000; i++) {
        random = random * 1664525u + 1013904223u;
        if (random >> 28 == 0)
            buf_puts(&bytes, names[(random >> 8) % (sizeof(names) / sizeof(*names))]);
        else
            buf_putc(&bytes, (char)(random >> 16));
    }
    assert_int_equal(import_file(fixture->import, "noise.example.txt", bytes.data, bytes.len,
                                 &fixture->yaml, fixture->diags),
                     0);
    struct diags *diags = diags_new();
    struct ruleset *rules = rules_from_text(fixture->yaml.data, diags);
    diags_print(stderr, diags);
    assert_non_null(rules);
    ruleset_free(rules);
    diags_free(diags);
    buf_free(&bytes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_definitions),
        TEST(test_warnings),
        TEST(test_definitions_load),
        TEST(test_totals),
        TEST(test_names_that_are_no_hosts),
        TEST(test_any_bytes),
    };
    return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}
