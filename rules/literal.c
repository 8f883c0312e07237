#include "rules/literal.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/text.h"
#include "base/utf8.h"

/* Larger sets are no help: some word of them stands everywhere. */
#define EXACT_MAX 64
#define WORDS_MAX 256
#define TEXT_MAX  64 /* bytes of an exact text */
#define NEST_MAX  100

/* A shorter word says little; and a sentence that rules see may have an "s" that nobody wrote. */
#define WORD_MIN 2

struct set {
    const char **items;
    size_t count;
};

/* What is known of a part of the pattern. */
struct part {
    bool exact;       /* it matches `texts` and nothing else */
    struct set texts; /* with exact */
    bool has_words;   /* else: one of `words` stands in whatever it matches */
    struct set words;
};

struct parser {
    const char *text;
    size_t at;
    size_t depth;
    bool failed; /* something that is not understood: nothing is known */
    struct arena *arena;
};

static const struct part unknown = {.exact = false};

/* ---- sets of texts */

static void set_add(struct set *set, const char *text)
{
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->items[i], text) == 0)
            return;
    set->items[set->count++] = text;
}

static struct set set_new(struct arena *arena, size_t room)
{
    return (struct set){arena_alloc(arena, (room + 1) * sizeof(const char *)), 0};
}

static struct set set_union(struct arena *arena, const struct set *a, const struct set *b)
{
    struct set both = set_new(arena, a->count + b->count);
    for (size_t i = 0; i < a->count; i++)
        set_add(&both, a->items[i]);
    for (size_t i = 0; i < b->count; i++)
        set_add(&both, b->items[i]);
    return both;
}

static struct part exactly(struct arena *arena, const char *text)
{
    struct part part = {.exact = true, .texts = set_new(arena, 1)};
    set_add(&part.texts, text);
    return part;
}

/* ---- words of texts */

static const char *longest_run(const char *text, struct arena *arena)
{
    size_t len = strlen(text), at = 0, best = 0, best_len = 0, start = 0;
    while (at <= len) {
        size_t here = at;
        bool ends = at == len || !u_isalnum((UChar32)utf8_decode(text, len, &at));
        if (ends && here - start > best_len) {
            best = start;
            best_len = here - start;
        }
        if (ends)
            start = at;
        if (here == len)
            break;
    }
    return text_fold(arena, arena_strndup(arena, text + best, best_len));
}

const char *literal_of_name(const char *name, struct arena *arena)
{
    return longest_run(name, arena);
}

/* A word that holds another of the set need not be looked for. */
static struct set without_longer(struct arena *arena, const struct set *set)
{
    struct set kept = set_new(arena, set->count);
    for (size_t i = 0; i < set->count; i++) {
        bool needed = true;
        for (size_t j = 0; j < set->count && needed; j++)
            needed = i == j || !strstr(set->items[i], set->items[j]);
        if (needed)
            kept.items[kept.count++] = set->items[i];
    }
    return kept;
}

/* Turns what is exact into words. */
static void to_words(struct parser *parser, struct part *part)
{
    if (!part->exact)
        return;
    struct set words = set_new(parser->arena, part->texts.count);
    bool all = part->texts.count > 0;
    for (size_t i = 0; i < part->texts.count && all; i++) {
        const char *word = longest_run(part->texts.items[i], parser->arena);
        all = strlen(word) >= WORD_MIN;
        set_add(&words, word);
    }
    *part = (struct part){.has_words = all, .words = without_longer(parser->arena, &words)};
}

/* The longer its shortest word and the fewer they are, the more texts a set leaves out. */
static long worth(const struct part *part)
{
    size_t shortest = TEXT_MAX;
    if (!part->has_words)
        return -1;
    for (size_t i = 0; i < part->words.count; i++) {
        size_t len = strlen(part->words.items[i]);
        shortest = len < shortest ? len : shortest;
    }
    return (long)(shortest < 6 ? shortest : 6) * WORDS_MAX - (long)part->words.count;
}

/* ---- parts in a row, and side by side */

/* The part that is known so far, and the exact texts at its end that may still grow. */
struct row {
    struct part best;
    struct part tail;
    bool whole; /* nothing but the tail so far */
};

static void row_flush(struct parser *parser, struct row *row)
{
    to_words(parser, &row->tail);
    if (worth(&row->tail) > worth(&row->best))
        row->best = row->tail;
    row->tail = exactly(parser->arena, "");
    row->whole = false;
}

