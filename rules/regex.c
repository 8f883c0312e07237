#include "rules/regex.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"

/* PCRE2 refuses deeper ones (rules/pattern.c); here it only bounds the stack. */
#define DEPTH_MAX 200

struct reader {
    const char *text;
    size_t len;
    size_t at;
    size_t depth;
    bool caseless;
    bool extended; /* blanks and # remarks stand for nothing */
    struct arena *arena;
};

static struct regex *read_choice(struct reader *reader);

static struct regex *node(struct reader *reader, enum regex_kind kind, size_t start)
{
    struct regex *regex = arena_alloc(reader->arena, sizeof(*regex));
    regex->kind = kind;
    regex->start = start;
    regex->end = reader->at;
    return regex;
}

static struct regex *around(struct reader *reader, enum regex_kind kind, size_t start,
                            struct regex *part)
{
    struct regex *regex = node(reader, kind, start);
    regex->parts = arena_alloc(reader->arena, sizeof(struct regex *));
    regex->parts[regex->count++] = part;
    return regex;
}

static char peek(const struct reader *reader, size_t ahead)
{
    return reader->at + ahead < reader->len ? reader->text[reader->at + ahead] : '\0';
}

static bool looking_at(const struct reader *reader, const char *word)
{
    return text_starts(reader->text + reader->at, word);
}

/* Goes on behind the next `end`, or to the end of the pattern. */
static void skip_through(struct reader *reader, const char *end)
{
    const char *found = strstr(reader->text + reader->at, end);
    reader->at = found ? (size_t)(found - reader->text) + strlen(end) : reader->len;
}

static void skip(struct reader *reader, size_t count)
{
    reader->at = reader->len - reader->at < count ? reader->len : reader->at + count;
}

static struct regex *set(struct reader *reader, size_t start)
{
    struct regex *regex = node(reader, REGEX_SET, start);
    regex->caseless = reader->caseless;
    return regex;
}

static struct regex *anything(struct reader *reader, size_t start)
{
    struct regex *regex = set(reader, start);
    regex->anything = true;
    return regex;
}

static struct regex *read_literal(struct reader *reader)
{
    size_t start = reader->at;
    uint32_t c = utf8_decode(reader->text, reader->len, &reader->at);
    struct regex *regex = set(reader, start);
    regex->literal = c;
    return regex;
}

static void append(struct reader *reader, struct regex *list, size_t *capacity, struct regex *part)
{
    list->parts =
        arena_grow(reader->arena, list->parts, list->count, capacity, sizeof(struct regex *));
    list->parts[list->count++] = part;
    list->end = reader->at;
}

/* \Q…\E */
static struct regex *read_quoted(struct reader *reader)
{
    size_t capacity = 0;
    struct regex *list = node(reader, REGEX_SEQUENCE, reader->at);
    skip(reader, 2);
    while (reader->at < reader->len && !looking_at(reader, "\\E"))
        append(reader, list, &capacity, read_literal(reader));
    skip(reader, 2);
    return list;
}

/* The letter's argument: "{…}", "<…>", "'…'", or the digits and letters that it takes bare. */
static void skip_argument(struct reader *reader, const char *bare, size_t most)
{
    char open = peek(reader, 0);
    if (open == '{')
        skip_through(reader, "}");
    else if (open == '<')
        skip_through(reader, ">");
    else if (open == '\'') {
        skip(reader, 1);
        skip_through(reader, "'");
    } else {
        size_t len = strspn(reader->text + reader->at, bare);
        skip(reader, len < most ? len : most);
    }
}

static struct regex *read_escape(struct reader *reader)
{
    static const char digits[] = "0123456789", hex[] = "0123456789abcdefABCDEF";
    size_t start = reader->at;
    char letter = peek(reader, 1);
    if (letter == 'Q')
        return read_quoted(reader);
    skip(reader, 1);
    if (!strchr("pPxocNgk0123456789", letter)) {
        utf8_decode(reader->text, reader->len, &reader->at);
        bool empty = letter && strchr("bBAzZGKE", letter);
        return empty ? node(reader, REGEX_EMPTY, start) : set(reader, start);
    }
    skip(reader, 1);
    if (letter == 'p' || letter == 'P')
        skip_argument(reader, "LMNPSZCX", 1);
    else if (letter == 'x')
        skip_argument(reader, hex, 2);
    else if (letter == 'o' || (letter == 'N' && peek(reader, 0) == '{'))
        skip_argument(reader, "", 0);
    else if (letter == 'c')
        skip(reader, 1);
    else if (letter == '0')
        skip_argument(reader, digits, 2);
    else if (letter != 'N') {
        size_t sign = letter == 'g' && (peek(reader, 0) == '-' || peek(reader, 0) == '+');
        skip(reader, sign);
        skip_argument(reader, digits, 2);
        return anything(reader, start);
    }
    return set(reader, start);
}

