#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "store/documents.h"
#include "store/problems.h"
#include "store/sync.h"
#include "store/wanted.h"
#include "tests/support/folder.h"

#define TRIES 5

struct fixture {
    char *folder;
    char *path;
    struct diags *diags;
    struct ledger *ledger;
    struct arena *arena;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    fixture->folder = folder_new();
    fixture->path = folder_path(fixture->folder, "ledger.db");
    fixture->diags = diags_new();
    fixture->ledger = ledger_open(fixture->path, LEDGER_WRITE, fixture->diags);
    fixture->arena = arena_new();
    assert_non_null(fixture->ledger);

    struct source news = {.id = "news", .name = "News", .url = "https://news.example/feed"};
    struct source *sources[] = {&news};
    struct ruleset rules = {.version = "1", .sources = sources, .source_count = 1};
    assert_int_equal(ledger_sync(fixture->ledger, &rules, 1), 0);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    ledger_close(fixture->ledger);
    assert_int_equal(diags_count(fixture->diags), 0);
    diags_free(fixture->diags);
    arena_free(fixture->arena);
    folder_remove(fixture->folder);
    free(fixture->path);
    free(fixture);
    return 0;
}

static const struct wanted one = {.url = "https://news.example/1?utm_source=x",
                                  .url_key = "https://news.example/1",
                                  .title = "One",
                                  .published = "2025-05-15"};
static const struct wanted two = {.url = "https://news.example/2",
                                  .url_key = "https://news.example/2"};

static size_t add(struct fixture *fixture, const struct wanted *wanted, const char *etag)
{
    struct source_state state = {.etag = etag, .last_success = 7};
    size_t added = 99;
    assert_int_equal(ledger_add_wanted(fixture->ledger, "news", &state,
                                       &(struct found){.wanted = wanted, .wanted_count = 1}, NULL,
                                       NULL, &added),
                     0);
    return added;
}

/* The keys on the list, a blank behind each. */
struct seen {
    char keys[256];
    struct wanted last;
    struct arena *arena;
};

static int note(const struct wanted *wanted, void *context)
{
    struct seen *seen = context;
    strcat(strcat(seen->keys, wanted->url_key), " ");
    seen->last = *wanted;
    seen->last.url = arena_strdup(seen->arena, wanted->url);
    seen->last.source_id = arena_strdup(seen->arena, wanted->source_id);
    seen->last.title = arena_strdup(seen->arena, wanted->title);
    seen->last.published = arena_strdup(seen->arena, wanted->published);
    return 0;
}

static struct seen list(struct fixture *fixture)
{
    struct seen seen = {.arena = fixture->arena};
    assert_int_equal(ledger_wanted(fixture->ledger, TRIES, note, &seen), 0);
    return seen;
}

static void keeps_addresses_with_what_the_source_said(void **state)
{
    assert_int_equal(add(*state, &one, "\"a\""), 1);
    struct seen seen = list(*state);
    assert_string_equal(seen.keys, "https://news.example/1 ");
    assert_string_equal(seen.last.url, one.url);
    assert_string_equal(seen.last.source_id, "news");
    assert_string_equal(seen.last.title, "One");
    assert_string_equal(seen.last.published, "2025-05-15");
    assert_int_equal(seen.last.attempts, 0);
}

static void enters_an_address_once_and_counts_new_ones(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(add(fixture, &two, "\"a\""), 1);
    assert_int_equal(add(fixture, &one, "\"b\""), 1);
    assert_int_equal(add(fixture, &two, "\"c\""), 0);
    assert_string_equal(list(fixture).keys, "https://news.example/2 https://news.example/1 ");

    struct source_state source;
    assert_int_equal(ledger_source_state_get(fixture->ledger, "news", fixture->arena, &source), 0);
    assert_string_equal(source.etag, "\"c\"");
    assert_int_equal(source.last_success, 7);
    assert_int_equal(source.articles, 0);
}

static void forgets_an_address_when_its_document_is_there(void **state)
{
    struct fixture *fixture = *state;
    struct document document = {.url = one.url, .final_url = one.url, .status = 200, .fetched = 9};
    struct document_entry entry = {
        .document = &document, .url_key = one.url_key, .source_id = "news"};
    int64_t id;
    hash_hex("", 0, document.sha256);
    add(fixture, &one, NULL);
    assert_int_equal(ledger_add_document(fixture->ledger, &entry, &id), 0);
    assert_string_equal(list(fixture).keys, "");
    assert_int_equal(add(fixture, &one, NULL), 0);
    assert_string_equal(list(fixture).keys, "");
}

