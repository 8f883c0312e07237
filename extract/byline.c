#include "extract/byline.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <unicode/uchar.h>

#include "base/month.h"
#include "base/text.h"
#include "base/utf8.h"

#define NAME_BYTES 80
#define NAME_WORDS 6

/* Folded; longer ones before shorter ones. */
static const char *const announcements[] = {
    "written by", "words by",  "posted by", "story by",  "reported by", "article by",
    "guide by",   "review by", "text by",   "report by", "publié par",  "skrevet av",
    "by",         "authors",   "author",    "autoren",   "autorin",     "autor",
    "von",        "text",      "par",       "por",       "door",        "av",
    "af",         "tekst",     "autore",    "auteur",    "автор",       "di",
};

/* Folded. A name may follow right behind a comma, or behind one of these. */
static const char *const conjunctions[] = {" and ", " und ", " et ",  " & ",  " y ",
                                           " e ",   " og ",  " och ", " en ", " и "};

/* Folded. Phrases that stand where names do, but are none. */
static const char *const phrases[] = {
    "http",           "@",           "www.",          "about",
    "view ",          "posts",       "follow",        "comment",
    "subscribe",      "share",       "click",         "more",
    "all rights",     "published",   "updated",       "newsletter",
    "min read",       "minute",      "photo",         "foto",
    "image",          "©",           "quelle",        "edited by",
    "reviewed by",    "checked by",  "researched by", "contributions",
    "veröffentlicht", "filed under", "last modified", "geschrieben",
    "güncelleme",     "publié",      "publicado",     "pubblicato",
    "aktualisiert",
};

/* Folded. Words of roles, which no person is called. */
static const char *const roles[] = {
    "writer",    "editor",       "editors",    "founder",     "reporter",    "correspondent",
    "columnist", "analyst",      "journalist", "director",    "manager",     "team",
    "staff",     "redakteur",    "officer",    "redakteurin", "contributor", "specialist",
    "expert",    "author",       "news",       "ceo",         "by",          "von",
    "with",      "journalistin",
};

/* How long the part of `folded` is that one of the words makes up, with blanks or colon behind. */
const char *byline_announced(const char *text, struct arena *arena)
{
    const char *folded = text_fold(arena, text);
    for (size_t i = 0; i < sizeof(announcements) / sizeof(*announcements); i++) {
        size_t len = strlen(announcements[i]);
        if (!text_starts(folded, announcements[i]) || strlen(text) < len)
            continue;
        const char *rest = text + len;
        if (*rest == '\0' || *rest == ':' || *rest == ' ' ||
            (isupper((unsigned char)*rest) && islower((unsigned char)rest[-1])))
            return rest + strspn(rest, ": ");
    }
    return NULL;
}

static bool holds_any(const char *folded, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strstr(folded, words[i]))
            return true;
    return false;
}

static bool is_role(const char *word)
{
    for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++)
        if (strcmp(word, roles[i]) == 0)
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

static bool names_role(const char *text, struct arena *arena)
{
    char *rest = NULL;
    char *folded = arena_strdup(arena, text_fold(arena, text));
    for (char *word = strtok_r(folded, " -", &rest); word; word = strtok_r(NULL, " -", &rest))
        if (is_role(word))
            return true;
    return false;
}

