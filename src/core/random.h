/* xoshiro256** 1.0 (Blackman & Vigna 2018, "Scrambled linear pseudorandom number generators"),
 * seeded through splitmix64. The same sequence on every platform; the state is the caller's. */
#ifndef HK_CORE_RANDOM_H
#define HK_CORE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

typedef struct hk_random {
    uint64_t state[4];
} hk_random;

hk_random hk_random_seed(uint64_t seed);
uint64_t hk_random_next(hk_random *random);

/* Uniform on 0 ... bound - 1 without bias: the first number whose masked low bits are in range. */
size_t hk_random_below(hk_random *random, size_t bound);

#endif
