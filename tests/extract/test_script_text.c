#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "extract/article.h"

static const char *read_text(const char *html, struct arena *arena)
{
    struct diags *diags = diags_new();
    const struct document document = {.url = "https://news.example/a",
                                      .final_url = "https://news.example/a",
                                      .body = html,
                                      .body_len = strlen(html)};
    const char *text = article_read(&document, NULL, arena, diags)->text;
    diags_free(diags);
    return text;
}

static void reads_what_a_script_would_show(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(
        read_text(
            "<body><div id=app></div><script>push([1,\"{\\\"title\\\":\\\"Locks\\\",\\\"html\\\":"
            "\\\"\\\\u003cp class=\\\\\\\"x\\\\\\\"\\\\u003eThe lock is closed, the caf\\\\u00e9 "
            "is open.\\\\u003c/p\\\\u003e\\\\u003cp\\\\u003eIt opens in May \\\\ud83d\\\\ude00, "
            "the warden says.\\\\u003c/p\\\\u003e\\\\u003cp\\\\u003eBoats wait until then, as they "
            "have done before.\\\\u003c/p\\\\u003e\\\",\\\"id\\\":12}\"])</script></body>",
            arena),
        "The lock is closed, the café is open.\nIt opens in May 😀, the warden says.\n"
        "Boats wait until then, as they have done before.");
    arena_free(arena);
}

static void leaves_scripts_alone_where_there_is_a_text(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(
        read_text("<p>The text of the page, in plain sight.</p><script>x='<p>a<\\/p>"
                  "<p>b<\\/p><p>c<\\/p><p>d<\\/p>'</script>",
                  arena),
        "The text of the page, in plain sight.");
    assert_string_equal(
        read_text("<script>x='<p>Two paragraphs are none.<\\/p><p>a<\\/p>'</script>", arena), "");
    assert_string_equal(
        read_text("<script>x='\\u003c/p\\u003e\\u003c/p\\u003e\\u003c/p\\u003e\\u12", arena), "");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_a_script_would_show),
        cmocka_unit_test(leaves_scripts_alone_where_there_is_a_text),
    };
    return cmocka_run_group_tests_name("script text", tests, NULL, NULL);
}
