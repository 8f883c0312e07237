#include "extract/trace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
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
    "rules:\n"
    "  - id: with\n"
    "    match: '{kiln:kiln} fired with {who:org}'\n"
    "    unless: '\\brumours\\b'\n"
    "    emit: maker(kiln) partners who\n"
    "  - id: percent.of\n"
    "    match: 'output {value:percent}'\n"
    "    emit: value is output\n"
    "  - id: percent.any\n"
    "    match: '{value:percent}'\n"
    "    emit: value is any\n";

static void tell(const struct trace_event *event, void *context)
{
    static const char *const words[] = {"begin",  "end",     "match", "fact",    "limit", "unless",
                                        "denied", "nothing", "same",  "claimed", "known", "party"};
    buf_printf(context, "%s:%s", event->rule->id, words[event->kind]);
    if (event->other)
        buf_printf(context, ":%s", event->other->id);
    buf_putc(context, ' ');
}

static void assert_events(const char *text, const char *expected)
{
    struct diags *diags = diags_new();
    struct arena *arena = arena_new();
    struct ruleset *rules = rules_from_text(pack, diags);
    diags_print(stderr, diags);
    assert_non_null(rules);
    struct extractor *extractor = extractor_new(rules);
    struct block block = {.end = strlen(text)};
    struct article article = {
        .url = "a", .text = text, .text_len = block.end, .blocks = &block, .block_count = 1};
    struct reading *reading = reading_new(extractor, &article, arena, diags);
    struct buf told = {0};
    struct facts facts = {0};
    facts_find_traced(reading, NULL, &(struct trace){tell, &told}, &facts);
    assert_string_equal(buf_text(&told), expected);
    buf_free(&told);
    extractor_free(extractor);
    ruleset_free(rules);
    arena_free(arena);
    diags_free(diags);
}

static void tells_matches_and_facts(void **state)
{
    (void)state;
    assert_events("Alder showed Ember fired with Beech.",
                  "with:begin with:match with:fact with:end ");
    assert_events("Beech visited Ember.", "with:begin with:end ");
    assert_events("Beech is a firm.", "");
}

static void tells_what_keeps_a_match_from_a_fact(void **state)
{
    (void)state;
    assert_events("Rumours, rumours: Alder has Ember fired with Beech.",
                  "with:begin with:match with:unless with:end ");
    assert_events("Alder never had Ember fired with Beech.",
                  "with:begin with:match with:denied with:end ");
    assert_events("The Ember is fired with Beech.", "with:begin with:end ");
    assert_events("Ember fired with Beech.", "with:begin with:match with:nothing with:end ");
    assert_events("Ember fired with Alder.", "with:begin with:match with:same with:end ");
    assert_events("Alder: Ember fired with Beech, and Ember fired with Beech.",
                  "with:begin with:match with:fact with:match with:known:with with:end ");
}

static void tells_who_claimed_a_percentage(void **state)
{
    (void)state;
    assert_events("It was output 5%.",
                  "percent.of:begin percent.of:match percent.of:fact percent.of:end "
                  "percent.any:begin percent.any:match percent.any:claimed:percent.of "
                  "percent.any:end ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_matches_and_facts),
        cmocka_unit_test(tells_what_keeps_a_match_from_a_fact),
        cmocka_unit_test(tells_who_claimed_a_percentage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
