#include "base/arena.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_blocks_are_zeroed_and_aligned(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    for (size_t size = 1; size < 200; size += 7) {
        unsigned char *block = arena_alloc(arena, size);
        assert_int_equal((uintptr_t)block % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(block[i], 0);
        memset(block, 0xAB, size);
    }
    arena_reset(arena);
    assert_int_equal(*(char *)arena_alloc(arena, 1), 0);
    arena_free(arena);
}

static void test_a_block_may_be_larger_than_a_chunk(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    char *small = arena_strdup(arena, "before");
    char *large = arena_alloc(arena, 1000000);
    large[999999] = 'x';
    assert_string_equal(small, "before");
    assert_true(arena_used(arena) >= 1000006);
    arena_reset(arena);
    assert_int_equal(arena_used(arena), 0);
    arena_free(arena);
}

static void test_texts(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_null(arena_strdup(arena, NULL));
    assert_string_equal(arena_strndup(arena, "abcdef", 3), "abc");
    assert_string_equal(arena_printf(arena, "%s %d", "chip", 7), "chip 7");
    arena_free(arena);
    arena_free(NULL);
}

static void test_a_grown_array_keeps_its_items(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    size_t capacity = 0, *items = NULL;
    for (size_t i = 0; i < 1000; i++) {
        items = arena_grow(arena, items, i, &capacity, sizeof(*items));
        items[i] = i;
    }
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(items[i], i);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks_are_zeroed_and_aligned),
        cmocka_unit_test(test_a_block_may_be_larger_than_a_chunk),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_a_grown_array_keeps_its_items),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
