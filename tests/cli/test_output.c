#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/output.h"

static const char *const columns[] = {"subject", "value", "note"};

static void add_row(struct result *result, const char *subject, double value, const char *note)
{
    struct cell *row = result_add_row(result);
    row[0] = cell_text(result, subject);
    row[1] = cell_number(value);
    row[2] = cell_text(result, note);
}

static int setup(void **state)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    struct result *result = result_new(columns, 3);
    add_row(result, "Alpha", 63, "plain");
    add_row(result, "Bêta, \"Ltd\"", 4.5, NULL);
    add_row(result, "日本", 1e12, "evil \033[31m\n2nd");
    *state = result;
    return 0;
}

static int teardown(void **state)
{
    result_free(*state);
    return 0;
}

static void prints(const struct result *result, const char *format, const char *want)
{
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    output_print(out, format, result);
    fclose(out);
    assert_string_equal(text, want);
    free(text);
}

static void aligns_a_table_and_escapes_what_steers_a_terminal(void **state)
{
    const char *want = "subject              value  note\n"
                       "Alpha                   63  plain\n"
                       "Bêta, \"Ltd\"            4.5\n"
                       "日本         1000000000000  evil \\u{1B}[31m\\u{A}2nd\n";
    prints(*state, NULL, want);
    prints(*state, "table", want);
}

static void quotes_csv_as_rfc_4180_says(void **state)
{
    prints(*state, "csv",
           "subject,value,note\r\n"
           "Alpha,63,plain\r\n"
           "\"Bêta, \"\"Ltd\"\"\",4.5,\r\n"
           "日本,1000000000000,\"evil \\u{1B}[31m\n2nd\"\r\n");
}

static void prints_an_array_of_objects(void **state)
{
    prints(*state, "json",
           "[{\"subject\":\"Alpha\",\"value\":63,\"note\":\"plain\"},\n"
           " {\"subject\":\"Bêta, \\\"Ltd\\\"\",\"value\":4.5,\"note\":null},\n"
           " {\"subject\":\"日本\",\"value\":1000000000000,"
           "\"note\":\"evil \\u001B[31m\\n2nd\"}]\n");
}

static void prints_an_object_a_line(void **state)
{
    struct result *result = *state;
    result->row_count = 1;
    prints(result, "ndjson", "{\"subject\":\"Alpha\",\"value\":63,\"note\":\"plain\"}\n");
}

static void prints_no_rows_in_each_format(void **state)
{
    struct result *result = *state;
    result->row_count = 0;
    prints(result, "table", "subject  value  note\n");
    prints(result, "csv", "subject,value,note\r\n");
    prints(result, "json", "[]\n");
    prints(result, "ndjson", "");
}

static void repairs_broken_text(void **state)
{
    (void)state;
    struct result *result = result_new(columns, 1);
    result_add_row(result)[0] = cell_text(result, "a\xFFz");
    prints(result, "json", "[{\"subject\":\"a\xEF\xBF\xBDz\"}]\n");
    prints(result, "csv", "subject\r\na\\xFFz\r\n");
    result_free(result);
}

/* Prints on a pseudo-terminal of so many columns and returns what arrived, "\r" taken out. */
static void print_on_terminal(const struct result *result, unsigned short width, char *text,
                              size_t size)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    assert_true(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
    int slave = open(ptsname(master), O_RDWR | O_NOCTTY);
    assert_true(slave >= 0);
    ioctl(slave, TIOCSWINSZ, &(struct winsize){.ws_row = 24, .ws_col = width});
    FILE *out = fdopen(slave, "w");
    output_print(out, NULL, result);
    fclose(out);
    /* A terminal may hand its lines over one by one; behind the last, reading fails with EIO. */
    size_t len = 0, kept = 0;
    for (ssize_t got; (got = read(master, text + len, size - 1 - len)) > 0;)
        len += (size_t)got;
    for (size_t i = 0; i < len; i++) {
        if (text[i] != '\r')
            text[kept++] = text[i];
    }
    text[kept] = '\0';
    close(master);
}

static void fits_a_table_to_the_terminal(void **state)
{
    char text[4096];
    (void)state;
    struct result *result = result_new(columns, 3);
    add_row(result, "Gamma", 7, "a sentence that goes on and on");
    setenv("NO_COLOR", "1", 1);
    print_on_terminal(result, 30, text, sizeof(text));
    assert_string_equal(text, "subject  value  note\n"
                              "Gamma        7  a sentence th…\n");
    unsetenv("NO_COLOR");
    print_on_terminal(result, 80, text, sizeof(text));
    assert_string_equal(text, "\033[1msubject  value  note\n\033[0m"
                              "Gamma        7  a sentence that goes on and on\n");
    result_free(result);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(aligns_a_table_and_escapes_what_steers_a_terminal),
        TEST(quotes_csv_as_rfc_4180_says),
        TEST(prints_an_array_of_objects),
        TEST(prints_an_object_a_line),
        TEST(prints_no_rows_in_each_format),
        TEST(repairs_broken_text),
        TEST(fits_a_table_to_the_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
