#include "store/save.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/ledger.h"

#define URL "https://daily.example/a"

/* An article of 36 bytes with all that a record can hold. */
static const char *const full_record =
    "{'version': 1, 'document': {'url': 'https://daily.example/a'},"
    " 'article': {'url': 'https://daily.example/canonical', 'title': 'Birch and Acorn',"
    "  'authors': ['Ann Other', 'Bo'], 'published': '2025-05-15T22:30:00-05:00',"
    "  'date_evidence': 'json-ld', 'modified': '2025-05-17', 'language': 'en',"
    "  'publisher': 'The Daily', 'text': 'Birch supplies Acorn with Elm 2 now.'},"
    " 'mentions': ["
    "  {'type': 'org', 'id': 'birch', 'name': 'Birch', 'kinds': ['org', 'maker'],"
    "   'start': 0, 'end': 5},"
    "  {'type': 'org', 'id': 'birch', 'name': 'Birch', 'kinds': ['org', 'maker'],"
    "   'in': 'title', 'start': 0, 'end': 5},"
    "  {'type': 'tool', 'id': 'elm@2', 'name': 'Elm 2', 'kinds': ['tool'], 'maker': 'Birch',"
    "   'family': 'Elm', 'version': '2', 'start': 26, 'end': 31}],"
    " 'relations': ["
    "  {'type': 'supplies', 'subject': {'id': 'birch', 'name': 'Birch'},"
    "   'object': {'id': 'acorn', 'name': 'Acorn'}, 'about': {'id': 'elm@2', 'name': 'Elm 2'},"
    "   'role': 'supply', 'modality': 'actual', 'start': 0, 'end': 31,"
    "   'sentence': 'Birch supplies Acorn with Elm 2 now.', 'rule': 'r.one'}],"
    " 'quantities': ["
    "  {'value': 30, 'value_high': 35.5, 'unit': '%', 'approx': true, 'metric': 'market share',"
    "   'subject': {'id': 'birch', 'name': 'Birch'}, 'market': 'tools', 'region': 'North',"
    "   'period': '2025-Q1', 'modality': 'estimate', 'change': 'up', 'basis': 'YoY',"
    "   'claimant': {'id': 'cedar', 'name': 'Cedar Research'}, 'start': 0, 'end': 10,"
    "   'sentence': 'Thirty per cent.', 'rule': 'r.two'}],"
    " 'diagnostics': [{'severity': 'note', 'stage': 'extract', 'message': 'no author found'}]}";

static int64_t save_full(struct ledger_fixture *fixture)
{
    int64_t id = fixture_document(fixture, URL, "one");
    struct save_counts counts = fixture_save(fixture, id, full_record);
    assert_int_equal(counts.mentions, 3);
    assert_int_equal(counts.relations, 1);
    assert_int_equal(counts.quantities, 1);
    assert_int_equal(counts.left_out, 0);
    return id;
}

static const char *row(struct ledger_fixture *fixture, const char *columns, const char *view)
{
    return fixture_sql(fixture, arena_printf(fixture->arena,
                                             "SELECT concat FROM (SELECT %s AS concat FROM %s)",
                                             columns, view));
}

static void a_record_becomes_an_article(void **state)
{
    struct ledger_fixture *fixture = *state;
    save_full(fixture);
    assert_string_equal(row(fixture, "url || ' ' || title || ' ' || authors", "v_articles"),
                        "https://daily.example/canonical Birch and Acorn [\"Ann Other\",\"Bo\"]");
    /* Half past ten in the evening, five hours west: the next day in UTC. */
    assert_string_equal(row(fixture,
                            "published || ' ' || published_epoch || ' ' || date || ' ' ||"
                            " month || ' ' || date_evidence",
                            "v_articles"),
                        "2025-05-15T22:30:00-05:00 1747366200 2025-05-16 2025-05 json-ld");
    assert_string_equal(row(fixture,
                            "language || ' ' || publisher || ' ' || source || ' ' ||"
                            " off_topic || ' ' || fetched",
                            "v_articles"),
                        "en The Daily daily 0 2025-06-01T00:00:00Z");
    assert_string_equal(row(fixture,
                            "state || ' ' || extracted || ' ' || rules_version || ' ' ||"
                            " program",
                            "v_documents"),
                        "extracted 2025-06-01T00:01:00Z rules-1 newsledger test");
}

