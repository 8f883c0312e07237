#include "rules/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"

struct fixture {
    struct arena *arena;
    struct diags *diags;
};

static int set_up(void **state)
{
    struct fixture *fixture = mem_alloc(sizeof(*fixture));
    fixture->arena = arena_new();
    fixture->diags = diags_new();
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    diags_free(fixture->diags);
    arena_free(fixture->arena);
    free(fixture);
    return 0;
}

static const struct yaml_node *parse(struct fixture *fixture, const char *text)
{
    return yaml_parse("t.yaml", text, strlen(text), fixture->arena, fixture->diags);
}

static const struct yaml_node *parse_clean(struct fixture *fixture, const char *text)
{
    const struct yaml_node *root = parse(fixture, text);
    if (diags_count(fixture->diags) > 0)
        diags_print(stderr, fixture->diags);
    assert_int_equal(diags_count(fixture->diags), 0);
    assert_non_null(root);
    return root;
}

/* "line:column message" of the only diagnostic. */
static const char *complaint(struct fixture *fixture)
{
    assert_int_equal(diags_count(fixture->diags), 1);
    const struct diag *diag = diags_get(fixture->diags, 0);
    char *text = arena_printf(fixture->arena, "%zu:%zu %s", diag->position.line,
                              diag->position.column, diag->message);
    diags_reset(fixture->diags);
    return text;
}

static void assert_place(struct position position, size_t line, size_t column)
{
    assert_int_equal(position.line, line);
    assert_int_equal(position.column, column);
}

static void test_tree(void **state)
{
    const struct yaml_node *root =
        parse_clean(*state, "# remark\r\na: [1, 'two', \"th\\tree\"]\r\nb:\r\n  c: no\r\nd:\r\n");
    assert_int_equal(root->kind, YAML_MAP);
    assert_int_equal(root->count, 3);
    const struct yaml_node *list = yaml_get(root, "a");
    assert_int_equal(list->kind, YAML_LIST);
    assert_int_equal(list->count, 3);
    assert_string_equal(list->items[0]->text, "1");
    assert_string_equal(list->items[1]->text, "two");
    assert_string_equal(list->items[2]->text, "th\tree");
    assert_int_equal(list->items[1]->style, YAML_SINGLE_QUOTED);
    assert_int_equal(list->items[2]->style, YAML_DOUBLE_QUOTED);
    assert_string_equal(yaml_get(yaml_get(root, "b"), "c")->text, "no");
    assert_string_equal(yaml_get(root, "d")->text, "");
    assert_null(yaml_get(root, "e"));
    assert_null(yaml_get(list, "e"));
    assert_place(list->position, 2, 4);
    assert_string_equal(list->position.excerpt, "a: [1, 'two', \"th\\tree\"]");
    assert_string_equal(list->position.file, "t.yaml");
}

static void test_places_in_quotes(void **state)
{
    const struct yaml_node *root =
        parse_clean(*state, "ä: {x: 'don''t ä?', y: plain text, z: \"a\\tb\", w: \"abc\"}\n");
    const struct yaml_node *map = root->items[0];
    assert_place(yaml_position(yaml_get(map, "x"), 0), 1, 8);
    assert_place(yaml_position(yaml_get(map, "x"), 3), 1, 12); /* the quote itself */
    assert_place(yaml_position(yaml_get(map, "x"), 4), 1, 14); /* t, behind both quotes */
    assert_place(yaml_position(yaml_get(map, "x"), 8), 1, 17); /* ?, behind a two-byte letter */
    assert_place(yaml_position(yaml_get(map, "y"), 6), 1, 30);
    assert_place(yaml_position(yaml_get(map, "z"), 2), 1, 39); /* an escape: the start */
    assert_place(yaml_position(yaml_get(map, "w"), 2), 1, 53);
}

static void test_places_in_blocks(void **state)
{
    const struct yaml_node *root = parse_clean(*state, "a:\n"
                                                       "  - |\n"
                                                       "    one\n"
                                                       "      two\n"
                                                       "\n"
                                                       "    three\n"
                                                       "  - 'folded\n"
                                                       "    text'\n"
                                                       "b: >\n"
                                                       "  folded\n"
                                                       "  block\n");
    const struct yaml_node *block = yaml_get(root, "a")->items[0];
    assert_string_equal(block->text, "one\n  two\n\nthree\n");
    assert_int_equal(block->style, YAML_LITERAL);
    assert_place(block->position, 3, 5);
    assert_place(yaml_position(block, 2), 3, 7);
    assert_place(yaml_position(block, 6), 4, 7);
    assert_place(yaml_position(block, 11), 6, 5);
    assert_place(yaml_position(block, 16), 6, 10);
    assert_place(yaml_position(block, 999), 3, 5);
    assert_place(yaml_position(yaml_get(root, "a")->items[1], 2), 7, 8);
    assert_place(yaml_position(yaml_get(root, "a")->items[1], 9), 7, 5);
    assert_int_equal(yaml_get(root, "b")->style, YAML_FOLDED);
}

