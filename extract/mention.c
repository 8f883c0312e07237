#include "extract/mention.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "extract/reading.h"
#include "rules/names.h"

#define SAME_NAME_MAX  8     /* entities that share one spelling */
#define SENTENCES_BACK 6     /* in which the family of a version alone was named */
#define REMARK_MAX     40    /* bytes of what stands in brackets behind a version */
#define MENTIONS_MAX   20000 /* in one article: beyond that it is a data dump, not an article */

/* One sentence being searched. */
struct search {
    struct reading *reading;
    size_t sentence;
    size_t start;
    size_t end;
    size_t capacity; /* of reading->mentions */
};

static void add(struct search *search, struct mention mention)
{
    struct reading *reading = search->reading;
    if (reading->mention_count >= MENTIONS_MAX)
        return;
    mention.sentence = search->sentence;
    reading->mentions = arena_grow(reading->arena, reading->mentions, reading->mention_count,
                                   &search->capacity, sizeof(*reading->mentions));
    reading->mentions[reading->mention_count++] = mention;
    if (reading->mention_count == MENTIONS_MAX)
        diags_add(reading->diags, SEVERITY_WARNING, "extract", reading->article->url,
                  "more than %d names and numbers: the rest of the text is not read", MENTIONS_MAX);
}

static bool is_word(uint32_t c)
{
    return u_isalnum((UChar32)c);
}

static bool ends_word(const char *text, size_t len, size_t at)
{
    size_t next = at;
    return at >= len || !is_word(utf8_decode(text, len, &next));
}

/* Whether the article has named the entity before, or its maker where that says enough. */
static bool is_introduced(const struct reading *reading, const struct entity *entity)
{
    kind_set introducers = reading->extractor->rules->context.introducers;
    const struct entity *maker = entity->maker;
    bool by_maker = maker && (maker->kinds & introducers);
    for (size_t i = reading->mention_count; i > 0; i--) {
        const struct entity *named = reading->mentions[i - 1].entity;
        if (named == entity || (by_maker && named == maker))
            return true;
    }
    return false;
}

/*
 * `near` and `unless` see the sentence with the name written as "@". What an article has introduced
 * need not be introduced again: one sense per discourse (Gale, Church and Yarowsky, 1992). That
 * does not help where several entities share the name, of which this may be another one.
 */
static bool fits_context(const struct search *search, const struct entity *entity, bool alone,
                         size_t start, size_t end)
{
    if (!entity->near && !entity->unless)
        return true;
    const char *text = search->reading->text;
    struct buf around = {0};
    buf_add(&around, text + search->start, start - search->start);
    buf_putc(&around, '@');
    buf_add(&around, text + end, search->end - end);
    bool fits = (!entity->near ||
                 pattern_search(entity->near, around.data, around.len, 0, NULL) == PATTERN_MATCH ||
                 (alone && is_introduced(search->reading, entity))) &&
                (!entity->unless || pattern_search(entity->unless, around.data, around.len, 0,
                                                   NULL) == PATTERN_NO_MATCH);
    buf_free(&around);
    return fits;
}

/* A version right behind text[*at]; *at moves behind it. */
static const char *version_behind(const struct search *search, const struct entity *entity,
                                  size_t *at)
{
    struct span spans[PATTERN_GROUPS_MAX];
    const struct reading *reading = search->reading;
    if (!entity->version)
        return NULL;
    const char *sentence = reading->text + search->start;
    size_t len = search->end - search->start;
    if (pattern_match_at(entity->version, sentence, len, *at - search->start, spans) !=
            PATTERN_MATCH ||
        spans[1].start == PATTERN_UNSET || spans[1].end == spans[1].start ||
        !ends_word(sentence, len, spans[0].end))
        return NULL;
    size_t next = spans[0].end;
    if (next < len && (sentence[next] == '%' || (sentence[next] == '.' && next + 1 < len &&
                                                 isdigit((unsigned char)sentence[next + 1]))))
        return NULL;
    *at = search->start + spans[0].end;
    return version_normalize(sentence + spans[1].start, spans[1].end - spans[1].start,
                             reading->arena);
}