static void a_record_becomes_facts(void **state)
{
    struct ledger_fixture *fixture = *state;
    save_full(fixture);
    assert_string_equal(row(fixture,
                            "type || ' ' || subject_id || ' ' || object_id || ' ' ||"
                            " about_id || ' ' || role || ' ' || modality || ' ' || month",
                            "v_relations"),
                        "supplies birch acorn elm@2 supply actual 2025-05");
    assert_string_equal(row(fixture,
                            "rule || ' ' || rule_version || ' ' || span_start || ' ' ||"
                            " span_end || ' ' || in_title || ' ' || sentence",
                            "v_relations"),
                        "r.one v1 0 31 0 Birch supplies Acorn with Elm 2 now.");
    assert_string_equal(row(fixture,
                            "metric_id || ' ' || subject || ' ' || value || ' ' ||"
                            " value_high || unit || ' ' || approx || ' ' || period ||"
                            " ' ' || period_first || ' ' || period_last",
                            "v_quantities"),
                        "share Birch 30.0 35.5% 1 2025-Q1 2025-01-01 2025-03-31");
    assert_string_equal(row(fixture,
                            "market || ' ' || region || ' ' || modality || ' ' || change"
                            " || ' ' || basis || ' ' || claimant || ' ' || sign",
                            "v_quantities"),
                        "tools North estimate up YoY Cedar Research 1");
    assert_string_equal(fixture_sql(fixture, "SELECT group_concat(entity_id || in_title) FROM"
                                             " (SELECT * FROM v_mentions ORDER BY 3, 6)"),
                        "birch0,birch1,elm@20");
    assert_string_equal(fixture_sql(fixture, "SELECT message FROM v_diagnostics"),
                        "no author found");
}

static void saving_the_same_record_again_changes_no_row(void **state)
{
    struct ledger_fixture *fixture = *state;
    int64_t id = save_full(fixture);
    fixture_article(fixture, "https://daily.example/b", "2025-05-16",
                    "'relations': [{'type': 'supplies', 'subject': {'id': 'birch'},"
                    " 'object': {'id': 'cedar'}, 'modality': 'actual', 'start': 0, 'end': 9}]");
    const char *before = fixture_dump(fixture);
    struct save_counts counts = fixture_save(fixture, id, full_record);
    assert_int_equal(counts.mentions + counts.relations + counts.quantities, 5);
    assert_string_equal(fixture_dump(fixture), before);
}

static void the_same_record_by_other_rules_doubles_nothing(void **state)
{
    struct ledger_fixture *fixture = *state;
    int64_t id = save_full(fixture);
    const char *before = fixture_dump(fixture);
    fixture->how.rules_version = "rules-2";
    save_full(fixture);
    assert_string_equal(
        fixture_sql(fixture, "SELECT (SELECT count(*) FROM articles) || (SELECT count(*) FROM"
                             " mentions) || (SELECT count(*) FROM relations) || (SELECT count(*)"
                             " FROM quantities) || (SELECT count(*) FROM diagnostics)"),
        "13111");
    fixture->how.rules_version = "rules-1";
    fixture_save(fixture, id, full_record);
    assert_string_equal(fixture_dump(fixture), before);
}

