#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "tests/support/newsroom.h"

/* Three articles, each with a relation and a percentage, read with the pack of looms. */
static int setup(void **state)
{
    struct newsroom *room = newsroom_with(3);
    assert_int_equal(newsroom_run(room, "--quiet", NULL).status, 0);
    *state = room;
    return 0;
}

static int teardown(void **state)
{
    newsroom_free(*state);
    return 0;
}

/* Edits the pack: the first `from` becomes `to`. */
static void edit(struct newsroom *room, const char *from, const char *to)
{
    const char *path = sandbox_path(room->sandbox, "rules/looms/looms.yaml");
    char *text = NULL, *at;
    size_t len;
    assert_int_equal(file_read(path, 1 << 20, &text, &len), 0);
    at = strstr(text, from);
    assert_non_null(at);
    char *edited = malloc(len + strlen(to) + 1);
    assert_non_null(edited);
    *at = '\0';
    strcpy(edited, text);
    strcat(strcat(edited, to), at + strlen(from));
    assert_int_equal(file_write(path, edited, strlen(edited)), 0);
    free(edited);
    free(text);
}

static struct outcome diff(struct newsroom *room, const char *format)
{
    struct outcome outcome =
        sandbox_run(room->sandbox, NULL, "rules", "diff", "--format", format, NULL);
    assert_string_equal(outcome.err, "");
    assert_int_equal(outcome.status, 0);
    return outcome;
}

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        assert_string_equal(text, part);
}

static void says_that_nothing_changes(void **state)
{
    struct newsroom *room = *state;
    assert_string_equal(diff(room, "table").out,
                        "changed definitions: 0; articles: 0 to be read again, 3 spared; facts: 0 "
                        "appear, 0 vanish, 0 change\n");
    assert_string_equal(diff(room, "json").out, "[]\n");
}

static void shows_what_vanishes_with_its_sentence(void **state)
{
    struct newsroom *room = *state;
    edit(room, "co-?developed with", "co-?designed with");
    struct outcome outcome = diff(room, "table");
    assert_has(outcome.out, "loom.co-developed: 0 appear, 3 vanish, 0 change\n"
                            "  - arden partners borrow about shuttle@4 as co-develop\n"
                            "      Arden showed Shuttle v4, co-developed with Borrowdale.\n"
                            "      http://127.0.0.1:");
    assert_has(outcome.out,
               "changed definitions: 1; articles: 3 to be read again, 0 spared; facts: "
               "0 appear, 3 vanish, 0 change\n");
}

static void shows_what_appears_and_what_changes(void **state)
{
    struct newsroom *room = *state;
    edit(room, "emit: maker(loom) partners partner about loom as co-develop",
         "emit: [maker(loom) partners partner about loom, partner develops loom]");
    struct outcome outcome = diff(room, "ndjson");
    assert_has(outcome.out,
               "{\"change\":\"changes\",\"rule\":\"loom.co-developed\",\"fact\":\"arden "
               "partners borrow about shuttle@2\",\"was\":\"arden partners borrow "
               "about shuttle@2 as co-develop\",\"sentence\":\"Arden showed Shuttle "
               "v2, co-developed with Borrowdale.\",\"url\":\"http");
    assert_has(outcome.out,
               "{\"change\":\"appears\",\"rule\":\"loom.co-developed\",\"fact\":\"borrow "
               "develops shuttle@2\",\"was\":null,");
}

static void spares_articles_without_the_words(void **state)
{
    struct newsroom *room = *state;
    sandbox_write(room->sandbox, "site/4.html",
                  "<!DOCTYPE html><title>Mills</title><h1>Mills</h1><article><p>The new hall of "
                  "Kendal Weavers had 30% of the space in 2025.</p></article>");
    newsroom_feed(room, "feed.xml", 1, 4);
    assert_int_equal(newsroom_run(room, "--quiet", "--all", NULL).status, 0);
    edit(room, "  borrow: {kind",
         "  kendal: {kind: org, names: [Kendal Weavers]}\n  borrow: {kind");
    assert_has(diff(room, "table").out,
               "share: 1 appear, 0 vanish, 0 change\n  + 30% is any of kendal for 2025\n");
    assert_has(diff(room, "table").out,
               "changed definitions: 1; articles: 1 to be read again, 3 spared; facts: 1 appear, 0 "
               "vanish, 0 change\n");
}

