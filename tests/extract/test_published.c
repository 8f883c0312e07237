#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"
#include "extract/article.h"

#define TEXT "<h1>Lock closed</h1><p>The lock has been closed for the winter, the town says.</p>"

/* Day and evidence of a page that was fetched on 1 June 2025, "day evidence"; or "none". */
static void assert_day(const char *head, const char *expected)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    const char *html = arena_printf(arena, "<html lang=en-GB>%s" TEXT "</html>", head);
    const struct document document = {.url = "https://news.example/a",
                                      .final_url = "https://news.example/a",
                                      .body = html,
                                      .body_len = strlen(html),
                                      .fetched = date_days(2025, 6, 1) * 86400};
    const struct article *article = article_read(&document, NULL, arena, diags);
    assert_string_equal(article->published ? arena_printf(arena, "%.10s %s", article->published,
                                                          article->date_evidence)
                                           : "none",
                        expected);
    diags_free(diags);
    arena_free(arena);
}

static void prefers_what_is_sure(void **state)
{
    (void)state;
    assert_day("<script type='application/ld+json'>{\"@type\":\"Article\",\"datePublished\":"
               "\"2025-03-01\"}</script><time datetime=2025-03-09></time>",
               "2025-03-01 json-ld");
    assert_day("<meta property='article:published_time' content='2025-03-02T10:00:00Z'>",
               "2025-03-02 meta");
    assert_day("<time datetime='2025-03-03'>today</time>", "2025-03-03 time");
    assert_day("<p>Updated 9 May 2025 · Published 4 March 2025</p>", "2025-03-04 dateline");
    assert_day("<p>Updated 9 May 2025</p>", "2025-05-09 dateline");
    assert_day("<meta property='article:modified_time' content='2025-03-05'>",
               "2025-03-05 modified");
    assert_day("", "none");
}

static void refuses_the_future_and_the_time_before_the_web(void **state)
{
    (void)state;
    assert_day("<meta property='article:published_time' content='2025-06-04'>", "none");
    assert_day("<meta property='article:published_time' content='1985-06-04'>", "none");
    assert_day("<meta property='article:published_time' content='2025-06-04'>"
               "<time datetime=2025-05-30></time>",
               "2025-05-30 time");
}

static void takes_the_day_of_the_newsroom(void **state)
{
    (void)state;
    assert_day("<meta property='article:published_time' content='2025-03-02T03:00:00+00:00'>"
               "<time datetime='2025-03-01T19:00:00-08:00'></time>",
               "2025-03-01 meta");
    assert_day("<meta property='article:published_time' content='2025-03-02T03:00:00+00:00'>"
               "<time datetime='2025-03-01T18:00:00-08:00'></time>",
               "2025-03-02 meta");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prefers_what_is_sure),
        cmocka_unit_test(refuses_the_future_and_the_time_before_the_web),
        cmocka_unit_test(takes_the_day_of_the_newsroom),
    };
    return cmocka_run_group_tests_name("published", tests, NULL, NULL);
}