static void gives_an_address_up_after_so_many_failures(void **state)
{
    struct fixture *fixture = *state;
    struct problem problem = {.source_id = "news",
                              .url = one.url,
                              .url_key = one.url_key,
                              .stage = "fetch",
                              .cause = "gone",
                              .message = "Not Found",
                              .time = 5};
    add(fixture, &one, NULL);
    for (int i = 1; i < TRIES; i++) {
        assert_int_equal(ledger_add_problem(fixture->ledger, &problem), 0);
        assert_int_equal(list(fixture).last.attempts, i);
    }
    assert_int_equal(ledger_add_problem(fixture->ledger, &problem), 0);
    assert_string_equal(list(fixture).keys, "");
    assert_int_equal(add(fixture, &one, NULL), 0);
    assert_string_equal(list(fixture).keys, "");
}

static void knows_what_is_on_the_list_or_fetched(void **state)
{
    struct fixture *fixture = *state;
    struct document page = {.url = two.url, .final_url = two.url, .status = 200, .fetched = 9};
    struct document_entry entry = {.document = &page, .url_key = two.url_key, .source_id = "news"};
    int64_t id;
    hash_hex("", 0, page.sha256);
    assert_int_equal(ledger_wanted_known(fixture->ledger, one.url_key), 0);
    add(fixture, &one, NULL);
    assert_int_equal(ledger_wanted_known(fixture->ledger, one.url_key), 1);
    entry.kind = DOCUMENT_FEED;
    assert_int_equal(ledger_add_document(fixture->ledger, &entry, &id), 0);
    assert_int_equal(ledger_wanted_known(fixture->ledger, two.url_key), 0);
    entry.kind = DOCUMENT_ARTICLE;
    page.sha256[0] = 'f';
    assert_int_equal(ledger_add_document(fixture->ledger, &entry, &id), 0);
    assert_int_equal(ledger_wanted_known(fixture->ledger, two.url_key), 1);
}

static void remembers_further_pages(void **state)
{
    struct fixture *fixture = *state;
    const struct further pages[] = {
        {.url_key = "https://news.example/a.xml", .etag = "\"1\"", .fetched = 8},
        {.url_key = "https://news.example/b.xml", .last_modified = "noon", .fetched = 9}};
    struct further found;
    struct source_state source = {0};
    size_t added;
    assert_int_equal(ledger_further_get(fixture->ledger, pages[0].url_key, fixture->arena, &found),
                     0);
    assert_string_equal(found.url_key, pages[0].url_key);
    assert_null(found.etag);
    assert_int_equal(found.fetched, 0);
    assert_int_equal(ledger_add_wanted(fixture->ledger, "news", &source,
                                       &(struct found){.further = pages, .further_count = 2}, NULL,
                                       NULL, &added),
                     0);
    assert_int_equal(ledger_further_get(fixture->ledger, pages[0].url_key, fixture->arena, &found),
                     0);
    assert_string_equal(found.etag, "\"1\"");
    assert_null(found.last_modified);
    assert_int_equal(found.fetched, 8);
    assert_int_equal(ledger_further_get(fixture->ledger, pages[1].url_key, fixture->arena, &found),
                     0);
    assert_null(found.etag);
    assert_string_equal(found.last_modified, "noon");
}

static int stop(const struct wanted *wanted, void *context)
{
    (void)wanted;
    (*(int *)context)++;
    return 3;
}

static void lets_a_visit_end_the_walk(void **state)
{
    struct fixture *fixture = *state;
    int visits = 0;
    add(fixture, &one, NULL);
    add(fixture, &two, NULL);
    assert_int_equal(ledger_wanted(fixture->ledger, TRIES, stop, &visits), 3);
    assert_int_equal(visits, 1);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(keeps_addresses_with_what_the_source_said),
        TEST(enters_an_address_once_and_counts_new_ones),
        TEST(forgets_an_address_when_its_document_is_there),
        TEST(gives_an_address_up_after_so_many_failures),
        TEST(knows_what_is_on_the_list_or_fetched),
        TEST(remembers_further_pages),
        TEST(lets_a_visit_end_the_walk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
