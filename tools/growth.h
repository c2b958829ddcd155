/* Arrays that grow by doubling: memory follows what was read, never what a file claims. */
#ifndef TOOLS_GROWTH_H
#define TOOLS_GROWTH_H

#include <stdbool.h>
#include <stddef.h>

/* The capacity to grow to so that `needed` elements fit: at least twice the present one. Never
 * 0. */
size_t grown_capacity(size_t capacity, size_t needed);

/* `array` (or NULL) reallocated to capacity x width elements of `size` bytes; NULL when the product
 * overflows or memory could not be had, and then `array` is as it was. */
void *grown_array(void *array, size_t capacity, size_t width, size_t size);

#endif
