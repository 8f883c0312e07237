#include "extract/why_not.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "extract/rule_test.h"
#include "tests/support/rules.h"

static const char pack[] =
    "kinds: {org: organisation, kiln: kiln}\n"
    "entities:\n"
    "  alder: {kind: org, names: [Alder]}\n"
    "  beech: {kind: org, names: [Beech]}\n"
    "  ember: {kind: kiln, maker: alder, names: [Ember]}\n"
    "relations:\n"
    "  partners: {subject: org, object: org, symmetric: true, unless: '\\bnever\\b'}\n"
    "metrics: {output: {match: 'output'}}\n"
    "slots: {gap: '[^.;]{0,20}?'}\n"
    "rules:\n"
    "  - id: with\n"
    "    match: '{kiln:kiln},? (?:which is )?fired {gap}with {who:org}'\n"
    "    unless: '\\brumours\\b'\n"
    "    emit: maker(kiln) partners who\n"
    "    tests: [{text: 'Alder showed Ember, built with Beech.', want: [alder partners beech]}]\n"
    "  - id: joint\n"
    "    match: '(?i)jointly {a:org} and {b:org}|venture of {c:org}'\n"
    "    emit: a partners b\n"
    "  - id: high\n"
    "    priority: 5\n"
    "    match: 'output {value:percent}'\n"
    "    emit: value is output\n"
    "  - id: low\n"
    "    match: '{value:percent}'\n"
    "    emit: value is any\n";

struct fixture {
    struct diags *diags;
    struct ruleset *rules;
    struct extractor *extractor;
    struct arena *arena;
    struct block block;
    struct article article;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture = (struct fixture){.diags = diags_new(), .arena = arena_new()};
    fixture.rules = rules_from_text(pack, fixture.diags);
    diags_print(stderr, fixture.diags);
    if (!fixture.rules)
        return -1;
    fixture.extractor = extractor_new(fixture.rules);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    extractor_free(fixture->extractor);
    ruleset_free(fixture->rules);
    arena_free(fixture->arena);
    diags_free(fixture->diags);
    return 0;
}

static const struct rule *find_rule(const struct fixture *fixture, const char *id)
{
    for (size_t i = 0; i < fixture->rules->rule_count; i++)
        if (strcmp(fixture->rules->rules[i]->id, id) == 0)
            return fixture->rules->rules[i];
    fail_msg("no rule %s", id);
    return NULL;
}

static struct reading *read_text(struct fixture *fixture, const char *text)
{
    fixture->block = (struct block){.end = strlen(text)};
    fixture->article = (struct article){.url = "a",
                                        .text = text,
                                        .text_len = fixture->block.end,
                                        .blocks = &fixture->block,
                                        .block_count = 1};
    return reading_new(fixture->extractor, &fixture->article, fixture->arena, fixture->diags);
}

/* The attempt in the sentence where the rule came closest, and its line. */
static struct attempt attempt_of(struct fixture *fixture, const char *id, const char *text,
                                 const char *expected)
{
    struct reading *reading = read_text(fixture, text);
    struct why_not *why_not = why_not_new(find_rule(fixture, id));
    struct facts facts = {0};
    const struct attempt *attempts = why_not_attempts(why_not, reading, false, &facts);
    size_t closest = why_not_closest(attempts, reading->sentence_count);
    struct attempt attempt = attempts[closest == SIZE_MAX ? 0 : closest];
    if (expected)
        assert_string_equal(attempt_print(&attempt, why_not, reading, closest), expected);
    why_not_free(why_not);
    return attempt;
}

static void finds_the_element_that_failed(void **state)
{
    struct attempt attempt =
        attempt_of(*state, "with", "Alder is old. It showed Ember, fired by Beech.",
                   "'{kiln:kiln} ,? (?:which is )? fired {gap}' matched \"Ember, fired\", but "
                   "'with' does not match \"by Beech.\"");
    assert_int_equal(attempt.stop, STOP_PATTERN);
    assert_int_equal(attempt.matched, 5);
    assert_int_equal(attempt.element_count, 7);
    assert_int_equal(attempt.weight, 2);
    assert_true(attempt_is_close(&attempt));
}

static void tells_what_each_element_matched(void **state)
{
    static const char text[] = "Beech had Ember, fired in a wood with care.";
    struct attempt attempt = attempt_of(*state, "with", text, NULL);
    static const char *const words[] = {"Ember", ",", "", "fired", "in a wood", "with"};
    assert_int_equal(attempt.matched, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(attempt.words[i].end - attempt.words[i].start, strlen(words[i]));
        assert_memory_equal(text + attempt.words[i].start, words[i], strlen(words[i]));
    }
}

