/*
 * The articles of tests/gold/percentages, read by the shipped rules: value and period of every
 * percentage against what stands in the .want beside them. Measured is F1 over all of them, as one
 * phrase that is read better may cost another; the figures are printed.
 */
#include <fts.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/text.h"
#include "extract/fact.h"

#define FOLDER     "tests/gold/percentages"
#define LEAST_F1   0.94
#define WANTED_MAX 64
#define TEXT_MAX   65536

/* "30–35 2025-Q1|2025 optional": "-" is no period. */
struct wanted {
    double low, high;
    const char *periods;
    bool optional, found;
};

struct score {
    size_t hits, misses, false_alarms;
};

static char *read_text(const char *path, const char *suffix, struct arena *arena)
{
    char *bytes = NULL;
    size_t len = 0;
    const char *stem = arena_strndup(arena, path, strlen(path) - strlen(".txt"));
    assert_int_equal(file_read(arena_printf(arena, "%s%s", stem, suffix), TEXT_MAX, &bytes, &len),
                     0);
    char *text = arena_strndup(arena, bytes, len);
    free(bytes);
    return text;
}

/* Cuts off the first line of *text and moves it behind it. */
static char *next_line(char **text)
{
    char *line = *text, *end = strchr(line, '\n');
    *text = end ? end + 1 : line + strlen(line);
    if (end)
        *end = '\0';
    return line;
}

/* Title, day, address and a blank line, then the body: each line a paragraph. */
static struct article read_article(const char *path, struct arena *arena)
{
    char *text = read_text(path, ".txt", arena);
    struct article article = {.title = next_line(&text)};
    const char *day = next_line(&text);
    article.published = *day ? day : NULL;
    article.url = next_line(&text);
    next_line(&text);
    article.text = text;
    article.text_len = strlen(text);
    size_t capacity = 0;
    for (size_t at = 0; at < article.text_len;) {
        size_t len = strcspn(text + at, "\n");
        article.blocks = arena_grow(arena, article.blocks, article.block_count, &capacity,
                                    sizeof(*article.blocks));
        article.blocks[article.block_count++] = (struct block){.start = at, .end = at + len};
        at += len + 1;
    }
    return article;
}

static size_t read_wanted(const char *path, struct wanted *wanted, struct arena *arena)
{
    size_t count = 0;
    char *text = read_text(path, ".want", arena);
    while (*text) {
        char *line = next_line(&text), *end;
        struct wanted item = {0};
        if (strcmp(line, "nothing") == 0)
            continue;
        item.low = item.high = strtod(line, &end);
        if (strncmp(end, "–", strlen("–")) == 0)
            item.high = strtod(end + strlen("–"), &end);
        assert_true(end > line && *end == ' ');
        item.periods = ++end;
        end += strcspn(end, " ");
        item.optional = *end != '\0';
        *end = '\0';
        assert_true(count < WANTED_MAX);
        wanted[count++] = item;
    }
    return count;
}

static bool allows(const struct wanted *wanted, const struct quantity *quantity)
{
    const char *period = *quantity->period ? quantity->period : "-", *at = wanted->periods;
    if (quantity->percent.value != wanted->low || quantity->percent.value_high != wanted->high)
        return false;
    for (size_t len; *at; at += len + (at[len] == '|')) {
        len = strcspn(at, "|");
        if (strlen(period) == len && strncmp(at, period, len) == 0)
            return true;
    }
    return false;
}

/* Whether the same value and period came before: told twice, it counts once. */
static bool is_repeated(const struct facts *facts, size_t index)
{
    const struct quantity *quantity = &facts->quantities[index];
    for (size_t i = 0; i < index; i++) {
        const struct quantity *before = &facts->quantities[i];
        if (before->percent.value == quantity->percent.value &&
            before->percent.value_high == quantity->percent.value_high &&
            strcmp(before->period, quantity->period) == 0)
            return true;
    }
    return false;
}

static void compare(const struct facts *facts, struct wanted *wanted, size_t count,
                    struct score *score)
{
    for (size_t i = 0; i < facts->quantity_count; i++) {
        bool known = is_repeated(facts, i);
        for (size_t j = 0; j < count; j++)
            if (allows(&wanted[j], &facts->quantities[i]))
                known = wanted[j].found = true;
        score->false_alarms += !known;
    }
    for (size_t j = 0; j < count; j++) {
        score->hits += wanted[j].found && !wanted[j].optional;
        score->misses += !wanted[j].found && !wanted[j].optional;
    }
}

static void measure(const struct extractor *extractor, const char *path, struct score *score)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct wanted wanted[WANTED_MAX];
    struct article article = read_article(path, arena);
    size_t count = read_wanted(path, wanted, arena);
    struct reading *reading = reading_new(extractor, &article, arena, diags);
    struct facts facts = {0};
    bool on_topic = reading_on_topic(reading);
    if (on_topic)
        facts_find(reading, &facts);
    if (count == 0 && on_topic)
        print_message("%s is taken for one of the field\n", path);
    assert_int_equal(diags_count(diags), 0);
    compare(&facts, wanted, count, score);
    diags_free(diags);
    arena_free(arena);
}

static void dates_percentages_as_readers_do(void **state)
{
    char *const roots[] = {FOLDER, NULL};
    struct diags *diags = diags_new();
    struct ruleset *rules = ruleset_load("rules", diags);
    struct score score = {0};
    size_t articles = 0;
    (void)state;
    assert_non_null(rules);
    struct extractor *extractor = extractor_new(rules);
    FTS *tree = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, NULL);
    assert_non_null(tree);
    for (FTSENT *entry; (entry = fts_read(tree));) {
        if (entry->fts_info != FTS_F || !text_ends(entry->fts_name, ".txt"))
            continue;
        measure(extractor, entry->fts_path, &score);
        articles++;
    }
    fts_close(tree);
    double right = 2.0 * (double)score.hits;
    double f1 = right / (right + (double)score.misses + (double)score.false_alarms);
    print_message("%zu articles: %zu right, %zu missed, %zu false: F1 %.3f\n", articles, score.hits,
                  score.misses, score.false_alarms, f1);
    assert_true(articles > 100);
    assert_true(f1 >= LEAST_F1);
    extractor_free(extractor);
    ruleset_free(rules);
    diags_free(diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(dates_percentages_as_readers_do)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
