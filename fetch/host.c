#include "fetch/host.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct host {
    char *name;
    void **queue; /* items[first, count) wait */
    size_t first;
    size_t count;
    size_t capacity;
    bool busy;
    bool closed;
    int64_t pause;
    int64_t not_before;
    uint64_t turn; /* among hosts that may be asked at the same time, the lower one is first */
};

struct hosts {
    struct host **all; /* sorted by name */
    size_t count;
    size_t capacity;
    struct host **heap; /* those with a queue that are not busy; the next one to ask is heap[0] */
    size_t heap_count;
    size_t heap_capacity;
    uint64_t turns;
};

struct hosts *hosts_new(void)
{
    return mem_alloc(sizeof(struct hosts));
}

void hosts_free(struct hosts *hosts)
{
    if (!hosts)
        return;
    for (size_t i = 0; i < hosts->count; i++) {
        free(hosts->all[i]->name);
        free(hosts->all[i]->queue);
        free(hosts->all[i]);
    }
    free(hosts->all);
    free(hosts->heap);
    free(hosts);
}

struct host *hosts_get(struct hosts *hosts, const char *name)
{
    size_t low = 0, high = hosts->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(hosts->all[middle]->name, name);
        if (order == 0)
            return hosts->all[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    struct host *host = mem_alloc(sizeof(*host));
    host->name = mem_strdup(name);
    host->not_before = INT64_MIN;
    hosts->all = mem_grow(hosts->all, hosts->count, &hosts->capacity, sizeof(struct host *));
    memmove(hosts->all + low + 1, hosts->all + low, (hosts->count - low) * sizeof(struct host *));
    hosts->all[low] = host;
    hosts->count++;
    return host;
}

static bool comes_before(const struct host *a, const struct host *b)
{
    return a->not_before != b->not_before ? a->not_before < b->not_before : a->turn < b->turn;
}

static void heap_add(struct hosts *hosts, struct host *host)
{
    host->turn = hosts->turns++;
    hosts->heap =
        mem_grow(hosts->heap, hosts->heap_count, &hosts->heap_capacity, sizeof(struct host *));
    size_t at = hosts->heap_count++;
    while (at > 0 && comes_before(host, hosts->heap[(at - 1) / 2])) {
        hosts->heap[at] = hosts->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    hosts->heap[at] = host;
}

static struct host *heap_take(struct hosts *hosts)
{
    struct host **heap = hosts->heap;
    struct host *top = heap[0], *last = heap[--hosts->heap_count];
    size_t at = 0;
    for (size_t child; (child = 2 * at + 1) < hosts->heap_count; at = child) {
        if (child + 1 < hosts->heap_count && comes_before(heap[child + 1], heap[child]))
            child++;
        if (!comes_before(heap[child], last))
            break;
        heap[at] = heap[child];
    }
    heap[at] = last;
    return top;
}

void host_add(struct hosts *hosts, struct host *host, void *item)
{
    bool idle = host->first == host->count && !host->busy;
    if (host->first == host->count)
        host->first = host->count = 0;
    host->queue = mem_grow(host->queue, host->count, &host->capacity, sizeof(*host->queue));
    host->queue[host->count++] = item;
    if (idle)
        heap_add(hosts, host);
}

void host_put_back(struct hosts *hosts, struct host *host, void *item)
{
    if (host->first > 0) {
        bool idle = host->first == host->count && !host->busy;
        host->queue[--host->first] = item;
        if (idle)
            heap_add(hosts, host);
        return;
    }
    host_add(hosts, host, item);
    memmove(host->queue + 1, host->queue, (host->count - 1) * sizeof(*host->queue));
    host->queue[0] = item;
}

void *hosts_take(struct hosts *hosts, int64_t now)
{
    if (hosts->heap_count == 0 || hosts->heap[0]->not_before > now)
        return NULL;
    struct host *host = heap_take(hosts);
    host->busy = true;
    return host->queue[host->first++];
}

void host_done(struct hosts *hosts, struct host *host, int64_t not_before)
{
    host->busy = false;
    host->not_before = not_before;
    if (host->first < host->count)
        heap_add(hosts, host);
}

int64_t hosts_wait(const struct hosts *hosts, int64_t now)
{
    if (hosts->heap_count == 0)
        return -1;
    int64_t not_before = hosts->heap[0]->not_before;
    return not_before > now ? not_before - now : 0;
}

void host_slow_down(struct host *host, int64_t pause)
{
    host->pause = pause > host->pause ? pause : host->pause;
}

int64_t host_pause(const struct host *host)
{
    return host->pause;
}

void host_close(struct host *host)
{
    host->closed = true;
}

bool host_is_closed(const struct host *host)
{
    return host->closed;
}
