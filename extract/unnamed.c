#include "extract/unnamed.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/utf8.h"

#define RUN_MAX   5 /* words of a name; more are a headline */
#define MODEL_MIN 3 /* bytes of a model's number that stands alone: "Q3" is none */

/* The ideographs, kana and hangul begin here: they have no capitals. */
#define WIDE_FIRST 0x2E80

struct word {
    size_t start; /* bytes into the reading's text */
    size_t end;   /* without "'s" */
    bool capital; /* it holds a capital letter */
    bool digits;
    bool letters;
    bool initial; /* begins a sentence, or stands behind a colon or quotation mark */
    bool joined;  /* one blank is all that parts it from the word before */
    bool covered; /* something that the rules know stands there */
};

struct search {
    const struct reading *reading;
    struct unnamed_list list;
    size_t capacity, small_capacity;
    struct word *words; /* of the sentence at hand */
    size_t word_count, word_capacity;
};

static bool is_word_char(uint32_t c)
{
    return c < WIDE_FIRST && u_isalnum((UChar32)c);
}

/* Within a word, between two of its letters: "Wi-Fi", "AT&T", "v1.5", "Moore’s". */
static bool joins_letters(uint32_t c)
{
    return c == '-' || c == '&' || c == '.' || c == '+' || c == '\'' || c == 0x2019;
}

static bool begins_anew(uint32_t c)
{
    return c == ':' || c == '"' || c == 0x201C || c == 0x201E || c == 0x2018 || c == 0xAB;
}

static uint32_t at(const struct reading *reading, size_t offset, size_t end)
{
    return offset < end ? utf8_decode(reading->text, end, &offset) : 0;
}

static void read_letters(const struct reading *reading, struct word *word)
{
    for (size_t i = word->start; i < word->end;) {
        uint32_t c = utf8_decode(reading->text, word->end, &i);
        word->capital |= u_isupper((UChar32)c);
        word->digits |= u_isdigit((UChar32)c);
        word->letters |= u_isalpha((UChar32)c);
    }
}

static void cut_possessive(const struct reading *reading, struct word *word)
{
    static const char *const endings[] = {"'s", "’s"};
    for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
        size_t len = strlen(endings[i]);
        if (word->end - word->start > len &&
            memcmp(reading->text + word->end - len, endings[i], len) == 0) {
            word->end -= len;
            return;
        }
    }
}

static bool is_covered(const struct reading *reading, size_t sentence, const struct word *word)
{
    size_t first, last;
    reading_mentions_in(reading, sentence, &first, &last);
    for (size_t i = first; i < last; i++)
        if (reading->mentions[i].start < word->end && reading->mentions[i].end > word->start)
            return true;
    return false;
}

static void add_word(struct search *search, size_t sentence, struct word word)
{
    const struct reading *reading = search->reading;
    const struct word *before =
        search->word_count > 0 ? &search->words[search->word_count - 1] : NULL;
    uint32_t sign = utf8_before(reading->text, word.start);
    word.joined = before && word.start == before->end + 1 && reading->text[before->end] == ' ';
    word.initial = !before || begins_anew(sign);
    if (before && sign == ' ' && word.start - before->end == 2)
        word.initial |= reading->text[before->end] == ':';
    cut_possessive(reading, &word);
    read_letters(reading, &word);
    word.covered = is_covered(reading, sentence, &word);
    search->words = arena_grow(reading->arena, search->words, search->word_count,
                               &search->word_capacity, sizeof(*search->words));
    search->words[search->word_count++] = word;
}

static void split(struct search *search, size_t sentence)
{
    const struct reading *reading = search->reading;
    size_t end = reading->sentences[sentence].end;
    search->word_count = 0;
    for (size_t i = reading->sentences[sentence].start; i < end;) {
        struct word word = {.start = i};
        uint32_t c = utf8_decode(reading->text, end, &i);
        if (!is_word_char(c))
            continue;
        for (word.end = i; i < end;) {
            size_t next = i;
            c = utf8_decode(reading->text, end, &next);
            if (!is_word_char(c) && !(joins_letters(c) && is_word_char(at(reading, next, end))))
                break;
            word.end = i = next;
        }
        add_word(search, sentence, word);
    }
}

