#include "rules/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MATCHES_MAX 4

/* An index over the few entities of one test. */
struct fixture {
    struct arena *arena;
    struct diags *diags;
    struct entity *entities[16];
    size_t count;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    fixture->arena = arena_new();
    fixture->diags = diags_new();
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    for (size_t i = 0; i < fixture->count; i++)
        pattern_free(fixture->entities[i]->version);
    diags_free(fixture->diags);
    arena_free(fixture->arena);
    free(fixture);
    return 0;
}

static struct entity *add(struct fixture *fixture, const char *id, const char *const *names)
{
    struct entity *entity = arena_alloc(fixture->arena, sizeof(*entity));
    entity->id = id;
    while (names[entity->name_count])
        entity->name_count++;
    entity->names = arena_alloc(fixture->arena, entity->name_count * sizeof(*entity->names));
    for (size_t i = 0; i < entity->name_count; i++)
        entity->names[i].text = names[i];
    fixture->entities[fixture->count++] = entity;
    return entity;
}

static void set_version(struct fixture *fixture, struct entity *entity, const char *pattern)
{
    struct position nowhere = {.file = "test.yaml"};
    entity->version = pattern_new(pattern, &nowhere, fixture->diags);
    assert_non_null(entity->version);
}

static size_t find(const struct fixture *fixture, const char *text, size_t at,
                   struct name_match *matches)
{
    struct names *names = names_new(fixture->entities, fixture->count, fixture->arena);
    return names_at(names, text, strlen(text), at, matches, MATCHES_MAX);
}

/* What the index finds at the text's start: "id:words", or "" for nothing. */
static const char *found(const struct fixture *fixture, const char *text)
{
    struct name_match matches[MATCHES_MAX];
    if (find(fixture, text, 0, matches) == 0)
        return "";
    if (matches[0].version.start == PATTERN_UNSET)
        return arena_printf(fixture->arena, "%s:%.*s", matches[0].entity->id, (int)matches[0].end,
                            text);
    return arena_printf(
        fixture->arena, "%s:%.*s|%.*s|%.*s", matches[0].entity->id, (int)matches[0].end, text,
        (int)(matches[0].version_end - matches[0].end), text + matches[0].end,
        (int)(matches[0].version.end - matches[0].version.start), text + matches[0].version.start);
}

static void test_longest_name_wins(void **state)
{
    struct fixture *fixture = *state;
    add(fixture, "orchard", (const char *const[]){"Orchard", NULL});
    add(fixture, "orchard-cloud", (const char *const[]){"Orchard Cloud", NULL});
    assert_string_equal(found(fixture, "Orchard Cloud grows"), "orchard-cloud:Orchard Cloud");
    assert_string_equal(found(fixture, "Orchard Clouds"), "orchard-cloud:Orchard Clouds");
    assert_string_equal(found(fixture, "Orchard Clouded"), "orchard:Orchard");
    assert_string_equal(found(fixture, "Orchard"), "orchard:Orchard");
    assert_string_equal(found(fixture, "Orchar"), "");
    assert_string_equal(found(fixture, "Orchardist"), "");
    assert_string_equal(found(fixture, "Orchard2"), "");
    assert_string_equal(found(fixture, ""), "");
}

static void test_case(void **state)
{
    struct fixture *fixture = *state;
    add(fixture, "beacon", (const char *const[]){"Beacon", NULL});
    add(fixture, "xray", (const char *const[]){"xRay", NULL});
    struct entity *wing = add(fixture, "wing", (const char *const[]){"Wing-Co", NULL});
    wing->exact_case = true;
    assert_string_equal(found(fixture, "BEACON"), "beacon:BEACON");
    assert_string_equal(found(fixture, "beacon"), "");
    assert_string_equal(found(fixture, "XRAY"), "xray:XRAY");
    assert_string_equal(found(fixture, "xray"), "xray:xray");
    assert_string_equal(found(fixture, "Wing Co"), "wing:Wing Co");
    assert_string_equal(found(fixture, "WING Co"), "");
}

