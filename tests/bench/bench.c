/*
 * bench RULES PAGES [ROUNDS]: what the extraction of a page costs, stage by stage, in units of the
 * bare parse: one htmlReadMemory of the same bytes by the same process. Times are of the CPU, so
 * that other work on the machine counts for little.
 *
 * PAGES is a folder; every *.html and *.html.gz below it is a page.
 */
#include <fts.h>
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/encoding.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/text.h"
#include "extract/article.h"
#include "extract/dom.h"
#include "extract/fact.h"
#include "extract/reading.h"
#include "extract/record.h"

#define ROUNDS_MAX 100

enum stage { BARE, ENCODING, PARSE, ARTICLE, MENTIONS, FACTS, RECORD, TOTAL, EXTRACTION, STAGES };

static const char *const labels[STAGES] = {
    [BARE] = "bare parse",
    [ENCODING] = "encoding",
    [PARSE] = "parse",
    [ARTICLE] = "body, metadata",
    [MENTIONS] = "sentences, mentions",
    [FACTS] = "facts",
    [RECORD] = "record",
    [TOTAL] = "all stages",
    [EXTRACTION] = "text and metadata",
};

struct page_file {
    char *path;
    char *bytes;
    size_t len;
    double total;   /* units of its own bare parse, in the last round */
    double seconds; /* of all stages, in the last round */
};