static void test_syntax_errors_have_a_place(void **state)
{
    struct fixture *fixture = *state;
    assert_null(parse(fixture, "a: 1\nb: 'x' y\n"));
    assert_string_equal(complaint(fixture),
                        "2:8 invalid trailing content after single-quoted scalar");
    assert_null(parse(fixture, "a: 1\n b: 2\n"));
    assert_string_equal(complaint(fixture), "1:4 invalid multiline plain key");
    assert_null(parse(fixture, "ä: \xFF\n"));
    assert_string_equal(complaint(fixture), "1:4 a byte that is no UTF-8");
    assert_null(yaml_parse("t.yaml", "a\0b", 3, fixture->arena, fixture->diags));
    assert_string_equal(complaint(fixture), "1:2 a NUL byte");
    assert_null(parse(fixture, "a: 1\n---\nb: 2\n"));
    assert_string_equal(complaint(fixture), "2:1 a second document in one file");
}

static void test_open_brackets_are_named(void **state)
{
    struct fixture *fixture = *state;
    assert_null(parse(fixture, "a:\n  [1,\n  2\n"));
    assert_string_equal(diags_get(fixture->diags, 0)->hint, "it was opened in line 2");
    assert_string_equal(complaint(fixture), "4:1 flow sequence without a closing bracket");
}

static void test_refusals_do_not_end_the_file(void **state)
{
    struct fixture *fixture = *state;
    const struct yaml_node *root = parse(fixture, "a: &x 1\nb: *x\nc: !!str 2\nd: 3\n");
    assert_non_null(root);
    assert_int_equal(diags_errors(fixture->diags), 3);
    assert_place(diags_get(fixture->diags, 0)->position, 1, 4);
    assert_place(diags_get(fixture->diags, 1)->position, 2, 4);
    assert_place(diags_get(fixture->diags, 2)->position, 3, 4);
    assert_string_equal(yaml_get(root, "d")->text, "3");
    /* What was refused is not complained about again. */
    assert_null(yaml_text(yaml_get(root, "b"), fixture->diags));
    assert_int_equal(diags_errors(fixture->diags), 3);
}

static void test_repeated_keys(void **state)
{
    struct fixture *fixture = *state;
    const struct yaml_node *root = parse(fixture, "b: 1\na: 2\nb: 3\n");
    assert_string_equal(complaint(fixture), "3:1 the key 'b' was given before, in line 1");
    assert_string_equal(yaml_get(root, "b")->text, "1");
    parse(fixture, "? [a]\n: 1\n");
    assert_string_equal(complaint(fixture), "1:3 a key must be a text");
}

static void test_aliases_cannot_explode(void **state)
{
    struct fixture *fixture = *state;
    parse(fixture, "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n");
    assert_int_equal(diags_errors(fixture->diags), 7);
}

static void test_depth_is_bounded(void **state)
{
    struct fixture *fixture = *state;
    char text[2 * YAML_DEPTH_MAX + 3];
    memset(text, '[', YAML_DEPTH_MAX);
    memset(text + YAML_DEPTH_MAX, ']', YAML_DEPTH_MAX);
    text[(size_t)2 * YAML_DEPTH_MAX] = '\0';
    parse_clean(fixture, text);
    memset(text, '[', YAML_DEPTH_MAX + 1);
    memset(text + YAML_DEPTH_MAX + 1, ']', YAML_DEPTH_MAX + 1);
    text[2 * YAML_DEPTH_MAX + 2] = '\0';
    assert_null(parse(fixture, text));
    assert_string_equal(complaint(fixture), "1:17 lists and mappings are nested too deep");
}

