#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/buf.h"
#include "tests/support/newsroom.h"

static void assert_says(const char *text, const char *want)
{
    if (!strstr(text, want))
        fail_msg("no '%s' in:\n%s", want, text);
}

static void assert_not_says(const char *text, const char *unwanted)
{
    if (strstr(text, unwanted))
        fail_msg("'%s' in:\n%s", unwanted, text);
}

/* Article `n` of the site, with a paragraph of its own. */
static void write_article(struct newsroom *room, int n, const char *paragraph)
{
    struct buf page = {0};
    char name[40];
    snprintf(name, sizeof(name), "site/%d.html", n);
    buf_printf(&page,
               "<!DOCTYPE html><html lang=en><head><title>Looms, part %d</title>"
               "<meta property='article:published_time' content='2025-05-%02d'></head><body>"
               "<article><h1>Looms, part %d</h1><p>Number %d of our notes on looms speaks of Arden "
               "and of what stands in hall %d of the mill.</p><p>%s</p></article></body></html>",
               n, n, n, n, n * 100, paragraph);
    sandbox_write(room->sandbox, name, page.data);
    buf_free(&page);
}

static int setup(void **state)
{
    struct newsroom *room = newsroom_new();
    newsroom_weekly(room);
    newsroom_feed(room, "feed.xml", 1, 4);
    write_article(room, 1, "Arden leases yarn from Calder Spinners, as Calder Spinners has it.");
    write_article(room, 2, "Cloth from the Zephyr X9 goes to Calder Spinners and its Foreman.");
    write_article(room, 3, "The foreman runs one Zephyr X9 beside the Shuttle, and visits Dale.");
    write_article(room, 4, "Nobody but Arden has it.");
    *state = room;
    return 0;
}

static int teardown(void **state)
{
    newsroom_free(*state);
    return 0;
}

static struct outcome suggest(struct newsroom *room, const char *option, const char *value)
{
    return sandbox_run(room->sandbox, NULL, "rules", "suggest", option, value, NULL);
}

static void lists_what_recurs(void **state)
{
    struct newsroom *room = *state;
    assert_int_equal(newsroom_run(room, NULL).status, 0);
    struct outcome outcome = suggest(room, NULL, NULL);
    assert_int_equal(outcome.status, 0);
    assert_says(outcome.out, "name             looks_like  stories  articles  mentions  example\n"
                             "Calder Spinners  name              2         2         3  ");
    assert_says(outcome.out, "\nZephyr X9        model             2         2         2  ");
    assert_not_says(outcome.out, "Arden  ");
    assert_not_says(outcome.out, "Foreman  "); /* also written small */
    assert_not_says(outcome.out, "\nDale  ");  /* named once */
    assert_says(outcome.out, "\n# For KIND write one of: org, mill, loom\nentities:\n  # ");
    assert_says(outcome.out, "\n  calder-spinners: {kind: KIND, names: ['Calder Spinners']}\n");
    assert_says(outcome.err, "4 of the 4 articles are about the field");
    outcome = suggest(room, "--least", "1");
    assert_says(outcome.out, "\nDale  ");
    outcome = suggest(room, "--limit", "1");
    assert_not_says(outcome.out, "Zephyr X9  ");
    assert_says(outcome.err, "1 of 2 names are shown: --limit shows more");
}

/* The stub, its kinds filled in, makes the names known. */
static void gives_a_stub_that_can_be_pasted(void **state)
{
    struct newsroom *room = *state;
    assert_int_equal(newsroom_run(room, NULL).status, 0);
    struct outcome outcome = suggest(room, NULL, NULL);
    struct buf yaml = {0};
    for (const char *at = strstr(outcome.out, "\nentities:"); *at;) {
        bool kind = strncmp(at, "KIND", 4) == 0;
        buf_puts(&yaml, kind ? "org" : (char[]){*at, '\0'});
        at += kind ? 4 : 1;
    }
    sandbox_write(room->sandbox, "rules/looms/more.yaml", yaml.data);
    buf_free(&yaml);
    outcome = suggest(room, "--format", "csv");
    assert_int_equal(outcome.status, 0);
    assert_string_equal(outcome.out,
                        "name,looks_like,stories,articles,mentions,example,url,stub\r\n");
}

static void prints_json(void **state)
{
    struct newsroom *room = *state;
    assert_int_equal(newsroom_run(room, NULL).status, 0);
    struct outcome outcome = suggest(room, "--format", "json");
    json_t *json = json_loads(outcome.out, 0, NULL);
    assert_int_equal(json_array_size(json), 2);
    json_t *first = json_array_get(json, 0);
    assert_string_equal(json_string_value(json_object_get(first, "name")), "Calder Spinners");
    assert_int_equal(json_integer_value(json_object_get(first, "stories")), 2);
    assert_non_null(strstr(json_string_value(json_object_get(first, "url")), "/"));
    assert_string_equal(json_string_value(json_object_get(first, "stub")),
                        "calder-spinners: {kind: KIND, names: ['Calder Spinners']}");
    json_decref(json);
}

static void reads_named_pages(void **state)
{
    struct newsroom *room = *state;
    struct outcome outcome =
        sandbox_run(room->sandbox, NULL, "rules", "suggest", "site/1.html", "site/2.html", NULL);
    assert_int_equal(outcome.status, 0);
    assert_says(outcome.out, "Calder Spinners  name");
    outcome = sandbox_run(room->sandbox, NULL, "rules", "suggest", "missing.html", NULL);
    assert_int_equal(outcome.status, 1);
    assert_says(outcome.err, "missing.html");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lists_what_recurs),
        TEST(gives_a_stub_that_can_be_pasted),
        TEST(prints_json),
        TEST(reads_named_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
