#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "extract/sentence.h"

/* One block a line; the sentences come back joined by "|". */
static void assert_sentences(const char *text, const char *wanted)
{
    struct arena *arena = arena_new();
    struct block blocks[8];
    struct buf got = {0};
    size_t count = 0, sentence_count, len = strlen(text);
    for (size_t at = 0; at < len; at = blocks[count++].end + 1)
        blocks[count] = (struct block){.start = at, .end = at + strcspn(text + at, "\n")};
    struct sentence *sentences = sentences_split(text, blocks, count, arena, &sentence_count);
    for (size_t i = 0; i < sentence_count; i++) {
        buf_puts(&got, i ? "|" : "");
        buf_add(&got, text + sentences[i].start, sentences[i].end - sentences[i].start);
    }
    assert_string_equal(buf_text(&got), wanted);
    buf_free(&got);
    arena_free(arena);
}

static void ends_at_full_stops_and_blocks(void **state)
{
    (void)state;
    assert_sentences("One thing. Another one!  A third?\nA heading\nLast.",
                     "One thing.|Another one!|A third?|A heading|Last.");
    assert_sentences("It grew 3.5% in 1.2 seconds. Fine.", "It grew 3.5% in 1.2 seconds.|Fine.");
}

static void goes_on_behind_abbreviations(void **state)
{
    (void)state;
    assert_sentences("Wafer Co. Ltd. of Taiwan rose. Dr. Lin left.",
                     "Wafer Co. Ltd. of Taiwan rose.|Dr. Lin left.");
    assert_sentences("It buys from Wafer Co. (2330.TW). In 2025.It did not.",
                     "It buys from Wafer Co. (2330.TW).|In 2025.|It did not.");
    assert_sentences("Big buyers, e.g. Cloud One, order. The U.S. Senate waits.",
                     "Big buyers, e.g. Cloud One, order.|The U.S. Senate waits.");
}

static void cuts_what_is_too_long(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    size_t len = 3 * SENTENCE_MAX + 7, count, covered = 0;
    char *text = arena_alloc(arena, len + 1);
    for (size_t i = 0; i + 1 < len; i += 2) /* U+00E9 without a blank anywhere */
        memcpy(text + i, "\xC3\xA9", 2);
    struct block block = {.start = 0, .end = len - 1};
    struct sentence *sentences = sentences_split(text, &block, 1, arena, &count);
    for (size_t i = 0; i < count; i++) {
        assert_true(sentences[i].end - sentences[i].start <= SENTENCE_MAX);
        assert_int_equal((unsigned char)text[sentences[i].start], 0xC3);
        covered += sentences[i].end - sentences[i].start;
    }
    assert_int_equal(covered, block.end);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_at_full_stops_and_blocks),
        cmocka_unit_test(goes_on_behind_abbreviations),
        cmocka_unit_test(cuts_what_is_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
