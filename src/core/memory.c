#include "core/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* From LARGE on memory may come from the system, zero already: whoever uses it first, on whichever
 * thread, makes it real. Below, to know that costs more than zeroing. */
enum { ALIGNMENT = 64, LARGE = 1 << 17 };

/* Aligned here, as aligned_alloc takes several times as long as malloc for small sizes: what malloc
 * gave is noted before the memory. A line is left behind it for loops that read whole vectors. */
void *hk_allocate(size_t count, size_t size)
{
    size_t bytes;
    if (!hk_multiply(count, size, &bytes) || bytes > PTRDIFF_MAX - 2 * ALIGNMENT)
        return NULL;
    const size_t whole = bytes + 2 * ALIGNMENT;
    char *const given = whole < LARGE ? malloc(whole) : calloc(whole, 1);
    if (!given)
        return NULL;
    if (whole < LARGE)
        memset(given, 0, whole);
    char *const memory = given + ALIGNMENT - (uintptr_t)given % ALIGNMENT;
    memcpy(memory - sizeof given, &given, sizeof given);
    return memory;
}

void hk_free(void *memory)
{
    void *given = NULL;
    if (memory)
        memcpy(&given, (char *)memory - sizeof given, sizeof given);
    free(given);
}
