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
 * most often; a heading that stands alone against og:title and <title> is right 24 times of 39
 * where there is no JSON-LD (those two are then written for search engines), but 4 of 14 where
 * JSON-LD sides with them.
 */
static const int votes[PLACES] = {
    [HEADING] = 22, [OPEN_GRAPH] = 12, [JSON] = 11, [TWITTER] = 1, [ELEMENT] = 7};

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

/* The next separator at or after `at`: " | ", " - " and their like. Returns where it starts. */
static const char *next_separator(const char *at, const char **behind)
{
    static const char *const marks[] = {"|", "–", "—", "-", "»", "·", "•", "/", "｜", "ㅣ"};
    for (; *at; at++)
        for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
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

/* The title without the site's name before or behind it. */
static const char *without_site(const struct ballot *ballot, const char *text)
{
    struct arena *arena = ballot->arena;
    const char *behind, *last = NULL, *last_behind = NULL, *named = NULL;
    if (is_heading(ballot, plain_of(text, arena)))
        return text;
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
    if (last && last > text && count_words(last_behind) <= SUFFIX_WORDS &&
        strlen(last_behind) * 2 < (size_t)(last - text))
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
    stand(&ballot, HEADING, best_heading(&ballot));
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
