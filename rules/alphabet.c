#include "rules/alphabet.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "rules/pattern.h"

/* Letters first. */
static const char others[] = "éßÉяФαאع中のア가日ａ"
                             "–—“”’…€×\xC2\xA0\xE3\x80\x80、。";
#define OTHER_LETTERS 14

struct known_class {
    size_t start, end; /* of its text in the pattern */
    bool caseless;
    struct alphabet_set set;
};

static void set_add(struct alphabet_set *set, size_t index)
{
    set->bits[index / 64] |= (uint64_t)1 << (index % 64);
}

struct alphabet_set alphabet_common(struct alphabet_set a, const struct alphabet_set *b)
{
    for (size_t i = 0; i < ALPHABET_WORDS; i++)
        a.bits[i] &= b->bits[i];
    return a;
}

bool alphabet_empty(const struct alphabet_set *set)
{
    for (size_t i = 0; i < ALPHABET_WORDS; i++)
        if (set->bits[i])
            return false;
    return true;
}

static size_t index_of(const struct alphabet *alphabet, uint32_t c)
{
    size_t i = 0;
    while (i < alphabet->count && alphabet->characters[i] != c)
        i++;
    return i;
}

static void add_character(struct alphabet *alphabet, uint32_t c)
{
    if (alphabet->count < ALPHABET_MAX && index_of(alphabet, c) == alphabet->count)
        alphabet->characters[alphabet->count++] = c;
}

static void add_characters(struct alphabet *alphabet, const char *text)
{
    size_t len = strlen(text);
    for (size_t at = 0; at < len;) {
        uint32_t c = utf8_decode(text, len, &at);
        if (c >= 128)
            add_character(alphabet, c);
    }
}

void alphabet_begin(struct alphabet *alphabet, const char *pattern, struct arena *arena)
{
    *alphabet = (struct alphabet){.pattern = pattern, .arena = arena};
    for (uint32_t c = 1; c < 128; c++) {
        if (isalpha((int)c))
            set_add(&alphabet->letters, alphabet->count);
        if (isspace((int)c))
            set_add(&alphabet->blanks, alphabet->count);
        alphabet->characters[alphabet->count++] = c;
    }
    for (size_t i = 0; i < OTHER_LETTERS; i++)
        set_add(&alphabet->letters, alphabet->count + i);
    add_characters(alphabet, others);
    set_add(&alphabet->blanks, index_of(alphabet, 0xA0));
    set_add(&alphabet->blanks, index_of(alphabet, 0x3000));
    add_characters(alphabet, pattern);
}

static struct alphabet_set everything(void)
{
    struct alphabet_set set;
    memset(&set, 0xFF, sizeof(set));
    return set;
}

static struct alphabet_set matched_by(const struct alphabet *alphabet, const struct regex *class)
{
    struct buf text = {0};
    struct pattern_error error = {0};
    struct alphabet_set set = {{0}};
    buf_puts(&text, class->caseless ? "(?i)" : "");
    buf_add(&text, alphabet->pattern + class->start, class->end - class->start);
    struct pattern *pattern = pattern_compile(buf_text(&text), &error);
    for (size_t i = 0; pattern && i < alphabet->count; i++) {
        char encoded[UTF8_MAX];
        size_t len = utf8_encode(encoded, alphabet->characters[i]);
        if (pattern_match_at(pattern, encoded, len, 0, NULL) == PATTERN_MATCH)
            set_add(&set, i);
    }
    pattern_free(pattern);
    free(error.message);
    buf_free(&text);
    return alphabet_empty(&set) ? everything() : set;
}

static bool same_class(const struct alphabet *alphabet, const struct known_class *known,
                       const struct regex *class)
{
    size_t len = class->end - class->start;
    return known->end - known->start == len && known->caseless == class->caseless &&
           memcmp(alphabet->pattern + known->start, alphabet->pattern + class->start, len) == 0;
}

static struct alphabet_set class_set(struct alphabet *alphabet, const struct regex *class)
{
    for (size_t i = 0; i < alphabet->class_count; i++)
        if (same_class(alphabet, &alphabet->classes[i], class))
            return alphabet->classes[i].set;
    struct known_class known = {class->start, class->end, class->caseless,
                                matched_by(alphabet, class)};
    alphabet->classes = arena_grow(alphabet->arena, alphabet->classes, alphabet->class_count,
                                   &alphabet->class_capacity, sizeof(known));
    alphabet->classes[alphabet->class_count++] = known;
    return known.set;
}

struct alphabet_set alphabet_of(struct alphabet *alphabet, const struct regex *set)
{
    if (set->anything)
        return everything();
    if (set->literal == 0 || (set->literal >= 128 && set->caseless))
        return class_set(alphabet, set);
    struct alphabet_set only = {{0}};
    if (set->literal < 128 && set->caseless) {
        set_add(&only, index_of(alphabet, (uint32_t)tolower((int)set->literal)));
        set_add(&only, index_of(alphabet, (uint32_t)toupper((int)set->literal)));
    } else if (index_of(alphabet, set->literal) < alphabet->count) {
        set_add(&only, index_of(alphabet, set->literal));
    }
    return only;
}
