#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "extract/byline.h"

/* The names of a text with ";" between. */
static void assert_names(const char *text, enum byline_trust trust, const char *expected)
{
    struct arena *arena = arena_new();
    struct byline byline = {0};
    struct buf names = {0};
    byline_add(&byline, text, trust, arena);
    for (size_t i = 0; i < byline.count; i++)
        buf_printf(&names, "%s%s", i > 0 ? ";" : "", byline.names[i]);
    assert_string_equal(buf_text(&names), expected);
    buf_free(&names);
    arena_free(arena);
}

static void parts_names(void **state)
{
    (void)state;
    assert_names("By Ada Quay, Ben Pier and Carl Lock", BYLINE_KNOWN,
                 "Ada Quay;Ben Pier;Carl Lock");
    assert_names("Von Ida Deich und Jan Priel", BYLINE_GUESS, "Ida Deich;Jan Priel");
    assert_names("Stand: 3. März 2025 | Von Ida Deich", BYLINE_GUESS, "Ida Deich");
    assert_names("Office for Ports and Harbours", BYLINE_KNOWN, "Office for Ports and Harbours");
    assert_names("Ada Quay, MD", BYLINE_KNOWN, "Ada Quay, MD");
}

static void leaves_out_what_is_no_name(void **state)
{
    (void)state;
    assert_names("Ada Quay, harbour reporter, Port Salt", BYLINE_KNOWN, "Ada Quay");
    assert_names("Ada Quay Reporter", BYLINE_KNOWN, "Ada Quay");
    assert_names("Ada Quay Ada Quay", BYLINE_KNOWN, "Ada Quay");
    assert_names("Ada Quay on Monday", BYLINE_KNOWN, "Ada Quay");
    assert_names("The Harbour Team", BYLINE_KNOWN, "The Harbour Team");
    assert_names("Publié le 7 janvier 2025", BYLINE_KNOWN, "");
    assert_names("Filed Under", BYLINE_KNOWN, "");
    assert_names("a ferry sails", BYLINE_GUESS, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_names),
        cmocka_unit_test(leaves_out_what_is_no_name),
    };
    return cmocka_run_group_tests_name("byline", tests, NULL, NULL);
}
