#include "rules/change.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "tests/support/rules.h"

static const char pack[] =
    "kinds: {org: organisation, loom: loom}\n"
    "entities:\n"
    "  arden: {kind: org, names: [Arden Mills]}\n"
    "  borrow: {kind: org, names: [Borrowdale], owner: arden}\n"
    "  shuttle: {kind: loom, maker: borrow, names: [Shuttle]}\n"
    "relations:\n"
    "  partners: {subject: org, object: org}\n"
    "slots:\n"
    "  verb: '(?:weaves|spins)'\n"
    "metrics:\n"
    "  share: {match: 'of the market'}\n"
    "  price: {match: 'prices'}\n"
    "rules:\n"
    "  - {id: one, match: '{a:org} {verb} with {b:org}', emit: a partners b}\n"
    "  - {id: two, match: '{a:org} supplies {b:org}', emit: a partners b}\n"
    "  - {id: three, match: '{a:org} {b:org}', emit: a partners b}\n"
    "pronouns:\n"
    "  - {match: 'the mill', kind: org}\n"
    "sources:\n"
    "  daily: {name: D, feed: 'https://daily.example/', language: en, every: 1h, status: verified,"
    " evidence: own, hosts: ['*.daily.example']}\n";

struct edit {
    struct diags *diags;
    struct arena *arena;
    struct ruleset *before, *after;
    struct units from, to;
    struct change *change;
};

/* The pack with `old` replaced by `new`, wherever it stands first. */
static struct edit edit(const char *old, const char *new)
{
    struct edit edit = {.diags = diags_new(), .arena = arena_new()};
    struct buf text = {0};
    const char *at = strstr(pack, old);
    assert_non_null(at);
    buf_add(&text, pack, (size_t)(at - pack));
    buf_printf(&text, "%s%s", new, at + strlen(old));
    edit.before = rules_from_text(pack, edit.diags);
    edit.after = rules_from_text(text.data, edit.diags);
    if (!edit.before || !edit.after)
        diags_print(stderr, edit.diags);
    assert_non_null(edit.before);
    assert_non_null(edit.after);
    edit.from = units_of(edit.before, edit.arena);
    edit.to = units_of(edit.after, edit.arena);
    edit.change = change_between(&edit.from, &edit.to, edit.arena);
    buf_free(&text);
    return edit;
}

static void end(struct edit *edit)
{
    ruleset_free(edit->before);
    ruleset_free(edit->after);
    arena_free(edit->arena);
    diags_free(edit->diags);
}

static bool touches(const struct edit *edit, const char *text)
{
    struct change_article article = {.text = text, .url = "https://news.example/1"};
    return change_touches(edit->change, &article);
}

/* How many definitions an edit changes, and whether it touches one text and not another. */
static void assert_edit(const char *old, const char *new, size_t count, const char *touched,
                        const char *spared)
{
    struct edit made = edit(old, new);
    if (change_count(made.change) != count)
        fail_msg("'%s' changes %zu definitions", new, change_count(made.change));
    if (touched && !touches(&made, touched))
        fail_msg("'%s' does not touch: %s", new, touched);
    if (spared && touches(&made, spared))
        fail_msg("'%s' touches: %s", new, spared);
    end(&made);
}

static void nothing_changes_by_remarks_tests_and_evidence(void **state)
{
    (void)state;
    assert_edit("rules:\n", "# a remark\nrules:\n", 0, NULL, "Arden Mills weaves");
    assert_edit("evidence: own", "evidence: looked at it", 0, NULL, "Arden Mills weaves");
    assert_edit("emit: a partners b}\n",
                "emit: a partners b, tests: [{text: Nothing., want: []}]}\n", 0, NULL, "Arden");
}

static void a_name_touches_where_it_stands(void **state)
{
    (void)state;
    assert_edit("[Arden Mills]", "[Arden Mills, Arden Weavers]", 1, "ARDEN-WEAVERS", "Borrowdale");
    assert_edit("[Borrowdale]", "[Kendal]", 2, "In Borrowdale", "In Keswick");
    assert_edit("[Borrowdale]", "[Kendal]", 2, "In Kendal", "In Keswick");
}