static void test_case_beyond_ascii(void **state)
{
    struct fixture *fixture = *state;
    add(fixture, "oestlich", (const char *const[]){"Östlich", NULL});
    assert_string_equal(found(fixture, "ÖSTLICH"), "oestlich:ÖSTLICH");
    assert_string_equal(found(fixture, "östlich"), "");
}

static void test_names_are_composed(void **state)
{
    struct fixture *fixture = *state;
    add(fixture, "oestlich", (const char *const[]){"O\xCC\x88stlich", NULL});
    assert_string_equal(found(fixture, "Östlich"), "oestlich:Östlich");
}

static void test_joiners(void **state)
{
    struct fixture *fixture = *state;
    add(fixture, "km", (const char *const[]){"KM hylax", NULL});
    add(fixture, "hd", (const char *const[]){"H-D's", NULL});
    add(fixture, "tt", (const char *const[]){"Q&T", NULL});
    assert_string_equal(found(fixture, "KM-Hylax"), "km:KM-Hylax");
    assert_string_equal(found(fixture, "KM  Hylax."), "km:KM  Hylax");
    assert_string_equal(found(fixture, "KM\xC2\xA0Hylax"), "km:KM\xC2\xA0Hylax");
    assert_string_equal(found(fixture, "KM‑Hylax"), "km:KM‑Hylax");
    assert_string_equal(found(fixture, "KM - Hylax"), "");
    assert_string_equal(found(fixture, "KM—Hylax"), "");
    assert_string_equal(found(fixture, "KM\nHylax"), "");
    assert_string_equal(found(fixture, "KMHylax"), "");
    assert_string_equal(found(fixture, "H D’s"), "hd:H D’s");
    assert_string_equal(found(fixture, "Q&T's"), "tt:Q&T");
    assert_string_equal(found(fixture, "Q T"), "");
}

static void test_plurals(void **state)
{
    struct fixture *fixture = *state;
    add(fixture, "tlu", (const char *const[]){"TLU", NULL});
    assert_string_equal(found(fixture, "TLUs, and"), "tlu:TLUs");
    assert_string_equal(found(fixture, "TLUs"), "tlu:TLUs");
    assert_string_equal(found(fixture, "TLU's"), "tlu:TLU");
    assert_string_equal(found(fixture, "TLUsx"), "");
    assert_string_equal(found(fixture, "TLUs2"), "");
}

static void test_versions(void **state)
{
    struct fixture *fixture = *state;
    struct entity *loom = add(fixture, "loom", (const char *const[]){"Loom", NULL});
    set_version(fixture, loom, "[\\s-]?v?(\\d(?:\\.\\d)?[ep]?)");
    assert_string_equal(found(fixture, "Loom2 is"), "loom:Loom|2|2");
    assert_string_equal(found(fixture, "Loom v2.5p."), "loom:Loom| v2.5p|2.5p");
    assert_string_equal(found(fixture, "Loomv5es"), "loom:Loom|v5es|5e");
    assert_string_equal(found(fixture, "Loom 2x faster"), "loom:Loom");
    assert_string_equal(found(fixture, "Loom 2025"), "loom:Loom");
    assert_string_equal(found(fixture, "Loom2x"), "");
    assert_string_equal(found(fixture, "Loom"), "loom:Loom");
    assert_string_equal(found(fixture, "Looms"), "loom:Looms");
}

static void test_code_names_have_their_version(void **state)
{
    struct fixture *fixture = *state;
    struct entity *loom = add(fixture, "loom", (const char *const[]){"Loom", "Heddle", NULL});
    set_version(fixture, loom, "[\\s-]?v?(\\d)");
    loom->names[1].version = "6";
    assert_string_equal(found(fixture, "Heddle 7"), "loom:Heddle");
}

