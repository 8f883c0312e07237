#include "store/sync.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/ledger.h"

/* The fixture's rules in another version, for a test to change; their entities are copies. */
static struct ruleset *changed_rules(struct ledger_fixture *fixture)
{
    struct ruleset *ruleset = arena_alloc(fixture->arena, sizeof(*ruleset));
    *ruleset = *fixture_ruleset(fixture->arena);
    snprintf(ruleset->version, sizeof(ruleset->version), "rules-2");
    return ruleset;
}

static void sync(struct ledger_fixture *fixture, const struct ruleset *ruleset)
{
    assert_int_equal(ledger_sync(fixture->ledger, ruleset, FIXTURE_TIME + 3600), 0);
}

static void entities_have_their_names_kinds_and_makers(void **state)
{
    struct ledger_fixture *fixture = *state;
    assert_string_equal(
        fixture_sql(fixture, "SELECT group_concat(line, char(32)) FROM (SELECT id || '=' || name ||"
                             " '/' || type || '/' || kinds || '/' || coalesce(maker_id, '') || '/'"
                             " || coalesce(owner_id, '') || '/' || coalesce(family_id, '') || '/'"
                             " || coalesce(version, '') || '/' || coalesce(wikidata, '') AS line"
                             " FROM v_entities ORDER BY id)"),
        "acorn=Acorn/org/cloud,org/////Q1 birch=Birch/org/maker,org//acorn/// "
        "cedar=Cedar Research/org/org///// elm=Elm/tool/tool/birch//// "
        "elm@2=Elm 2/tool/tool/birch//elm/2/");
    assert_string_equal(
        fixture_sql(fixture, "SELECT group_concat(id || ':' || names, ' ') FROM v_entities"),
        "acorn:Acorn; Acorn Cloud birch:Birch; Birch \xC3\x84xte cedar:Cedar Research elm:Elm "
        "elm@2:Elm 2; Sapling");
}

static void sources_have_the_status_that_the_packs_give(void **state)
{
    struct ledger_fixture *fixture = *state;
    assert_string_equal(
        fixture_sql(fixture, "SELECT group_concat(line, ' ') FROM (SELECT id || '=' || kind || '/'"
                             " || status || '/' || every AS line FROM v_sources ORDER BY id)"),
        "daily=feed/verified/3600 gone=feed/off/3600 weekly=index/unverified/86400");
}

static void the_same_rules_again_write_nothing(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct database *db = ledger_database(fixture->ledger);
    int before = sqlite3_total_changes(db->handle);
    sync(fixture, fixture_ruleset(fixture->arena));
    assert_int_equal(sqlite3_total_changes(db->handle), before);
}

static void other_rules_that_say_the_same_change_no_row_but_their_version(void **state)
{
    struct ledger_fixture *fixture = *state;
    fixture_article(fixture, "https://daily.example/a", "2025-05-01",
                    "'mentions': [{'type': 'tool', 'id': 'elm@3', 'name': 'Elm 3', 'maker':"
                    " 'Birch', 'family': 'Elm', 'version': '3', 'start': 0, 'end': 5}]");
    const char *before = fixture_dump(fixture);
    sync(fixture, changed_rules(fixture));
    assert_string_equal(fixture_sql(fixture, "SELECT value FROM properties"), "rules-2");
    sync(fixture, fixture_ruleset(fixture->arena));
    assert_string_equal(fixture_dump(fixture), before);
}

static void a_changed_entity_is_brought_up_to_date_with_its_versions(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct ruleset *ruleset = changed_rules(fixture);
    static struct name names[] = {{.text = "Elmwood"}, {.text = "Seedling", .version = "2"}};
    fixture_article(fixture, "https://daily.example/a", "2025-05-01",
                    "'mentions': [{'id': 'elm@3', 'name': 'Elm 3', 'start': 0, 'end': 5}]");
    struct entity *elm = ruleset->entities[3];
    elm->name = "Elmwood";
    elm->names = names;
    elm->maker = ruleset->entities[0];
    elm->kinds = ruleset->entities[2]->kinds;
    elm->type = "org";
    sync(fixture, ruleset);
    assert_string_equal(
        fixture_sql(fixture, "SELECT group_concat(line, ' ') FROM (SELECT id || '=' || names || '/'"
                             " || type || '/' || kinds || '/' || maker_id AS line FROM v_entities"
                             " WHERE id LIKE 'elm%' ORDER BY id)"),
        "elm=Elmwood/org/org/acorn elm@2=Elm 2; Elmwood 2; Seedling/org/org/acorn "
        "elm@3=Elm 3/org/org/acorn");
}

