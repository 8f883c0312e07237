#include "extract/core.h"

#include <string.h>

#include "extract/hint.h"

/* What is so hinted is not the article's text. */
#define EXCLUDING                                                                                  \
    (HINT_NAVIGATION | HINT_RELATED | HINT_FORM | HINT_SHARE | HINT_AUTHOR | HINT_DATE |           \
     HINT_COMMENT | HINT_ADVERT | HINT_NOTICE | HINT_TAGS | HINT_HIDDEN | HINT_CAPTION |           \
     HINT_EMBED | HINT_BOX)

/*
 * A hint that covers more than so many percent of all prose means something else on this page. But
 * comments and consent dialogues can be longer than the article, footers half as long.
 */
#define BELIEVED_PERCENT            35
#define BELIEVED_PERCENT_NAVIGATION 50
#define BELIEVED_PERCENT_COMMENT    95

struct search {
    const struct page *page;
    struct arena *arena;
    struct core core;
    uint32_t heading;
    long *sums; /* characters of prose before each line; one more than lines */
};

bool core_ends_sentence(const char *text, size_t len)
{
    static const char *const ends[] = {".", "!", "?", "…", "。", "！", "？", "।", "۔", "؟"};
    static const char *const quotes[] = {"\"", "'", "”", "“", "»", "«", "’", "‘", ")", "」", "』"};
    for (size_t i = 0; i < sizeof(quotes) / sizeof(*quotes); i++) {
        size_t mark = strlen(quotes[i]);
        if (len > mark && memcmp(text + len - mark, quotes[i], mark) == 0) {
            len -= mark;
            break;
        }
    }
    for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
        size_t mark = strlen(ends[i]);
        if (len >= mark && memcmp(text + len - mark, ends[i], mark) == 0)
            return true;
    }
    return false;
}

static bool is_prose(const struct page *page, const struct line *line)
{
    if (line->kind == BLOCK_HEADING || line->kind == BLOCK_CAPTION ||
        line->link_chars * 3 > line->chars)
        return false;
    return line->chars >= 100 ||
           (line->chars >= 35 &&
            core_ends_sentence(page->text.data + line->start, line->end - line->start));
}

static void add_up_prose(struct search *search)
{
    const struct page *page = search->page;
    search->core.prose = arena_alloc(search->arena, page->line_count + 1);
    search->sums = arena_alloc(search->arena, (page->line_count + 1) * sizeof(long));
    for (size_t i = 0; i < page->line_count; i++) {
        const struct line *line = &page->lines[i];
        search->core.prose[i] = is_prose(page, line);
        search->sums[i + 1] = search->sums[i] + (search->core.prose[i] ? (long)line->chars : 0);
    }
}

static long prose_of(const struct search *search, const struct region *region)
{
    return search->sums[region->end_line] - search->sums[region->first_line];
}

/* Marks the regions around a good part of the prose that is marked as an article's. */
static void protect(struct search *search, uint32_t root)
{
    const struct page *page = search->page;
    bool *protected = search->core.protected;
    long total = prose_of(search, &page->regions[root]);
    memset(protected, 0, page->region_count * sizeof(bool));
    for (uint32_t i = page->regions[root].end; i-- > root;) {
        const struct region *region = &page->regions[i];
        bool marked =
            (region->hints & HINT_BODY) || region->tag == TAG_ARTICLE || region->tag == TAG_MAIN;
        if (marked && !(region->hints & HINT_COMMENT) && prose_of(search, region) * 4 > total)
        protected[i] = true;
        if (protected[i])
        protected[region->parent] = true;
    }
}

/* The share of the prose below `root`, in percent, that a hint covers. */
static long covered_percent(const struct search *search, uint32_t root, uint32_t hint)
{
    const struct page *page = search->page;
    long total = prose_of(search, &page->regions[root]), covered = 0;
    for (uint32_t i = root + 1; i < page->regions[root].end;) {
        const struct region *region = &page->regions[i];
        bool counts =
            (region->hints & hint) && !(region->hints & HINT_BODY) && !search->core.protected[i];
        covered += counts ? prose_of(search, region) : 0;
        i = counts ? region->end : i + 1;
    }
    return total > 0 ? covered * 100 / total : 0;
}

