#include "extract/propose.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

/* A page of the site: `head` goes into its head, `before` and `behind` stand around the text. */
static struct document page_of(struct arena *arena, int n, const char *head, const char *before,
                               const char *behind)
{
    const char *url = arena_printf(arena, "https://kiln.example/%d", n);
    const char *html = arena_printf(
        arena,
        "<!DOCTYPE html><html lang=en><head><title>Firing, part %d</title>%s</head><body>"
        "<h1 class=headline>Firing, part %d</h1>%s<div class=text><p>Kiln number %d was lit in the "
        "early morning, and nobody who passed by in the lane saw any smoke.</p><p>By noon the %d "
        "jars in it had taken on the colour that the potters had hoped for.</p></div>%s",
        n, head, n, before, n, n * 11, behind);
    return (struct document){.url = url, .final_url = url, .body = html, .body_len = strlen(html)};
}

static void assert_proposal(const struct proposals *proposals, enum propose_field field,
                            const char *xpath, size_t holds, const char *fails)
{
    const struct proposal *proposal = &proposals->fields[field];
    if (xpath)
        assert_string_equal(proposal->xpath, xpath);
    else
        assert_null(proposal->xpath);
    assert_int_equal(proposal->holds, holds);
    if (fails)
        assert_string_equal(proposal->fails, fails);
    else
        assert_null(proposal->fails);
}

#define CLASS(name) "[contains(concat(' ',normalize-space(@class),' '),' " name " ')]"

static void test_what_holds_everywhere(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const char *meta = "<meta property='article:published_time' content='2026-03-04'>";
    struct document documents[3];
    struct propose_page pages[3] = {{0}};
    for (int i = 0; i < 3; i++) {
        documents[i] = page_of(arena, i + 1, meta, "<p class=by>By Ada Merrow</p>", "");
        pages[i].document = &documents[i];
    }
    const struct proposals *proposals = propose_article(pages, 3, arena);
    assert_proposal(proposals, PROPOSE_TITLE, "//h1" CLASS("headline"), 3, NULL);
    assert_proposal(proposals, PROPOSE_BODY, "//div" CLASS("text"), 3, NULL);
    assert_proposal(proposals, PROPOSE_DATE, "//meta[@property='article:published_time']/@content",
                    3, NULL);
    const struct article *article = propose_read(proposals, 3, &pages[1], arena);
    assert_string_equal(article->title, "Firing, part 2");
    assert_int_equal(article->block_count, 2);
    arena_free(arena);
}

static void test_where_one_fails(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct document documents[3];
    struct propose_page pages[3] = {{0}};
    for (int i = 0; i < 3; i++) {
        const char *time = i == 2 ? "" : "<time class=when datetime=2026-03-04>4 March</time>";
        documents[i] = page_of(arena, i + 1, "", time, "");
        pages[i].document = &documents[i];
        pages[i].published = "2026-03-05T01:00:00Z"; /* the day before, somewhere else */
    }
    const struct proposals *proposals = propose_article(pages, 3, arena);
    assert_proposal(proposals, PROPOSE_DATE, "//time" CLASS("when") "/@datetime", 2,
                    "https://kiln.example/3");
    assert_proposal(proposals, PROPOSE_AUTHOR, NULL, 0, NULL);
    pages[0].published = pages[1].published = pages[2].published = "2026-07-01";
    proposals = propose_article(pages, 3, arena);
    assert_int_equal(proposals->fields[PROPOSE_DATE].holds, 2); /* as the page itself has it */
    arena_free(arena);
}

/* An element with the text and as much besides is not its body. */
static void test_body_without_much_else(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct document document = page_of(arena, 1, "", "", "");
    struct buf html = {0};
    buf_puts(&html, "<!DOCTYPE html><html lang=en><title>Firing, part 1</title><div class=all>"
                    "<h1>Firing, part 1</h1><p>Kiln number 1 was lit in the early morning, and "
                    "nobody who passed by in the lane saw any smoke.</p><p>By noon the 11 jars in "
                    "it had taken on the colour that the potters had hoped for.</p>"
                    "<ul class=related>");
    for (int i = 0; i < 20; i++)
        buf_printf(&html, "<li><a href='/%d'>Another %d of the stories that we have told</a>", i,
                   i);
    buf_puts(&html, "</ul></div>");
    document.body = html.data;
    document.body_len = html.len;
    struct propose_page page = {.document = &document};
    const struct proposals *proposals = propose_article(&page, 1, arena);
    assert_int_equal(proposals->fields[PROPOSE_BODY].holds, 0);
    assert_proposal(proposals, PROPOSE_TITLE, "//h1", 1, NULL);
    buf_free(&html);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_holds_everywhere),
        cmocka_unit_test(test_where_one_fails),
        cmocka_unit_test(test_body_without_much_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
