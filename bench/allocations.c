#include "allocations.h"

#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdlib.h>

/* glibc's own allocator under the names it keeps for replacements like this one. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *memory);

static atomic_size_t in_use;
static atomic_size_t peak;

static void *counted(void *memory)
{
    if (!memory)
        return NULL;
    const size_t size = malloc_usable_size(memory);
    const size_t now = atomic_fetch_add(&in_use, size) + size;
    size_t highest = atomic_load(&peak);
    while (now > highest && !atomic_compare_exchange_weak(&peak, &highest, now))
        ;
    return memory;
}

size_t bench_heap_begin(void)
{
    const size_t now = atomic_load(&in_use);
    atomic_store(&peak, now);
    return now;
}

size_t bench_heap_peak(void)
{
    return atomic_load(&peak);
}

void *malloc(size_t size)
{
    return counted(__libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
    return counted(__libc_calloc(count, size));
}

void free(void *memory)
{
    if (memory)
        atomic_fetch_sub(&in_use, malloc_usable_size(memory));
    __libc_free(memory);
}

void *realloc(void *memory, size_t size)
{
    const size_t before = memory ? malloc_usable_size(memory) : 0;
    void *const moved = __libc_realloc(memory, size);
    if (moved || size == 0)
        atomic_fetch_sub(&in_use, before);
    return counted(moved);
}

void *memalign(size_t alignment, size_t size)
{
    return counted(__libc_memalign(alignment, size));
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    void *const found = memalign(alignment, size);
    if (!found)
        return ENOMEM;
    *memory = found;
    return 0;
}
