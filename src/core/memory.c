#include "core/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 64 };

void *hk_allocate(size_t count, size_t size)
{
    size_t bytes;
    if (!hk_multiply(count, size, &bytes) || bytes > PTRDIFF_MAX - ALIGNMENT)
        return NULL;
    const size_t rounded = (bytes / ALIGNMENT + 1) * ALIGNMENT;
    void *const memory = aligned_alloc(ALIGNMENT, rounded);
    if (memory)
        memset(memory, 0, rounded);
    return memory;
}

void hk_free(void *memory)
{
    free(memory);
}
