#include "extract/dateline.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/month.h"
#include "base/text.h"

#define TEXT_MAX  300 /* a dateline is short; what follows is text */
#define TOKEN_MAX 80
#define YEAR_MIN  1990
#define YEAR_MAX  2099

struct token {
    int number; /* -1: a word */
    int digits;
    int month;         /* of a word; 0: none */
    const char *word;  /* folded, NUL-terminated */
    const char *start; /* in the folded text */
    const char *end;   /* behind the token */
    char after;        /* the character behind it, blanks skipped; NUL at the end */
};

struct reader {
    struct token tokens[TOKEN_MAX];
    size_t count;
    bool month_first;
    const char *text; /* folded */
    struct dateline *found;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Chinese, Japanese and Korean words are parted where a unit ends: 5月3日. */
static size_t word_length(const char *at)
{
    static const char *const units[] = {"年", "月", "日", "년", "월", "일"};
    size_t len = 0;
    for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
        if (text_starts(at, units[i]))
            return strlen(units[i]);
    while (is_letter(at[len]))
        len++;
    return len;
}

static void add_token(struct reader *reader, const char *at, size_t len, struct arena *arena)
{
    struct token *token = &reader->tokens[reader->count++];
    *token = (struct token){.number = -1, .start = at, .end = at + len};
    if (is_digit(*at)) {
        token->digits = (int)len;
        token->number = len <= 8 ? atoi(at) : 0;
    } else {
        token->word = arena_strndup(arena, at, len);
    }
    token->after = at[len + strspn(at + len, " \t\n")];
}

static void tokenize(struct reader *reader, const char *text, struct arena *arena)
{
    for (const char *at = text; *at && reader->count < TOKEN_MAX;) {
        size_t len = 0;
        if (is_digit(*at))
            len = strspn(at, "0123456789");
        else if (is_letter(*at))
            len = word_length(at);
        if (len > 0)
            add_token(reader, at, len, arena);
        at += len > 0 ? len : 1;
    }
}

static bool accept(struct reader *reader, int year, int month, int day)
{
    if (year < YEAR_MIN || year > YEAR_MAX || !date_valid(year, month, day))
        return false;
    reader->found->year = year;
    reader->found->month = month;
    reader->found->day = day;
    return true;
}

static bool is_one_of(const char *word, const char *words)
{
    size_t len = strlen(word);
    for (const char *at = words; (at = strstr(at, word)); at++)
        if ((at == words || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0'))
            return true;
    return false;
}

/* Words that may stand between the parts of a date: 3rd of May, 3 de mayo del 2025. */
static bool is_filler(const struct token *token)
{
    return token->number < 0 &&
           is_one_of(token->word, "st nd rd th de del of do m d g y ta º er 年 月 日 년 월 일");
}

/* The next part of a date behind token `at`; fillers are skipped. Count is the end. */
static size_t next_part(const struct reader *reader, size_t at)
{
    for (at++; at < reader->count && is_filler(&reader->tokens[at]);)
        at++;
    return at;
}

static int month_of(const struct token *token)
{
    return token->word ? month_of_word(token->word) : 0;
}

static int full_year(const struct token *token)
{
    return token->digits == 2 ? 2000 + token->number : token->digits == 4 ? token->number : 0;
}

static bool is_small(const struct token *token)
{
    return token->number > 0 && token->digits <= 2;
}

/* Three numbers in a row. */
static bool accept_numbers(struct reader *reader, const struct token *a, const struct token *b,
                           const struct token *c)
{
    if (a->digits == 4 && is_small(b) && is_small(c))
        return accept(reader, a->number, b->number, c->number);
    if (!is_small(a) || !is_small(b) || a->after != b->after || (c->digits != 4 && c->digits != 2))
        return false;
    if (a->after != '.' && a->after != '/' && a->after != '-')
        return false;
    bool month_first = a->after != '.' && reader->month_first;
    if (month_first ? a->number > 12 : b->number > 12)
        month_first = !month_first;
    return month_first ? accept(reader, full_year(c), a->number, b->number)
                       : accept(reader, full_year(c), b->number, a->number);
}

/* The date that starts with token `at`; *last is its last token. */
static bool accept_at(struct reader *reader, size_t at, size_t *last)
{
    size_t second = next_part(reader, at), third = next_part(reader, second);
    if (third >= reader->count)
        return false;
    const struct token *a = &reader->tokens[at], *b = &reader->tokens[second],
                       *c = &reader->tokens[third];
    *last = third;
    if (a->number >= 0 && b->number >= 0 && c->number >= 0)
        return accept_numbers(reader, a, b, c);
    if (is_small(a) && c->number >= 0 && c->digits != 1 && c->after != ':')
        return accept(reader, full_year(c), month_of(b), a->number);
    if (is_small(b) && c->digits == 4)
        return accept(reader, c->number, month_of(a), b->number);
    if (a->digits == 4 && is_small(c))
        return accept(reader, a->number, month_of(b), c->number);
    return false;
}

static bool accept_digits(struct reader *reader, const struct token *token)
{
    if (token->digits == 8)
        return accept(reader, token->number / 10000, token->number / 100 % 100,
                      token->number % 100);
    return false;
}

static bool two_digits(const char *at, int *value)
{
    if (!is_digit(at[0]) || !is_digit(at[1]))
        return false;
    *value = (at[0] - '0') * 10 + (at[1] - '0');
    return true;
}

/* The time right behind a date: T10:00:00+02:00, 10:00 GMT. */
static void read_time(const char *at, struct dateline *found)
{
    int hour, minute, second = 0, zone_hour, zone_minute = 0;
    at += strspn(at, " t,");
    if (!two_digits(at, &hour) || at[2] != ':' || !two_digits(at + 3, &minute) || hour > 23 ||
        minute > 59)
        return;
    at += 5;
    if (*at == ':' && two_digits(at + 1, &second))
        at += 3;
    if (*at == '.' && is_digit(at[1]))
        at += 1 + strspn(at + 1, "0123456789");
    found->has_time = true;
    found->seconds = hour * 3600 + minute * 60 + (second > 59 ? 59 : second);
    at += *at == ' ';
    if (*at == 'z' || text_starts(at, "gmt") || text_starts(at, "utc")) {
        found->has_zone = true;
        at += *at == 'z' ? 1 : 3;
    }
    if ((*at != '+' && *at != '-') || !two_digits(at + 1, &zone_hour))
        return;
    if (!two_digits(at + 3 + (at[3] == ':'), &zone_minute))
        zone_minute = 0;
    found->has_zone = true;
    found->zone = (zone_hour * 60 + zone_minute) * (*at == '-' ? -1 : 1);
}

/*
 * The start of the text, with a blank where a small letter meets a capital: elements side by side
 * leave "NewsMay 3, 2025".
 */
static const char *parted(const char *text, struct arena *arena)
{
    size_t len = strnlen(text, TEXT_MAX), written = 0;
    char *out = arena_alloc(arena, 2 * len + 1);
    for (size_t i = 0; i < len; i++) {
        if (i > 0 && islower((unsigned char)text[i - 1]) && isupper((unsigned char)text[i]))
            out[written++] = ' ';
        out[written++] = text[i];
    }
    return out;
}

bool dateline_find(const char *text, bool month_first, struct arena *arena, struct dateline *found)
{
    struct reader reader = {.month_first = month_first, .found = found};
    bool done = false;
    *found = (struct dateline){0};
    if (strcspn(text, "0123456789") >= TEXT_MAX || text[strcspn(text, "0123456789")] == '\0')
        return false;
    reader.text = text_fold(arena, parted(text, arena));
    tokenize(&reader, reader.text, arena);
    for (size_t i = 0; i < reader.count && !done; i++) {
        size_t last = i;
        done = accept_digits(&reader, &reader.tokens[i]) || accept_at(&reader, i, &last);
        if (!done)
            continue;
        found->start = (size_t)(reader.tokens[i].start - reader.text);
        read_time(reader.tokens[last].end, found);
    }
    return done;
}

int64_t dateline_day(const struct dateline *when)
{
    return date_days(when->year, when->month, when->day);
}

const char *dateline_text(const struct dateline *when, struct arena *arena)
{
    char text[DATE_TEXT_SIZE];
    int64_t midnight = dateline_day(when) * 86400;
    date_text(midnight, text);
    const char *day = arena_strndup(arena, text, strlen("2025-05-15"));
    if (!when->has_time || !when->has_zone)
        return day;
    date_text(midnight + when->seconds - (int64_t)when->zone * 60, text);
    return strncmp(text, day, strlen(day)) == 0 ? arena_strdup(arena, text) : day;
}