struct pages {
    struct page_file *items;
    size_t count;
    size_t capacity;
    size_t bytes;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* gzread passes through what is not compressed. */
static int read_page(const char *path, struct page_file *page)
{
    struct buf bytes = {0};
    char chunk[64 * 1024];
    int got = -1;
    gzFile file = gzopen(path, "rb");
    while (file && (got = gzread(file, chunk, sizeof(chunk))) > 0)
        buf_add(&bytes, chunk, (size_t)got);
    if (file)
        gzclose(file);
    if (got < 0) {
        fprintf(stderr, "bench: %s: cannot be read\n", path);
        buf_free(&bytes);
        return -1;
    }
    page->path = mem_strdup(path);
    page->len = bytes.len;
    page->bytes = buf_detach(&bytes);
    return 0;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static int read_pages(char *folder, struct pages *pages)
{
    char *const roots[] = {folder, NULL};
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
    for (FTSENT *entry; tree && (entry = fts_read(tree));) {
        if (entry->fts_info != FTS_F ||
            !(text_ends(entry->fts_name, ".html") || text_ends(entry->fts_name, ".html.gz")))
            continue;
        pages->items =
            mem_grow(pages->items, pages->count, &pages->capacity, sizeof(*pages->items));
        pages->items[pages->count] = (struct page_file){0};
        if (read_page(entry->fts_path, &pages->items[pages->count]) < 0)
            continue;
        pages->bytes += pages->items[pages->count++].len;
    }
    if (tree)
        fts_close(tree);
    return pages->count > 0 ? 0 : -1;
}

static void pages_free(struct pages *pages)
{
    for (size_t i = 0; i < pages->count; i++) {
        free(pages->items[i].path);
        free(pages->items[i].bytes);
    }
    free(pages->items);
}

/* The unit: the flags are those of the extractor, freeing the tree is not counted. */
static double bare_parse(const struct buf *utf8)
{
    double start = now();
    htmlDocPtr tree =
        htmlReadMemory(utf8->data, (int)utf8->len, NULL, "UTF-8",
                       HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                           HTML_PARSE_NONET | (int)XML_PARSE_HUGE);
    double spent = now() - start;
    xmlFreeDoc(tree);
    return spent;
}

/* The stages of record_extract, one by one; each has its caches as the stage before left them. */
static void measure_stages(const struct extractor *extractor, const struct document *document,
                           struct arena *arena, double spent[STAGES])
{
    struct diags *diags = diags_new();
    struct buf utf8 = {0};
    double start = now();
    encoding_decode(encoding_detect(document->body, document->body_len, document->content_type),
                    document->body, document->body_len, &utf8);
    spent[ENCODING] = now() - start;
    spent[BARE] = bare_parse(&utf8);

    start = now();
    xmlFreeDoc(dom_parse(buf_text(&utf8), utf8.len, document->url, diags));
    spent[PARSE] = now() - start;

    start = now();
    const struct article *article = article_read(document, NULL, arena, diags);
    spent[ARTICLE] = now() - start - spent[PARSE] - spent[ENCODING];

    start = now();
    struct reading *reading = reading_new(extractor, article, arena, diags);
    spent[MENTIONS] = now() - start;

    start = now();
    struct facts facts = {0};
    if (reading_on_topic(reading))
        facts_find(reading, &facts);
    spent[FACTS] = now() - start;
    buf_free(&utf8);
    diags_free(diags);
}

static void measure_page(const struct extractor *extractor, struct page_file *page,
                         struct arena *arena, double sums[STAGES])
{
    struct document document = {
        .url = "http://news.example/article",
        .final_url = "http://news.example/article",
        .body = page->bytes,
        .body_len = page->len,
    };
    double spent[STAGES] = {0};
    hash_hex(page->bytes, page->len, document.sha256);
    measure_stages(extractor, &document, arena, spent);
    arena_reset(arena);

    double start = now();
    json_t *record = record_extract(extractor, &document, NULL, arena);
    free(record_text(record));
    json_decref(record);
    arena_reset(arena);
    spent[TOTAL] = now() - start;

    spent[EXTRACTION] = spent[ENCODING] + spent[ARTICLE];
    spent[RECORD] = spent[TOTAL];
    for (int stage = ENCODING; stage < RECORD; stage++)
        spent[RECORD] -= spent[stage];
    page->total = spent[TOTAL] / spent[BARE];
    page->seconds = spent[TOTAL];
    for (int stage = 0; stage < STAGES; stage++)
        sums[stage] += spent[stage];
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_stages(double (*rounds)[STAGES], size_t round_count, size_t page_count)
{
    printf("%-20s %9s %8s %15s\n", "", "µs/page", "units", "of the rounds");
    for (int stage = 0; stage < STAGES; stage++) {
        double times[ROUNDS_MAX], units[ROUNDS_MAX];
        if (stage == EXTRACTION)
            puts("\nfrom bytes to an article, encoding included, the parse itself left out:");
        for (size_t i = 0; i < round_count; i++) {
            times[i] = rounds[i][stage] / (double)page_count * 1e6;
            units[i] = rounds[i][stage] / rounds[i][BARE];
        }
        qsort(times, round_count, sizeof(*times), ascending);
        qsort(units, round_count, sizeof(*units), ascending);
        printf("%-20s %8.0f %8.2f     %5.2f – %5.2f\n", labels[stage], times[round_count / 2],
               units[round_count / 2], units[0], units[round_count - 1]);
    }
}

static int dearest_first(const void *a, const void *b)
{
    return -ascending(&((const struct page_file *)a)->total, &((const struct page_file *)b)->total);
}

static void print_pages(struct pages *pages)
{
    struct page_file *items = pages->items;
    qsort(items, pages->count, sizeof(*items), dearest_first);
    printf("\npage by page: median %.2f units, 95 %% below %.2f, at most %.2f (%s)\n",
           items[pages->count / 2].total, items[pages->count / 20].total, items[0].total,
           items[0].path);
}

/* A page's share of the time is as large as its share of the bytes, times this. */
static void print_dearest(const struct pages *pages)
{
    double seconds = 0, most = 0;
    const struct page_file *dearest = pages->items;
    for (size_t i = 0; i < pages->count; i++)
        seconds += pages->items[i].seconds;
    for (size_t i = 0; i < pages->count; i++) {
        const struct page_file *page = &pages->items[i];
        double times = page->seconds / seconds / ((double)page->len / (double)pages->bytes);
        if (times > most) {
            most = times;
            dearest = page;
        }
    }
    printf("dearest by the byte: %.1f times its size's share (%s)\n", most, dearest->path);
}

static void bench(const struct extractor *extractor, struct pages *pages, size_t round_count)
{
    double rounds[ROUNDS_MAX][STAGES] = {{0}};
    struct arena *arena = arena_new();
    double unused[STAGES] = {0};
    for (size_t i = 0; i < pages->count; i++) /* a round to warm up */
        measure_page(extractor, &pages->items[i], arena, unused);
    for (size_t round = 0; round < round_count; round++)
        for (size_t i = 0; i < pages->count; i++)
            measure_page(extractor, &pages->items[i], arena, rounds[round]);
    arena_free(arena);

    printf("%zu pages, %.0f KB each, %zu rounds: median, and range\n\n", pages->count,
           (double)pages->bytes / (double)pages->count / 1000, round_count);
    print_stages(rounds, round_count, pages->count);
    print_pages(pages);
    print_dearest(pages);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("peak memory %.1f MB, of which %.1f MB are the pages\n", (double)usage.ru_maxrss / 1000,
           (double)pages->bytes / 1e6);
}

int main(int argc, char **argv)
{
    size_t round_count = argc > 3 ? strtoul(argv[3], NULL, 10) : 5;
    if (argc < 3 || argc > 4 || round_count < 1 || round_count > ROUNDS_MAX) {
        fputs("usage: bench RULES PAGES [ROUNDS]\n", stderr);
        return 2;
    }
    int status = 1;
    struct pages pages = {0};
    struct extractor *extractor = NULL;
    struct diags *diags = diags_new();
    struct ruleset *rules = ruleset_load(argv[1], diags);
    if (!rules)
        goto out;
    if (read_pages(argv[2], &pages) < 0) {
        fprintf(stderr, "bench: no *.html or *.html.gz below %s\n", argv[2]);
        goto out;
    }
    extractor = extractor_new(rules);
    bench(extractor, &pages, round_count);
    status = 0;
out:
    diags_print(stderr, diags);
    extractor_free(extractor);
    ruleset_free(rules);
    diags_free(diags);
    pages_free(&pages);
    return status;
}
