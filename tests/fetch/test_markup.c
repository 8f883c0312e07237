#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/buf.h"
#include "fetch/markup.h"

static int set_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static void check(struct arena *arena, const char *html, const char *want)
{
    const char *bound;
    const char *got = markup_from_html(html, arena, &bound);
    if (strcmp(got, want) != 0)
        fail_msg("'%s' gives '%s', not '%s'", html, got, want);
    assert_null(bound);
}

static void test_tells_html_from_text(void **state)
{
    (void)state;
    assert_true(markup_likely("yarn <b>dyed</b>"));
    assert_true(markup_likely("two<BR/>lines"));
    assert_true(markup_likely("wool</p>"));
    assert_true(markup_likely("warp &amp; weft"));
    assert_true(markup_likely("it&#8217;s"));
    assert_true(markup_likely("<!-- more -->wool"));
    assert_false(markup_likely("1 < 2 and 3 > 2"));
    assert_false(markup_likely("the <vector> header"));
    assert_false(markup_likely("warp & weft; R&D"));
    assert_false(markup_likely("x <"));
    assert_false(markup_likely(""));
}

static void test_drops_markup(void **state)
{
    check(*state, "A <b>red</b> loom", "A red loom");
    check(*state, "  A&nbsp;loom &amp; <i>a\n spindle</i> ", "A loom & a spindle");
    check(*state, "one<script>alert('two')</script> <style>p {}</style>three", "one three");
    check(*state, "<img src='x.png' onload='y()'>loom", "loom");
    check(*state, "a<!-- b --> c", "a c");
    check(*state, "", "");
    check(*state, "<p></p>", "");
}

static void test_keeps_blocks_apart(void **state)
{
    check(*state, "<p>One.</p><p>Two.</p>\n\n<p>Three<br>four</p>", "One.\nTwo.\nThree\nfour");
    check(*state, "<ul><li>warp<li>weft</ul>end", "warp\nweft\nend");
    check(*state, "<div>a</div>b<h2>c</h2>", "a\nb\nc");
}

static void test_keeps_what_is_no_tag(void **state)
{
    check(*state, "needles <2 mm <b>thin</b>", "needles <2 mm thin");
    check(*state, "<!-- never closed > loom", "loom");
    check(*state, "a <!-- b --> c <!-- d", "a c");
    check(*state, "<b>loom</b> <", "loom <");
}

static void test_reads_stray_windows_1252(void **state)
{
    check(*state, "don&#146;t", "don\xE2\x80\x99t");
    assert_string_equal(markup_from_plain("don\xC2\x92t wait\xC2\x85", *state),
                        "don\xE2\x80\x99t wait\xE2\x80\xA6");
}

static void test_plain_text_is_left_as_it_is(void **state)
{
    assert_string_equal(markup_from_plain(" <b> &amp;\t loom\r\n\r\n two ", *state),
                        "<b> &amp; loom\ntwo");
}

static void test_names_the_bound(void **state)
{
    const char *bound;
    struct buf html = {0};
    buf_puts(&html, "start");
    for (int i = 0; i < 100000; i++)
        buf_puts(&html, "<div>");
    buf_puts(&html, "end");
    assert_string_equal(markup_from_html(html.data, *state, &bound), "start");
    assert_string_equal(bound, "elements nested too deep");
    buf_free(&html);
}

/* Looking for the end of each comment to the end of the text would take hours. */
static void test_takes_linear_time(void **state)
{
    const char *bound;
    struct buf html = {0};
    for (int i = 0; i < 1000000; i++)
        buf_puts(&html, "<!--x>");
    assert_string_equal(markup_from_html(html.data, *state, &bound), "");
    buf_free(&html);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tells_html_from_text),
        cmocka_unit_test_setup_teardown(test_drops_markup, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_keeps_blocks_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_keeps_what_is_no_tag, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_reads_stray_windows_1252, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_plain_text_is_left_as_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_names_the_bound, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_takes_linear_time, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