static void test_version_far_into_a_text(void **state)
{
    struct fixture *fixture = *state;
    struct entity *loom = add(fixture, "loom", (const char *const[]){"Loom", NULL});
    set_version(fixture, loom, " v(\\d)");
    char text[3 * PATTERN_SUBJECT_MAX];
    memset(text, ' ', sizeof(text));
    memcpy(text + 2 * PATTERN_SUBJECT_MAX, "Loom v3", 8);
    struct name_match matches[MATCHES_MAX];
    assert_int_equal(find(fixture, text, (size_t)2 * PATTERN_SUBJECT_MAX, matches), 1);
    assert_int_equal(matches[0].version.start, 2 * PATTERN_SUBJECT_MAX + 6);
}

static void test_scripts_without_blanks(void **state)
{
    struct fixture *fixture = *state;
    add(fixture, "crane", (const char *const[]){"鶴電機", "Crane", NULL});
    add(fixture, "seagull", (const char *const[]){"갈매기", NULL});
    assert_string_equal(found(fixture, "鶴電機は新製品"), "crane:鶴電機");
    assert_string_equal(found(fixture, "갈매기는"), "seagull:갈매기");
    assert_string_equal(found(fixture, "Crane은"), "crane:Crane");
    const char *text = "今日Crane";
    struct name_match matches[MATCHES_MAX];
    assert_true(names_may_start(text, strlen(text), 3));
    assert_true(names_may_start(text, strlen(text), 6));
    assert_int_equal(find(fixture, text, 6, matches), 1);
    assert_int_equal(matches[0].end, strlen(text));
}

static void test_where_names_may_start(void **state)
{
    (void)state;
    const char *text = "ab, 'c non-d éx";
    assert_true(names_may_start(text, strlen(text), 0));
    assert_false(names_may_start(text, strlen(text), 1));
    assert_false(names_may_start(text, strlen(text), 2));
    assert_true(names_may_start(text, strlen(text), 5));
    assert_true(names_may_start(text, strlen(text), 11));
    assert_true(names_may_start(text, strlen(text), 13));
    assert_false(names_may_start(text, strlen(text), 15));
    assert_false(names_may_start(text, strlen(text), strlen(text)));
}

static void test_shared_spellings(void **state)
{
    struct fixture *fixture = *state;
    add(fixture, "swift-a", (const char *const[]){"Swift", "SWIFT", NULL});
    add(fixture, "swift-b", (const char *const[]){"swift", NULL});
    struct name_match matches[MATCHES_MAX];
    assert_int_equal(find(fixture, "Swift", 0, matches), 2);
    assert_string_equal(matches[0].entity->id, "swift-a");
    assert_string_equal(matches[1].entity->id, "swift-b");
    assert_int_equal(find(fixture, "swift", 0, matches), 1);
    assert_string_equal(matches[0].entity->id, "swift-b");
}

static void test_keys(void **state)
{
    struct fixture *fixture = *state;
    assert_string_equal(names_key("KM-Hylax", fixture->arena), "km hylax");
    assert_null(names_key("", fixture->arena));
    assert_null(names_key("-x", fixture->arena));
    assert_null(names_key("x ", fixture->arena));
    assert_null(names_key("x\xFF", fixture->arena));
    char name[NAME_BYTES_MAX + 2];
    memset(name, 'x', sizeof(name));
    name[NAME_BYTES_MAX + 1] = '\0';
    assert_null(names_key(name, fixture->arena));
    name[NAME_BYTES_MAX] = '\0';
    assert_non_null(names_key(name, fixture->arena));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_longest_name_wins, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_case, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_case_beyond_ascii, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_names_are_composed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_joiners, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_plurals, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_versions, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_code_names_have_their_version, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_version_far_into_a_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_scripts_without_blanks, set_up, tear_down),
        cmocka_unit_test(test_where_names_may_start),
        cmocka_unit_test_setup_teardown(test_shared_spellings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_keys, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