static struct regex *read_class(struct reader *reader)
{
    size_t start = reader->at;
    skip(reader, peek(reader, 1) == '^' ? 2 : 1);
    if (peek(reader, 0) == ']')
        skip(reader, 1);
    while (reader->at < reader->len && peek(reader, 0) != ']') {
        if (looking_at(reader, "\\Q"))
            skip_through(reader, "\\E");
        else if (peek(reader, 0) == '\\')
            skip(reader, 2);
        else if (looking_at(reader, "[:"))
            skip_through(reader, ":]");
        else
            skip(reader, 1);
    }
    skip(reader, 1);
    return set(reader, start);
}

static void set_options(struct reader *reader, const char *letters, size_t len)
{
    bool on = true;
    for (size_t i = 0; i < len; i++) {
        if (letters[i] == '^')
            reader->caseless = reader->extended = false;
        on = on && letters[i] != '-';
        if (letters[i] == 'i')
            reader->caseless = on;
        else if (letters[i] == 'x')
            reader->extended = on;
    }
}

/* What is in a group, behind whatever opened it, up to its end. Options hold within it alone. */
static struct regex *read_inside(struct reader *reader)
{
    bool caseless = reader->caseless, extended = reader->extended;
    struct regex *regex = read_choice(reader);
    skip(reader, 1);
    reader->caseless = caseless;
    reader->extended = extended;
    return regex;
}

/* "(?i)" holds up to the end of the group around it, "(?i:…)" is a group. */
static struct regex *read_options(struct reader *reader, size_t start, size_t len)
{
    bool caseless = reader->caseless, extended = reader->extended;
    set_options(reader, reader->text + reader->at, len);
    skip(reader, len + 1);
    if (reader->text[reader->at - 1] == ')')
        return node(reader, REGEX_EMPTY, start);
    struct regex *regex = read_inside(reader);
    reader->caseless = caseless;
    reader->extended = extended;
    return regex;
}

/* "(?(…)yes|no)": either may come, whatever is asked. */
static struct regex *read_condition(struct reader *reader)
{
    size_t depth = 0;
    do {
        depth += peek(reader, 0) == '(';
        depth -= peek(reader, 0) == ')';
        skip(reader, 1);
    } while (depth > 0 && reader->at < reader->len);
    return read_inside(reader);
}

/* "(*VERB)", and the words that stand for (?>…) and the like: "(*atomic:…)". */
static struct regex *read_star_group(struct reader *reader, size_t start)
{
    size_t len = strspn(reader->text + reader->at, "abcdefghijklmnopqrstuvwxyz_");
    if (len == 0 || peek(reader, len) != ':') {
        skip_through(reader, ")");
        return node(reader, REGEX_EMPTY, start);
    }
    bool sealed = looking_at(reader, "atomic:");
    skip(reader, len + 1);
    struct regex *inside = read_inside(reader);
    return around(reader, sealed ? REGEX_SEALED : REGEX_LOOK, start, inside);
}

static struct regex *read_group(struct reader *reader)
{
    static const struct {
        const char *opening;
        enum regex_kind kind; /* REGEX_SEQUENCE: as it stands */
    } openings[] = {{"(?:", REGEX_SEQUENCE}, {"(?|", REGEX_SEQUENCE}, {"(?>", REGEX_SEALED},
                    {"(?=", REGEX_LOOK},     {"(?!", REGEX_LOOK},     {"(?<=", REGEX_LOOK},
                    {"(?<!", REGEX_LOOK},    {"(?*", REGEX_LOOK},     {"(?<*", REGEX_LOOK}};
    size_t start = reader->at;
    for (size_t i = 0; i < sizeof(openings) / sizeof(*openings); i++) {
        if (!looking_at(reader, openings[i].opening))
            continue;
        skip(reader, strlen(openings[i].opening));
        struct regex *inside = read_inside(reader);
        return openings[i].kind == REGEX_SEQUENCE ? inside
                                                  : around(reader, openings[i].kind, start, inside);
    }
    if (looking_at(reader, "(*")) {
        skip(reader, 2);
        return read_star_group(reader, start);
    }
    if (!looking_at(reader, "(?")) {
        skip(reader, 1);
        return read_inside(reader);
    }
    skip(reader, 2);
    size_t options = strspn(reader->text + reader->at, "abcdefghijklmnopqrstuvwxyzJU^-");
    char behind = peek(reader, options), first = peek(reader, 0);
    if (first == '#' || first == 'C') {
        skip_through(reader, ")");
        return node(reader, REGEX_EMPTY, start);
    }
    if (behind == ':' || behind == ')')
        return read_options(reader, start, options);
    if (first == '(')
        return read_condition(reader);
    if (first == '<' || first == '\'' || looking_at(reader, "P<")) {
        skip(reader, first == 'P' ? 2 : 1);
        reader->at += strcspn(reader->text + reader->at, ">'");
        skip(reader, 1);
        return read_inside(reader);
    }
    skip_through(reader, ")"); /* a call of a group, or a group's text again */
    return anything(reader, start);
}