/* "second-generation Trainium": the version stands before; *start moves before it. */
static const char *version_before(const struct search *search, size_t *start)
{
    struct span spans[PATTERN_GROUPS_MAX];
    const struct reading *reading = search->reading;
    const struct pattern *pattern = reading->extractor->rules->context.version_before;
    if (!pattern)
        return NULL;
    const char *sentence = reading->text + search->start;
    size_t len = *start - search->start;
    size_t from = len > 40 ? len - 40 : 0;
    while (from > 0 && (sentence[from] & 0xC0) == 0x80)
        from++;
    while (from < len && pattern_search(pattern, sentence, len, from, spans) == PATTERN_MATCH) {
        if (spans[0].end == len && spans[1].start != PATTERN_UNSET) {
            *start = search->start + spans[0].start;
            return version_normalize(sentence + spans[1].start, spans[1].end - spans[1].start,
                                     reading->arena);
        }
        from = spans[0].end > from ? spans[0].end : from + 1;
    }
    return NULL;
}

/* Behind "MTIA 300": ", 400" and "and 500" name the same family again. Returns bytes, or 0. */
static size_t elision_joint(const char *text, size_t len)
{
    static const char *const joints[] = {", and", ", or", ",", " and", " or", " &", "/"};
    for (size_t i = 0; i < sizeof(joints) / sizeof(*joints); i++) {
        size_t joint = strlen(joints[i]);
        if (len > joint && memcmp(text, joints[i], joint) == 0)
            return joint;
    }
    return 0;
}

/* What follows a bare number shows that it counts something else: "and 400 million". */
static bool counts_something(const char *text, size_t len)
{
    static const char *const units[] = {" percent",  " per cent", " million",   " billion",
                                        " trillion", " thousand", " nm",        " years",
                                        " months",   " days",     " units",     " times",
                                        " GB",       " TB",       "-nanometer", " nanometer"};
    for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
        size_t unit = strlen(units[i]);
        if (len >= unit && memcmp(text, units[i], unit) == 0)
            return true;
    }
    return false;
}

/* Behind what may be between a version and the next one: "v8p ("Sunfish") and v8e". */
static size_t skip_remark(const char *text, size_t at, size_t end)
{
    if (end - at < 3 || memcmp(text + at, " (", 2) != 0)
        return at;
    size_t limit = end - at < REMARK_MAX ? end : at + REMARK_MAX;
    const char *close = memchr(text + at, ')', limit - at);
    return close ? (size_t)(close + 1 - text) : at;
}

/* "300, 400", "M100 and M300": a number, or one behind the letter that the first one has, too. */
static bool continues_series(const char *first, const char *next)
{
    bool lettered = first && isalpha((unsigned char)*first) && *first == *next;
    return isdigit((unsigned char)next[lettered]);
}

static size_t add_elided(struct search *search, const struct mention *first, size_t at)
{
    const char *text = search->reading->text;
    for (;;) {
        size_t from = skip_remark(text, at, search->end);
        size_t joint = elision_joint(text + from, search->end - from);
        size_t end = from + joint;
        struct mention next = *first;
        if (joint == 0 || !(next.version = version_behind(search, first->entity, &end)) ||
            !continues_series(first->version, next.version) ||
            counts_something(text + end, search->end - end))
            return at;
        next.start = from + joint;
        while (text[next.start] == ' ')
            next.start++;
        next.end = end;
        add(search, next);
        at = end;
    }
}

