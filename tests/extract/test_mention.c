#include "extract/mention.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/buf.h"
#include "extract/reading.h"
#include "tests/support/rules.h"

static const char pack[] =
    "kinds: {org: organisation, yard: small yard, boat: boat}\n"
    "context: {introducers: [yard]}\n"
    "entities:\n"
    "  kelp: {kind: [org, yard], names: [Kelp Boats]}\n"
    "  holm: {kind: org, names: [Holm]}\n"
    "  tern: {kind: boat, maker: kelp, names: [Tern], near: '(?i)\\bkeel'}\n"
    "  swan: {kind: boat, maker: holm, names: [Swan], near: '(?i)\\bkeel', unless: '@ song'}\n"
    "  gull: {kind: boat, maker: holm, names: [Gull], version: '\\s?([MK]?\\d+)'}\n"
    "  arrow: {kind: boat, maker: kelp, names: [Arrow], near: '(?i)\\bmast'}\n"
    "  arrow-org: {kind: org, names: [Arrow], near: '(?i)\\boffice'}\n";

/* The ids of what is named in a text, with blanks between. */
static void assert_names(const char *text, const char *want)
{
    struct diags *diags = diags_new();
    struct ruleset *rules = rules_from_text(pack, diags);
    assert_non_null(rules);
    struct extractor *extractor = extractor_new(rules);
    struct arena *arena = arena_new();
    struct buf found = {0};
    struct block block = {.kind = BLOCK_PARAGRAPH, .end = strlen(text)};
    struct article article = {
        .text = text, .text_len = strlen(text), .blocks = &block, .block_count = 1};
    const struct reading *reading = reading_new(extractor, &article, arena, diags);
    for (size_t i = 0; i < reading->mention_count; i++)
        if (reading->mentions[i].type == MENTION_ENTITY)
            buf_printf(&found, "%s%s", found.len > 0 ? " " : "", reading->mentions[i].entity->id);
    assert_string_equal(buf_text(&found), want);
    buf_free(&found);
    arena_free(arena);
    extractor_free(extractor);
    ruleset_free(rules);
    diags_free(diags);
}

static void what_was_introduced_needs_no_near(void **state)
{
    (void)state;
    assert_names("The Swan sails.", "");
    assert_names("The Swan has a keel. The Swan sails.", "swan swan");
    assert_names("The Swan sails. The Swan has a keel.", "swan");
}

static void unless_holds_all_the_same(void **state)
{
    (void)state;
    assert_names("The Swan has a keel. It was a Swan song.", "swan");
}

static void a_small_maker_introduces_what_it_makes(void **state)
{
    (void)state;
    assert_names("Kelp Boats is a yard. The Tern sails.", "kelp tern");
    assert_names("Holm is a yard. The Swan sails.", "holm");
}

static void names_that_are_shared_need_their_near_each_time(void **state)
{
    (void)state;
    assert_names("Kelp Boats is a yard. The Arrow sails.", "kelp");
    assert_names("The Arrow has a mast. Arrow has an office. Arrow sails.", "arrow arrow-org");
}

static void versions_behind_the_same_letter_are_of_one_family(void **state)
{
    (void)state;
    assert_names("Holm showed the Gull M100 and M300.", "holm gull gull");
    assert_names("Holm showed the Gull 100, 200 and 300.", "holm gull gull gull");
    assert_names("Holm showed the Gull M100 and K2.", "holm gull");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_introduced_needs_no_near),
        cmocka_unit_test(unless_holds_all_the_same),
        cmocka_unit_test(a_small_maker_introduces_what_it_makes),
        cmocka_unit_test(versions_behind_the_same_letter_are_of_one_family),
        cmocka_unit_test(names_that_are_shared_need_their_near_each_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
