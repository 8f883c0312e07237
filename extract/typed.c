#include "extract/typed.h"

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

struct typed typed_sentence(const struct reading *reading, size_t sentence)
{
    const struct sentence *bounds = &reading->sentences[sentence];
    struct typed typed;
    reading_mentions_in(reading, sentence, &typed.first, &typed.last);

    /* A mention takes at most 5 bytes, whatever it covered; the rest never grows. */
    size_t room = bounds->end - bounds->start + 5 * (typed.last - typed.first) + UTF8_MAX;
    struct copy copy = {.text = arena_alloc(reading->arena, room + 1),
                        .origin = arena_alloc(reading->arena, (room + 1) * sizeof(size_t))};
    size_t next = typed.first;
    for (size_t at = bounds->start; at < bounds->end;) {
        const struct mention *mention = next < typed.last ? &reading->mentions[next] : NULL;
        if (mention && mention->start == at) {
            next++;
            if (mention->type != MENTION_PRONOUN || mention->entity) {
                put(&copy, symbol_of(reading, mention), at);
                at = mention->end;
                if (mention->possessive || skip_bare_apostrophe(reading->text, bounds->end, &at))
                    put(&copy, '\'', mention->start), put(&copy, 's', mention->start);
                continue;
            }
        }
        size_t start = at;
        put(&copy, plain(utf8_decode(reading->text, bounds->end, &at)), start);
    }
    copy.origin[copy.len] = bounds->end;
    typed.text = copy.text;
    typed.len = copy.len;
    typed.origin = copy.origin;
    return typed;
}

const struct mention *typed_mention(const struct typed *typed, const struct reading *reading,
                                    size_t at)
{
    for (size_t i = typed->first; i < typed->last; i++)
        if (reading->mentions[i].start == typed->origin[at])
            return &reading->mentions[i];
    return NULL;
}