/* "TPU v6 Trillium", "Siyuan (MLU)", "Alphabet's Google": two names of one thing, one mention. */
static bool joins_last(const struct search *search, const struct mention *mention)
{
    const struct reading *reading = search->reading;
    if (reading->mention_count == 0)
        return false;
    struct mention *last = &reading->mentions[reading->mention_count - 1];
    if (last->sentence != search->sentence || last->entity != mention->entity ||
        (last->version && mention->version && strcmp(last->version, mention->version) != 0))
        return false;
    size_t gap = mention->start - last->end;
    const char *between = reading->text + last->end;
    bool part = (gap == 3 && memcmp(between, "'s ", gap) == 0) ||
                (gap == 5 && memcmp(between, "\xE2\x80\x99s ", gap) == 0);
    if (!part && !(gap == 1 && *between == ' ') && !(gap == 2 && memcmp(between, " (", 2) == 0))
        return false;
    last->end = mention->end;
    if (gap == 2 && last->end < search->end && reading->text[last->end] == ')')
        last->end++; /* "King Yuan (KYEC)" to its end */
    if (!last->version)
        last->version = mention->version;
    return true;
}

/* "Nvidia Corp.", "TSMC (2330.TW)": *end moves behind what belongs to the name. */
static void take_tail(const struct search *search, size_t *end)
{
    struct span spans[PATTERN_GROUPS_MAX];
    const struct reading *reading = search->reading;
    const struct pattern *tail = reading->extractor->rules->context.name_tail;
    if (tail && pattern_match_at(tail, reading->text + search->start, search->end - search->start,
                                 *end - search->start, spans) == PATTERN_MATCH)
        *end = search->start + spans[0].end;
}

static size_t add_entity(struct search *search, const struct name_match *match, size_t at)
{
    const struct entity *entity = match->entity;
    struct mention mention = {.type = MENTION_ENTITY,
                              .kinds = entity->kinds,
                              .start = at,
                              .end = match->end,
                              .entity = entity,
                              .version = match->name->version};
    const char *behind = version_behind(search, entity, &mention.end);
    if (!mention.version)
        mention.version = behind            ? behind
                          : entity->version ? version_before(search, &mention.start)
                                            : NULL;
    if (entity->needs_version && !mention.version)
        return at;
    if (!entity->version)
        take_tail(search, &mention.end);
    if (joins_last(search, &mention))
        return mention.end;
    add(search, mention);
    return behind ? add_elided(search, &mention, mention.end) : mention.end;
}

/* Whether two versions begin with as many digits, and are near each other: 8E and 7, 960 and 950.
 */
static bool same_series(const char *a, const char *b)
{
    static const char digits[] = "0123456789";
    size_t len = strspn(a, digits);
    return len > 0 && (len == 1 || a[0] == b[0]) && strspn(b, digits) == len;
}

/*
 * "The Ascend 950PR comes first, the 960 later": a version alone, of the family that was named with
 * one like it shortly before. Returns where it ends, or `at`.
 */
static size_t add_version_alone(struct search *search, size_t at)
{
    struct span spans[PATTERN_GROUPS_MAX];
    const struct reading *reading = search->reading;
    const struct pattern *alone = reading->extractor->rules->context.version_alone;
    const char *sentence = reading->text + search->start;
    bool may_be = isdigit((unsigned char)reading->text[at]) || reading->text[at] == 'v';
    if (!alone || !may_be ||
        pattern_match_at(alone, sentence, search->end - search->start, at - search->start, spans) !=
            PATTERN_MATCH)
        return at;
    size_t end = search->start + spans[0].end;
    const char *version = version_normalize(reading->text + at, end - at, reading->arena);
    for (size_t i = reading->mention_count; i-- > 0;) {
        const struct mention *mention = &reading->mentions[i];
        if (mention->sentence + SENTENCES_BACK < search->sentence)
            break;
        if (!mention->version || !same_series(version, mention->version))
            continue;
        struct mention next = *mention;
        next.version = version;
        next.start = at;
        next.end = end;
        add(search, next);
        return add_elided(search, &next, end);
    }
    return at;
}

