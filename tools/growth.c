#include "growth.h"

#include <stdint.h>
#include <stdlib.h>

size_t grown_capacity(size_t capacity, size_t needed)
{
    const size_t doubled = capacity > SIZE_MAX / 2 ? SIZE_MAX : 2 * capacity;
    const size_t least = needed < 16 ? 16 : needed;
    return doubled > least ? doubled : least;
}

void *grown_array(void *array, size_t capacity, size_t width, size_t size)
{
    size_t elements, bytes;
    if (__builtin_mul_overflow(capacity, width, &elements) ||
        __builtin_mul_overflow(elements, size, &bytes) || bytes == 0)
        return NULL;
    return realloc(array, bytes);
}
