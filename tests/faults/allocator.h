/* Memory that fails when it is told to. The linker hands the library's calls to these functions
 * (tests/CMakeLists.txt), of which a program has one copy: include this once. */
#ifndef TESTS_FAULTS_ALLOCATOR_H
#define TESTS_FAULTS_ALLOCATOR_H

#include <stdbool.h>
#include <stddef.h>

static struct {
    long live;    /* blocks allocated and not yet freed */
    long calls;   /* since the counter was reset */
    long fail_at; /* the call that fails; 0: none */
    bool forever; /* and all later ones */
} allocator;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void __wrap_free(void *memory);

static bool refuses(void)
{
    allocator.calls++;
    if (allocator.fail_at == 0)
        return false;
    return allocator.calls == allocator.fail_at ||
           (allocator.forever && allocator.calls > allocator.fail_at);
}

static void *counted(void *memory)
{
    allocator.live += memory != NULL;
    return memory;
}

void *__wrap_malloc(size_t size)
{
    return refuses() ? NULL : counted(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
    return refuses() ? NULL : counted(__real_calloc(count, size));
}

void *__wrap_realloc(void *memory, size_t size)
{
    if (refuses())
        return NULL;
    allocator.live -= memory != NULL;
    return counted(__real_realloc(memory, size));
}

void __wrap_free(void *memory)
{
    allocator.live -= memory != NULL;
    __real_free(memory);
}

#endif
