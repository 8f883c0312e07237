#include "extract/propose.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "extract/candidate.h"
#include "extract/title.h"

/* Of the characters of the generic text; a page's own lines differ a little from ours. */
#define BODY_COVERED 0.9
#define BODY_EXTRA   0.25
#define DAY          (24 * 60 * 60)

/* The first pages from which candidates are taken: one alone may be of another make. */
#define SEEDS 2

static const char *const names[PROPOSE_FIELDS] = {"title", "body", "date", "author"};

struct proposer {
    const struct propose_page *pages;
    size_t count;
    struct proposals *proposals;
    struct arena *arena;
};

const char *propose_field_name(enum propose_field field)
{
    return names[field];
}

static struct texts *texts_of(struct source_article *article, enum propose_field field)
{
    struct texts *const texts[] = {&article->title, &article->body, &article->date,
                                   &article->author};
    return texts[field];
}

/* The page as a source would have it read that names these XPaths, and looks nowhere else. */
static const struct article *read_with(const struct proposer *proposer,
                                       const struct document *document,
                                       const char *const paths[PROPOSE_FIELDS], bool autodetect)
{
    struct source source = {.id = "new", .article = {.autodetect = autodetect}};
    struct diags *ignored = diags_new();
    for (int field = 0; field < PROPOSE_FIELDS; field++)
        if (paths[field])
            *texts_of(&source.article, (enum propose_field)field) =
                (struct texts){(const char **)&paths[field], 1};
    const struct article *article = article_read(document, &source, proposer->arena, ignored);
    diags_free(ignored);
    return article;
}

static bool is_title(const struct proposer *proposer, size_t page, const struct article *got)
{
    const char *feed = proposer->pages[page].title;
    const char *generic = proposer->proposals->generic[page]->title;
    if (!got->title)
        return false;
    return (feed && title_same(got->title, feed, proposer->arena)) ||
           (generic && title_same(got->title, generic, proposer->arena));
}

static bool is_near(const char *a, const char *b)
{
    int64_t left, right;
    return a && b && date_parse(a, &left) == 0 && date_parse(b, &right) == 0 &&
           llabs(left / DAY - right / DAY) <= 1;
}

static bool is_date(const struct proposer *proposer, size_t page, const struct article *got)
{
    const char *feed = proposer->pages[page].published;
    const char *generic = proposer->proposals->generic[page]->published;
    return got->published && (is_near(got->published, feed) || is_near(got->published, generic) ||
                              (!feed && !generic));
}

static bool is_author(const struct proposer *proposer, size_t page, const struct article *got)
{
    const struct article *generic = proposer->proposals->generic[page];
    if (got->author_count == 0)
        return false;
    return generic->author_count == 0 || strcmp(got->authors[0], generic->authors[0]) == 0;
}

/* The bytes of the lines of one text that are lines of the other. */
static size_t shared(const struct article *article, const struct article *other)
{
    size_t sum = 0;
    for (size_t i = 0; i < article->block_count; i++) {
        const struct block *block = &article->blocks[i];
        size_t len = block->end - block->start;
        for (size_t j = 0; j < other->block_count; j++) {
            const struct block *same = &other->blocks[j];
            if (same->end - same->start == len &&
                memcmp(article->text + block->start, other->text + same->start, len) == 0) {
                sum += len;
                break;
            }
        }
    }
    return sum;
}

static bool is_body(const struct proposer *proposer, size_t page, const struct article *got)
{
    const struct article *generic = proposer->proposals->generic[page];
    double same = (double)shared(generic, got), extra = (double)got->text_len - same;
    return generic->text_len > 0 && same >= BODY_COVERED * (double)generic->text_len &&
           extra <= BODY_EXTRA * (double)generic->text_len;
}

static bool holds(const struct proposer *proposer, enum propose_field field, size_t page,
                  const char *path)
{
    static bool (*const checks[])(const struct proposer *, size_t,
                                  const struct article *) = {is_title, is_body, is_date, is_author};
    const char *paths[PROPOSE_FIELDS] = {NULL};
    paths[field] = path;
    struct proposer trial = *proposer;
    trial.arena = arena_new(); /* hundreds of pages would add up */
    const struct article *got = read_with(&trial, proposer->pages[page].document, paths, false);
    bool good = checks[field](&trial, page, got);
    arena_free(trial.arena);
    return good;
}

static struct proposal try_path(const struct proposer *proposer, enum propose_field field,
                                const char *path)
{
    struct proposal proposal = {.xpath = path};
    for (size_t i = 0; i < proposer->count; i++) {
        if (holds(proposer, field, i, path))
            proposal.holds++;
        else if (!proposal.fails)
            proposal.fails = proposer->pages[i].document->url;
    }
    return proposal;
}

/* The first that holds everywhere; candidates come in the order of how much they promise. */
static struct proposal choose(const struct proposer *proposer, enum propose_field field,
                              const struct candidates *candidates)
{
    struct proposal best = {.xpath = NULL};
    for (size_t i = 0; i < candidates->count && best.holds < proposer->count; i++) {
        struct proposal proposal = try_path(proposer, field, candidates->paths[i]);
        if (proposal.holds > best.holds)
            best = proposal;
    }
    return best;
}

static void read_generic(struct proposer *proposer)
{
    struct diags *ignored = diags_new();
    proposer->proposals->generic =
        arena_alloc(proposer->arena, (proposer->count + 1) * sizeof(const struct article *));
    for (size_t i = 0; i < proposer->count; i++)
        proposer->proposals->generic[i] =
            article_read(proposer->pages[i].document, NULL, proposer->arena, ignored);
    diags_free(ignored);
}

const struct proposals *propose_article(const struct propose_page *pages, size_t count,
                                        struct arena *arena)
{
    struct proposals *proposals = arena_alloc(arena, sizeof(*proposals));
    struct proposer proposer = {
        .pages = pages, .count = count, .proposals = proposals, .arena = arena};
    struct candidates candidates[PROPOSE_FIELDS] = {{.count = 0}};
    read_generic(&proposer);
    for (size_t i = 0; i < count && i < SEEDS; i++)
        candidates_gather(pages[i].document, proposals->generic[i], arena, candidates);
    for (int field = 0; field < PROPOSE_FIELDS; field++)
        proposals->fields[field] = choose(&proposer, (enum propose_field)field, &candidates[field]);
    return proposals;
}

const struct article *propose_read(const struct proposals *proposals, size_t count,
                                   const struct propose_page *page, struct arena *arena)
{
    struct proposer proposer = {.arena = arena};
    const char *paths[PROPOSE_FIELDS] = {NULL};
    for (int field = 0; field < PROPOSE_FIELDS; field++)
        if (proposals->fields[field].holds == count)
            paths[field] = proposals->fields[field].xpath;
    return read_with(&proposer, page->document, paths, true);
}
