#include "store/sketch.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/text.h"
#include "base/utf8.h"

/*
 * Letters and digits in a run: some three words, so that two texts about the same thing share few,
 * and a changed word costs few.
 */
#define SHINGLE 16

/* Letters of a text that are looked at: more than any article has. */
#define LETTERS_MAX ((size_t)200000)

/* splitmix64's finaliser (G. Steele, D. Lea, C. Flood, 2014): every bit depends on all. */
static uint64_t mix(uint64_t value)
{
    value ^= value >> 30;
    value *= 0xBF58476D1CE4E5B9u;
    value ^= value >> 27;
    value *= 0x94D049BB133111EBu;
    return value ^ value >> 31;
}

static uint64_t hash_run(const uint32_t letters[SHINGLE])
{
    uint64_t hash = 0;
    for (int i = 0; i < SHINGLE; i++)
        hash = mix(hash + letters[i] + 1);
    return hash >> 2;
}

static int compare_hashes(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static int compare_numerals(const void *a, const void *b)
{
    const struct numeral *x = a, *y = b;
    if (x->context != y->context)
        return x->context < y->context ? -1 : 1;
    return strcmp(x->text, y->text);
}

/* Sorts and drops what is there twice; returns how many are left. */
static size_t sort_hashes(uint64_t *hashes, size_t count)
{
    size_t kept = 0;
    qsort(hashes, count, sizeof(*hashes), compare_hashes);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || hashes[kept - 1] != hashes[i])
            hashes[kept++] = hashes[i];
    return kept;
}

static size_t sort_numerals(struct numeral *numerals, size_t count)
{
    size_t kept = 0;
    if (count > 1)
        qsort(numerals, count, sizeof(*numerals), compare_numerals);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || compare_numerals(&numerals[kept - 1], &numerals[i]) != 0)
            numerals[kept++] = numerals[i];
    return kept;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The bytes of the number that starts here: digits, with single points and commas between them. */
static size_t number_len(const char *text)
{
    size_t end = 0;
    while (is_digit(text[end]) || (end > 0 && is_digit(text[end - 1]) && is_digit(text[end + 1]) &&
                                   (text[end] == '.' || text[end] == ',')))
        end++;
    return end;
}

/* A walk over a text, with the last letters and digits that it has passed. */
struct walk {
    struct sketch *sketch;
    struct arena *arena;
    uint32_t run[SHINGLE];
    size_t passed;
};

static void pass_letter(struct walk *walk, uint32_t letter)
{
    memmove(walk->run, walk->run + 1, (SHINGLE - 1) * sizeof(*walk->run));
    walk->run[SHINGLE - 1] = letter;
    if (++walk->passed >= SHINGLE)
        walk->sketch->hashes[walk->sketch->count++] = hash_run(walk->run);
}

/* A number right at the start has no words before it, so nothing to be compared by. */
static void note_number(struct walk *walk, const char *text)
{
    struct sketch *sketch = walk->sketch;
    if (walk->passed < SHINGLE)
        return;
    sketch->numerals = arena_grow(walk->arena, sketch->numerals, sketch->numeral_count,
                                  &sketch->numeral_capacity, sizeof(*sketch->numerals));
    sketch->numerals[sketch->numeral_count++] =
        (struct numeral){hash_run(walk->run), arena_strndup(walk->arena, text, number_len(text))};
}

struct sketch sketch_text(const char *text, struct arena *arena)
{
    struct sketch sketch = {0};
    struct walk walk = {.sketch = &sketch, .arena = arena};
    const char *folded = text_fold(arena, text);
    size_t len = strlen(folded), number_end = 0;
    sketch.hashes = arena_alloc(arena, (len + 1) * sizeof(*sketch.hashes));
    for (size_t at = 0; at < len && walk.passed < LETTERS_MAX;) {
        if (at >= number_end && is_digit(folded[at])) {
            note_number(&walk, folded + at);
            number_end = at + number_len(folded + at);
        }
        uint32_t c = utf8_decode(folded, len, &at);
        if (u_isalnum((UChar32)c))
            pass_letter(&walk, c);
    }
    sketch.count = sort_hashes(sketch.hashes, sketch.count);
    sketch.numeral_count = sort_numerals(sketch.numerals, sketch.numeral_count);
    return sketch;
}

double sketch_resemblance(const struct sketch *a, const struct sketch *b)
{
    size_t shared = 0;
    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        uint64_t x = a->hashes[i], y = b->hashes[j];
        shared += x == y;
        i += x <= y;
        j += y <= x;
    }
    return shared == 0 ? 0 : (double)shared / (double)(a->count + b->count - shared);
}

static bool has_numeral(const struct sketch *sketch, const struct numeral *numeral)
{
    return sketch->numeral_count > 0 && bsearch(numeral, sketch->numerals, sketch->numeral_count,
                                                sizeof(*numeral), compare_numerals);
}

bool sketch_contradict(const struct sketch *a, const struct sketch *b, const char **in_a,
                       const char **in_b)
{
    for (size_t i = 0, j = 0; i < a->numeral_count && j < b->numeral_count;) {
        const struct numeral *x = &a->numerals[i], *y = &b->numerals[j];
        if (x->context < y->context || has_numeral(b, x)) {
            i++;
        } else if (y->context < x->context || has_numeral(a, y)) {
            j++;
        } else {
            *in_a = x->text;
            *in_b = y->text;
            return true;
        }
    }
    return false;
}
