#include "fetch/robots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

static const struct robots *parse(struct arena *arena, const char *text)
{
    return robots_parse(text, strlen(text), "newsledger", arena);
}

static bool allows(const char *text, const char *path)
{
    struct arena *arena = arena_new();
    bool allowed =
        robots_allow(parse(arena, text), arena_printf(arena, "https://news.example%s", path));
    arena_free(arena);
    return allowed;
}

static void no_rules_allow_everything(void **state)
{
    (void)state;
    assert_true(allows("", "/"));
    assert_true(allows("<html>Not found</html>", "/a"));
    assert_true(allows("User-agent: *\nDisallow:\n", "/a"));
    assert_true(allows("Disallow: /\n", "/a")); /* of no group */
}

static void our_own_group_counts_alone(void **state)
{
    static const char text[] = "User-agent: *\nDisallow: /\n\n"
                               "User-agent: NewsLedger/2.0\nDisallow: /draft/\n";
    (void)state;
    assert_true(allows(text, "/a"));
    assert_false(allows(text, "/draft/a"));
    assert_false(allows("User-agent: *\nDisallow: /\nUser-agent: newsledgers\nAllow: /\n", "/a"));
}

static void several_agents_share_a_group(void **state)
{
    static const char text[] = "User-agent: a\nUser-agent: newsledger\nDisallow: /x\n"
                               "User-agent: b\nDisallow: /y\n";
    (void)state;
    assert_false(allows(text, "/x"));
    assert_true(allows(text, "/y"));
}

static void the_longest_pattern_decides(void **state)
{
    static const char text[] = "User-agent: *\nDisallow: /news/\nAllow: /news/chips\n"
                               "Disallow: /news/chips/old\nAllow: /same\nDisallow: /same\n";
    (void)state;
    assert_false(allows(text, "/news/a"));
    assert_true(allows(text, "/news/chips/a"));
    assert_false(allows(text, "/news/chips/old/a"));
    assert_true(allows(text, "/same"));
}

static void stars_and_ends(void **state)
{
    static const char text[] = "User-agent: *\nDisallow: /*.pdf$\nDisallow: /*?print=*&x\n";
    (void)state;
    assert_false(allows(text, "/a/b.pdf"));
    assert_true(allows(text, "/a/b.pdf?c"));
    assert_false(allows(text, "/a?print=1&x=2"));
    assert_true(allows(text, "/a?print=1"));
}

static void escapes_are_one_spelling(void **state)
{
    (void)state;
    assert_false(allows("User-agent: *\nDisallow: /caf\xC3\xA9\n", "/caf%C3%A9"));
    assert_false(allows("User-agent: *\nDisallow: /caf%c3%a9\n", "/caf%C3%A9"));
}

static void slips_of_the_pen_are_read(void **state)
{
    (void)state;
    assert_false(allows("useragent : *\r\ndisalow /a\r\n", "/a"));
    assert_false(allows("\xEF\xBB\xBFUser-agent: *\rDisallow: /a # all of it", "/a"));
}

static void a_folder_is_allowed_by_its_index(void **state)
{
    (void)state;
    assert_true(allows("User-agent: *\nDisallow: /\nAllow: /a/index.html\n", "/a/"));
    assert_false(allows("User-agent: *\nDisallow: /\nAllow: /a/index.html\n", "/a/b"));
}

static void a_delay_is_told(void **state)
{
    struct arena *arena = arena_new();
    (void)state;
    assert_true(robots_delay(parse(arena, "User-agent: *\nCrawl-delay: 2.5\n")) == 2.5);
    assert_true(robots_delay(parse(arena, "User-agent: *\nCrawl-delay: much\n")) == 0);
    assert_true(robots_delay(parse(arena, "User-agent: x\nCrawl-delay: 9\n")) == 0);
    arena_free(arena);
}

static void closed_rules_allow_nothing(void **state)
{
    struct arena *arena = arena_new();
    (void)state;
    assert_false(robots_allow(robots_closed(arena), "https://news.example/"));
    arena_free(arena);
}

/* A pattern of stars against a long path: the product of the lengths at most. */
static void hostile_patterns_take_little_time(void **state)
{
    struct buf text = {0}, path = {0};
    (void)state;
    buf_puts(&text, "User-agent: *\nDisallow: /");
    for (int i = 0; i < 5000; i++)
        buf_puts(&text, "*a");
    buf_puts(&text, "b\n");
    buf_puts(&path, "/");
    for (int i = 0; i < 7000; i++)
        buf_putc(&path, 'a');
    assert_true(allows(text.data, path.data));
    buf_free(&text);
    buf_free(&path);
}

static void only_so_many_bytes_are_read(void **state)
{
    struct arena *arena = arena_new();
    struct buf text = {0};
    (void)state;
    while (text.len < ROBOTS_BYTES_MAX)
        buf_puts(&text, "# filler\n");
    buf_puts(&text, "User-agent: *\nDisallow: /\n");
    assert_true(robots_allow(robots_parse(text.data, text.len, "newsledger", arena),
                             "https://news.example/a"));
    buf_free(&text);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_rules_allow_everything),
        cmocka_unit_test(our_own_group_counts_alone),
        cmocka_unit_test(several_agents_share_a_group),
        cmocka_unit_test(the_longest_pattern_decides),
        cmocka_unit_test(stars_and_ends),
        cmocka_unit_test(escapes_are_one_spelling),
        cmocka_unit_test(slips_of_the_pen_are_read),
        cmocka_unit_test(a_folder_is_allowed_by_its_index),
        cmocka_unit_test(a_delay_is_told),
        cmocka_unit_test(closed_rules_allow_nothing),
        cmocka_unit_test(hostile_patterns_take_little_time),
        cmocka_unit_test(only_so_many_bytes_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
