#include "extract/hint.h"

#include <assert.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define WORD_MAX 20 /* no longer word is in the table */

/* A class attribute of more bytes than this is generated, not written; the rest is not read. */
#define ATTRIBUTE_MAX 400

/* Two words of one class name that together mean the article's text: "entry-content". */
enum { NOUN = 1 << 30, TEXT = 1 << 29, NEGATION = 1 << 28 };

struct hint_word {
    const char *word;
    uint32_t hints;
};

/*
 * A word is here when, over 494 pages of 300 sites, the lines below
 * elements named so were the article's text clearly more or less often than others, and when its
 * meaning says why.
 */
static const struct hint_word words[] = {
    {"abo", HINT_FORM},
    {"accordion", HINT_BOX},
    {"account", HINT_NAVIGATION},
    {"ad", HINT_ADVERT},
    {"ads", HINT_ADVERT},
    {"advert", HINT_ADVERT},
    {"advertisement", HINT_ADVERT},
    {"advertising", HINT_ADVERT},
    {"article", NOUN},
    {"articlebody", HINT_BODY},
    {"articletext", HINT_BODY},
    {"audio", HINT_EMBED},
    {"author", HINT_AUTHOR},
    {"authors", HINT_AUTHOR},
    {"autor", HINT_AUTHOR},
    {"bio", HINT_AUTHOR},
    {"biography", HINT_AUTHOR},
    {"blog", NOUN},
    {"body", TEXT},
    {"bookmark", HINT_SHARE},
    {"breadcrumb", HINT_NAVIGATION},
    {"breadcrumbs", HINT_NAVIGATION},
    {"byline", HINT_AUTHOR},
    {"bylines", HINT_AUTHOR},
    {"callout", HINT_BOX},
    {"captcha", HINT_FORM},
    {"caption", HINT_CAPTION},
    {"carousel", HINT_RELATED},
    {"categories", HINT_TAGS},
    {"category", HINT_TAGS},
    {"cats", HINT_TAGS},
    {"collapsible", HINT_BOX},
    {"colophon", HINT_NAVIGATION},
    {"comment", HINT_COMMENT},
    {"commentaire", HINT_COMMENT},
    {"commentaires", HINT_COMMENT},
    {"commentform", HINT_COMMENT},
    {"commenting", HINT_COMMENT},
    {"commentlist", HINT_COMMENT},
    {"comments", HINT_COMMENT},
    {"consent", HINT_NOTICE},
    {"content", TEXT},
    {"contributors", HINT_AUTHOR},
    {"cookie", HINT_NOTICE},
    {"cookies", HINT_NOTICE},
    {"copy", TEXT},
    {"copyright", HINT_NAVIGATION},
    {"credit", HINT_CAPTION},
    {"credits", HINT_CAPTION},
    {"crumb", HINT_NAVIGATION},
    {"cta", HINT_FORM},
    {"date", HINT_DATE},
    {"dateline", HINT_DATE},
    {"datetime", HINT_DATE},
    {"dek", HINT_LEAD},
    {"discussion", HINT_COMMENT},
    {"donate", HINT_FORM},
    {"donation", HINT_FORM},
    {"embed", HINT_EMBED},
    {"embedded", HINT_EMBED},
    {"entry", NOUN},
    {"expandable", HINT_BOX},
    {"fact", HINT_BOX},
    {"factbox", HINT_BOX},
    {"facts", HINT_BOX},
    {"fakta", HINT_BOX},
    {"faktaboks", HINT_BOX},
    {"figcaption", HINT_CAPTION},
    {"follow", HINT_SHARE},
    {"footer", HINT_NAVIGATION},
    {"form", HINT_FORM},
    {"gallery", HINT_EMBED},
    {"gdpr", HINT_NOTICE},
    {"has", NEGATION},
    {"headline", HINT_TITLE},
    {"infobox", HINT_BOX},
    {"infokasten", HINT_BOX},
    {"intro", HINT_LEAD},
    {"jobs", HINT_RELATED},
    {"keywords", HINT_TAGS},
    {"latest", HINT_RELATED},
    {"lead", HINT_LEAD},
    {"leaderboard", HINT_ADVERT},
    {"lede", HINT_LEAD},
    {"legal", HINT_NOTICE},
    {"likes", HINT_SHARE},
    {"login", HINT_NAVIGATION},
    {"masthead", HINT_NAVIGATION},
    {"megamenu", HINT_NAVIGATION},
    {"menu", HINT_NAVIGATION},
    {"menus", HINT_NAVIGATION},
    {"modal", HINT_NOTICE},
    {"more", HINT_RELATED},
    {"nav", HINT_NAVIGATION},
    {"navbar", HINT_NAVIGATION},
    {"navi", HINT_NAVIGATION},
    {"navigation", HINT_NAVIGATION},
    {"news", NOUN},
    {"newsletter", HINT_FORM},
    {"newsletters", HINT_FORM},
    {"no", NEGATION},
    {"not", NEGATION},
    {"notification", HINT_NOTICE},
    {"offcanvas", HINT_NAVIGATION},
    {"pager", HINT_NAVIGATION},
    {"pagination", HINT_NAVIGATION},
    {"paragraph", HINT_BODY},
    {"player", HINT_EMBED},
    {"podcast", HINT_EMBED},
    {"popover", HINT_NOTICE},
    {"popular", HINT_RELATED},
    {"popup", HINT_NOTICE},
    {"post", NOUN},
    {"print", HINT_SHARE},
    {"privacy", HINT_NOTICE},
    {"profile", HINT_AUTHOR},
    {"promo", HINT_ADVERT},
    {"promoted", HINT_ADVERT},
    {"promotion", HINT_ADVERT},
    {"prose", HINT_BODY},
    {"published", HINT_DATE},
    {"readmore", HINT_RELATED},
    {"recent", HINT_RELATED},
    {"recirc", HINT_RELATED},
    {"recirculation", HINT_RELATED},
    {"recommendation", HINT_RELATED},
    {"recommendations", HINT_RELATED},
    {"recommended", HINT_RELATED},
    {"register", HINT_FORM},
    {"registration", HINT_FORM},
    {"related", HINT_RELATED},
    {"reply", HINT_COMMENT},
    {"respond", HINT_COMMENT},
    {"richtext", HINT_BODY},
    {"search", HINT_NAVIGATION},
    {"share", HINT_SHARE},
    {"sharebar", HINT_SHARE},
    {"shares", HINT_SHARE},
    {"sharing", HINT_SHARE},
    {"sidebar", HINT_RELATED},
    {"signup", HINT_FORM},
    {"sitemap", HINT_NAVIGATION},
    {"slider", HINT_RELATED},
    {"slideshow", HINT_EMBED},
    {"social", HINT_SHARE},
    {"socials", HINT_SHARE},
    {"sponsor", HINT_ADVERT},
    {"sponsored", HINT_ADVERT},
    {"sr", HINT_HIDDEN},
    {"standfirst", HINT_LEAD},
    {"story", NOUN},
    {"submenu", HINT_NAVIGATION},
    {"subnav", HINT_NAVIGATION},
    {"subscribe", HINT_FORM},
    {"subscription", HINT_FORM},
    {"summary", HINT_LEAD},
    {"swiper", HINT_RELATED},
    {"tags", HINT_TAGS},
    {"taxonomy", HINT_TAGS},
    {"teaser", HINT_RELATED},
    {"teasers", HINT_RELATED},
    {"text", TEXT},
    {"timestamp", HINT_DATE},
    {"title", HINT_TITLE},
    {"toast", HINT_NOTICE},
    {"toc", HINT_CONTENTS},
    {"toolbar", HINT_NAVIGATION},
    {"tooltip", HINT_NOTICE},
    {"topics", HINT_TAGS},
    {"trending", HINT_RELATED},
    {"tweet", HINT_EMBED},
    {"vcard", HINT_AUTHOR},
    {"video", HINT_EMBED},
    {"visually", HINT_HIDDEN},
    {"with", NEGATION},
    {"without", NEGATION},
};

