/* What is said about wrong emits stands in tests/rules/errors/emits.txt and wants.txt. */
#include "rules/emit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "rules/ruleset.h"
#include "tests/support/rules.h"

static const char yaml[] = "kinds: {org: organisation, mill: mill, guild: guild, loom: loom}\n"
                           "entities:\n"
                           "  tansy: {kind: [org, mill], names: [Tansy]}\n"
                           "  jenny: {kind: loom, names: [Jenny]}\n"
                           "  loom: {kind: loom, names: [Loom]}\n"
                           "relations:\n"
                           "  weaves: {subject: org, object: loom, roles: [owner, renter]}\n"
                           "metrics: {share: {}}\n"
                           "rules:\n"
                           "  - id: r\n"
                           "    match: '{mill} {guild} {looms:loom+} {loom} {part:percent}'\n"
                           "    emit:\n";

struct fixture {
    struct diags *diags;
    struct ruleset *rules;
};

static int set_up(void **state)
{
    struct fixture *fixture = mem_alloc(sizeof(*fixture));
    fixture->diags = diags_new();
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    ruleset_free(fixture->rules);
    diags_free(fixture->diags);
    free(fixture);
    return 0;
}

/* The emit that a line of the language is read as. */
static const struct emit *parse(void **state, const char *line)
{
    struct fixture *fixture = *state;
    struct buf text = {0};
    buf_printf(&text, "%s      - %s\n", yaml, line);
    ruleset_free(fixture->rules);
    fixture->rules = rules_from_text(text.data, fixture->diags);
    buf_free(&text);
    diags_print(stderr, fixture->diags);
    assert_non_null(fixture->rules);
    assert_int_equal(fixture->rules->rules[0]->emit_count, 1);
    return &fixture->rules->rules[0]->emits[0];
}

static const char *slot_name(void **state, const struct term *term)
{
    const struct fixture *fixture = *state;
    return fixture->rules->rules[0]->slots[term->slot].name;
}

static void test_relation(void **state)
{
    const struct emit *emit = parse(state, "mill weaves looms");
    assert_string_equal(emit->relation->name, "weaves");
    assert_int_equal(emit->subject.kind, TERM_SLOT);
    assert_string_equal(slot_name(state, &emit->subject), "mill");
    assert_string_equal(slot_name(state, &emit->object), "looms");
    assert_int_equal(emit->about.kind, TERM_NONE);
    assert_null(emit->role);
    assert_null(emit->metric);
}

static void test_about_and_role(void **state)
{
    const struct emit *emit = parse(state, "mill  weaves loom about looms as renter");
    assert_string_equal(slot_name(state, &emit->about), "looms");
    assert_string_equal(emit->role, "renter");
    emit = parse(state, "mill weaves loom as owner");
    assert_int_equal(emit->about.kind, TERM_NONE);
    assert_string_equal(emit->role, "owner");
}

static void test_terms(void **state)
{
    const struct emit *emit = parse(state, "maker(looms) weaves subject(loom) about jenny");
    const struct fixture *fixture = *state;
    assert_int_equal(emit->subject.kind, TERM_SLOT);
    assert_true(emit->subject.maker);
    assert_string_equal(slot_name(state, &emit->subject), "looms");
    assert_int_equal(emit->object.kind, TERM_SUBJECT);
    assert_false(emit->object.maker);
    assert_int_equal(emit->object.of, ruleset_kind(fixture->rules, "loom"));
    assert_int_equal(emit->about.kind, TERM_ENTITY);
    assert_string_equal(emit->about.entity->id, "jenny");
    emit = parse(state, "maker(subject(loom)) weaves loom");
    assert_int_equal(emit->subject.kind, TERM_SUBJECT);
    assert_true(emit->subject.maker);
    fixture = *state;
    assert_int_equal(emit->subject.of, ruleset_kind(fixture->rules, "loom"));
    emit = parse(state, "maker(heading(loom)) weaves heading(loom)");
    assert_int_equal(emit->subject.kind, TERM_HEADING);
    assert_true(emit->subject.maker);
    assert_int_equal(emit->object.kind, TERM_HEADING);
    assert_int_equal(emit->object.of, ruleset_kind(fixture->rules, "loom"));
}

static void test_slots_come_before_entities(void **state)
{
    const struct emit *emit = parse(state, "tansy weaves loom");
    assert_int_equal(emit->subject.kind, TERM_ENTITY);
    assert_int_equal(emit->object.kind, TERM_SLOT);
}

static void test_sides_know_what_kinds_go_together(void **state)
{
    /* Every mill is an organisation, since the only one is; a guild could be anything. */
    assert_non_null(parse(state, "mill weaves loom"));
    struct fixture *fixture = *state;
    struct buf text = {0};
    buf_printf(&text, "%s      - guild weaves loom\n", yaml);
    assert_null(rules_from_text(text.data, fixture->diags));
    assert_string_equal(diags_get(fixture->diags, 0)->message,
                        "this cannot be the relation's subject, which is of the kind org");
    assert_int_equal(diags_get(fixture->diags, 0)->position.column, 9);
    buf_free(&text);
}

static void test_quantity(void **state)
{
    const struct emit *emit = parse(state, "part is share of maker(loom)");
    assert_null(emit->relation);
    assert_string_equal(emit->metric->id, "share");
    assert_int_equal(emit->object.kind, TERM_SLOT);
    assert_string_equal(slot_name(state, &emit->object), "part");
    assert_int_equal(emit->subject.kind, TERM_SLOT);
    assert_true(emit->subject.maker);
    emit = parse(state, "part is share");
    assert_int_equal(emit->subject.kind, TERM_NONE);
}

static void test_any_metric(void **state)
{
    const struct emit *emit = parse(state, "part is any of subject(org)");
    assert_null(emit->metric);
    assert_int_equal(emit->subject.kind, TERM_SUBJECT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_relation, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_about_and_role, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_terms, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_slots_come_before_entities, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_sides_know_what_kinds_go_together, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_quantity, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_any_metric, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
