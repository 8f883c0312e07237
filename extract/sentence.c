#include "extract/sentence.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "base/mem.h"

/* UAX #29 ends a sentence behind these when a capital follows. */
static const char *const abbreviations[] = {
    "Co.",  "Corp.", "Inc.",  "Ltd.",  "e.g.",    "i.e.", "vs.",  "No.",  "Nos.",  "Mr.",
    "Mrs.", "Ms.",   "Dr.",   "Prof.", "St.",     "U.S.", "U.K.", "Jr.",  "Sr.",   "Gen.",
    "Rep.", "Sen.",  "Gov.",  "Fig.",  "approx.", "est.", "Jan.", "Feb.", "Mar.",  "Apr.",
    "Aug.", "Sep.",  "Sept.", "Oct.",  "Nov.",    "Dec.", "a.m.", "p.m.", "Yahoo!"};

struct splitter {
    const char *text;
    struct sentence *items;
    size_t count;
    size_t capacity;
    struct arena *arena;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool ends_in_abbreviation(const char *text, size_t start, size_t end)
{
    while (end > start && is_blank(text[end - 1]))
        end--;
    for (size_t i = 0; i < sizeof(abbreviations) / sizeof(*abbreviations); i++) {
        size_t len = strlen(abbreviations[i]);
        if (end - start < len || memcmp(text + end - len, abbreviations[i], len) != 0)
            continue;
        if (end - start == len || is_blank(text[end - len - 1]) || text[end - len - 1] == '(')
            return true;
    }
    return false;
}

/* "(2330.TW)": a stock's ticker, not the end of a sentence. */
static bool is_in_ticker(const char *text, size_t start, size_t at, size_t end)
{
    return at >= start + 2 && text[at - 1] == '.' && isdigit((unsigned char)text[at - 2]) &&
           at + 1 < end && isupper((unsigned char)text[at]) && isupper((unsigned char)text[at + 1]);
}

static void add(struct splitter *splitter, size_t start, size_t end, size_t block)
{
    const char *text = splitter->text;
    while (start < end && is_blank(text[start]))
        start++;
    while (end > start && is_blank(text[end - 1]))
        end--;
    if (start == end)
        return;
    splitter->items = arena_grow(splitter->arena, splitter->items, splitter->count,
                                 &splitter->capacity, sizeof(*splitter->items));
    splitter->items[splitter->count++] =
        (struct sentence){.start = start, .end = end, .block = block};
}

/* Adds text[start, end) in pieces of at most SENTENCE_MAX bytes. */
static void add_pieces(struct splitter *splitter, size_t start, size_t end, size_t block)
{
    while (end - start > SENTENCE_MAX) {
        size_t cut = start + SENTENCE_MAX;
        while (cut > start && splitter->text[cut] != ' ')
            cut--;
        if (cut == start) /* no blank at all: at least do not cut a code point in two */
            for (cut = start + SENTENCE_MAX; (splitter->text[cut] & 0xC0) == 0x80;)
                cut--;
        add(splitter, start, cut, block);
        start = cut;
    }
    add(splitter, start, end, block);
}

static void split_block(struct splitter *splitter, UBreakIterator *breaks, UText **utext,
                        const struct block *block, size_t index)
{
    UErrorCode status = U_ZERO_ERROR;
    const char *from = splitter->text + block->start;
    *utext = utext_openUTF8(*utext, from, (int64_t)(block->end - block->start), &status);
    ubrk_setUText(breaks, *utext, &status);
    if (U_FAILURE(status))
        mem_die("ICU cannot read a text");

    size_t start = block->start;
    for (int32_t at = ubrk_next(breaks); at != UBRK_DONE; at = ubrk_next(breaks)) {
        size_t end = block->start + (size_t)at;
        if (end < block->end && (ends_in_abbreviation(splitter->text, start, end) ||
                                 is_in_ticker(splitter->text, start, end, block->end)))
            continue;
        add_pieces(splitter, start, end, index);
        start = end;
    }
}

struct sentence *sentences_split(const char *text, const struct block *blocks, size_t block_count,
                                 struct arena *arena, size_t *count)
{
    struct splitter splitter = {.text = text, .arena = arena};
    UErrorCode status = U_ZERO_ERROR;
    UBreakIterator *breaks = ubrk_open(UBRK_SENTENCE, "en", NULL, 0, &status);
    UText *utext = NULL;
    if (U_FAILURE(status))
        mem_die("ICU has no sentence rules");
    for (size_t i = 0; i < block_count; i++)
        if (blocks[i].end > blocks[i].start)
            split_block(&splitter, breaks, &utext, &blocks[i], i);
    utext_close(utext);
    ubrk_close(breaks);
    *count = splitter.count;
    return splitter.items;
}