static bool row_extend(struct parser *parser, struct row *row, const struct part *part)
{
    const struct set *a = &row->tail.texts, *b = &part->texts;
    if (!part->exact || a->count * b->count > EXACT_MAX)
        return false;
    struct set product = set_new(parser->arena, a->count * b->count);
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++) {
            if (strlen(a->items[i]) + strlen(b->items[j]) > TEXT_MAX)
                return false;
            set_add(&product, arena_printf(parser->arena, "%s%s", a->items[i], b->items[j]));
        }
    row->tail.texts = product;
    return true;
}

static void row_add(struct parser *parser, struct row *row, struct part part)
{
    if (row_extend(parser, row, &part))
        return;
    row_flush(parser, row);
    if (row_extend(parser, row, &part))
        return;
    to_words(parser, &part);
    if (worth(&part) > worth(&row->best))
        row->best = part;
}

static struct part either(struct parser *parser, struct part a, struct part b)
{
    if (a.exact && b.exact && a.texts.count + b.texts.count <= EXACT_MAX)
        return (struct part){.exact = true, .texts = set_union(parser->arena, &a.texts, &b.texts)};
    to_words(parser, &a);
    to_words(parser, &b);
    if (!a.has_words || !b.has_words || a.words.count + b.words.count > WORDS_MAX)
        return unknown;
    struct set words = set_union(parser->arena, &a.words, &b.words);
    return (struct part){.has_words = true, .words = without_longer(parser->arena, &words)};
}

/* ---- the pattern's syntax: pcre2pattern(3), as far as rules use it */

static struct part parse_alternatives(struct parser *parser);

static char peek(const struct parser *parser)
{
    return parser->text[parser->at];
}

static struct part give_up(struct parser *parser)
{
    parser->failed = true;
    return unknown;
}

/* Skips up to and with the next `end`. */
static void skip_through(struct parser *parser, char end)
{
    const char *found = strchr(parser->text + parser->at, end);
    if (found)
        parser->at = (size_t)(found - parser->text) + 1;
    else
        parser->failed = true;
}

static struct part parse_escape(struct parser *parser)
{
    char c = parser->text[parser->at + 1];
    parser->at += 2;
    if (c == '\0' || strchr("QEc", c))
        return give_up(parser);
    if (strchr("bBAzZGK", c))
        return exactly(parser->arena, "");
    if (strchr("pPxogkN", c) && peek(parser) == '{') {
        skip_through(parser, '}');
        return unknown;
    }
    /* What stands for one character of many, for another part, or for a code. */
    if ((unsigned char)c < 0x80 && u_isalnum((UChar32)c))
        return strchr("xogk", c) ? give_up(parser) : unknown;
    return exactly(parser->arena, arena_strndup(parser->arena, &c, 1));
}

/* "[sz]" is one of two letters; whatever is more than a few of them is nothing certain. */
static struct part parse_class(struct parser *parser)
{
    struct part part = {.exact = true, .texts = set_new(parser->arena, 4)};
    size_t start = ++parser->at;
    if (peek(parser) == '^')
        parser->at++, part.exact = false;
    if (peek(parser) == ']')
        parser->at++, part.exact = false;
    for (; peek(parser) && peek(parser) != ']'; parser->at++) {
        char c = peek(parser);
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        part.exact = part.exact && letter && parser->at - start < 4;
        if (part.exact)
            set_add(&part.texts, arena_strndup(parser->arena, &c, 1));
        if (c == '\\' && parser->text[parser->at + 1])
            parser->at++;
        else if (c == '[' && parser->text[parser->at + 1] == ':')
            skip_through(parser, ']'), parser->at--;
    }
    if (!peek(parser))
        return give_up(parser);
    parser->at++;
    return part.exact ? part : unknown;
}

