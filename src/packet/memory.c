/* A budget of memory that several users share. */
#include "packet/memory.h"

#include <stdlib.h>

void *ws_memory_alloc(struct ws_memory *memory, size_t size)
{
    void *p = memory->alloc ? memory->alloc(memory, size) : malloc(size);
    if (p)
        memory->used += size;
    return p;
}

void ws_memory_free(struct ws_memory *memory, void *p, size_t size)
{
    if (!p)
        return;
    memory->used -= size;
    free(p);
}
