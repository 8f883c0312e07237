#include "extract/body.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "extract/core.h"
#include "extract/evidence.h"
#include "extract/title.h"

static const int weights[EVIDENCE_COUNT] = {
    [EVIDENCE_ALWAYS] = -207,      [EVIDENCE_LENGTH_40] = -54,    [EVIDENCE_LENGTH_80] = 38,
    [EVIDENCE_LENGTH_400] = 70,    [EVIDENCE_SOME_LINK] = -26,    [EVIDENCE_ALL_LINK] = -29,
    [EVIDENCE_SENTENCE] = 123,     [EVIDENCE_COLON] = 54,         [EVIDENCE_CAPITALS] = -78,
    [EVIDENCE_DIGITS] = -50,       [EVIDENCE_PHRASE] = -153,      [EVIDENCE_OFFER] = -152,
    [EVIDENCE_DATED] = -107,       [EVIDENCE_NAMED] = -91,        [EVIDENCE_PARAGRAPH] = 29,
    [EVIDENCE_HEADING] = 38,       [EVIDENCE_SUBHEADING] = 67,    [EVIDENCE_ITEM] = 204,
    [EVIDENCE_QUOTE] = 96,         [EVIDENCE_CAPTION] = -57,      [EVIDENCE_ROW] = 130,
    [EVIDENCE_IN_ROOT] = 207,      [EVIDENCE_IN_MAIN] = 33,       [EVIDENCE_DIRECT] = 32,
    [EVIDENCE_ALIKE] = 142,        [EVIDENCE_BEFORE] = -218,      [EVIDENCE_LEADING] = -11,
    [EVIDENCE_TRAILING] = -168,    [EVIDENCE_DEEP] = -117,        [EVIDENCE_BOX] = -3,
    [EVIDENCE_FIELDS] = -314,      [EVIDENCE_PICTURE] = -256,     [EVIDENCE_BEFORE_PROSE] = 70,
    [EVIDENCE_LEFT_OUT] = -153,    [EVIDENCE_HINT_BODY] = 34,     [EVIDENCE_HINT_NAVIGATION] = -93,
    [EVIDENCE_HINT_SHARE] = -50,   [EVIDENCE_HINT_AUTHOR] = -81,  [EVIDENCE_HINT_COMMENT] = -322,
    [EVIDENCE_HINT_NOTICE] = -205, [EVIDENCE_HINT_LEAD] = -46,    [EVIDENCE_DESCRIPTION] = 252,
    [EVIDENCE_JSON] = 83,          [EVIDENCE_NO_JSON] = -69,      [EVIDENCE_NEWS_ITEM] = -218,
    [EVIDENCE_HINT_EMBED] = -200,  [EVIDENCE_HINT_HIDDEN] = -100, [EVIDENCE_PROMOTION] = -300,
    [EVIDENCE_NEWS_BOX] = 38,      [EVIDENCE_NEWS_BARE] = -74,
};

/* A page of news loses more by a teaser or a fact box too many than a guide does. */
#define THRESHOLD      (-45)
#define THRESHOLD_NEWS 0

struct output {
    const struct page *page;
    struct arena *arena;
    struct buf text;
    struct block *blocks;
    size_t count;
    size_t capacity;
};

static void put_line(struct output *output, const struct line *line)
{
    if (output->count > 0)
        buf_putc(&output->text, '\n');
    output->blocks = arena_grow(output->arena, output->blocks, output->count, &output->capacity,
                                sizeof(*output->blocks));
    size_t start = output->text.len;
    buf_add(&output->text, output->page->text.data + line->start, line->end - line->start);
    output->blocks[output->count++] = (struct block){
        .kind = line->kind, .level = line->level, .start = start, .end = output->text.len};
}

static struct body finish(struct output *output)
{
    struct body body = {.text =
                            arena_strndup(output->arena, buf_text(&output->text), output->text.len),
                        .len = output->text.len,
                        .blocks = output->blocks,
                        .count = output->count};
    buf_free(&output->text);
    return body;
}

static bool is_repeated(const struct output *output, const struct line *line)
{
    const char *text = output->page->text.data + line->start;
    size_t len = line->end - line->start;
    for (size_t i = 0; len >= REPEATED_BYTES && i < output->count; i++) {
        const struct block *block = &output->blocks[i];
        if (block->end - block->start == len &&
            memcmp(output->text.data + block->start, text, len) == 0)
            return true;
    }
    return false;
}

/* The headline is the article's title, not its text. */
static bool is_headline(const struct output *output, size_t index, uint32_t heading,
                        const char *title)
{
    const struct line *line = &output->page->lines[index];
    const char *text = arena_strndup(output->arena, output->page->text.data + line->start,
                                     line->end - line->start);
    if (line->kind == BLOCK_HEADING && line->level == 1 && index == heading)
        return true;
    return title && line->chars <= strlen(title) && title_same(text, title, output->arena);
}

static long score_of(uint64_t evidence)
{
    long score = 0;
    for (int i = 0; i < EVIDENCE_COUNT; i++)
        if (evidence >> i & 1)
            score += weights[i];
    return score;
}

struct body body_find(const struct page *page, const struct metadata *metadata,
                      const struct article *article, struct arena *arena)
{
    struct output output = {.page = page, .arena = arena};
    struct core core = core_find(page, metadata->heading, arena);
    const struct evidence_input input = {
        .page = page,
        .core = &core,
        .json_body = metadata->json_body,
        .description = metadata->description,
        .authors = article->authors,
        .author_count = article->author_count,
        .heading = metadata->heading,
        .news = metadata->news,
    };
    const uint64_t *evidence = evidence_gather(&input, arena);
    for (size_t i = 0; i < page->line_count; i++) {
        const struct line *line = &page->lines[i];
        if (evidence[i] != 0 &&
            score_of(evidence[i]) > (metadata->news ? THRESHOLD_NEWS : THRESHOLD) &&
            !is_repeated(&output, line) &&
            !is_headline(&output, i, metadata->heading, article->title))
            put_line(&output, line);
    }
    return finish(&output);
}

struct body body_of(const struct page *page, bool (*takes)(const struct line *line),
                    struct arena *arena)
{
    struct output output = {.page = page, .arena = arena};
    for (size_t i = 0; i < page->line_count; i++)
        if (!takes || takes(&page->lines[i]))
            put_line(&output, &page->lines[i]);
    return finish(&output);
}
