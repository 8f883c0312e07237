#include "extract/byline.h"

#include <string.h>
#include <unicode/uchar.h>

#include "base/text.h"
#include "base/utf8.h"

#define NAME_BYTES 100
#define NAME_WORDS 6

/* Folded, each with the blank or colon behind it; longer ones before shorter ones. */
static const char *const announcements[] = {
    "written by ", "words by ",  "posted by ", "story by ",  "reported by ", "article by ",
    "guide by ",   "review by ", "text by ",   "report by ", "by: ",         "by ",
    "by:",         "author: ",   "authors: ",  "author ",    "autor: ",      "autorin: ",
    "autoren: ",   "von: ",      "von ",       "text: ",     "par ",         "por: ",
    "por ",        "di ",        "door ",      "av ",        "af ",          "skrevet av ",
    "tekst: ",     "autore: ",   "auteur: ",   "автор: ",    "kirjoittaja ", "publié par ",
};

/* Folded. What stands between two names. */
static const char *const joints[] = {
    ", and ", " and ", " und ", " et ", " & ", " y ", " e ", " og ", " och ",
    " en ",   " i ",   " и ",   ", ",   "; ",  " / ", ";",   "、",
};

/* Folded. Phrases that stand where names do, but are none. */
static const char *const phrases[] = {
    "http",       "@",         "www.",    "about",     "view ",       "posts",      "follow",
    "comment",    "subscribe", "share",   "read",      "click",       "more",       "editor's",
    "all rights", "published", "updated", "posted on", "contributor", "newsletter", "redaktion:",
    "min read",   "photo",     "foto",    "image",     "(c)",         "©",
};

static size_t announcement_length(const char *folded)
{
    for (size_t i = 0; i < sizeof(announcements) / sizeof(*announcements); i++)
        if (text_starts(folded, announcements[i]))
            return strlen(announcements[i]);
    return 0;
}

bool byline_announced(const char *text, struct arena *arena)
{
    return announcement_length(text_fold(arena, text)) > 0;
}

static bool holds_phrase(const char *folded)
{
    for (size_t i = 0; i < sizeof(phrases) / sizeof(*phrases); i++)
        if (strstr(folded, phrases[i]))
            return true;
    return false;
}

static size_t count_words(const char *text)
{
    size_t words = *text != '\0';
    for (; *text; text++)
        words += *text == ' ';
    return words;
}

/* "MD", "Ph.D.", "RD": it belongs to the name before it. */
static bool is_degree(const char *text)
{
    size_t capitals = 0, len = strlen(text);
    if (len < 2 || len > 6)
        return false;
    for (size_t i = 0; i < len; i++)
        capitals += text[i] >= 'A' && text[i] <= 'Z';
    return capitals >= 2;
}

/* Two to five words that begin with capitals, or a few letters of a script without capitals. */
static bool is_full_name(const char *text)
{
    size_t len = strlen(text), words = count_words(text), at = 0;
    bool starts = true, capitals = true;
    while (at < len) {
        uint32_t c = utf8_decode(text, len, &at);
        if (c >= '0' && c <= '9')
            return false;
        if (starts && u_islower((UChar32)c) && strcspn(text + at, " ") > 3)
            capitals = false; /* "van", "de" and "bin" may be small */
        if (!u_isUUppercase((UChar32)c) && !u_isULowercase((UChar32)c) && c >= 0x900)
            return len <= 24;
        starts = c == ' ';
    }
    return capitals && words >= 2 && words <= 5;
}

static void add_name(struct byline *byline, const char *name, struct arena *arena)
{
    if (byline->count == BYLINE_NAMES)
        return;
    const char *folded = text_fold(arena, name);
    for (size_t i = 0; i < byline->count; i++)
        if (strcmp(text_fold(arena, byline->names[i]), folded) == 0)
            return;
    byline->names[byline->count++] = name;
}

/* Copies without what is in brackets: "Ada Lovelace (London)". */
static const char *without_brackets(const char *text, struct arena *arena)
{
    size_t len = strlen(text), written = 0;
    char *out = arena_alloc(arena, len + 1);
    int depth = 0;
    for (size_t i = 0; i < len; i++) {
        depth += text[i] == '(' || text[i] == '[';
        if (depth == 0)
            out[written++] = text[i];
        depth -= depth > 0 && (text[i] == ')' || text[i] == ']');
    }
    return text_squeeze(arena, out, written);
}

/* The end of the first part of a list of names; *skip is the length of the joint behind it. */
static size_t part_length(const char *text, struct arena *arena, size_t *skip)
{
    size_t len = strlen(text);
    *skip = 0;
    for (size_t at = 0; at < len; at++)
        for (size_t i = 0; i < sizeof(joints) / sizeof(*joints); i++) {
            size_t joint = strlen(joints[i]);
            if (len - at < joint || (text[at] != joints[i][0]))
                continue;
            const char *piece = text_fold(arena, arena_strndup(arena, text + at, joint));
            if (strcmp(piece, joints[i]) != 0)
                continue;
            *skip = joint;
            return at;
        }
    return len;
}

/* Where a name ends for sure: a bar, a bullet, a dash between blanks, a digit. */
static size_t run_length(const char *text)
{
    static const char *const ends[] = {"|", "•", "·", " - ", " – ", " — ", "\n", "<", ": "};
    size_t len = strcspn(text, "0123456789");
    for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
        const char *end = strstr(text, ends[i]);
        if (end && (size_t)(end - text) < len)
            len = (size_t)(end - text);
    }
    return len;
}

static const char *trim_marks(const char *text, size_t len, struct arena *arena)
{
    while (len > 0 && strchr(" ,:;*", text[len - 1]))
        len--;
    return text_squeeze(arena, text, len);
}

void byline_add(struct byline *byline, const char *text, struct arena *arena)
{
    const char *rest = without_brackets(text, arena);
    rest += announcement_length(text_fold(arena, rest));
    rest = trim_marks(rest, run_length(rest), arena);
    if (*rest == '\0' || strlen(rest) > NAME_BYTES * 4 || holds_phrase(text_fold(arena, rest)))
        return;
    const char *name = NULL;
    while (*rest) {
        size_t skip, len = part_length(rest, arena, &skip);
        const char *part = arena_strndup(arena, rest, len);
        rest += len + skip;
        if (name && is_degree(part)) {
            name = arena_printf(arena, "%s, %s", name, part);
            continue;
        }
        if (name)
            add_name(byline, name, arena);
        bool first = byline->count == 0 && !name;
        name = is_full_name(part) || (first && len < NAME_BYTES && count_words(part) <= NAME_WORDS)
                   ? part
                   : NULL;
        if (!name && !first)
            break;
    }
    if (name)
        add_name(byline, name, arena);
}
