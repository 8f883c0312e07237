#include "rules/names.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "base/mem.h"
#include "base/utf8.h"

/* One spelling. Sorted by key, so that all names with one beginning are neighbours. */
struct entry {
    const char *key;
    size_t key_len;
    const char *spelled; /* in NFC, for entities whose case matters */
    const struct entity *entity;
    const struct name *name;
};

struct names {
    struct entry *entries;
    size_t count;
    size_t first[257]; /* entries whose key begins with byte b: first[b] up to first[b + 1] */
    bool small[256];   /* whether one of them may begin with a small letter in a text */
};

/* What a name is compared by: a code point, where all that joins two words is one blank. */
struct unit {
    uint32_t written;
    uint32_t folded;
};

static bool is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == 0xA0 || c == 0x202F || (c >= 0x2000 && c <= 0x200A);
}

/* Hyphens, also the en dash that some publishers set for one; an em dash parts sentences. */
static bool is_hyphen(uint32_t c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2013);
}

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC || c == '`' || c == 0xB4;
}

static struct unit unit_next(const char *text, size_t len, size_t *at)
{
    uint32_t c = utf8_decode(text, len, at);
    if (c < 0x80 && u_isalnum((UChar32)c))
        return (struct unit){c, c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c};
    if (is_hyphen(c))
        return (struct unit){' ', ' '};
    if (is_apostrophe(c))
        return (struct unit){'\'', '\''};
    if (!is_blank(c))
        return (struct unit){c, (uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT)};
    for (size_t next = *at; next < len && is_blank(utf8_decode(text, len, &next));)
        *at = next;
    return (struct unit){' ', ' '};
}

/* Whether words of this code point's script are written without blanks around them. */
static bool is_unspaced(uint32_t c)
{
    if (c < 0x1100) /* where hangul, the first of them, begins */
        return false;
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript((UChar32)c, &status);
    return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA ||
           script == USCRIPT_HANGUL;
}

static bool is_word(uint32_t c)
{
    return u_isalnum((UChar32)c) || (U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK) != 0;
}

/* Whether the code points on either side belong to one word. 0 stands for the text's ends. */
static bool is_joined(uint32_t before, uint32_t after)
{
    return is_word(before) && is_word(after) && !is_unspaced(before) && !is_unspaced(after);
}

static uint32_t code_point_at(const char *text, size_t len, size_t at)
{
    return at < len ? utf8_decode(text, len, &at) : 0;
}

static bool is_word_end(const char *text, size_t len, size_t at)
{
    return !is_joined(utf8_before(text, at), code_point_at(text, len, at));
}

static bool is_ascii_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool names_may_start(const char *text, size_t len, size_t at)
{
    /* Asked for every character of a text, and most are within a word. */
    if (at > 0 && at < len && is_ascii_word(text[at]) && is_ascii_word(text[at - 1]))
        return false;
    uint32_t c = code_point_at(text, len, at);
    return u_isalnum((UChar32)c) && !is_joined(utf8_before(text, at), c);
}

/* Moves *end behind a plural's s. False where neither ends a word. */
static bool find_word_end(const char *text, size_t len, size_t *end)
{
    if (is_word_end(text, len, *end))
        return true;
    if (text[*end] != 's' || !is_word_end(text, len, *end + 1))
        return false;
    ++*end;
    return true;
}

static char *to_nfc(struct arena *arena, const char *text)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
    UChar wide[NAME_BYTES_MAX + 1], composed[3 * NAME_BYTES_MAX + 1];
    int32_t wide_len, composed_len, len;
    char bytes[3 * NAME_BYTES_MAX + 1];
    u_strFromUTF8(wide, NAME_BYTES_MAX + 1, &wide_len, text, -1, &status);
    composed_len = unorm2_normalize(nfc, wide, wide_len, composed, 3 * NAME_BYTES_MAX + 1, &status);
    u_strToUTF8(bytes, sizeof(bytes), &len, composed, composed_len, &status);
    return U_FAILURE(status) ? NULL : arena_strndup(arena, bytes, (size_t)len);
}

/* The folded units of a name in NFC, or NULL. */
static char *fold_key(const char *spelled, struct arena *arena)
{
    char key[NAME_BYTES_MAX + 1];
    size_t len = strlen(spelled), used = 0;
    for (size_t at = 0; at < len;) {
        char bytes[UTF8_MAX];
        size_t size = utf8_encode(bytes, unit_next(spelled, len, &at).folded);
        if (used + size > NAME_BYTES_MAX)
            return NULL;
        memcpy(key + used, bytes, size);
        used += size;
    }
    if (!names_may_start(spelled, len, 0) || key[used - 1] == ' ')
        return NULL;
    return arena_strndup(arena, key, used);
}

const char *names_key(const char *name, struct arena *arena)
{
    if (strlen(name) > NAME_BYTES_MAX)
        return NULL;
    const char *spelled = to_nfc(arena, name);
    return spelled ? fold_key(spelled, arena) : NULL;
}

static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    int order = strcmp(a->key, b->key);
    if (order == 0)
        order = strcmp(a->entity->id, b->entity->id);
    return order != 0 ? order : (a->name > b->name) - (a->name < b->name);
}

static bool is_capital(uint32_t c)
{
    return u_isUUppercase((UChar32)c) || u_istitle((UChar32)c);
}

static void index_entries(struct names *names)
{
    qsort(names->entries, names->count, sizeof(*names->entries), compare_entries);
    for (size_t i = 0; i < names->count; i++) {
        const struct entry *entry = &names->entries[i];
        if (!is_capital(code_point_at(entry->spelled, strlen(entry->spelled), 0)))
            names->small[(unsigned char)entry->key[0]] = true;
    }
    size_t at = 0;
    for (int byte = 0; byte <= 256; byte++) {
        while (at < names->count && (unsigned char)names->entries[at].key[0] < byte)
            at++;
        names->first[byte] = at;
    }
}

