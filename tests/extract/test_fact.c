/*
 * The inline tests of tests/extract/rules are the cases: they go through sentences, mentions,
 * pronouns, the typed copy, matching and quantities, as those of a user's own rules do.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "extract/record.h"
#include "extract/rule_test.h"

struct fixture {
    struct diags *diags;
    struct ruleset *rules;
    struct extractor *extractor;
};

static int open_rules(void **state)
{
    static struct fixture fixture;
    fixture.diags = diags_new();
    fixture.rules = ruleset_load("tests/extract/rules", fixture.diags);
    diags_print(stderr, fixture.diags);
    if (!fixture.rules)
        return -1;
    fixture.extractor = extractor_new(fixture.rules);
    *state = &fixture;
    return 0;
}

static int close_rules(void **state)
{
    struct fixture *fixture = *state;
    extractor_free(fixture->extractor);
    ruleset_free(fixture->rules);
    diags_free(fixture->diags);
    return 0;
}

static void gives_what_the_rules_want(void **state)
{
    struct fixture *fixture = *state;
    struct rule_test_result result = rule_tests_run(fixture->extractor, NULL, fixture->diags);
    diags_print(stderr, fixture->diags);
    assert_true(result.run > 20);
    assert_int_equal(result.failed, 0);
}

static bool has_test(const struct rule *rule, bool wants_facts)
{
    for (size_t i = 0; i < rule->test_count; i++)
        if ((rule->tests[i].want_count > 0) == wants_facts)
            return true;
    return false;
}

/* The packs that are shipped: no mistake in them, every rule with its tests, and all of these pass.
 */
static void shipped_rules_pass_their_tests(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    struct ruleset *rules = ruleset_load("rules", diags);
    diags_print(stderr, diags);
    assert_non_null(rules);
    for (size_t i = 0; i < rules->rule_count; i++) {
        const struct rule *rule = rules->rules[i];
        if (!has_test(rule, true) || !has_test(rule, false))
            fail_msg("rule '%s' needs a test with a fact and one without any", rule->id);
    }
    struct extractor *extractor = extractor_new(rules);
    struct rule_test_result result = rule_tests_run(extractor, NULL, diags);
    diags_print(stderr, diags);
    assert_true(result.run >= 2 * rules->rule_count);
    assert_int_equal(result.failed, 0);
    extractor_free(extractor);
    ruleset_free(rules);
    diags_free(diags);
}

static json_t *extract(struct fixture *fixture, const char *title, const char *body)
{
    struct arena *arena = arena_new();
    char *html = arena_printf(arena,
                              "<!DOCTYPE html><html lang=en><head><meta charset=utf-8>"
                              "<title>%s</title></head><body><article><h1>%s</h1>%s</article>",
                              title, title, body);
    struct document document = {.url = "https://news.example/a",
                                .final_url = "https://news.example/a",
                                .content_type = "text/html",
                                .body = html,
                                .body_len = strlen(html)};
    hash_hex(html, strlen(html), document.sha256);
    json_t *record = record_extract(fixture->extractor, &document, NULL, arena);
    arena_free(arena);
    return record;
}

static const char story[] =
    "<p>The yard Northyard has shown the Heron 2, built with Southyard, to "
    "the shipping lines that had waited for it.</p><p>In 2024 Northyard had "
    "a share of the fleet of 12.5%, said Harbour House.</p>";

static void places_facts_in_title_and_text(void **state)
{
    json_t *record = extract(*state, "Northyard launches the Heron 2", story);
    const char *text =
        json_string_value(json_object_get(json_object_get(record, "article"), "text"));
    json_t *first = json_array_get(json_object_get(record, "mentions"), 0);
    assert_string_equal(json_string_value(json_object_get(first, "id")), "northyard");
    assert_string_equal(json_string_value(json_object_get(first, "in")), "title");
    assert_int_equal(json_integer_value(json_object_get(first, "start")), 0);

    json_t *partners = json_array_get(json_object_get(record, "relations"), 1);
    assert_string_equal(json_string_value(json_object_get(partners, "type")), "partners");
    assert_string_equal(json_string_value(json_object_get(partners, "rule")), "boat.built-with");
    assert_null(json_object_get(partners, "in"));
    size_t start = (size_t)json_integer_value(json_object_get(partners, "start"));
    size_t end = (size_t)json_integer_value(json_object_get(partners, "end"));
    assert_int_equal(end - start, strlen("Heron 2, built with Southyard"));
    assert_memory_equal(text + start, "Heron 2, built with Southyard", end - start);
    assert_non_null(strstr(json_string_value(json_object_get(partners, "sentence")), "waited"));

    json_t *share = json_array_get(json_object_get(record, "quantities"), 0);
    assert_true(json_real_value(json_object_get(share, "value")) == 12.5);
    assert_string_equal(json_string_value(json_object_get(share, "metric")), "fleet share");
    assert_string_equal(json_string_value(json_object_get(share, "period")), "2024");
    json_decref(record);
}

static void gives_the_same_bytes_again(void **state)
{
    json_t *first = extract(*state, "Northyard launches the Heron 2", story);
    json_t *second = extract(*state, "Northyard launches the Heron 2", story);
    char *a = record_text(first), *b = record_text(second);
    assert_string_equal(a, b);
    free(a);
    free(b);
    json_decref(first);
    json_decref(second);
}

static void keeps_out_other_fields(void **state)
{
    json_t *record = extract(*state, "Bluewater the band goes on tour",
                             "<p>The band Bluewater sold 30% more tickets than a year earlier, and "
                             "its singer is glad about every single one of them.</p>");
    assert_true(json_is_true(json_object_get(record, "off_topic")));
    assert_int_equal(json_array_size(json_object_get(record, "mentions")), 0);
    assert_int_equal(json_array_size(json_object_get(record, "quantities")), 0);
    json_decref(record);
}

static void takes_two_versions_for_the_field(void **state)
{
    json_t *record = extract(*state, "What the band sails on",
                             "<p>The band sails on a Heron 2, and its singer, who sold 30% more "
                             "tickets than a year earlier, would like to have a Heron 3.</p>");
    assert_false(json_is_true(json_object_get(record, "off_topic")));
    json_decref(record);
}

static void takes_a_title_for_the_field(void **state)
{
    json_t *record = extract(*state, "More ships than ever",
                             "<p>The world's ships carried 30% more than a year earlier, and "
                             "Bluewater is glad about every single one of them.</p>");
    assert_false(json_is_true(json_object_get(record, "off_topic")));
    assert_int_equal(json_array_size(json_object_get(record, "quantities")), 1);
    json_decref(record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_what_the_rules_want),
        cmocka_unit_test(shipped_rules_pass_their_tests),
        cmocka_unit_test(places_facts_in_title_and_text),
        cmocka_unit_test(gives_the_same_bytes_again),
        cmocka_unit_test(keeps_out_other_fields),
        cmocka_unit_test(takes_two_versions_for_the_field),
        cmocka_unit_test(takes_a_title_for_the_field),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