static void extracting_again_replaces_what_was_there(void **state)
{
    struct ledger_fixture *fixture = *state;
    int64_t id = save_full(fixture);
    struct save_counts counts = fixture_save(
        fixture, id,
        "{'version': 1, 'article': {'title': 'Another', 'text': 'Cedar saw Acorn.'},"
        " 'mentions': [{'type': 'org', 'id': 'cedar', 'name': 'Cedar', 'start': 0, 'end': 5}]}");
    assert_int_equal(counts.mentions, 1);
    assert_int_equal(counts.relations + counts.quantities, 0);
    assert_string_equal(fixture_sql(fixture, "SELECT entity_id FROM v_mentions"), "cedar");
    assert_string_equal(fixture_sql(fixture, "SELECT count(*) FROM relations"), "0");
    assert_string_equal(fixture_sql(fixture, "SELECT count(*) FROM quantities"), "0");
    assert_string_equal(fixture_sql(fixture, "SELECT count(*) FROM diagnostics"), "0");
    assert_string_equal(fixture_sql(fixture, "SELECT title FROM v_articles"), "Another");
    assert_null(fixture_sql(fixture, "SELECT published FROM v_articles"));
}

static void a_fact_that_a_record_says_twice_is_kept_once(void **state)
{
    struct ledger_fixture *fixture = *state;
    const char *twice = "{'type': 'supplies', 'subject': {'id': 'birch'},"
                        " 'object': {'id': 'acorn'}, 'modality': 'actual', 'start': 0, 'end': 9}";
    fixture_article(fixture, URL, "2025-05-16",
                    arena_printf(fixture->arena, "'relations': [%s, %s]", twice, twice));
    assert_string_equal(fixture_sql(fixture, "SELECT count(*) FROM relations"), "1");
}

static void what_lacks_a_part_is_left_out_and_said(void **state)
{
    struct ledger_fixture *fixture = *state;
    int64_t id = fixture_document(fixture, URL, "one");
    struct save_counts counts = fixture_save(
        fixture, id,
        "{'version': 1, 'article': {'title': 'Short', 'text': 'Eight b.'},"
        " 'mentions': [{'id': '', 'start': 0, 'end': 1}, {'id': 'birch', 'start': 0, 'end': 9},"
        "  {'id': 'birch', 'start': 5, 'end': 4}, {'id': 'birch', 'start': -1, 'end': 4},"
        "  {'id': 'birch', 'start': 0, 'end': 6, 'in': 'title'}, 17],"
        " 'relations': [{'subject': {'id': 'a'}, 'object': {'id': 'b'}, 'modality': 'actual',"
        "   'start': 0, 'end': 1},"
        "  {'type': 'x', 'object': {'id': 'b'}, 'modality': 'actual', 'start': 0, 'end': 1},"
        "  {'type': 'x', 'subject': {'id': 'a'}, 'object': null, 'modality': 'actual',"
        "   'start': 0, 'end': 1},"
        "  {'type': 'x', 'subject': {'id': 'a'}, 'object': {'id': 'b'}, 'modality': 'rumour',"
        "   'start': 0, 'end': 1}],"
        " 'quantities': [{'value': '5', 'unit': '%', 'modality': 'actual', 'start': 0, 'end': 1},"
        "  {'value': 5, 'modality': 'actual', 'start': 0, 'end': 1}]}");
    assert_int_equal(counts.left_out, 12);
    assert_int_equal(counts.mentions + counts.relations + counts.quantities, 0);
    assert_string_equal(
        fixture_sql(fixture, "SELECT group_concat(message, '; ') FROM (SELECT message FROM"
                             " diagnostics WHERE message LIKE 'relations%' ORDER BY number)"),
        "relations[0] of the record is left out: no type; "
        "relations[1] of the record is left out: no subject; "
        "relations[2] of the record is left out: no object; "
        "relations[3] of the record is left out: no known modality");
}

