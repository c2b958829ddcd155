#include "random_numbers.h"

uint64_t random_bits(random_numbers *random)
{
    uint64_t x = ++random->state * UINT64_C(0xd1342543de82ef95);
    for (int round = 0; round < 3; round++) {
        x ^= x >> 32;
        x *= UINT64_C(0xdaba0b6eb09322e3);
    }
    return x ^ (x >> 32);
}

double random_uniform(random_numbers *random, double low, double high)
{
    return low + (high - low) * (double)(random_bits(random) >> 11) * 0x1p-53;
}

size_t random_index(random_numbers *random, size_t count)
{
    return (size_t)((double)count * random_uniform(random, 0.0, 1.0));
}