static const char *name_of(const struct search *search, size_t first, size_t last)
{
    struct buf name = {0};
    for (size_t i = first; i < last; i++) {
        const struct word *word = &search->words[i];
        buf_puts(&name, i > first ? " " : "");
        buf_add(&name, search->reading->text + word->start, word->end - word->start);
    }
    const char *text = arena_strdup(search->reading->arena, buf_text(&name));
    buf_free(&name);
    return text;
}

static void add(struct search *search, size_t sentence, size_t first, size_t last, bool model)
{
    struct unnamed_list *list = &search->list;
    list->items = arena_grow(search->reading->arena, list->items, list->count, &search->capacity,
                             sizeof(*list->items));
    list->items[list->count++] = (struct unnamed){name_of(search, first, last), model, sentence};
}

static bool is_model(const struct word *word)
{
    return word->letters && word->digits && word->capital;
}

/* "I'm", "AI-driven": a small part behind the sign makes no name of it. */
static bool is_compound(const struct search *search, const struct word *word)
{
    const char *text = search->reading->text;
    for (size_t i = word->start; i < word->end && !word->digits;) {
        uint32_t c = utf8_decode(text, word->end, &i);
        if ((c == '-' || c == '\'' || c == 0x2019) &&
            u_islower((UChar32)at(search->reading, i, word->end)))
            return true;
    }
    return false;
}

/* Alone, a number with a unit behind it is no model: "16GB", "3D". */
static bool is_model_alone(const struct search *search, const struct word *word)
{
    unsigned char first = (unsigned char)search->reading->text[word->start];
    bool long_enough = word->end - word->start >= MODEL_MIN;
    return is_model(word) && long_enough && (first < '0' || first > '9');
}

/* "Dr.", "Prof.": a full stop stands behind it, and the sentence goes on. */
static bool is_short(const struct search *search, const struct word *word)
{
    const char *behind = search->reading->text + word->end;
    return word->capital && word->end - word->start <= 4 && behind[0] == '.' && behind[1] == ' ';
}

static bool is_title(const struct search *search, size_t first)
{
    return (first > 0 && is_short(search, &search->words[first - 1]) &&
            search->words[first].start == search->words[first - 1].end + 2) ||
           (first + 1 < search->word_count && is_short(search, &search->words[first]));
}

/* "Arden Loom X9", but nothing behind a comma, and no bare number, which may be a year. */
static bool goes_on(const struct search *search, const struct word *word)
{
    return !is_compound(search, word) && word->joined && !word->covered && !word->initial &&
           word->capital;
}

/* Adds what begins at a word; returns the word behind it. */
static size_t take_run(struct search *search, size_t sentence, size_t first)
{
    size_t last = first + 1;
    bool model = is_model(&search->words[first]);
    for (; last < search->word_count && goes_on(search, &search->words[last]); last++)
        model |= is_model(&search->words[last]);
    if (!search->words[first].initial && last - first <= RUN_MAX && !is_title(search, first)) {
        add(search, sentence, first, last, model);
        return last;
    }
    for (size_t i = first; i < last; i++)
        if (is_model_alone(search, &search->words[i]))
            add(search, sentence, i, i + 1, true);
    return last;
}

static bool is_loud(const struct search *search)
{
    size_t capitals = 0;
    for (size_t i = 0; i < search->word_count; i++)
        capitals += search->words[i].capital;
    return search->word_count > 3 && capitals * 10 > search->word_count * 6;
}

static void add_small(struct search *search, const struct word *word)
{
    struct unnamed_list *list = &search->list;
    list->small = arena_grow(search->reading->arena, list->small, list->small_count,
                             &search->small_capacity, sizeof(*list->small));
    list->small[list->small_count++] = arena_strndup(
        search->reading->arena, search->reading->text + word->start, word->end - word->start);
}

