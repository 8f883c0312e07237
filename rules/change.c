#include "rules/change.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* A change of so many words is one of everything: to look for them all takes as long as reading. */
#define WORDS_MAX 4000

struct words {
    const char **items;
    size_t count;
    size_t capacity;
};

struct change {
    struct arena *arena;
    size_t count;
    bool everything;
    bool all_on_topic;    /* a rule of which no word is known */
    struct words names;   /* in any article */
    struct words words;   /* in those on the topic */
    struct words sources; /* ids */
    struct words hosts;   /* without a "*." */
};

static void words_add(struct change *change, struct words *words, const char *word)
{
    words->items = arena_grow(change->arena, words->items, words->count, &words->capacity,
                              sizeof(*words->items));
    words->items[words->count++] = word;
    if (words->count > WORDS_MAX)
        change->everything = true;
}

static void words_add_all(struct change *change, struct words *words,
                          const struct literals *literals)
{
    for (size_t i = 0; i < literals->count; i++)
        words_add(change, words, literals->items[i]);
}

static void add_source(struct change *change, const struct unit *unit)
{
    words_add(change, &change->sources, unit->id);
    for (size_t i = 0; i < unit->words.count; i++) {
        const char *host = unit->words.items[i];
        words_add(change, &change->hosts, text_starts(host, "*.") ? host + strlen("*.") : host);
    }
}

static void add_unit(struct change *change, const struct unit *unit)
{
    switch (unit->reach) {
    case REACH_NONE:
        break;
    case REACH_NAMES:
        words_add_all(change, &change->names, &unit->words);
        break;
    case REACH_WORDS:
        if (unit->words.count == 0)
            change->all_on_topic = true;
        words_add_all(change, &change->words, &unit->words);
        break;
    case REACH_SOURCE:
        add_source(change, unit);
        break;
    case REACH_EVERYTHING:
        change->everything = true;
        break;
    }
}

/* ---- which units kept their place among the others */

/* A unit that is in both sets. */
struct pair {
    const struct unit *from;
    const struct unit *to;
    size_t length; /* of the longest row that ends with it and is in the same order in both */
    size_t before; /* the one before it in that row; SIZE_MAX: none */
    bool kept;
};

static int compare_ranks(const void *left, const void *right)
{
    const struct pair *a = left, *b = right;
    int section = strcmp(a->to->section, b->to->section);
    if (section != 0)
        return section;
    return (a->to->rank > b->to->rank) - (a->to->rank < b->to->rank);
}

/* Marks the longest increasing subsequence of the old ranks among pairs[first, end). */
static void mark_kept(struct pair *pairs, size_t first, size_t end)
{
    size_t last = end;
    for (size_t i = first; i < end; i++) {
        pairs[i].length = 1;
        pairs[i].before = SIZE_MAX;
        for (size_t j = first; j < i; j++)
            if (pairs[j].from->rank <= pairs[i].from->rank &&
                pairs[j].length + 1 > pairs[i].length) {
                pairs[i].length = pairs[j].length + 1;
                pairs[i].before = j;
            }
        if (last == end || pairs[i].length > pairs[last].length)
            last = i;
    }
    for (size_t i = last; i < end; i = pairs[i].before)
        pairs[i].kept = true;
}

/* Those that others have overtaken decide anew who takes what. */
static void add_moved(struct change *change, struct pair *pairs, size_t count)
{
    if (count > 0)
        qsort(pairs, count, sizeof(*pairs), compare_ranks);
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first; end < count; end++)
            if (strcmp(pairs[end].to->section, pairs[first].to->section) != 0)
                break;
        mark_kept(pairs, first, end);
        for (size_t i = first; i < end; i++) {
            if (pairs[i].kept)
                continue;
            change->count++;
            add_unit(change, pairs[i].to);
        }
    }
}

/* ---- both sets side by side */

static void add_different(struct change *change, const struct unit *from, const struct unit *to)
{
    if (from && to && strcmp(from->hash, to->hash) == 0 && from->reach == to->reach)
        return;
    change->count++;
    if (from)
        add_unit(change, from);
    if (to)
        add_unit(change, to);
}

static bool is_ranked_same(const struct unit *from, const struct unit *to)
{
    return to->reach == REACH_WORDS && strcmp(from->hash, to->hash) == 0;
}

struct change *change_between(const struct units *from, const struct units *to, struct arena *arena)
{
    struct change *change = arena_alloc(arena, sizeof(*change));
    struct pair *pairs = arena_alloc(arena, (to->count + 1) * sizeof(*pairs));
    size_t pair_count = 0, i = 0, j = 0;
    change->arena = arena;
    while (i < from->count || j < to->count) {
        const struct unit *old = i < from->count ? &from->items[i] : NULL;
        const struct unit *new = j < to->count ? &to->items[j] : NULL;
        int order = !old ? 1 : !new ? -1 : unit_compare(old, new);
        add_different(change, order <= 0 ? old : NULL, order >= 0 ? new : NULL);
        if (order == 0 && is_ranked_same(old, new))
            pairs[pair_count++] = (struct pair){.from = old, .to = new};
        i += order <= 0;
        j += order >= 0;
    }
    add_moved(change, pairs, pair_count);
    return change;
}

size_t change_count(const struct change *change)
{
    return change->count;
}

/* ---- articles */

static bool any_in(const struct words *words, const char *text)
{
    for (size_t i = 0; i < words->count; i++)
        if (strstr(text, words->items[i]))
            return true;
    return false;
}

static bool is_read_so(const struct change *change, const struct change_article *article)
{
    for (size_t i = 0; article->source && i < change->sources.count; i++)
        if (strcmp(article->source, change->sources.items[i]) == 0)
            return true;
    for (size_t i = 0; i < change->hosts.count; i++)
        if (strcasestr(article->url, change->hosts.items[i]))
            return true;
    return false;
}

static bool says_it(const struct change *change, const struct change_article *article)
{
    struct arena *arena = arena_new();
    const char *title = article->title ? article->title : "";
    const char *text = text_fold(arena, arena_printf(arena, "%s\n%s", title, article->text));
    bool says =
        any_in(&change->names, text) || (!article->off_topic && any_in(&change->words, text));
    arena_free(arena);
    return says;
}

bool change_touches(const struct change *change, const struct change_article *article)
{
    if (change->count == 0)
        return false;
    if (change->everything || !article->text || is_read_so(change, article))
        return true;
    if (change->all_on_topic && !article->off_topic)
        return true;
    return (change->names.count > 0 || change->words.count > 0) && says_it(change, article);
}
