#include "extract/body.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "extract/hint.h"

#define EXCLUDING                                                                                  \
    (HINT_NAVIGATION | HINT_RELATED | HINT_FORM | HINT_SHARE | HINT_AUTHOR | HINT_DATE |           \
     HINT_COMMENT | HINT_ADVERT | HINT_NOTICE | HINT_TAGS | HINT_HIDDEN | HINT_EMBED |             \
     HINT_CONTENTS | HINT_CAPTION)

struct choice {
    const struct page *page;
    struct arena *arena;
    bool *left_out; /* of each region */
    long *prose;    /* characters of prose before each line; one more than lines */
    long *weight;   /* likewise, the sum of all lines' weights */
};

static bool is_prose(const struct page *page, const struct line *line)
{
    const char *text = page->text.data + line->start;
    size_t len = line->end - line->start;
    if (line->kind == BLOCK_HEADING || line->kind == BLOCK_CAPTION)
        return false;
    if (line->link_chars * 3 > line->chars)
        return false;
    if (line->chars >= 100)
        return true;
    char last = text[len - 1];
    return line->chars >= 35 && (last == '.' || last == '!' || last == '?' || last == '"');
}

static void sum_prose(struct choice *choice)
{
    const struct page *page = choice->page;
    choice->prose = arena_alloc(choice->arena, (page->line_count + 1) * sizeof(long));
    for (size_t i = 0; i < page->line_count; i++)
        choice->prose[i + 1] =
            choice->prose[i] + (is_prose(page, &page->lines[i]) ? (long)page->lines[i].chars : 0);
}

static void leave_out(struct choice *choice, uint32_t root)
{
    const struct page *page = choice->page;
    const struct region *whole = &page->regions[root];
    long total = choice->prose[whole->end_line] - choice->prose[whole->first_line];
    memset(choice->left_out, 0, page->region_count * sizeof(bool));
    for (uint32_t i = root + 1; i < whole->end; i++) {
        const struct region *region = &page->regions[i];
        long own = choice->prose[region->end_line] - choice->prose[region->first_line];
        bool hinted = (region->hints & EXCLUDING) && !(region->hints & HINT_BODY);
        choice->left_out[i] = choice->left_out[region->parent] || (hinted && own * 2 <= total);
    }
}

static long line_weight(const struct choice *choice, const struct line *line)
{
    bool prose = is_prose(choice->page, line);
    if (choice->left_out[line->region])
        return prose ? -(long)line->chars / 4 : -5;
    if (prose)
        return line->chars > 600 ? 600 : (long)line->chars;
    if (line->link_chars * 2 > line->chars)
        return -20 - (long)line->link_chars / 2;
    return -5;
}

static uint32_t best_region(struct choice *choice)
{
    const struct page *page = choice->page;
    choice->weight = arena_alloc(choice->arena, (page->line_count + 1) * sizeof(long));
    for (size_t i = 0; i < page->line_count; i++)
        choice->weight[i + 1] = choice->weight[i] + line_weight(choice, &page->lines[i]);
    uint32_t best = 0;
    long most = -1;
    for (uint32_t i = 0; i < page->region_count; i++) {
        const struct region *region = &page->regions[i];
        long sum = choice->weight[region->end_line] - choice->weight[region->first_line];
        if (choice->left_out[i])
            continue;
        if (sum >= most) {
            best = i;
            most = sum;
        }
    }
    return best;
}

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

static bool repeats_title(const struct page *page, const struct line *line, const char *title)
{
    size_t len = line->end - line->start;
    return title && strlen(title) == len && memcmp(page->text.data + line->start, title, len) == 0;
}

struct body body_find(const struct page *page, const char *title, struct arena *arena)
{
    struct choice choice = {.page = page, .arena = arena};
    struct output output = {.page = page, .arena = arena};
    choice.left_out = arena_alloc(arena, page->region_count * sizeof(bool));
    sum_prose(&choice);
    leave_out(&choice, 0);
    uint32_t root = best_region(&choice);
    leave_out(&choice, root);
    const struct region *region = &page->regions[root];
    for (uint32_t i = region->first_line; i < region->end_line; i++) {
        const struct line *line = &page->lines[i];
        if (choice.left_out[line->region] || line->kind == BLOCK_CAPTION)
            continue;
        if (line->link_chars * 10 > line->chars * 8 && !line->paragraph)
            continue;
        if (repeats_title(page, line, title))
            continue;
        put_line(&output, line);
    }
    return finish(&output);
}

struct body body_all(const struct page *page, struct arena *arena)
{
    struct output output = {.page = page, .arena = arena};
    for (size_t i = 0; i < page->line_count; i++)
        put_line(&output, &page->lines[i]);
    return finish(&output);
}