static void test_size_is_bounded(void **state)
{
    struct fixture *fixture = *state;
    char *text = mem_alloc(YAML_BYTES_MAX + 2);
    memset(text, '#', YAML_BYTES_MAX + 1);
    assert_null(yaml_parse("t.yaml", text, YAML_BYTES_MAX + 1, fixture->arena, fixture->diags));
    assert_string_equal(complaint(fixture), "0:0 the file is larger than 4 MB");
    free(text);
}

static void test_many_nodes_on_one_line(void **state)
{
    /* A line that is too long to be shown is not copied for each of its nodes either. */
    struct fixture *fixture = *state;
    struct buf text = {0};
    buf_puts(&text, "a: [");
    for (int i = 0; i < 20000; i++)
        buf_puts(&text, "x, ");
    buf_puts(&text, "x]");
    const struct yaml_node *root = parse_clean(fixture, text.data);
    assert_int_equal(yaml_get(root, "a")->count, 20001);
    assert_null(yaml_get(root, "a")->items[20000]->position.excerpt);
    assert_place(yaml_get(root, "a")->items[20000]->position, 1, 60005);
    buf_free(&text);
}

static void test_empty_files(void **state)
{
    assert_int_equal(parse_clean(*state, "")->kind, YAML_MAP);
    assert_int_equal(parse_clean(*state, "# nothing\n")->count, 0);
    assert_int_equal(parse_clean(*state, "\xEF\xBB\xBF"
                                         "a: 1")
                         ->items[0]
                         ->position.column,
                     4);
}

static void test_getters_say_what_they_expected(void **state)
{
    struct fixture *fixture = *state;
    const struct yaml_node *root = parse_clean(fixture, "a: [1]\nb: x\nc: {d: 1}\ne:\n");
    assert_false(yaml_is_map(yaml_get(root, "a"), fixture->diags));
    assert_string_equal(complaint(fixture), "1:4 expected a mapping, found a list");
    assert_false(yaml_is_list(yaml_get(root, "b"), fixture->diags));
    assert_string_equal(complaint(fixture), "2:4 expected a list, found a text");
    assert_null(yaml_text(yaml_get(root, "c"), fixture->diags));
    assert_string_equal(complaint(fixture), "3:4 expected a text, found a mapping");
    assert_null(yaml_text(yaml_get(root, "e"), fixture->diags));
    assert_string_equal(complaint(fixture), "4:1 expected a text, found nothing");
    assert_true(yaml_is_list(yaml_get(root, "a"), fixture->diags));
}

static void test_unknown_keys(void **state)
{
    struct fixture *fixture = *state;
    static const char *const known[] = {"match", "unless"};
    const struct yaml_node *root = parse_clean(fixture, "mach: 1\nmatch: 2\n");
    yaml_check_keys(root, known, 2, fixture->diags);
    assert_string_equal(diags_get(fixture->diags, 0)->hint, "did you mean 'match'?");
    assert_string_equal(complaint(fixture), "1:1 unknown key 'mach'");
}

static void test_bools_and_integers(void **state)
{
    struct fixture *fixture = *state;
    const struct yaml_node *root = parse_clean(fixture, "[true, false, yes, 12, 1x, 101]");
    bool flag = false;
    yaml_read_bool(root->items[0], &flag, fixture->diags);
    assert_true(flag);
    yaml_read_bool(NULL, &flag, fixture->diags);
    assert_true(flag);
    yaml_read_bool(root->items[1], &flag, fixture->diags);
    assert_false(flag);
    yaml_read_bool(root->items[2], &flag, fixture->diags);
    assert_string_equal(complaint(fixture), "1:15 expected true or false, found 'yes'");
    int number = 7;
    yaml_read_integer(root->items[3], -100, 100, &number, fixture->diags);
    assert_int_equal(number, 12);
    yaml_read_integer(root->items[4], -100, 100, &number, fixture->diags);
    assert_string_equal(complaint(fixture),
                        "1:24 expected a whole number from -100 to 100, found '1x'");
    yaml_read_integer(root->items[5], -100, 100, &number, fixture->diags);
    assert_string_equal(complaint(fixture),
                        "1:28 expected a whole number from -100 to 100, found '101'");
    assert_int_equal(number, 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_tree, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_places_in_quotes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_places_in_blocks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_syntax_errors_have_a_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_open_brackets_are_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refusals_do_not_end_the_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_repeated_keys, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_aliases_cannot_explode, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_depth_is_bounded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_size_is_bounded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_many_nodes_on_one_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_empty_files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_getters_say_what_they_expected, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_unknown_keys, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_bools_and_integers, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
