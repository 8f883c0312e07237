#include "extract/media_type.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static bool is_page(const char *type, const char *body)
{
    struct document document = {.content_type = type, .body = body, .body_len = strlen(body)};
    return media_type_is_page(&document);
}

static void pages_are_told_by_their_type(void **state)
{
    (void)state;
    assert_true(is_page("text/html; charset=utf-8", ""));
    assert_true(is_page("TEXT/HTML", "%PDF-1.5"));
    assert_true(is_page(" application/xhtml+xml", ""));
    assert_true(is_page("text/plain", ""));
    assert_false(is_page("application/pdf", "<p>x"));
    assert_false(is_page("image/png; x=html", ""));
    assert_false(is_page("application/json", "{}"));
}

static void bytes_decide_where_the_type_says_nothing(void **state)
{
    static const char *const types[] = {NULL, "", "unknown", "application/octet-stream"};
    (void)state;
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        assert_true(is_page(types[i], "<!DOCTYPE html><p>x"));
        assert_true(is_page(types[i], ""));
        assert_false(is_page(types[i], "%PDF-1.5"));
        assert_false(is_page(types[i], "\x89PNG\r\n"));
        assert_false(is_page(types[i], "PK\x03\x04"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_are_told_by_their_type),
        cmocka_unit_test(bytes_decide_where_the_type_says_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
