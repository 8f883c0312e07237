/*
 * Heap allocation that cannot fail: running out of memory ends the process with a message. That is
 * safe at any point because every document is saved in one transaction.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

void *mem_alloc(size_t size); /* zeroed; release with free() */
void *mem_resize(void *old, size_t size);
char *mem_strdup(const char *text);

/*
 * Makes room for one more item at items[count] and returns the (possibly moved) array. Capacities
 * grow by half; *capacity is updated. Items are of item_size bytes and new room is not zeroed.
 */
void *mem_grow(void *items, size_t count, size_t *capacity, size_t item_size);

/* Ends the process: a broken invariant or a lack of memory, never bad input. */
_Noreturn void mem_die(const char *what);

#endif
