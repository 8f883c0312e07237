#include "fetch/origin.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"

/* RFC 9309, section 2.4: no longer than a day. */
#define COPY_SECONDS_MAX (24L * 60 * 60)

struct origins {
    const char *agent;
    const struct robots_cache *cache;
    struct origin **all;
    size_t count;
    size_t capacity;
    struct arena *arena; /* holds them and their rules */
};

struct origins *origins_new(const char *agent, const struct robots_cache *cache)
{
    struct origins *origins = mem_alloc(sizeof(*origins));
    origins->agent = agent;
    origins->cache = cache;
    origins->arena = arena_new();
    return origins;
}

void origins_free(struct origins *origins)
{
    if (!origins)
        return;
    for (size_t i = 0; i < origins->count; i++)
        free(origins->all[i]->waiting);
    free(origins->all);
    arena_free(origins->arena);
    free(origins);
}

/* A copy that is not older than `seconds`, into the origin. */
static bool use_copy(struct origins *origins, struct origin *origin, int64_t seconds)
{
    struct robots_copy copy;
    if (!origins->cache ||
        !origins->cache->get(origin->key, origins->arena, &copy, origins->cache->context) ||
        time(NULL) - copy.fetched > seconds)
        return false;
    origin->robots = robots_parse(copy.text, strlen(copy.text), origins->agent, origins->arena);
    origin->state = ORIGIN_KNOWN;
    return true;
}

static size_t origin_length(const char *url)
{
    const char *scheme = strstr(url, "://");
    size_t start = scheme ? (size_t)(scheme - url) + strlen("://") : 0;
    return start + strcspn(url + start, "/?#");
}

struct origin *origins_get(struct origins *origins, const char *url)
{
    size_t len = origin_length(url);
    for (size_t i = origins->count; i > 0; i--) {
        struct origin *origin = origins->all[i - 1];
        if (strlen(origin->key) == len && memcmp(origin->key, url, len) == 0)
            return origin;
    }
    struct origin *origin = arena_alloc(origins->arena, sizeof(*origin));
    origin->key = arena_strndup(origins->arena, url, len);
    origins->all =
        mem_grow(origins->all, origins->count, &origins->capacity, sizeof(*origins->all));
    origins->all[origins->count++] = origin;
    use_copy(origins, origin, COPY_SECONDS_MAX);
    return origin;
}

void origin_wait(struct origin *origin, void *request)
{
    origin->waiting = mem_grow(origin->waiting, origin->waiting_count, &origin->waiting_capacity,
                               sizeof(*origin->waiting));
    origin->waiting[origin->waiting_count++] = request;
}

void *origin_release(struct origin *origin)
{
    return origin->waiting_count > 0 ? origin->waiting[--origin->waiting_count] : NULL;
}

void *origins_release(struct origins *origins)
{
    for (size_t i = 0; i < origins->count; i++)
        if (origins->all[i]->waiting_count > 0)
            return origin_release(origins->all[i]);
    return NULL;
}

static void take(struct origins *origins, struct origin *origin, const char *text, size_t len)
{
    /* A NUL ends the text: no honest file has one, and the ledger could not keep what follows. */
    struct robots_copy copy = {arena_strndup(origins->arena, text, strnlen(text, len)), time(NULL)};
    origin->robots = robots_parse(copy.text, strlen(copy.text), origins->agent, origins->arena);
    if (origins->cache)
        origins->cache->put(origin->key, &copy, origins->cache->context);
}

void origin_answered(struct origins *origins, struct origin *origin,
                     const struct http_response *response)
{
    int status = response->status;
    bool unavailable = (status >= 400 && status < 500 && status != 429) ||
                       (status >= 300 && status < 400) || (status >= 200 && status < 300);
    origin->state = ORIGIN_KNOWN;
    if (response->document) {
        size_t len = response->document->body_len;
        take(origins, origin, response->document->body,
             len < ROBOTS_BYTES_MAX ? len : ROBOTS_BYTES_MAX);
    } else if (unavailable) {
        take(origins, origin, "", 0);
    } else if (!use_copy(origins, origin, INT64_MAX)) {
        origin->robots = robots_closed(origins->arena);
        origin->unreachable = true;
    }
}