static void a_value_that_is_no_record_fails_the_document_alone(void **state)
{
    struct ledger_fixture *fixture = *state;
    static const struct {
        const char *record;
        const char *message;
    } cases[] = {
        {"{'version': 2, 'article': {'text': ''}}", "the record is not of version 1"},
        {"['version', 1]", "the record is not of version 1"},
        {"{'version': 1}", "no article"},
        {"{'version': 1, 'article': null, 'diagnostics': [{'message': 'killed after 10 s'}]}",
         "killed after 10 s"},
        {"{'version': 1, 'article': {'text': 5}}", "the record's article has no text"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int64_t id = fixture_document(fixture, URL, cases[i].record);
        diags_reset(fixture->diags);
        fixture_save(fixture, id, cases[i].record);
        assert_string_equal(fixture_problem(fixture), cases[i].message);
        assert_string_equal(
            fixture_sql(fixture, arena_printf(fixture->arena,
                                              "SELECT state || ' ' || cause || ' ' || message FROM"
                                              " documents WHERE id = %d",
                                              (int)id)),
            arena_printf(fixture->arena, "failed record %s", cases[i].message));
    }
    assert_string_equal(fixture_sql(fixture, "SELECT count(*) FROM articles"), "0");
}

static void a_failure_keeps_the_facts_of_before(void **state)
{
    struct ledger_fixture *fixture = *state;
    int64_t id = save_full(fixture);
    assert_int_equal(
        ledger_save_failure(fixture->ledger, id, "timeout", "killed after 10 s", &fixture->how), 0);
    assert_string_equal(
        fixture_sql(fixture, "SELECT state || ' ' || cause || ' ' || message FROM v_documents"),
        "failed timeout killed after 10 s");
    assert_string_equal(fixture_sql(fixture, "SELECT count(*) FROM v_facts"), "2");

    fixture_save(fixture, id, full_record);
    assert_string_equal(fixture_sql(fixture, "SELECT state FROM v_documents"), "extracted");
    assert_null(fixture_sql(fixture, "SELECT cause FROM v_documents"));
}

static void what_the_page_does_not_say_the_feed_said(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct document document = {.url = URL, .final_url = URL, .fetched = FIXTURE_TIME};
    struct document_entry entry = {.document = &document,
                                   .url_key = URL,
                                   .title = "As fed",
                                   .published = "2025-04-30T23:00:00Z"};
    int64_t id;
    hash_hex("one", 3, document.sha256);
    assert_int_equal(ledger_add_document(fixture->ledger, &entry, &id), 0);
    fixture_save(fixture, id, "{'version': 1, 'article': {'published': 'soon', 'text': 'words'}}");
    assert_string_equal(row(fixture,
                            "title || ' ' || published || ' ' || date_evidence || ' ' ||"
                            " month || ' ' || url",
                            "v_articles"),
                        "As fed 2025-04-30T23:00:00Z feed 2025-04 " URL);
}

static void without_any_date_the_day_of_fetching_stands_in(void **state)
{
    struct ledger_fixture *fixture = *state;
    int64_t id = fixture_document(fixture, URL, "one");
    fixture_save(fixture, id, "{'version': 1, 'article': {'text': 'words'}}");
    assert_string_equal(row(fixture, "date || ' ' || month", "v_articles"), "2025-06-01 2025-06");
    assert_null(fixture_sql(fixture, "SELECT published FROM v_articles"));
    assert_null(fixture_sql(fixture, "SELECT date_evidence FROM v_articles"));
}

static void the_newest_document_of_an_address_is_the_current_one(void **state)
{
    struct ledger_fixture *fixture = *state;
    int64_t old = fixture_document(fixture, URL, "one");
    int64_t new = fixture_document(fixture, URL, "two");
    fixture_save(fixture, new,
                 "{'version': 1, 'article': {'title': 'new', 'text': 'words'},"
                 "'mentions': [{'id': 'birch', 'start': 0, 'end': 1}]}");
    /* The older one is read last, as when an archive is read again. */
    fixture_save(fixture, old,
                 "{'version': 1, 'article': {'title': 'old', 'text': 'words'},"
                 "'mentions': [{'id': 'birch', 'start': 0, 'end': 1}]}");
    assert_string_equal(fixture_sql(fixture, "SELECT group_concat(title) FROM v_articles"), "new");
    assert_string_equal(fixture_sql(fixture, "SELECT count(*) FROM v_mentions"), "1");
    assert_string_equal(fixture_sql(fixture, "SELECT count(*) FROM mentions"), "2");
}

/* Of the address, with the words, saying that it is the article at `canonical` (or NULL). */
static void save_at(struct ledger_fixture *fixture, const char *url, const char *words,
                    const char *canonical)
{
    const char *rest =
        "the mill at the ford has been bought by its workers, who say that they will keep all three"
        " wheels turning. It had stood still since the flood of last autumn, when the lower gate"
        " gave way in the night and the cellars filled. Repairs began in March and are done";
    int64_t id = fixture_document(fixture, url, words);
    fixture_save(fixture, id,
                 arena_printf(fixture->arena,
                              "{'version': 1, 'article': {'url': '%s', 'text': '%s: %s.'}}",
                              canonical ? canonical : url, words, rest));
}

static const char *current(struct ledger_fixture *fixture)
{
    return fixture_sql(fixture, "SELECT group_concat(replace(url_key, 'https://', ''), ' ') FROM"
                                " (SELECT d.url_key FROM v_articles a JOIN documents d"
                                "  ON d.id = a.document_id ORDER BY d.id)");
}

static void an_article_at_two_addresses_is_the_one_that_it_names(void **state)
{
    struct ledger_fixture *fixture = *state;
    save_at(fixture, "https://amp.example/1", "At last", "https://daily.example/1");
    save_at(fixture, "https://daily.example/1?view=print", "Now", "https://daily.example/1");
    assert_string_equal(current(fixture), "amp.example/1");
    save_at(fixture, "https://daily.example/1", "Today", NULL);
    assert_string_equal(current(fixture), "daily.example/1");

    /* A newer version of a copy is still a copy, and so it is by other rules. */
    save_at(fixture, "https://amp.example/1", "At long last", "https://daily.example/1");
    assert_string_equal(current(fixture), "daily.example/1");
    fixture->how.rules_version = "rules-2";
    save_at(fixture, "https://daily.example/1?view=print", "Now", "https://daily.example/1");
    save_at(fixture, "https://daily.example/1", "Today", NULL);
    assert_string_equal(current(fixture), "daily.example/1");
}

static void the_same_words_on_one_site_are_one_article(void **state)
{
    struct ledger_fixture *fixture = *state;
    save_at(fixture, "https://daily.example/1", "Now", NULL);
    save_at(fixture, "https://daily.example/news/1", "Now", NULL);
    save_at(fixture, "https://daily.example.net/x", "Now", NULL); /* a copy elsewhere */
    assert_string_equal(current(fixture), "daily.example/1 daily.example.net/x");
    fixture_sql(fixture, "UPDATE articles SET date = '2025-01-01'");
    save_at(fixture, "https://daily.example/again/1", "Now", NULL); /* printed again */
    assert_string_equal(current(fixture),
                        "daily.example/1 daily.example.net/x daily.example/again/1");
}

/* The fixture's documents are all of one source. */
static void an_article_moves_with_its_site(void **state)
{
    struct ledger_fixture *fixture = *state;
    save_at(fixture, "https://daily.example/2025/1.html", "Now", NULL);
    save_at(fixture, "https://new.example/2025/1.html", "Now", NULL);
    save_at(fixture, "https://daily.example/", "Front", NULL);
    save_at(fixture, "https://new.example/", "Front", NULL);
    assert_string_equal(current(fixture), "daily.example/2025/1.html daily.example/ new.example/");
    fixture_sql(fixture, "UPDATE documents SET source_id = NULL");
    save_at(fixture, "https://copies.example/2025/1.html", "Now", NULL);
    assert_non_null(strstr(current(fixture), "copies.example/2025/1.html"));
}

/* A site may claim that each of its pages is its front page. */
static void other_words_are_another_article_whatever_it_names(void **state)
{
    struct ledger_fixture *fixture = *state;
    static const char record[] =
        "{'version': 1, 'article': {'url': 'https://daily.example/', 'text': 'The baker of the"
        " lower town has been asked to bake for the whole fair, and has said that he would if the"
        " millers kept their word; they had it in writing, he added, and he would frame it.'}}";
    save_at(fixture, "https://daily.example/1", "Now", "https://daily.example/");
    fixture_save(fixture, fixture_document(fixture, "https://daily.example/2", "two"), record);
    assert_string_equal(current(fixture), "daily.example/1 daily.example/2");
}

static void an_article_off_the_topic_gives_no_facts(void **state)
{
    struct ledger_fixture *fixture = *state;
    fixture_article(fixture, URL, "2025-05-16",
                    "'off_topic': true, 'mentions': [{'id': 'birch', 'start': 0, 'end': 1}]");
    assert_string_equal(fixture_sql(fixture, "SELECT off_topic FROM v_articles"), "1");
    assert_string_equal(fixture_sql(fixture, "SELECT count(*) FROM v_mentions"), "0");
}

static void two_saves_from_two_processes_do_not_mix(void **state)
{
    struct ledger_fixture *fixture = *state;
    struct ledger_fixture second = *fixture;
    int64_t id = fixture_document(fixture, URL, "one");
    second.ledger = ledger_open(fixture->path, LEDGER_WRITE, fixture->diags);
    assert_non_null(second.ledger);
    sqlite3_busy_timeout(ledger_database(second.ledger)->handle, 0);

    assert_int_equal(database_begin(ledger_database(fixture->ledger)), 0);
    assert_int_equal(ledger_save_failure(second.ledger, id, "crash", "it crashed", &fixture->how),
                     -1);
    assert_true(strstr(fixture_problem(fixture), "another program is writing to the ledger"));
    assert_int_equal(database_end(ledger_database(fixture->ledger), 0), 0);

    fixture_save(&second, id, full_record);
    assert_string_equal(fixture_sql(fixture, "SELECT count(*) FROM v_facts"), "2");
    ledger_close(second.ledger);
}

#define LEDGER_TEST(test) cmocka_unit_test_setup_teardown(test, ledger_set_up, ledger_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LEDGER_TEST(a_record_becomes_an_article),
        LEDGER_TEST(a_record_becomes_facts),
        LEDGER_TEST(saving_the_same_record_again_changes_no_row),
        LEDGER_TEST(the_same_record_by_other_rules_doubles_nothing),
        LEDGER_TEST(extracting_again_replaces_what_was_there),
        LEDGER_TEST(a_fact_that_a_record_says_twice_is_kept_once),
        LEDGER_TEST(what_lacks_a_part_is_left_out_and_said),
        LEDGER_TEST(a_value_that_is_no_record_fails_the_document_alone),
        LEDGER_TEST(a_failure_keeps_the_facts_of_before),
        LEDGER_TEST(what_the_page_does_not_say_the_feed_said),
        LEDGER_TEST(without_any_date_the_day_of_fetching_stands_in),
        LEDGER_TEST(the_newest_document_of_an_address_is_the_current_one),
        LEDGER_TEST(an_article_at_two_addresses_is_the_one_that_it_names),
        LEDGER_TEST(the_same_words_on_one_site_are_one_article),
        LEDGER_TEST(an_article_moves_with_its_site),
        LEDGER_TEST(other_words_are_another_article_whatever_it_names),
        LEDGER_TEST(an_article_off_the_topic_gives_no_facts),
        LEDGER_TEST(two_saves_from_two_processes_do_not_mix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
