#include "base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void mem_die(const char *what)
{
    fprintf(stderr, "newsledger: fatal: %s\n", what);
    abort();
}

void *mem_alloc(size_t size)
{
    void *block = calloc(1, size ? size : 1);
    if (!block)
        mem_die("out of memory");
    return block;
}

void *mem_resize(void *old, size_t size)
{
    void *block = realloc(old, size ? size : 1);
    if (!block)
        mem_die("out of memory");
    return block;
}

char *mem_strdup(const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(mem_alloc(size), text, size);
}

void *mem_grow(void *items, size_t count, size_t *capacity, size_t item_size)
{
    if (count < *capacity)
        return items;
    size_t wanted = *capacity + *capacity / 2 + 8;
    if (wanted > SIZE_MAX / item_size)
        mem_die("out of memory");
    *capacity = wanted;
    return mem_resize(items, wanted * item_size);
}