static void tells_kinds_that_are_missing(void **state)
{
    attempt_of(*state, "with", "Ember is fired.",
               "'{kiln:kiln} ,? (?:which is )?' matched \"Ember\", but 'fired' does not match "
               "\"is fired.\"; the sentence has no {org}");
    struct attempt attempt = attempt_of(*state, "with", "A day passed.",
                                        "'{kiln:kiln}' is nowhere in the sentence; the sentence "
                                        "has no {kiln} and no {org}");
    assert_false(attempt_is_close(&attempt));
}

static void cuts_the_words_that_did_not_match(void **state)
{
    attempt_of(*state, "with",
               "Ember fired by the oldest firm of the whole of that country, Beech.",
               "'{kiln:kiln} ,? (?:which is )? fired {gap}' matched \"Ember fired\", but 'with' "
               "does not match \"by the oldest firm of the whole of that …\"");
    attempt_of(*state, "with", "Beech has Ember fired", NULL);
}

static void takes_the_alternative_that_came_furthest(void **state)
{
    attempt_of(*state, "joint", "It was made JOINTLY Alder with Beech.",
               "'(?i) jointly {a:org}' matched \"JOINTLY Alder\", but 'and' does not match \"with "
               "Beech.\"");
    /* The option holds behind the bar, too. */
    struct attempt attempt = attempt_of(*state, "joint", "A VENTURE OF them, says Beech.", NULL);
    assert_string_equal(attempt.elements[0].text, "venture");
    assert_int_equal(attempt.matched, 2);
}

static void tells_what_stopped_a_match(void **state)
{
    static const struct {
        const char *rule;
        const char *text;
        enum stop stop;
        const char *reason;
    } cases[] = {
        {"with", "Some rumours: Alder has Ember fired with Beech.", STOP_UNLESS,
         "the rule's 'unless' matches the sentence"},
        {"with", "Alder never had Ember fired with Beech.", STOP_DENIED,
         "what the relation has for denials matches the sentence"},
        {"with", "Ember fired with Beech.", STOP_NOTHING,
         "maker(kiln) stands for nothing: the article does not name the maker"},
        {"with", "Ember fired with Alder.", STOP_SAME, "both sides of the relation are the same"},
        {"low", "Its output 5%.", STOP_CLAIMED,
         "the percentage was taken by rule 'high', which has a higher priority"},
        {"high", "Its output 5%.", STOP_NONE, "it gave a fact"},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct why_not *why_not = why_not_new(find_rule(fixture, cases[i].rule));
        struct reading *reading = read_text(fixture, cases[i].text);
        struct facts facts = {0};
        const struct attempt *attempts = why_not_attempts(why_not, reading, false, &facts);
        assert_int_equal(attempts[0].stop, cases[i].stop);
        assert_string_equal(attempt_reason(attempts, why_not, reading, 0), cases[i].reason);
        assert_int_equal(attempt_is_close(attempts), cases[i].stop != STOP_NONE);
        why_not_free(why_not);
    }
}

static void lets_a_rule_alone_claim_what_it_matches(void **state)
{
    struct fixture *fixture = *state;
    struct why_not *why_not = why_not_new(find_rule(fixture, "low"));
    struct facts facts = {0};
    const struct attempt *attempts =
        why_not_attempts(why_not, read_text(fixture, "Its output 5%."), true, &facts);
    assert_int_equal(attempts[0].stop, STOP_NONE);
    assert_int_equal(facts.quantity_count, 1);
    why_not_free(why_not);
}

static void explains_a_test_that_fails(void **state)
{
    struct fixture *fixture = *state;
    struct rule_test_result result = rule_tests_run(fixture->extractor, "with", fixture->diags);
    assert_int_equal(result.failed, 1);
    assert_string_equal(diags_get(fixture->diags, 0)->hint,
                        "'{kiln:kiln} ,? (?:which is )?' matched \"Ember,\", but 'fired' does not "
                        "match \"built with Beech.\"; if what came is right, write: want: []");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(finds_the_element_that_failed),
        TEST(tells_what_each_element_matched),
        TEST(tells_kinds_that_are_missing),
        TEST(cuts_the_words_that_did_not_match),
        TEST(takes_the_alternative_that_came_furthest),
        TEST(tells_what_stopped_a_match),
        TEST(lets_a_rule_alone_claim_what_it_matches),
        TEST(explains_a_test_that_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
