#include "rules/site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/support/rules.h"

static struct ruleset *load(const char *yaml)
{
    struct diags *diags = diags_new();
    struct ruleset *rules = rules_from_text(yaml, diags);
    diags_print(stderr, diags);
    assert_non_null(rules);
    diags_free(diags);
    return rules;
}

static const char pack[] =
    "sources:\n"
    "  gazette: {feed: 'https://gazette.example/feed', article: {title: //h1}}\n"
    "  weekly: {feed: 'https://weekly.example/'}\n"
    "  reader: {hosts: [gazette.example, '*.gazette.example'], article: {body: //p}}\n"
    "  inner: {hosts: '*.b.gazette.example', article: {body: //p}}\n"
    "  closed: {hosts: closed.gazette.example, status: off, article: {body: //p}}\n";

static void test_hosts_have_readers(void **state)
{
    (void)state;
    struct ruleset *rules = load(pack);
    const struct source *reader = ruleset_source(rules, "reader");
    const struct source *inner = ruleset_source(rules, "inner");
    assert_int_equal(reader->kind, SOURCE_SITE);
    assert_null(reader->url);
    assert_ptr_equal(site_reader(rules, NULL, "https://gazette.example/a"), reader);
    assert_ptr_equal(site_reader(rules, NULL, "http://WWW.Gazette.example:8080?a"), reader);
    assert_ptr_equal(site_reader(rules, NULL, "https://a.gazette.example/"), reader);
    assert_ptr_equal(site_reader(rules, NULL, "https://a.b.gazette.example/"), inner);
    assert_ptr_equal(site_reader(rules, NULL, "https://closed.gazette.example/"), reader);
    assert_null(site_reader(rules, NULL, "https://agazette.example/"));
    assert_null(site_reader(rules, NULL, "page.html"));
    assert_null(site_reader(rules, NULL, "https://"));
    assert_null(site_reader(rules, NULL, NULL));
    ruleset_free(rules);
}

static void test_a_source_comes_before_a_host(void **state)
{
    (void)state;
    struct ruleset *rules = load(pack);
    const struct source *gazette = ruleset_source(rules, "gazette");
    const struct source *weekly = ruleset_source(rules, "weekly");
    assert_ptr_equal(site_reader(rules, gazette, "https://gazette.example/a"), gazette);
    assert_ptr_equal(site_reader(rules, weekly, "https://gazette.example/a"),
                     ruleset_source(rules, "reader"));
    assert_ptr_equal(site_reader(rules, weekly, "https://other.example/gazette.example"), weekly);
    ruleset_free(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hosts_have_readers),
        cmocka_unit_test(test_a_source_comes_before_a_host),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
