#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Large enough that a usual article needs one chunk or two. */
#define CHUNK_SIZE ((size_t)64 * 1024)

struct chunk {
    struct chunk *next;
    size_t size; /* of data */
    size_t used;
    max_align_t data[];
};

struct arena {
    struct chunk *current; /* newest first; the oldest is kept by a reset */
    size_t used;
};

static struct chunk *chunk_new(size_t size, struct chunk *next)
{
    struct chunk *chunk = mem_resize(NULL, sizeof(*chunk) + size);
    *chunk = (struct chunk){.next = next, .size = size};
    return chunk;
}

struct arena *arena_new(void)
{
    struct arena *arena = mem_alloc(sizeof(*arena));
    arena->current = chunk_new(CHUNK_SIZE, NULL);
    return arena;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t align = sizeof(max_align_t);
    if (size > SIZE_MAX / 2)
        mem_die("out of memory");
    size = (size + align - 1) / align * align;

    struct chunk *chunk = arena->current;
    if (size > chunk->size - chunk->used) {
        chunk = chunk_new(size > CHUNK_SIZE ? size : CHUNK_SIZE, chunk);
        arena->current = chunk;
    }
    void *block = (char *)chunk->data + chunk->used;
    chunk->used += size;
    arena->used += size;
    return memset(block, 0, size);
}

char *arena_strndup(struct arena *arena, const char *text, size_t len)
{
    char *copy = arena_alloc(arena, len + 1);
    memcpy(copy, text, len);
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return text ? arena_strndup(arena, text, strlen(text)) : NULL;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0)
        mem_die("a string that cannot be formatted");
    char *text = arena_alloc(arena, (size_t)len + 1);
    vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return text;
}

void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t item_size)
{
    if (count < *capacity)
        return items;
    *capacity = *capacity + *capacity / 2 + 8;
    void *moved = arena_alloc(arena, *capacity * item_size);
    if (count > 0)
        memcpy(moved, items, count * item_size);
    return moved;
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}

void arena_reset(struct arena *arena)
{
    while (arena->current->next) {
        struct chunk *next = arena->current->next;
        free(arena->current);
        arena->current = next;
    }
    arena->current->used = 0;
    arena->used = 0;
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    arena_reset(arena);
    free(arena->current);
    free(arena);
}