static uint32_t believed_hints(const struct search *search, uint32_t root)
{
    uint32_t hints = 0;
    for (uint32_t hint = 1; hint <= EXCLUDING; hint <<= 1) {
        long limit = hint & (HINT_COMMENT | HINT_NOTICE) ? BELIEVED_PERCENT_COMMENT
                     : hint & HINT_NAVIGATION            ? BELIEVED_PERCENT_NAVIGATION
                                                         : BELIEVED_PERCENT;
        if ((hint & EXCLUDING) && covered_percent(search, root, hint) <= limit)
            hints |= hint;
    }
    return hints;
}

/* Endless pages: another <article> with a headline of its own follows the one that was asked for.
 */
static bool is_next_article(const struct search *search, const struct region *region)
{
    const struct page *page = search->page;
    if (region->tag != TAG_ARTICLE || region->first_line <= search->heading)
        return false;
    for (size_t i = 0; i < page->clue_count; i++) {
        const struct clue *clue = &page->clues[i];
        if (clue->kind == CLUE_HEADING && clue->line >= region->first_line &&
            clue->line < region->end_line)
            return search->sums[region->first_line] - search->sums[search->heading] > 400;
    }
    return false;
}

static void leave_out(struct search *search, uint32_t root)
{
    const struct page *page = search->page;
    struct core *core = &search->core;
    protect(search, root);
    core->believed = believed_hints(search, root);
    memset(core->left_out, 0, page->region_count * sizeof(bool));
    for (uint32_t i = root + 1; i < page->regions[root].end; i++) {
        const struct region *region = &page->regions[i];
        bool hinted =
            (region->hints & core->believed) && !(region->hints & HINT_BODY) && !core->protected[i];
        core->left_out[i] =
            core->left_out[region->parent] || hinted || is_next_article(search, region);
    }
}

/* Characters that are no prose: of links in full, of other short lines by half. */
static long noise_of(const struct line *line)
{
    return line->link_chars * 2 > line->chars ? (long)line->chars : (long)line->chars / 2;
}

static uint32_t best_region(const struct search *search)
{
    const struct page *page = search->page;
    size_t size = (page->line_count + 1) * sizeof(long);
    long *good = arena_alloc(search->arena, size), *noise = arena_alloc(search->arena, size);
    for (size_t i = 0; i < page->line_count; i++) {
        const struct line *line = &page->lines[i];
        bool counts = !search->core.left_out[line->region], prose = search->core.prose[i];
        good[i + 1] = good[i] + (counts && prose ? (long)line->chars : 0);
        noise[i + 1] = noise[i] + (counts && !prose ? noise_of(line) : 0);
    }
    uint32_t best = 0;
    double most = -1;
    for (uint32_t i = 0; i < page->region_count; i++) {
        const struct region *region = &page->regions[i];
        long held = good[region->end_line] - good[region->first_line];
        long wrong = noise[region->end_line] - noise[region->first_line];
        double agreement = 2.0 * (double)held / (double)(good[page->line_count] + held + wrong + 1);
        if (!search->core.left_out[i] && agreement >= most) {
            best = i;
            most = agreement;
        }
    }
    return best;
}

struct core core_find(const struct page *page, uint32_t heading, struct arena *arena)
{
    struct search search = {.page = page, .arena = arena, .heading = heading};
    search.core.left_out = arena_alloc(arena, page->region_count * sizeof(bool));
    search.core.protected = arena_alloc(arena, page->region_count * sizeof(bool));
    add_up_prose(&search);
    leave_out(&search, 0);
    search.core.root = best_region(&search);
    leave_out(&search, search.core.root);
    return search.core;
}
