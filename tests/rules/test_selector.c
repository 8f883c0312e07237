#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <libxml/HTMLparser.h>

#include "base/buf.h"
#include "rules/selector.h"
#include "rules/xpath.h"

/* The paths of the page's only <body> child, one a line. */
static void assert_paths(const char *html, const char *want)
{
    struct arena *arena = arena_new();
    struct buf got = {0};
    xmlDoc *page = htmlReadMemory(html, (int)strlen(html), NULL, "UTF-8", HTML_PARSE_NOERROR);
    xmlXPathObject *found = xpath_select(page, "/html/body/*");
    struct selectors selectors = selectors_of(found->nodesetval->nodeTab[0], arena);
    for (size_t i = 0; i < selectors.count; i++) {
        struct xpath_fault fault;
        assert_int_equal(xpath_check(selectors.paths[i], &fault), 0);
        xmlXPathObject *again = xpath_select(page, selectors.paths[i]);
        assert_ptr_equal(again->nodesetval->nodeTab[0], found->nodesetval->nodeTab[0]);
        xmlXPathFreeObject(again);
        buf_printf(&got, "%s\n", selectors.paths[i]);
    }
    assert_string_equal(buf_text(&got), want);
    buf_free(&got);
    xmlXPathFreeObject(found);
    xmlFreeDoc(page);
    arena_free(arena);
}

#define CLASS(name) "[contains(concat(' ',normalize-space(@class),' '),' " name " ')]"

static void test_order(void **state)
{
    (void)state;
    assert_paths("<div class='post entry-content' id=content itemprop=articleBody>x</div>",
                 "//div[@itemprop='articleBody']\n//div[@id='content']\n//div" CLASS(
                     "post") "\n//div" CLASS("entry-content") "\n");
    assert_paths("<h1>x</h1>", "//h1\n");
    assert_paths("<a rel=author href=/x>x</a>", "//a[@rel='author']\n");
}

static void test_made_names(void **state)
{
    (void)state;
    assert_paths("<div id=post-4711 class='css-1x2y3 sc-bdVaJa e2'>x</div>", "");
    assert_paths("<div class=\"it's\">x</div>", "");
    assert_paths("<div class='\tlead \n'>x</div>", "//div" CLASS("lead") "\n");
    assert_paths("<p>x</p>", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_made_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