/* Slots of a hash table: six times as many as words, so that what is no word mostly meets none. */
#define SLOTS 1024

#define HASH_START 5381u

static uint32_t hash_letter(uint32_t hash, char letter)
{
    return hash * 33 + (unsigned char)letter;
}

/* Number 1 is the first word, 0 is none. */
static uint8_t *slots_new(uint8_t slots[SLOTS])
{
    static_assert(sizeof(words) / sizeof(words[0]) < UINT8_MAX, "a slot holds a word's number");
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        uint32_t hash = HASH_START;
        for (const char *at = words[i].word; *at; at++)
            hash = hash_letter(hash, *at);
        while (slots[hash % SLOTS] > 0)
            hash++;
        slots[hash % SLOTS] = (uint8_t)(i + 1);
    }
    return slots;
}

static uint32_t word_hints(const char *word, uint32_t hash)
{
    static _Thread_local uint8_t room[SLOTS], *slots;
    if (!slots)
        slots = slots_new(room);
    for (; slots[hash % SLOTS] > 0; hash++) {
        const struct hint_word *found = &words[slots[hash % SLOTS] - 1];
        if (strcmp(found->word, word) == 0)
            return found->hints;
    }
    return 0;
}

/* One class name, as "article__share-bar" or "entryContent". */
static uint32_t name_hints(const char *name, size_t len)
{
    uint32_t hints = 0;
    char word[WORD_MAX + 1];
    for (size_t at = 0; at < len;) {
        size_t length = 0;
        while (at < len && !isalpha((unsigned char)name[at]))
            at++;
        bool upper = false;
        uint32_t hash = HASH_START;
        for (; at < len && isalpha((unsigned char)name[at]); at++) {
            bool capital = isupper((unsigned char)name[at]);
            if (capital && length > 0 && !upper)
                break;
            upper = capital;
            char letter = (char)(name[at] | 0x20);
            if (length < WORD_MAX)
                word[length] = letter;
            hash = hash_letter(hash, letter);
            length++;
        }
        word[length < WORD_MAX ? length : WORD_MAX] = '\0';
        if (length > 1 && length <= WORD_MAX)
            hints |= word_hints(word, hash);
    }
    if (hints & NEGATION)
        return 0;
    if ((hints & NOUN) && (hints & TEXT))
        hints |= HINT_BODY;
    return hints & (uint32_t) ~(NOUN | TEXT);
}

/* A blog's whole post has its categories and tags among its class names (hAtom's "hentry"). */
static bool is_post(const char *names)
{
    return strstr(names, "hentry") || strstr(names, "type-post") || strstr(names, "type-page");
}

uint32_t hint_of(const char *names)
{
    uint32_t hints = 0;
    const char *start = names;
    if (names && is_post(names))
        return 0;
    while (names && *names && names - start < ATTRIBUTE_MAX) {
        size_t blanks = strspn(names, " \t\r\n\f");
        size_t len = strcspn(names + blanks, " \t\r\n\f");
        /* "sm:hidden" and "w-[30ch]" are about looks. */
        if (!memchr(names + blanks, ':', len) && !memchr(names + blanks, '[', len))
            hints |= name_hints(names + blanks, len);
        names += blanks + len;
    }
    return hints;
}