/* Behind "(?": options, a name, or what the group asserts. */
static struct part parse_special_group(struct parser *parser)
{
    const char *rest = parser->text + parser->at;
    bool asserts =
        rest[0] == '=' || rest[0] == '!' || (rest[0] == '<' && (rest[1] == '=' || rest[1] == '!'));
    size_t options = strspn(rest, "imnsU^-");
    if (asserts)
        parser->at += rest[0] == '<' ? 2 : 1;
    else if (rest[0] == '<' || (rest[0] == 'P' && rest[1] == '<') || rest[0] == '\'')
        parser->at += strcspn(rest + 2, ">'") + 3;
    else if (rest[0] == '>' || rest[0] == '|' || rest[0] == ':')
        parser->at++;
    else if (rest[options] == ')') { /* holds for those behind it; case is folded anyway */
        parser->at += options + 1;
        return exactly(parser->arena, "");
    } else if (rest[options] == ':')
        parser->at += options + 1;
    else
        return give_up(parser);
    struct part part = parse_alternatives(parser);
    if (peek(parser) == ')')
        parser->at++;
    else
        parser->failed = true;
    return asserts ? exactly(parser->arena, "") : part;
}

static struct part parse_group(struct parser *parser)
{
    if (parser->depth++ == NEST_MAX || parser->text[parser->at + 1] == '*')
        return give_up(parser);
    struct part part;
    parser->at++;
    if (peek(parser) == '?') {
        parser->at++;
        part = parse_special_group(parser);
    } else {
        part = parse_alternatives(parser);
        if (peek(parser) == ')')
            parser->at++;
        else
            parser->failed = true;
    }
    parser->depth--;
    return part;
}

static struct part parse_character(struct parser *parser)
{
    size_t start = parser->at;
    utf8_decode(parser->text, strlen(parser->text), &parser->at);
    return exactly(parser->arena,
                   arena_strndup(parser->arena, parser->text + start, parser->at - start));
}

static struct part parse_atom(struct parser *parser)
{
    switch (peek(parser)) {
    case '(':
        return parse_group(parser);
    case '[':
        return parse_class(parser);
    case '\\':
        return parse_escape(parser);
    case '.':
        parser->at++;
        return unknown;
    case '^':
    case '$':
        parser->at++;
        return exactly(parser->arena, "");
    default:
        return parse_character(parser);
    }
}

/* "{2,3}", which is a quantifier only where it is spelled so. */
static size_t braces_length(const char *text)
{
    size_t digits = strspn(text + 1, "0123456789"), end = 1 + digits;
    if (text[end] == ',')
        end += 1 + strspn(text + end + 1, "0123456789");
    return digits > 0 && text[end] == '}' ? end + 1 : 0;
}

static struct part parse_quantified(struct parser *parser)
{
    struct part part = parse_atom(parser);
    for (;;) {
        const char *rest = parser->text + parser->at;
        size_t braces = *rest == '{' ? braces_length(rest) : 0;
        bool never = *rest == '*' || (braces > 0 && rest[1] == '0');
        if (*rest != '?' && *rest != '+' && !never && braces == 0)
            return part;
        if (*rest == '?')
            part = either(parser, part, exactly(parser->arena, ""));
        else if (never)
            part = unknown;
        else
            to_words(parser, &part);
        parser->at += braces > 0 ? braces : 1;
        if (peek(parser) == '?' || peek(parser) == '+') /* lazy, possessive */
            parser->at++;
    }
}

static struct part parse_row(struct parser *parser)
{
    struct row row = {.tail = exactly(parser->arena, ""), .whole = true};
    while (peek(parser) && peek(parser) != '|' && peek(parser) != ')' && !parser->failed)
        row_add(parser, &row, parse_quantified(parser));
    if (row.whole)
        return row.tail;
    row_flush(parser, &row);
    return row.best;
}

static struct part parse_alternatives(struct parser *parser)
{
    struct part part = parse_row(parser);
    while (peek(parser) == '|' && !parser->failed) {
        parser->at++;
        part = either(parser, part, parse_row(parser));
    }
    return part;
}

static struct literals copy_words(const struct part *part, struct arena *arena)
{
    struct literals words = {NULL, part->words.count};
    words.items = arena_alloc(arena, (words.count + 1) * sizeof(*words.items));
    for (size_t i = 0; i < words.count; i++)
        words.items[i] = arena_strdup(arena, part->words.items[i]);
    return words;
}

/* What is tried on the way is a hundred times as much as what comes of it. */
struct literals literals_of_pattern(const char *pattern, struct arena *arena)
{
    struct parser parser = {.text = pattern, .arena = arena_new()};
    struct literals words = {NULL, 0};
    struct part part = parse_alternatives(&parser);
    if (!parser.failed && !peek(&parser)) {
        to_words(&parser, &part);
        if (part.has_words)
            words = copy_words(&part, arena);
    }
    arena_free(parser.arena);
    return words;
}
