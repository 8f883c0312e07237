#include "extract/title.h"

#include <string.h>
#include <unicode/uchar.h>

#include "base/text.h"
#include "base/utf8.h"

/*
 * What follows the last " | " or " - " is the site's name when it is this short, in words and
 * compared with what stands before it.
 */
#define SUFFIX_WORDS 4

enum place { HEADING, OPEN_GRAPH, JSON, TWITTER, ELEMENT, PLACES };

/*
 * How the places vote, each for its title without the site's name. Measured on 494 pages with known
 * titles: where heading, og:title and JSON-LD do not agree, the one that others repeat is right
 * most often. A heading that stands alone is right 12 times of 16 against og:title and <title>, and
 * loses to any three or to JSON-LD with <title> (right 4 times of 6).
 */
static const int votes[PLACES] = {
    [HEADING] = 37, [OPEN_GRAPH] = 24, [JSON] = 26, [TWITTER] = 2, [ELEMENT] = 12};

struct candidate {
    const char *text;
    const char *plain;
};

struct ballot {
    const struct title_evidence *evidence;
    struct arena *arena;
    struct candidate candidates[PLACES];
};

static bool is_of_word(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    return u_isalnum((UChar32)c) || u_charType((UChar32)c) == U_NON_SPACING_MARK;
}

/* Letters and digits, folded, a blank between words. */
static const char *plain_of(const char *text, struct arena *arena)
{
    if (!text)
        return "";
    const char *folded = text_fold(arena, text);
    size_t len = strlen(folded), written = 0;
    char *out = arena_alloc(arena, len + 2);
    bool gap = false;
    for (size_t at = 0; at < len;) {
        size_t start = at;
        if (!is_of_word(utf8_decode(folded, len, &at))) {
            gap = written > 0;
            continue;
        }
        if (gap)
            out[written++] = ' ';
        gap = false;
        memcpy(out + written, folded + start, at - start);
        written += at - start;
    }
    out[written] = '\0';
    return out;
}

bool title_same(const char *a, const char *b, struct arena *arena)
{
    return a && b && strcmp(plain_of(a, arena), plain_of(b, arena)) == 0;
}

static const char *const marks[] = {"|", "–", "—", "-", "»", "·", "•", "/", "｜", "ㅣ"};

#define MARKS (sizeof(marks) / sizeof(*marks))

static bool starts_with_mark(const char *text)
{
    for (size_t i = 0; i < MARKS; i++)
        if (text_starts(text + strspn(text, " "), marks[i]))
            return true;
    return false;
}

/* The next separator at or after `at`: " | ", " - " and their like. Returns where it starts. */
static const char *next_separator(const char *at, const char **behind)
{
    for (; *at; at++)
        for (size_t i = 0; i < MARKS; i++) {
            size_t len = strlen(marks[i]), blanks = *at == ' ';
            bool upright = i == 0 || i > 7; /* needs no blanks around it */
            if (!text_starts(at + blanks, marks[i]) || (!upright && !blanks))
                continue;
            const char *end = at + blanks + len;
            if (!upright && *end != ' ')
                continue;
            *behind = end + (*end == ' ');
            return at;
        }
    return NULL;
}

static bool is_heading(const struct ballot *ballot, const char *plain)
{
    for (size_t i = 0; i < ballot->evidence->heading_count; i++)
        if (*plain && strcmp(plain_of(ballot->evidence->headings[i], ballot->arena), plain) == 0)
            return true;
    return false;
}

static void remove_blanks(char *text)
{
    char *out = text;
    for (; *text; text++)
        if (*text != ' ')
            *out++ = *text;
    *out = '\0';
}

/* "Example News" is the name of www.examplenews.com. */
static bool names_host(const struct ballot *ballot, const char *text)
{
    if (!ballot->evidence->host)
        return false;
    char *name = arena_strdup(ballot->arena, plain_of(text, ballot->arena));
    char *host = arena_strdup(ballot->arena, plain_of(ballot->evidence->host, ballot->arena));
    remove_blanks(name);
    remove_blanks(host);
    return strlen(name) > 1 && strstr(host, name);
}

static bool is_site(const struct ballot *ballot, const char *text)
{
    return title_same(text, ballot->evidence->site, ballot->arena) || names_host(ballot, text);
}

static size_t count_words(const char *text)
{
    size_t words = 1;
    for (; *text; text++)
        words += *text == ' ';
    return words;
}

/* Something short behind the last separator, with which <title> ends as well. */
static bool is_suffix(const struct ballot *ballot, size_t before, const char *suffix)
{
    const char *element = ballot->evidence->element;
    return count_words(suffix) <= SUFFIX_WORDS && strlen(suffix) * 2 < before &&
           (!element || text_ends(element, suffix));
}

