#include "extract/typed.h"

#include <string.h>
#include <unicode/uchar.h>

#include "base/utf8.h"

struct copy {
    char *text;
    size_t *origin;
    size_t len;
};

static void put(struct copy *copy, uint32_t code_point, size_t origin)
{
    size_t width = utf8_encode(copy->text + copy->len, code_point);
    for (size_t i = 0; i < width; i++)
        copy->origin[copy->len++] = origin;
}

/* Sorts of one character that authors of rules should not have to know. */
static uint32_t plain(uint32_t c)
{
    switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x02BC:
        return '\'';
    case 0x201C:
    case 0x201D:
        return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
        return '-';
    default:
        if (c >= 0xE000 && c <= 0xF8FF) /* the text must not forge a mention */
            return UTF8_REPLACEMENT;
        return u_isUWhiteSpace((UChar32)c) ? ' ' : c;
    }
}

static uint32_t symbol_of(const struct reading *reading, const struct mention *mention)
{
    uint32_t symbol = ruleset_symbol(reading->extractor->rules, mention->kinds);
    return mention->type == MENTION_PRONOUN ? symbol - SYMBOL_FIRST + SYMBOL_PRONOUN : symbol;
}

/* "Labs' investors": whether an apostrophe stands for 's behind a name's last s. */
static bool skip_bare_apostrophe(const char *text, size_t end, size_t *at)
{
    size_t next = *at;
    if (*at == 0 || *at >= end || text[*at - 1] != 's' ||
        plain(utf8_decode(text, end, &next)) != '\'' || next >= end || text[next] != ' ')
        return false;
    *at = next;
    return true;
}

static void put_stretch(struct copy *copy, const struct reading *reading,
                        const struct stretch *stretch, struct typed *typed)
{
    size_t next = reading_mention_from(reading, stretch->start);
    typed->first = next < typed->first ? next : typed->first;
    for (size_t at = stretch->start; at < stretch->end;) {
        const struct mention *mention =
            next < reading->mention_count ? &reading->mentions[next] : NULL;
        if (mention && mention->start == at) {
            next++;
            if (mention->type != MENTION_PRONOUN || mention->entity) {
                put(copy, symbol_of(reading, mention), at);
                typed->kinds |= mention->kinds;
                at = mention->end;
                if (mention->possessive || skip_bare_apostrophe(reading->text, stretch->end, &at))
                    put(copy, '\'', mention->start), put(copy, 's', mention->start);
                continue;
            }
        }
        size_t start = at;
        put(copy, plain(utf8_decode(reading->text, stretch->end, &at)), start);
    }
    typed->last = next > typed->last ? next : typed->last;
    for (const char *joint = stretch->joint; *joint; joint++)
        put(copy, (unsigned char)*joint, stretch->end);
}

struct typed typed_passage(const struct reading *reading, const struct passage *passage)
{
    /* A mention takes at most 5 bytes, whatever it covered; the rest never grows. */
    size_t room = UTF8_MAX;
    for (size_t i = 0; i < passage->count; i++) {
        const struct stretch *stretch = &passage->stretches[i];
        size_t mentions = reading_mention_from(reading, stretch->end) -
                          reading_mention_from(reading, stretch->start);
        room += stretch->end - stretch->start + 5 * mentions + strlen(stretch->joint);
    }
    struct copy copy = {.text = arena_alloc(reading->arena, room + 1),
                        .origin = arena_alloc(reading->arena, (room + 1) * sizeof(size_t))};
    struct typed typed = {.first = reading->mention_count};
    for (size_t i = 0; i < passage->count; i++)
        put_stretch(&copy, reading, &passage->stretches[i], &typed);
    copy.origin[copy.len] = passage->end;
    typed.text = copy.text;
    typed.len = copy.len;
    typed.origin = copy.origin;
    return typed;
}

const struct mention *typed_mention(const struct typed *typed, const struct reading *reading,
                                    size_t at)
{
    size_t index = reading_mention_from(reading, typed->origin[at]);
    if (index >= typed->last || reading->mentions[index].start != typed->origin[at])
        return NULL;
    return &reading->mentions[index];
}