static bool read_number(struct reader *reader, uint32_t *number)
{
    size_t digits = strspn(reader->text + reader->at, "0123456789");
    if (digits > 0)
        *number = (uint32_t)strtoul(reader->text + reader->at, NULL, 10);
    skip(reader, digits);
    return digits > 0;
}

/* False, and nothing is read, where there is no quantifier: "{" may be a character, too. */
static bool read_quantifier(struct reader *reader, uint32_t *least, uint32_t *most)
{
    size_t start = reader->at;
    char c = peek(reader, 0);
    *least = c == '+';
    *most = c == '?' ? 1 : REGEX_ENDLESS;
    if (c == '*' || c == '+' || c == '?') {
        skip(reader, 1);
        return true;
    }
    if (c != '{')
        return false;
    skip(reader, 1);
    bool good = read_number(reader, least);
    *most = *least;
    if (good && peek(reader, 0) == ',') {
        skip(reader, 1);
        if (!read_number(reader, most))
            *most = REGEX_ENDLESS;
    }
    good = good && peek(reader, 0) == '}';
    if (good)
        skip(reader, 1);
    else
        reader->at = start;
    return good;
}

static struct regex *read_atom(struct reader *reader)
{
    size_t start = reader->at;
    switch (peek(reader, 0)) {
    case '\\':
        return read_escape(reader);
    case '[':
        return read_class(reader);
    case '(':
        return read_group(reader);
    case '^':
    case '$':
        skip(reader, 1);
        return node(reader, REGEX_EMPTY, start);
    case '.':
        skip(reader, 1);
        return set(reader, start);
    default:
        return read_literal(reader);
    }
}

/* Under (?x). */
static void skip_blanks(struct reader *reader)
{
    while (reader->extended && reader->at < reader->len) {
        if (peek(reader, 0) == '#')
            skip_through(reader, "\n");
        else if (strchr(" \t\n\r\f\v", peek(reader, 0)))
            skip(reader, 1);
        else
            return;
    }
}

static struct regex *read_item(struct reader *reader)
{
    size_t start = reader->at;
    uint32_t least, most;
    struct regex *item = read_atom(reader);
    skip_blanks(reader);
    while (read_quantifier(reader, &least, &most)) {
        bool sealed = peek(reader, 0) == '+';
        if (sealed || peek(reader, 0) == '?')
            skip(reader, 1);
        item = around(reader, REGEX_REPEAT, start, item);
        item->least = least;
        item->most = most;
        if (sealed)
            item = around(reader, REGEX_SEALED, start, item);
        skip_blanks(reader);
    }
    return item;
}

static struct regex *read_sequence(struct reader *reader)
{
    size_t capacity = 0;
    struct regex *list = node(reader, REGEX_SEQUENCE, reader->at);
    skip_blanks(reader);
    while (reader->at < reader->len && peek(reader, 0) != '|' && peek(reader, 0) != ')') {
        append(reader, list, &capacity, read_item(reader));
        skip_blanks(reader);
    }
    return list;
}

/* Up to the end of the group, or of the pattern. */
static struct regex *read_choice(struct reader *reader)
{
    size_t capacity = 0;
    struct regex *list = node(reader, REGEX_CHOICE, reader->at);
    if (++reader->depth > DEPTH_MAX)
        reader->at = reader->len;
    append(reader, list, &capacity, read_sequence(reader));
    while (peek(reader, 0) == '|') {
        skip(reader, 1);
        append(reader, list, &capacity, read_sequence(reader));
    }
    reader->depth--;
    return list;
}

const struct regex *regex_read(const char *pattern, struct arena *arena)
{
    struct reader reader = {.text = pattern, .len = strlen(pattern), .arena = arena};
    return read_choice(&reader);
}
