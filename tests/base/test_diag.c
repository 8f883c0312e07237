#include "base/diag.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_prints(const struct diags *diags, const char *expected)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    diags_print(out, diags);
    fclose(out);
    assert_string_equal(text, expected);
    free(text);
}

static void test_prints_thing_stage_and_way_out(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    diags_add(diags, SEVERITY_WARNING, "fetch", "http://127.0.0.1/", "status %d", 404);
    diags_hint(diags, "is the address of %s right?", "the feed");
    diags_add(diags, SEVERITY_NOTE, "store", NULL, "nothing to do");
    assert_prints(diags, "warning: fetch: http://127.0.0.1/: status 404\n"
                         "    hint: is the address of the feed right?\n"
                         "note: store: nothing to do\n");
    assert_int_equal(diags_count(diags), 2);
    assert_int_equal(diags_errors(diags), 0);
    diags_free(diags);
}

static void test_caret_stands_below_its_column(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    const struct position position = {
        .file = "a.yaml", .line = 3, .column = 5, .excerpt = "\té半: x"};
    diags_add_at(diags, SEVERITY_ERROR, "rules", &position, "what is x?");
    assert_prints(diags, "a.yaml:3:5: error: what is x?\n"
                         "    \té半: x\n"
                         "    \t    ^\n");
    assert_int_equal(diags_errors(diags), 1);
    assert_string_equal(diags_get(diags, 0)->thing, "a.yaml");
    diags_free(diags);
}

static void test_foreign_bytes_cannot_steer_the_terminal(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    diags_add(diags, SEVERITY_ERROR, "feed", "http://a\x1b[2J/", "a\nb \xff\xE2\x80\xAE");
    assert_prints(diags, "error: feed: http://a\\u{1B}[2J/: a\\u{A}b \\xFF\\u{202E}\n");
    diags_free(diags);
}

static void test_copies_what_it_is_given(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    char thing[] = "before", stage[] = "feed";
    diags_add(diags, SEVERITY_ERROR, stage, thing, "wrong");
    memset(thing, 'x', sizeof(thing) - 1);
    memset(stage, 'x', sizeof(stage) - 1);
    assert_prints(diags, "error: feed: before: wrong\n");
    diags_reset(diags);
    assert_int_equal(diags_count(diags), 0);
    assert_int_equal(diags_errors(diags), 0);
    diags_free(diags);
    diags_free(NULL);
}

static void test_a_flood_is_cut_and_counted(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    for (int i = 0; i < 5000; i++)
        diags_add(diags, SEVERITY_ERROR, "feed", "x", "fault %d", i);
    assert_int_equal(diags_count(diags), 1001);
    assert_int_equal(diags_errors(diags), 5000);
    assert_non_null(strstr(diags_get(diags, 1000)->message, "left out"));
    diags_free(diags);
}

static void test_sorts_by_place(void **state)
{
    (void)state;
    static const struct position places[] = {{.file = "b", .line = 1, .column = 1},
                                             {.file = "a", .line = 9, .column = 2},
                                             {.file = "a", .line = 9, .column = 1},
                                             {.file = "a", .line = 10, .column = 1},
                                             {.file = "a", .line = 9, .column = 2}};
    static const char wanted[] = "5x21430"; /* 5 was there before; x has no place */
    struct diags *diags = diags_new();
    diags_add_at(diags, SEVERITY_NOTE, "rules", &places[3], "5");
    for (int i = 0; i < 5; i++)
        diags_add_at(diags, SEVERITY_NOTE, "rules", &places[i], "%d", i);
    diags_add(diags, SEVERITY_NOTE, "rules", "z", "x");
    diags_sort(diags, 1);
    for (size_t i = 0; i < diags_count(diags); i++)
        assert_int_equal(diags_get(diags, i)->message[0], wanted[i]);
    diags_free(diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_prints_thing_stage_and_way_out),
        cmocka_unit_test(test_caret_stands_below_its_column),
        cmocka_unit_test(test_foreign_bytes_cannot_steer_the_terminal),
        cmocka_unit_test(test_copies_what_it_is_given),
        cmocka_unit_test(test_a_flood_is_cut_and_counted),
        cmocka_unit_test(test_sorts_by_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