static void find_entities(struct search *search)
{
    const struct reading *reading = search->reading;
    const char *text = reading->text;
    for (size_t at = search->start; at < search->end;) {
        struct name_match matches[SAME_NAME_MAX];
        size_t next = at;
        utf8_decode(text, search->end, &next);
        size_t count = names_at(reading->extractor->rules->names, text, search->end, at, matches,
                                SAME_NAME_MAX);
        for (size_t i = 0; i < count; i++) {
            if (!name_counts(matches[i].name, reading->article->published) ||
                !fits_context(search, matches[i].entity, count == 1, at, matches[i].end))
                continue;
            size_t end = add_entity(search, &matches[i], at);
            if (end > at) {
                next = end;
                break;
            }
        }
        if (count == 0) {
            size_t end = add_version_alone(search, at);
            next = end > at ? end : next;
        }
        for (at = next; at < search->end && !names_may_start(text, search->end, at);)
            utf8_decode(text, search->end, &at);
    }
}

static bool is_free(const struct reading *reading, size_t first, size_t start, size_t end)
{
    for (size_t i = first; i < reading->mention_count; i++)
        if (start < reading->mentions[i].end && end > reading->mentions[i].start)
            return false;
    return true;
}

static void find_percents(struct search *search, size_t first)
{
    const struct reading *reading = search->reading;
    const char *sentence = reading->text + search->start;
    size_t len = search->end - search->start, start, at = 0;
    struct percent percent;
    while (percent_next(reading->extractor->percents, sentence, len, &start, &at, &percent))
        if (is_free(reading, first, search->start + start, search->start + at))
            add(search, (struct mention){.type = MENTION_PERCENT,
                                         .kinds = (kind_set)1 << KIND_PERCENT,
                                         .start = search->start + start,
                                         .end = search->start + at,
                                         .percent = percent});
}

static void find_periods(struct search *search, size_t first)
{
    const struct reading *reading = search->reading;
    const char *sentence = reading->text + search->start;
    size_t len = search->end - search->start, start, at = 0;
    struct period period;
    while (period_next(reading->extractor->periods, sentence, len, &start, &at, &period))
        if (is_free(reading, first, search->start + start, search->start + at))
            add(search, (struct mention){.type = MENTION_PERIOD,
                                         .kinds = (kind_set)1 << KIND_PERIOD,
                                         .start = search->start + start,
                                         .end = search->start + at,
                                         .period = period});
}

static void find_pronouns(struct search *search, size_t first)
{
    const struct reading *reading = search->reading;
    const struct context *context = &reading->extractor->rules->context;
    const char *sentence = reading->text + search->start;
    size_t len = search->end - search->start;
    for (size_t i = 0; i < context->pronoun_count; i++) {
        const struct pronoun *pronoun = &context->pronouns[i];
        struct span spans[PATTERN_GROUPS_MAX];
        for (size_t at = 0;
             at < len && pattern_search(pronoun->match, sentence, len, at, spans) == PATTERN_MATCH;
             at = spans[0].end) {
            size_t start = search->start + spans[0].start, end = search->start + spans[0].end;
            if (end == start)
                break;
            if (!is_word(utf8_before(reading->text, start)) &&
                ends_word(reading->text, search->end, end) && is_free(reading, first, start, end))
                add(search, (struct mention){.type = MENTION_PRONOUN,
                                             .kinds = pronoun->kinds,
                                             .start = start,
                                             .end = end,
                                             .possessive = pronoun->possessive});
        }
    }
}

static int by_start(const void *a, const void *b)
{
    const struct mention *x = a, *y = b;
    return x->start < y->start ? -1 : x->start > y->start;
}

void mentions_find(struct reading *reading)
{
    struct search search = {.reading = reading};
    for (size_t i = 0; i < reading->sentence_count; i++) {
        size_t first = reading->mention_count;
        search.sentence = i;
        search.start = reading->sentences[i].start;
        search.end = reading->sentences[i].end;
        find_entities(&search);
        find_percents(&search, first);
        find_periods(&search, first);
        find_pronouns(&search, first);
        if (reading->mention_count > first)
            qsort(reading->mentions + first, reading->mention_count - first,
                  sizeof(*reading->mentions), by_start);
    }
}
