#include "cli/underline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_sheet(const struct output_style *style, const char *text,
                         const struct mark *marks, size_t count, const char *expected)
{
    char *printed = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&printed, &len);
    assert_non_null(out);
    underline_print(out, style, text, strlen(text), marks, count);
    fclose(out);
    assert_string_equal(printed, expected);
    free(printed);
}

static const struct output_style plain = {.width = 0};

static void puts_labels_below_words(void **state)
{
    (void)state;
    static const struct mark marks[] = {{MARK_NAME, 0, 5, "arden"},
                                        {MARK_NUMBER, 10, 13, "percent"}};
    assert_sheet(&plain, "Arden had 12%.", marks, 2,
                 "Arden had 12%.\n"
                 "^^^^^     ^^^\n"
                 "arden     percent\n");
    assert_sheet(&plain, "Nothing.", NULL, 0, "Nothing.\n");
}

static void gives_labels_rows_of_their_own_where_they_would_touch(void **state)
{
    (void)state;
    static const struct mark marks[] = {
        {MARK_NAME, 0, 1, "first"}, {MARK_NAME, 2, 3, "second"}, {MARK_NAME, 6, 7, "third"}};
    assert_sheet(&plain, "A B c D", marks, 3,
                 "A B c D\n"
                 "^ ^   ^\n"
                 "first third\n"
                 "  second\n");
}

static void breaks_lines_and_what_stands_below_them(void **state)
{
    (void)state;
    static const struct mark marks[] = {{MARK_NAME, 4, 9, "birch"},
                                        {MARK_FACT, 0, 16, "r: a fact"}};
    struct output_style narrow = {.width = 10};
    assert_sheet(&narrow, "now Birch says so", marks, 2,
                 "now Birch\n"
                 "    ^^^^^\n"
                 "    birch\n"
                 "~~~~~~~~~\n"
                 "says so\n"
                 "~~~~~~ r: a fact\n");
    narrow.width = 3;
    assert_sheet(&narrow, "abcdef", NULL, 0, "abc\ndef\n");
}

static void counts_columns_of_wide_letters_and_escapes_others(void **state)
{
    (void)state;
    static const struct mark marks[] = {{MARK_NAME, 7, 10, "x"}};
    assert_sheet(&plain, "\xE5\x8D\x8E\xE6\xB5\xB7 abc", marks, 1,
                 "\xE5\x8D\x8E\xE6\xB5\xB7 abc\n     ^^^\n     x\n");
    static const struct mark behind[] = {{MARK_NAME, 1, 2, "x"}};
    assert_sheet(&plain,
                 "\x1B"
                 "a",
                 behind, 1, "\\u{1B}a\n      ^\n      x\n");
}

static void underlines_in_the_text_where_there_are_colours(void **state)
{
    (void)state;
    static const struct mark marks[] = {{MARK_NAME, 4, 9, "birch"}, {MARK_FACT, 4, 9, "r: f"}};
    struct output_style style = {.width = 40, .colour = true};
    assert_sheet(&style, "now Birch.", marks, 2,
                 "now \033[36m\033[4mBirch\033[0m.\n"
                 "    \033[36mbirch\033[0m\n"
                 "    \033[32m~~~~~ r: f\033[0m\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(puts_labels_below_words),
        cmocka_unit_test(gives_labels_rows_of_their_own_where_they_would_touch),
        cmocka_unit_test(breaks_lines_and_what_stands_below_them),
        cmocka_unit_test(counts_columns_of_wide_letters_and_escapes_others),
        cmocka_unit_test(underlines_in_the_text_where_there_are_colours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