static void shows_as_many_examples_as_asked_for(void **state)
{
    struct newsroom *room = *state;
    edit(room, "co-?developed with", "co-?designed with");
    struct outcome outcome =
        sandbox_run(room->sandbox, NULL, "rules", "diff", "--examples", "1", NULL);
    assert_has(outcome.out, "    and 2 more\n");
}

static void writes_nothing(void **state)
{
    struct newsroom *room = *state;
    const char *before = newsroom_content(room);
    const char *units = newsroom_text(room, "SELECT * FROM units");
    edit(room, "co-?developed with", "co-?designed with");
    diff(room, "table");
    assert_string_equal(newsroom_content(room), before);
    assert_string_equal(newsroom_text(room, "SELECT * FROM units"), units);
}

/* What apply does, the next run would have done, and says so. */
static void the_next_run_accepts_the_rules(void **state)
{
    struct newsroom *room = *state;
    edit(room, "co-?developed with", "co-?designed with");
    struct outcome outcome = newsroom_run(room, NULL);
    assert_int_equal(outcome.status, 0);
    assert_has(outcome.err, "changed definitions: 1; articles: 3 to be read again, 0 spared\n");
    assert_string_equal(newsroom_text(room, "SELECT count(*) FROM v_relations"), "0\n");
    assert_string_equal(diff(room, "json").out, "[]\n");
}

static void apply_tells_how_many_it_spared(void **state)
{
    struct newsroom *room = *state;
    edit(room, "{who:org} (?:has|had|will have)", "{who:org} (?:owns)");
    struct outcome outcome = sandbox_run(room->sandbox, NULL, "rules", "apply", NULL);
    assert_string_equal(outcome.out, "changed definitions: 1; articles: 3 read again, 0 spared\n");
    assert_string_equal(newsroom_text(room, "SELECT count(*) FROM v_quantities"), "0\n");
    outcome = sandbox_run(room->sandbox, NULL, "rules", "apply", NULL);
    assert_string_equal(outcome.out, "changed definitions: 0; articles: 0 read again, 0 spared\n");
}

static void tells_a_page_that_the_archive_lost(void **state)
{
    struct newsroom *room = *state;
    edit(room, "co-?developed with", "co-?designed with");
    sandbox_setenv(room->sandbox, "NEWSLEDGER_ARCHIVE", "/nonexistent");
    struct outcome outcome = sandbox_run(room->sandbox, NULL, "rules", "diff", NULL);
    assert_int_equal(outcome.status, 1);
    assert_has(outcome.err, "error: archive: ");
    outcome = sandbox_run(room->sandbox, NULL, "rules", "apply", NULL);
    assert_int_equal(outcome.status, 1);
    sandbox_setenv(room->sandbox, "NEWSLEDGER_ARCHIVE", NULL);
    outcome = sandbox_run(room->sandbox, NULL, "rules", "apply", NULL);
    assert_string_equal(outcome.out, "changed definitions: 0; articles: 3 read again, 0 spared\n");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(says_that_nothing_changes),           TEST(shows_what_vanishes_with_its_sentence),
        TEST(shows_what_appears_and_what_changes), TEST(spares_articles_without_the_words),
        TEST(shows_as_many_examples_as_asked_for), TEST(writes_nothing),
        TEST(the_next_run_accepts_the_rules),      TEST(apply_tells_how_many_it_spared),
        TEST(tells_a_page_that_the_archive_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