/* A product's facts name its maker, who need not be named by the text. */
static void a_makers_owner_touches_the_product(void **state)
{
    (void)state;
    assert_edit(", owner: arden", "", 2, "The Shuttle runs", "The Treadle runs");
}

static void a_rule_touches_where_its_words_stand(void **state)
{
    (void)state;
    assert_edit("supplies {b", "delivers to {b", 1, "X delivers to Y", "X weaves with Y");
    assert_edit("supplies {b", "delivers to {b", 1, "X supplies Y", "X weaves with Y");
}

static void a_slot_touches_what_uses_it(void **state)
{
    (void)state;
    assert_edit("(?:weaves|spins)", "(?:weaves|knits)", 1, "X knits with Y", "X supplies Y");
    assert_edit("(?:weaves|spins)", "(?:weaves|knits)", 1, "X spins with Y", "X supplies Y");
}

static void a_rule_without_words_touches_all_on_the_topic(void **state)
{
    struct edit made = edit("'{a:org} {b:org}'", "'{a:org}, {b:org}'");
    struct change_article off = {
        .text = "Weather.", .url = "https://news.example/", .off_topic = true};
    (void)state;
    assert_true(touches(&made, "Weather."));
    assert_false(change_touches(made.change, &off));
    end(&made);
}

static void a_relation_touches_through_its_rules(void **state)
{
    (void)state;
    assert_edit("object: org}\n", "object: org, unless: 'denied'}\n", 3, "X supplies Y", NULL);
}

static void an_order_that_changes_touches_both_or_the_one_that_moved(void **state)
{
    (void)state;
    assert_edit("  share: {match: 'of the market'}\n  price: {match: 'prices'}\n",
                "  price: {match: 'prices'}\n  share: {match: 'of the market'}\n", 1, NULL,
                "Weather.");
    assert_edit("supplies {b:org}', emit", "supplies {b:org}', priority: 3, emit", 1,
                "X supplies Y", "X weaves with Y");
}

static void pronouns_touch_everything(void **state)
{
    (void)state;
    assert_edit("the mill", "the works", 1, "Weather.", NULL);
}

static void a_source_touches_its_articles_and_its_hosts(void **state)
{
    struct edit made = edit("every: 1h", "article: {body: //article}, every: 2h");
    struct change_article other = {.text = "T", .url = "https://news.example/daily"};
    struct change_article listed = {
        .text = "T", .url = "https://news.example/1", .source = "daily"};
    struct change_article host = {.text = "T", .url = "https://www.daily.example/1"};
    (void)state;
    assert_false(change_touches(made.change, &other));
    assert_true(change_touches(made.change, &listed));
    assert_true(change_touches(made.change, &host));
    end(&made);
}

static void an_article_that_could_not_be_read_is_touched_by_any_change(void **state)
{
    struct edit made = edit("[Borrowdale]", "[Kendal]");
    struct change_article failed = {.url = "https://news.example/1"};
    (void)state;
    assert_true(change_touches(made.change, &failed));
    end(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_changes_by_remarks_tests_and_evidence),
        cmocka_unit_test(a_name_touches_where_it_stands),
        cmocka_unit_test(a_makers_owner_touches_the_product),
        cmocka_unit_test(a_rule_touches_where_its_words_stand),
        cmocka_unit_test(a_slot_touches_what_uses_it),
        cmocka_unit_test(a_rule_without_words_touches_all_on_the_topic),
        cmocka_unit_test(a_relation_touches_through_its_rules),
        cmocka_unit_test(an_order_that_changes_touches_both_or_the_one_that_moved),
        cmocka_unit_test(pronouns_touch_everything),
        cmocka_unit_test(a_source_touches_its_articles_and_its_hosts),
        cmocka_unit_test(an_article_that_could_not_be_read_is_touched_by_any_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