/* The title without the site's name before or behind it. */
static const char *without_site(const struct ballot *ballot, const char *text)
{
    struct arena *arena = ballot->arena;
    const char *behind, *last = NULL, *last_behind = NULL, *named = NULL;
    const char *json = ballot->evidence->json;
    if (is_heading(ballot, plain_of(text, arena)))
        return text;
    if (json && text_starts(text, json) && starts_with_mark(text + strlen(json)))
        return json;
    for (const char *at = text; (at = next_separator(at, &behind)); at = behind) {
        const char *head = arena_strndup(arena, text, (size_t)(at - text));
        if (is_heading(ballot, plain_of(head, arena)))
            return head;
        if (!last && is_site(ballot, head) && *behind)
            return without_site(ballot, behind);
        if (!named && at > text && is_site(ballot, behind))
            named = at;
        last = at;
        last_behind = behind;
    }
    if (named)
        return arena_strndup(arena, text, (size_t)(named - text));
    if (last && last > text && is_suffix(ballot, (size_t)(last - text), last_behind))
        return arena_strndup(arena, text, (size_t)(last - text));
    return text;
}

static void stand(struct ballot *ballot, enum place place, const char *text)
{
    if (!text || *plain_of(text, ballot->arena) == '\0')
        return;
    const char *title = place == HEADING ? text : without_site(ballot, text);
    ballot->candidates[place] = (struct candidate){title, plain_of(title, ballot->arena)};
}

static bool agree(const struct ballot *ballot, enum place a, enum place b)
{
    return ballot->candidates[a].text && ballot->candidates[b].text &&
           strcmp(ballot->candidates[a].plain, ballot->candidates[b].plain) == 0;
}

/*
 * "Canal works - Lock closed for a year" is "Lock closed for a year" where og:title says so, and
 * "Canal worksLock closed" with its elements side by side is what og:title makes of it.
 */
static const char *without_kicker(const struct ballot *ballot, const char *heading)
{
    const char *title = ballot->candidates[OPEN_GRAPH].text, *behind;
    if (!heading || !title)
        return heading;
    char *close = arena_strdup(ballot->arena, plain_of(heading, ballot->arena));
    char *other = arena_strdup(ballot->arena, ballot->candidates[OPEN_GRAPH].plain);
    remove_blanks(close);
    remove_blanks(other);
    if (strcmp(close, other) == 0)
        return title;
    for (const char *at = heading; (at = next_separator(at, &behind)); at = behind)
        if (at > heading && title_same(behind, title, ballot->arena))
            return title;
    return heading;
}

/* The heading that another place repeats, else the first one that is not the site's name. */
static const char *best_heading(const struct ballot *ballot)
{
    const struct title_evidence *evidence = ballot->evidence;
    const char *first = NULL;
    for (size_t i = 0; i < evidence->heading_count; i++) {
        const char *plain = plain_of(evidence->headings[i], ballot->arena);
        if (*plain == '\0' || is_site(ballot, evidence->headings[i]))
            continue;
        for (enum place place = OPEN_GRAPH; place < PLACES; place++)
            if (ballot->candidates[place].text &&
                strcmp(ballot->candidates[place].plain, plain) == 0)
                return evidence->headings[i];
        if (!first)
            first = evidence->headings[i];
    }
    return first;
}

static int count_votes(const struct ballot *ballot, enum place candidate)
{
    int sum = 0;
    for (enum place place = 0; place < PLACES; place++)
        if (agree(ballot, candidate, place))
            sum += votes[place];
    /* Newsrooms give og:title or the JSON headline a wording of its own: right 24 times of 37. */
    bool others = agree(ballot, HEADING, ELEMENT) &&
                  agree(ballot, HEADING, candidate == JSON ? OPEN_GRAPH : JSON);
    if ((candidate == OPEN_GRAPH || candidate == JSON) && others &&
        !agree(ballot, candidate, HEADING))
        sum += 100;
    return sum;
}

const char *title_choose(const struct title_evidence *evidence, struct arena *arena)
{
    struct ballot ballot = {.evidence = evidence, .arena = arena};
    stand(&ballot, OPEN_GRAPH, evidence->open_graph);
    stand(&ballot, JSON, evidence->json);
    stand(&ballot, TWITTER, evidence->twitter);
    stand(&ballot, ELEMENT, evidence->element);
    stand(&ballot, HEADING, without_kicker(&ballot, best_heading(&ballot)));
    const char *best = NULL;
    int most = 0;
    for (enum place place = 0; place < PLACES; place++) {
        if (!ballot.candidates[place].text)
            continue;
        int sum = count_votes(&ballot, place);
        if (sum > most) {
            most = sum;
            best = ballot.candidates[place].text;
        }
    }
    return best ? text_squeeze(arena, best, strlen(best)) : NULL;
}