/* Two to five words that begin with capitals, or a few letters of a script without capitals. */
static bool is_full_name(const char *text, struct arena *arena)
{
    size_t len = strlen(text), words = count_words(text), at = 0;
    bool starts = true;
    if (len > NAME_BYTES || names_role(text, arena))
        return false;
    while (at < len) {
        uint32_t c = utf8_decode(text, len, &at);
        if (starts && u_islower((UChar32)c) && strcspn(text + at, " ") > 3)
            return false; /* "van", "de" and "bin" may be small */
        if ((c >= '0' && c <= '9') || (c < 0x80 && strchr("/:!?\"()", (int)c)))
            return false;
        if (c >= 0x900 && u_isalpha((UChar32)c) && !u_isUUppercase((UChar32)c) &&
            !u_isULowercase((UChar32)c))
            return len <= 24;
        starts = c == ' ';
    }
    return words >= 2 && words <= 5;
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

/* The length of a joint of names at `at`, or 0. */
static size_t joint_length(const char *at, struct arena *arena)
{
    if (*at == ',' || *at == ';')
        return 1 + strspn(at + 1, " ");
    if (*at != ' ')
        return 0;
    for (size_t i = 0; i < sizeof(conjunctions) / sizeof(*conjunctions); i++) {
        size_t len = strlen(conjunctions[i]);
        if (strlen(at) > len &&
            strcmp(text_fold(arena, arena_strndup(arena, at, len)), conjunctions[i]) == 0)
            return len;
    }
    return 0;
}

/* The first part of a list of names, up to a joint, whose length is set. */
static const char *first_part(const char *text, size_t *joint, struct arena *arena)
{
    size_t len = 0;
    for (*joint = 0; text[len]; len++) {
        *joint = joint_length(text + len, arena);
        if (*joint > 0)
            break;
    }
    return arena_strndup(arena, text, len);
}

/*
 * Adds the names of a list. It is parted only between full names, so that "Ada & Charles" and
 * "Office for Ports and Harbours" stay whole.
 */
static void add_list(struct byline *byline, const char *text, enum byline_trust trust,
                     struct arena *arena)
{
    size_t joint, next_joint;
    const char *name = first_part(text, &joint, arena);
    const char *at = text + strlen(name);
    if (!is_full_name(name, arena)) {
        if (trust == BYLINE_KNOWN && count_words(text) <= NAME_WORDS)
            add_name(byline, text, arena);
        return;
    }
    while (joint > 0) {
        bool comma = *at == ',' || *at == ';';
        const char *next = first_part(at + joint, &next_joint, arena);
        if (comma && text_starts(next, "and "))
            next += strlen("and ");
        at += joint + strlen(next) + (size_t)(comma && text_starts(at + joint, "and ") ? 4 : 0);
        joint = next_joint;
        if (is_full_name(next, arena)) {
            add_name(byline, name, arena);
            name = next;
        } else if (comma && is_degree(next)) {
            name = arena_printf(arena, "%s, %s", name, next);
        } else if (comma) {
            break;
        } else {
            name = arena_printf(arena, "%.*s", (int)(at - text), text);
        }
    }
    add_name(byline, name, arena);
}

/* Cuts off a date at the end, from its first digit, month or weekday on. */
static const char *without_date(const char *text, struct arena *arena)
{
    size_t len = strlen(text);
    for (size_t at = 0; at < len; at++)
        if (isdigit((unsigned char)text[at]) && (at == 0 || strchr(" ,.", text[at - 1]))) {
            len = at;
            char *head = arena_strndup(arena, text, len);
            while (len > 0 && strchr(" ,", head[len - 1]))
                head[--len] = '\0';
            char *word = strrchr(head, ' ');
            if (month_of_word(text_fold(arena, word ? word + 1 : head)) > 0)
                *(word ? word : head) = '\0';
            return head;
        }
    return text;
}

static const char *trimmed(const char *text, struct arena *arena)
{
    size_t len = strlen(text);
    while (len > 0 && strchr(" ,:;*-", text[len - 1]))
        len--;
    return text_squeeze(arena, text, len);
}

/* "Ada Lovelace Ada Lovelace", where a picture's label stands beside the name. */
static const char *without_echo(const char *text, struct arena *arena)
{
    size_t half = strlen(text) / 2;
    return strlen(text) == 2 * half + 1 && text[half] == ' ' &&
                   strncmp(text, text + half + 1, half) == 0
               ? arena_strndup(arena, text, half)
               : text;
}

/*
 * "Ada Lovelace Writer" without the role, "Ada Lovelace on Monday" and "Ada Lovelace in Machines"
 * without the day and the topic.
 */
static const char *without_tail(const char *text, struct arena *arena)
{
    char *head = arena_strdup(arena, text);
    for (char *blank = strchr(head, ' '); blank; blank = strchr(blank + 1, ' ')) {
        const char *word = arena_strndup(arena, blank + 1, strcspn(blank + 1, " "));
        bool small = strcmp(word, "on") == 0 || strcmp(word, "in") == 0;
        if (!small && !is_role(text_fold(arena, word)))
            continue;
        if (strcasecmp(word, "team") == 0 || strcasecmp(word, "staff") == 0)
            break;
        *blank = '\0';
        bool name = is_full_name(head, arena) && count_words(head) <= 3;
        return name || (small && count_words(head) == 1) ? head : text;
    }
    return text;
}

static void add_segment(struct byline *byline, const char *text, enum byline_trust trust,
                        struct arena *arena)
{
    text += strspn(text, " ");
    const char *announced = byline_announced(text, arena);
    if (announced)
        text = announced;
    text = trimmed(without_date(text, arena), arena);
    text = without_echo(text, arena);
    if (trust == BYLINE_KNOWN)
        text = without_tail(text, arena);
    if (*text != '\0' &&
        !holds_any(text_fold(arena, text), phrases, sizeof(phrases) / sizeof(*phrases)))
        add_list(byline, text, trust, arena);
}

/* The length up to a bar, a bullet or a dash between blanks; *skip is how long that is. */
static size_t segment_length(const char *text, size_t *skip)
{
    static const char *const marks[] = {"|", "•", "·", "⋅", " - ", " – ", " — ", " / ", "\n"};
    size_t len = strlen(text);
    *skip = 0;
    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
        const char *mark = strstr(text, marks[i]);
        if (mark && (size_t)(mark - text) < len) {
            len = (size_t)(mark - text);
            *skip = strlen(marks[i]);
        }
    }
    return len;
}

void byline_add(struct byline *byline, const char *text, enum byline_trust trust,
                struct arena *arena)
{
    const char *rest = without_brackets(text, arena);
    size_t before = byline->count;
    while (*rest && byline->count == before) {
        size_t skip, len = segment_length(rest, &skip);
        add_segment(byline, arena_strndup(arena, rest, len), trust, arena);
        rest += len + skip;
    }
}