static void what_packs_drop_stays_for_the_facts_that_name_it(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct ruleset *ruleset = changed_rules(fixture);
    ruleset->entity_count = 1;
    ruleset->source_count = 1;
    sync(fixture, ruleset);
    assert_string_equal(fixture_sql(fixture, "SELECT count(*) FROM v_entities"), "5");
    assert_string_equal(fixture_sql(fixture, "SELECT group_concat(status) FROM (SELECT * FROM"
                                             " v_sources ORDER BY id)"),
                        "verified,removed,removed");
}

static void a_changed_rule_is_a_new_version_beside_the_old_one(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct ruleset *ruleset = changed_rules(fixture);
    struct rule rule = *ruleset->rules[0], *rules[] = {&rule};
    const char *fact = "'relations': [{'type': 'supplies', 'subject': {'id': 'birch'}, 'object':"
                       " {'id': 'acorn'}, 'modality': 'actual', 'start': 0, 'end': 9,"
                       " 'rule': 'r.one'}]";
    fixture_article(fixture, "https://daily.example/a", "2025-05-01", fact);
    snprintf(rule.version, sizeof(rule.version), "v2");
    ruleset->rules = rules;
    sync(fixture, ruleset);
    fixture_article(fixture, "https://daily.example/b", "2025-05-02", fact);
    assert_string_equal(fixture_sql(fixture, "SELECT group_concat(rule_version) FROM (SELECT *"
                                             " FROM v_relations ORDER BY date)"),
                        "v1,v2");
    /* Going back to the old rule takes its row up again. */
    sync(fixture, fixture_ruleset(fixture->arena));
    assert_string_equal(fixture_sql(fixture, "SELECT group_concat(version || in_force) FROM rules"),
                        "v11,v20");
}

static void a_source_at_another_address_forgets_the_old_ones_validators(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct ruleset *ruleset = changed_rules(fixture);
    struct source moved = *ruleset->sources[0], *sources[] = {&moved};
    assert_int_equal(sqlite3_exec(ledger_database(fixture->ledger)->handle,
                                  "UPDATE sources SET etag = 'x', last_success = 5, next_due = 9",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    moved.url = "https://daily.example/new";
    ruleset->sources = sources;
    ruleset->source_count = 1;
    sync(fixture, ruleset);
    assert_string_equal(fixture_sql(fixture,
                                    "SELECT group_concat(line) FROM (SELECT coalesce(etag, '-') ||"
                                    " last_success || coalesce(next_due, '-') AS line FROM sources"
                                    " ORDER BY key)"),
                        "-5-,x59,x59");
}

static void a_record_may_name_what_no_pack_defines(void **state)
{
    struct ledger_fixture *fixture = *state;
    fixture_article(
        fixture, "https://daily.example/a", "2025-05-01",
        "'relations': [{'type': 'sues', 'subject': {'id': 'fern', 'name': 'Fern'}, 'object':"
        " {'id': 'ivy@1', 'name': 'Ivy 1'}, 'modality': 'actual', 'start': 0, 'end': 9,"
        " 'rule': 'r.new'}],"
        " 'quantities': [{'value': 1, 'unit': '%', 'metric': 'height', 'modality': 'actual',"
        " 'start': 0, 'end': 9}]");
    assert_string_equal(
        fixture_sql(fixture, "SELECT type || ' ' || subject || ' ' || object_id || ' ' || rule ||"
                             " '/' || rule_version FROM v_relations"),
        "sues Fern ivy@1 r.new/");
    assert_string_equal(fixture_sql(fixture, "SELECT metric_id FROM v_quantities"), "height");
    assert_string_equal(fixture_sql(fixture, "SELECT family_id FROM v_entities WHERE id = 'ivy@1'"),
                        "ivy");

    /* A later mention tells its type. */
    fixture_article(fixture, "https://daily.example/b", "2025-05-02",
                    "'mentions': [{'type': 'org', 'kinds': ['org', 'shop'], 'id': 'fern', 'name':"
                    " 'Fern', 'start': 0, 'end': 5}]");
    assert_string_equal(
        fixture_sql(fixture, "SELECT type || ' ' || kinds FROM v_entities WHERE id = 'fern'"),
        "org org,shop");
}

#define LEDGER_TEST(test) cmocka_unit_test_setup_teardown(test, ledger_set_up, ledger_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEDGER_TEST(entities_have_their_names_kinds_and_makers),
        LEDGER_TEST(sources_have_the_status_that_the_packs_give),
        LEDGER_TEST(the_same_rules_again_write_nothing),
        LEDGER_TEST(other_rules_that_say_the_same_change_no_row_but_their_version),
        LEDGER_TEST(a_changed_entity_is_brought_up_to_date_with_its_versions),
        LEDGER_TEST(what_packs_drop_stays_for_the_facts_that_name_it),
        LEDGER_TEST(a_changed_rule_is_a_new_version_beside_the_old_one),
        LEDGER_TEST(a_source_at_another_address_forgets_the_old_ones_validators),
        LEDGER_TEST(a_record_may_name_what_no_pack_defines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
