#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "extract/mention.h"

static void spells_versions_alike(void **state)
{
    static const char *const cases[][2] = {
        {"2", "2"},       {"II", "2"},  {"iii", "3"},     {"v6e", "6E"},   {"gen3", "3"},
        {"910c", "910C"}, {"T1", "T1"}, {"seventh", "7"}, {"Second", "2"}, {"3rd", "3"},
        {"10th", "10"},   {"4X", "4X"}, {"V", "5"},       {"VX", "VX"}};
    struct arena *arena = arena_new();
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_string_equal(version_normalize(cases[i][0], strlen(cases[i][0]), arena),
                            cases[i][1]);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(spells_versions_alike)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
