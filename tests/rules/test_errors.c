/*
 * What is said about wrong rules, word for word: each folder below tests/rules/errors is loaded,
 * and what is printed must be what stands in FOLDER.txt. With ACCEPT=1 in the environment the texts
 * are written instead, to be read as a diff.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"
#include "rules/ruleset.h"

#define FOLDER    "tests/rules/errors"
#define CASES_MAX 100

static char *printed(const char *folder)
{
    char *text = NULL;
    size_t len = 0;
    struct diags *diags = diags_new();
    struct ruleset *ruleset = ruleset_load(folder, diags);
    assert_null(ruleset);
    FILE *out = open_memstream(&text, &len);
    assert_non_null(out);
    diags_print(out, diags);
    fclose(out);
    diags_free(diags);
    return text;
}

static void test_texts(void **state)
{
    char folder[256], golden[264];
    char *wanted = NULL;
    size_t len;
    snprintf(folder, sizeof(folder), "%s/%s", FOLDER, (const char *)*state);
    snprintf(golden, sizeof(golden), "%s.txt", folder);
    char *text = printed(folder);
    if (getenv("ACCEPT"))
        assert_int_equal(file_write(golden, text, strlen(text)), 0);
    assert_int_equal(file_read(golden, 1 << 20, &wanted, &len), 0);
    assert_string_equal(text, wanted);
    free(wanted);
    free(text);
}

static int is_case(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && !strchr(entry->d_name, '.');
}

int main(void)
{
    struct CMUnitTest tests[CASES_MAX];
    struct dirent **entries;
    int count = scandir(FOLDER, &entries, is_case, alphasort);
    if (count <= 0 || count > CASES_MAX)
        mem_die("no folder " FOLDER);
    for (int i = 0; i < count; i++)
        tests[i] = (struct CMUnitTest){.name = entries[i]->d_name,
                                       .test_func = test_texts,
                                       .initial_state = entries[i]->d_name};
    int failed = _cmocka_run_group_tests("errors", tests, (size_t)count, NULL, NULL);
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    return failed;
}
