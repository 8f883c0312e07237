#include "cli/suggestions.h"

#include <libxml/hash.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* Longer sentences are shown up to here. */
#define EXAMPLE_MAX 240

/*
 * One bit for each hash of a word: of 50,000 different words, as many as an archive has, one in
 * eighty is taken for another.
 */
#define SMALL_BITS (1u << 22)

struct suggestions {
    xmlHashTablePtr names;         /* struct suggestion */
    uint8_t small[SMALL_BITS / 8]; /* words that stand without capitals somewhere */
    size_t pages;
    size_t missed;
};

struct suggestions *suggestions_new(void)
{
    struct suggestions *suggestions = mem_alloc(sizeof(*suggestions));
    memset(suggestions, 0, sizeof(*suggestions));
    suggestions->names = xmlHashCreate(1024);
    if (!suggestions->names)
        mem_die("out of memory");
    return suggestions;
}

static void suggestion_free(void *payload, const xmlChar *name)
{
    struct suggestion *suggestion = payload;
    (void)name;
    for (size_t i = 0; i < SUGGESTION_EXAMPLES; i++) {
        free(suggestion->examples[i]);
        free(suggestion->urls[i]);
    }
    free(suggestion->name);
    free(suggestion);
}

void suggestions_free(struct suggestions *suggestions)
{
    if (!suggestions)
        return;
    xmlHashFree(suggestions->names, suggestion_free);
    free(suggestions);
}

/* FNV-1a. */
static uint32_t bit_of(const char *word, size_t len)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)word[i]) * 16777619u;
    return hash % SMALL_BITS;
}

static bool is_small(const struct suggestions *suggestions, const char *word, size_t len)
{
    uint32_t bit = bit_of(word, len);
    return suggestions->small[bit / 8] >> bit % 8 & 1;
}

static void add_small(struct suggestions *suggestions, const char *word)
{
    uint32_t bit = bit_of(word, strlen(word));
    suggestions->small[bit / 8] |= (uint8_t)(1u << bit % 8);
}

struct sinking {
    xmlHashTablePtr names;
    struct suggestion **gone;
    size_t count;
};

static void sink(void *payload, void *context, const xmlChar *name)
{
    struct suggestion *suggestion = payload;
    struct sinking *sinking = context;
    (void)name;
    suggestion->articles--;
    suggestion->stories -= suggestion->stories > 0;
    if (suggestion->articles == 0)
        sinking->gone[sinking->count++] = suggestion;
}

/* Makes room. */
static void sink_all(struct suggestions *suggestions)
{
    struct sinking sinking = {
        suggestions->names,
        mem_alloc((size_t)xmlHashSize(suggestions->names) * sizeof(struct suggestion *)), 0};
    xmlHashScan(suggestions->names, sink, &sinking);
    for (size_t i = 0; i < sinking.count; i++)
        xmlHashRemoveEntry(suggestions->names, BAD_CAST sinking.gone[i]->name, suggestion_free);
    free(sinking.gone);
    suggestions->missed++;
}

static struct suggestion *find_or_add(struct suggestions *suggestions,
                                      const struct unnamed *unnamed)
{
    struct suggestion *known = xmlHashLookup(suggestions->names, BAD_CAST unnamed->name);
    if (known)
        return known;
    while (xmlHashSize(suggestions->names) >= SUGGESTION_NAMES_MAX)
        sink_all(suggestions);
    known = mem_alloc(sizeof(*known));
    *known = (struct suggestion){.name = mem_strdup(unnamed->name), .model = unnamed->model};
    if (xmlHashAddEntry(suggestions->names, BAD_CAST unnamed->name, known) != 0)
        mem_die("out of memory");
    return known;
}

static void count_story(struct suggestion *suggestion, int64_t story)
{
    for (size_t i = 0; story != 0 && i < SUGGESTION_STORIES; i++)
        if (suggestion->recent[i] == story)
            return;
    suggestion->recent[suggestion->stories % SUGGESTION_STORIES] = story;
    suggestion->stories++;
}

static char *example_of(const struct reading *reading, size_t index)
{
    const struct sentence *sentence = &reading->sentences[index];
    size_t len = sentence->end - sentence->start;
    if (len > EXAMPLE_MAX)
        for (len = EXAMPLE_MAX;
             len > 0 && ((unsigned char)reading->text[sentence->start + len] & 0xC0) == 0x80;)
            len--;
    char *text = mem_alloc(len + 1);
    memcpy(text, reading->text + sentence->start, len);
    text[len] = '\0';
    return text;
}

static void add_example(struct suggestion *suggestion, const struct reading *reading,
                        const char *url, size_t sentence)
{
    for (size_t i = 0; i < SUGGESTION_EXAMPLES; i++) {
        if (suggestion->examples[i])
            continue;
        suggestion->examples[i] = example_of(reading, sentence);
        suggestion->urls[i] = mem_strdup(url);
        return;
    }
}

void suggestions_add(struct suggestions *suggestions, const struct reading *reading,
                     const char *url, int64_t story)
{
    struct unnamed_list list = unnamed_find(reading);
    suggestions->pages++;
    for (size_t i = 0; i < list.small_count; i++)
        add_small(suggestions, list.small[i]);
    for (size_t i = 0; i < list.count; i++) {
        struct suggestion *suggestion = find_or_add(suggestions, &list.items[i]);
        suggestion->mentions++;
        if (suggestion->page == suggestions->pages)
            continue;
        suggestion->page = suggestions->pages;
        suggestion->articles++;
        count_story(suggestion, story);
        add_example(suggestion, reading, url, list.items[i].sentence);
    }
}

/* Whether each of its words stands without capitals, too: "Chief Executive". */
static bool is_common(const struct suggestions *suggestions, const char *name, struct arena *arena)
{
    const char *folded = text_fold(arena, name);
    for (const char *word = folded; *word;) {
        size_t len = strcspn(word, " ");
        if (!is_small(suggestions, word, len))
            return false;
        word += len + strspn(word + len, " ");
    }
    return true;
}

struct sorting {
    const struct suggestions *suggestions;
    const struct suggestion **items;
    size_t count, least;
    struct arena *arena;
};

static void gather(void *payload, void *context, const xmlChar *name)
{
    const struct suggestion *suggestion = payload;
    struct sorting *sorting = context;
    if (suggestion->stories >= sorting->least &&
        !is_common(sorting->suggestions, (const char *)name, sorting->arena))
        sorting->items[sorting->count++] = suggestion;
}

static int by_stories(const void *left, const void *right)
{
    const struct suggestion *a = *(const struct suggestion *const *)left;
    const struct suggestion *b = *(const struct suggestion *const *)right;
    if (a->stories != b->stories)
        return a->stories < b->stories ? 1 : -1;
    if (a->mentions != b->mentions)
        return a->mentions < b->mentions ? 1 : -1;
    return strcmp(a->name, b->name);
}

const struct suggestion **suggestions_sorted(struct suggestions *suggestions, size_t least,
                                             struct arena *arena, size_t *count)
{
    size_t size = (size_t)xmlHashSize(suggestions->names) + 1;
    struct sorting sorting = {.suggestions = suggestions,
                              .items = arena_alloc(arena, size * sizeof(*sorting.items)),
                              .least = least,
                              .arena = arena};
    xmlHashScan(suggestions->names, gather, &sorting);
    qsort(sorting.items, sorting.count, sizeof(*sorting.items), by_stories);
    *count = sorting.count;
    return sorting.items;
}

size_t suggestions_missed(const struct suggestions *suggestions)
{
    return suggestions->missed;
}