struct names *names_new(struct entity *const *entities, size_t count, struct arena *arena)
{
    struct names *names = arena_alloc(arena, sizeof(*names));
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += entities[i]->name_count;
    names->entries = arena_alloc(arena, (total + 1) * sizeof(*names->entries));
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < entities[i]->name_count; j++) {
            const struct name *name = &entities[i]->names[j];
            const char *key = names_key(name->text, arena);
            if (!key)
                mem_die("a name that the loader should have refused");
            names->entries[names->count++] = (struct entry){.key = key,
                                                            .key_len = strlen(key),
                                                            .spelled = to_nfc(arena, name->text),
                                                            .entity = entities[i],
                                                            .name = name};
        }
    index_entries(names);
    return names;
}

/* Entries that share the first `depth` bytes of their keys: low up to high. */
struct range {
    size_t low;
    size_t high;
    size_t depth;
};

/* The first entry of the range whose next byte is at least `byte`. */
static size_t lower_bound(const struct names *names, const struct range *range, int byte)
{
    size_t low = range->low, high = range->high;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((unsigned char)names->entries[middle].key[range->depth] < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Keeps the entries that go on with this code point; false when none does. */
static bool narrow(const struct names *names, struct range *range, uint32_t folded)
{
    char bytes[UTF8_MAX];
    size_t size = utf8_encode(bytes, folded);
    for (size_t i = 0; i < size; i++, range->depth++) {
        int byte = (unsigned char)bytes[i];
        size_t low = range->depth ? lower_bound(names, range, byte) : names->first[byte];
        range->high = range->depth ? lower_bound(names, range, byte + 1) : names->first[byte + 1];
        range->low = low;
        if (range->low == range->high)
            return false;
    }
    return true;
}

/* Where the text spells a whole name: its entries start at `first`. */
struct hit {
    size_t first;
    size_t depth;
    size_t end;
};

/* Fills hits, the shortest first; each takes at least one byte of a key. */
static size_t find_hits(const struct names *names, const char *text, size_t len, size_t at,
                        struct hit hits[NAME_BYTES_MAX])
{
    struct range range = {.high = names->count};
    size_t count = 0;
    while (at < len && narrow(names, &range, unit_next(text, len, &at).folded))
        if (names->entries[range.low].key_len == range.depth)
            hits[count++] = (struct hit){.first = range.low, .depth = range.depth, .end = at};
    return count;
}

static bool same_spelling(const char *spelled, const char *text, size_t len)
{
    size_t a = 0, b = 0, spelled_len = strlen(spelled);
    while (a < spelled_len && b < len)
        if (unit_next(spelled, spelled_len, &a).written != unit_next(text, len, &b).written)
            return false;
    return a == spelled_len && b == len;
}

static bool case_allows(const struct entry *entry, const char *text, size_t len)
{
    if (entry->entity->exact_case)
        return same_spelling(entry->spelled, text, len);
    return !is_capital(code_point_at(entry->spelled, strlen(entry->spelled), 0)) ||
           !u_isULowercase((UChar32)code_point_at(text, len, 0));
}

/* Looks for the version behind a name that begins at `at` and ends at match->end. */
static void find_version(const struct entry *entry, const char *text, size_t len, size_t at,
                         struct name_match *match)
{
    struct span spans[PATTERN_GROUPS_MAX];
    match->version = (struct span){PATTERN_UNSET, PATTERN_UNSET};
    match->version_end = match->end;
    if (!entry->entity->version || entry->name->version)
        return;
    /* A version that costs too much to find is none: it is no rule that must be told. */
    if (pattern_match_at(entry->entity->version, text + at, len - at, match->end - at, spans) !=
        PATTERN_MATCH)
        return;
    size_t end = at + spans[0].end;
    if (spans[1].start == PATTERN_UNSET || end <= match->end || !find_word_end(text, len, &end))
        return;
    match->version = (struct span){at + spans[1].start, at + spans[1].end};
    match->version_end = end;
}

static bool accept(const struct entry *entry, const char *text, size_t len, size_t at,
                   struct name_match *match)
{
    if (!case_allows(entry, text + at, match->end - at))
        return false;
    match->entity = entry->entity;
    match->name = entry->name;
    find_version(entry, text, len, at, match);
    if (match->version.start != PATTERN_UNSET)
        return true;
    if (!find_word_end(text, len, &match->end))
        return false;
    match->version_end = match->end;
    return true;
}

size_t names_at(const struct names *names, const char *text, size_t len, size_t at,
                struct name_match *matches, size_t max)
{
    struct hit hits[NAME_BYTES_MAX];
    size_t count = 0;
    /* Nearly all words of a text: small ones, where names are capitalised. */
    if (at < len && text[at] >= 'a' && text[at] <= 'z' && !names->small[(unsigned char)text[at]])
        return 0;
    for (size_t left = find_hits(names, text, len, at, hits); left > 0 && count == 0; left--) {
        const struct hit *hit = &hits[left - 1];
        for (size_t i = hit->first; i < names->count && count < max; i++) {
            const struct entry *entry = &names->entries[i];
            if (entry->key_len != hit->depth || strcmp(entry->key, names->entries[hit->first].key))
                break;
            if (count > 0 && matches[count - 1].entity == entry->entity)
                continue; /* two spellings of one entity that are folded alike */
            struct name_match match = {.end = hit->end};
            if (accept(entry, text, len, at, &match))
                matches[count++] = match;
        }
    }
    return count;
}