static void search_sentence(struct search *search, size_t sentence)
{
    split(search, sentence);
    bool loud = is_loud(search);
    for (size_t i = 0; i < search->word_count;) {
        const struct word *word = &search->words[i];
        bool name = word->capital && !word->covered && word->letters && !is_compound(search, word);
        if (!word->capital && word->letters)
            add_small(search, word);
        i = name && !loud && (!word->digits || is_model_alone(search, word))
                ? take_run(search, sentence, i)
                : i + 1;
    }
}

static bool is_calendar_name(const char *name, locale_t locale)
{
    static const nl_item first[] = {DAY_1, MON_1}, last[] = {DAY_7, MON_12};
    for (int kind = 0; kind < 2; kind++)
        for (nl_item item = first[kind]; item <= last[kind]; item++)
            if (text_equal_ascii_nocase(name, nl_langinfo_l(item, locale)))
                return true;
    return false;
}

/* Days and months, of English and of the locale that the program runs in. */
struct calendars {
    locale_t english, own; /* 0 where there is none */
};

static struct calendars calendars_new(void)
{
    return (struct calendars){newlocale(LC_TIME_MASK, "C", (locale_t)0),
                              newlocale(LC_TIME_MASK, "", (locale_t)0)};
}

static void calendars_free(struct calendars calendars)
{
    if (calendars.english)
        freelocale(calendars.english);
    if (calendars.own)
        freelocale(calendars.own);
}

static bool is_date(const struct calendars *calendars, const char *name)
{
    return (calendars->english && is_calendar_name(name, calendars->english)) ||
           (calendars->own && is_calendar_name(name, calendars->own));
}

static bool is_named(const struct unnamed_list *list, const char *name, size_t len)
{
    for (size_t i = 0; i < list->count; i++)
        if (strlen(list->items[i].name) == len && memcmp(list->items[i].name, name, len) == 0)
            return true;
    return false;
}

static bool is_author(const struct article *article, const char *name)
{
    for (size_t i = 0; i < article->author_count; i++)
        if (strstr(article->authors[i], name))
            return true;
    return false;
}

/* Two or three words; the article goes on with the last one alone, but never with the first. */
static bool is_person(const struct search *search, const struct unnamed *unnamed)
{
    const struct unnamed_list *list = &search->list;
    const char *name = unnamed->name, *last = strrchr(name, ' ');
    if (is_author(search->reading->article, name))
        return true;
    if (!last || unnamed->model)
        return false;
    size_t first = strcspn(name, " ");
    return is_named(list, last + 1, strlen(last + 1)) && !is_named(list, name, first);
}

/* "Merrow", where "Ada Merrow" is a person. */
static bool is_surname(const struct search *search, const char *name)
{
    const struct unnamed_list *list = &search->list;
    for (size_t i = 0; i < list->count; i++) {
        const char *last = strrchr(list->items[i].name, ' ');
        if (last && strcmp(last + 1, name) == 0 && is_person(search, &list->items[i]))
            return true;
    }
    return false;
}

static void drop_others(struct search *search)
{
    struct unnamed_list *list = &search->list;
    struct unnamed *kept = arena_alloc(search->reading->arena, (list->count + 1) * sizeof(*kept));
    struct calendars calendars = calendars_new();
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct unnamed *unnamed = &list->items[i];
        if (!is_date(&calendars, unnamed->name) && !is_person(search, unnamed) &&
            !is_surname(search, unnamed->name))
            kept[count++] = *unnamed;
    }
    calendars_free(calendars);
    list->items = kept;
    list->count = count;
}

struct unnamed_list unnamed_find(const struct reading *reading)
{
    struct search search = {.reading = reading};
    for (size_t i = 0; i < reading->sentence_count; i++) {
        enum block_kind kind = reading->blocks[reading->sentences[i].block].kind;
        if (kind != BLOCK_HEADING && kind != BLOCK_ROW)
            search_sentence(&search, i);
    }
    drop_others(&search);
    return search.list;
}
