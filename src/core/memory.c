#include "core/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* From LARGE on memory may come from the system, zero already: whoever uses it first, on whichever
 * thread, makes it real. Below, to know that costs more than zeroing. */
enum { ALIGNMENT = 64, LARGE = 1 << 17 };

/* Aligned here, as aligned_alloc takes several times as long as malloc for small sizes: what malloc
 * gave is noted before the memory. A line is left behind it for loops that read whole vectors. */
static void *align(char *given)
{
    char *const memory = given + ALIGNMENT - (uintptr_t)given % ALIGNMENT;
    memcpy(memory - sizeof given, &given, sizeof given);
    return memory;
}

static bool whole_of(size_t count, size_t size, size_t *whole)
{
    return hk_multiply(count, size, whole) && *whole <= PTRDIFF_MAX - 2 * ALIGNMENT &&
           !__builtin_add_overflow(*whole, 2 * ALIGNMENT, whole);
}

void *hk_allocate(size_t count, size_t size)
{
    size_t whole;
    if (!whole_of(count, size, &whole))
        return NULL;
    char *const given = whole < LARGE ? malloc(whole) : calloc(whole, 1);
    if (!given)
        return NULL;
    if (whole < LARGE)
        memset(given, 0, whole);
    return align(given);
}

void *hk_allocate_unset(size_t count, size_t size)
{
    size_t whole;
    char *const given = whole_of(count, size, &whole) ? malloc(whole) : NULL;
    return given ? align(given) : NULL;
}

void hk_free(void *memory)
{
    void *given = NULL;
    if (memory)
        memcpy(&given, (char *)memory - sizeof given, sizeof given);
    free(given);
}
