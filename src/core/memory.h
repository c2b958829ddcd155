/* Checked sizes, and the one place where memory is had and given back. */
#ifndef HK_CORE_MEMORY_H
#define HK_CORE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* *product = a b; false on overflow, and then *product is unspecified. */
static inline bool hk_multiply(size_t a, size_t b, size_t *product)
{
    return !__builtin_mul_overflow(a, b, product);
}

static inline size_t hk_min_size(size_t a, size_t b)
{
    return a < b ? a : b;
}

static inline size_t hk_max_size(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* `count` zeroed elements of `size` bytes at a multiple of 64 bytes (a cache line, the widest
 * vector); NULL when the product overflows or memory could not be had. count may be 0. Free
 * with hk_free. */
void *hk_allocate(size_t count, size_t size);

/* The same, not zeroed: for much memory that is written in full before any of it is read. */
void *hk_allocate_unset(size_t count, size_t size);
void hk_free(void *memory);

#endif
