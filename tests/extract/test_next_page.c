#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "extract/next_page.h"

static const char page[] = "<body><p>One of three parts.</p><nav class=pages><b>1</b>"
                           "<a rel=next href='?page=2'>2</a><a class=all href='/a/all'>All</a>"
                           "<a class=mail href='mailto:a@news.example'>Mail</a></nav></body>";

static struct next_page find_with(struct source_article definition, struct arena *arena)
{
    const struct document document = {.url = "https://news.example/a",
                                      .final_url = "https://news.example/a/",
                                      .body = page,
                                      .body_len = strlen(page)};
    const struct source source = {.id = "harbour", .article = definition};
    return next_page_find(&document, &source, arena);
}

static void finds_the_link(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const char *element[] = {"//b[@id='none']", "//a[@rel='next']"};
    const char *attribute[] = {"//a[@rel='next']/@href"};
    const char *text[] = {"string(//a[@class='all']/@href)"};
    struct next_page links = find_with((struct source_article){.next_page = {element, 2}}, arena);
    assert_string_equal(links.next, "https://news.example/a/?page=2");
    assert_null(links.single);
    links = find_with((struct source_article){.next_page = {attribute, 1}}, arena);
    assert_string_equal(links.next, "https://news.example/a/?page=2");
    links = find_with((struct source_article){.next_page = {text, 1}}, arena);
    assert_string_equal(links.next, "https://news.example/a/all");
    arena_free(arena);
}

static void finds_nothing_to_fetch(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const char *mail[] = {"//a[@class='mail']"}, *none[] = {"//a[@class='gone']"};
    assert_null(find_with((struct source_article){.next_page = {mail, 1}}, arena).next);
    assert_null(find_with((struct source_article){.next_page = {none, 1}}, arena).next);
    assert_null(find_with((struct source_article){0}, arena).next);
    arena_free(arena);
}

static void finds_all_on_one_page(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct single_page ways[] = {{"//a[@class='all']", "//form"},
                                 {"//a[@class='all']", "//nav[@class='pages']"}};
    struct next_page links =
        find_with((struct source_article){.single_page = ways, .single_page_count = 1}, arena);
    assert_null(links.single);
    links = find_with((struct source_article){.single_page = ways, .single_page_count = 2}, arena);
    assert_string_equal(links.single, "https://news.example/a/all");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_link),
        cmocka_unit_test(finds_nothing_to_fetch),
        cmocka_unit_test(finds_all_on_one_page),
    };
    return cmocka_run_group_tests_name("next page", tests, NULL, NULL);
}
