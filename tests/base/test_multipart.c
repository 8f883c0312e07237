#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/multipart.h"

static void test_there_and_back(void **state)
{
    (void)state;
    static const char bytes[] = "<p>one\r\n--\0--abc\r\n";
    struct arena *arena = arena_new();
    struct buf body = {0};
    const struct multipart_part one = {"https://news.example/a", "text/html; charset=x", bytes,
                                       sizeof(bytes) - 1};
    const struct multipart_part two = {"https://news.example/a?page=2", NULL, "", 0};
    multipart_add(&body, "abc123", &one);
    multipart_add(&body, "abc123", &two);
    multipart_end(&body, "abc123");

    struct multipart parts;
    struct multipart_part part;
    assert_true(
        multipart_open(&parts, multipart_type("abc123", arena), body.data, body.len, arena));
    assert_true(multipart_next(&parts, &part, arena));
    assert_string_equal(part.url, one.url);
    assert_string_equal(part.type, one.type);
    assert_int_equal(part.len, one.len);
    assert_memory_equal(part.body, bytes, one.len);
    assert_true(multipart_next(&parts, &part, arena));
    assert_string_equal(part.url, two.url);
    assert_null(part.type);
    assert_int_equal(part.len, 0);
    assert_false(multipart_next(&parts, &part, arena));
    buf_free(&body);
    arena_free(arena);
}

static void test_no_field_begins_another(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf body = {0};
    const struct multipart_part evil = {"https://a/\r\nX: y", "text/html\n\n<p>", "b", 1};
    multipart_add(&body, "abc", &evil);
    assert_string_equal(body.data, "--abc\r\n\r\nb\r\n");
    buf_free(&body);
    arena_free(arena);
}

static void test_what_is_none(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct multipart parts;
    struct multipart_part part;
    assert_false(multipart_open(&parts, NULL, "", 0, arena));
    assert_false(multipart_open(&parts, "text/html", "", 0, arena));
    assert_false(multipart_open(&parts, "multipart/mixed; boundary=", "", 0, arena));
    assert_true(multipart_open(&parts, "multipart/mixed; boundary=x", "--x", 3, arena));
    assert_false(multipart_next(&parts, &part, arena));
    assert_true(multipart_open(&parts, "multipart/mixed; boundary=x", "--x\r\nA: b", 9, arena));
    assert_true(multipart_next(&parts, &part, arena)); /* cut off in its header */
    assert_int_equal(part.len, 0);
    assert_false(multipart_next(&parts, &part, arena));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_no_field_begins_another),
        cmocka_unit_test(test_what_is_none),
    };
    return cmocka_run_group_tests_name("multipart", tests, NULL, NULL);
}
