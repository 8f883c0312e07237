/*
 * A bump allocator: everything that belongs to one document, or to one set of compiled rules, is
 * allocated here and released together. Blocks are zeroed and aligned for any type. Never returns
 * NULL: lack of memory ends the process (base/mem.h).
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena;

struct arena *arena_new(void);

void *arena_alloc(struct arena *arena, size_t size);
char *arena_strdup(struct arena *arena, const char *text); /* NULL gives NULL */
char *arena_strndup(struct arena *arena, const char *text, size_t len);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Like mem_grow, but the array lives in the arena; a moved array's old room is given up. */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity,
                 size_t item_size);

size_t arena_used(const struct arena *arena); /* bytes handed out since the last reset */
void arena_reset(struct arena *arena);        /* forgets all blocks, keeps the first chunk */
void arena_free(struct arena *arena);         /* accepts NULL */

#endif
