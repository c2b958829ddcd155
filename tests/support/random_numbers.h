/* Random data that are the same on every machine; not the library's generator, which is tested. */
#ifndef TESTS_SUPPORT_RANDOM_NUMBERS_H
#define TESTS_SUPPORT_RANDOM_NUMBERS_H

#include <stddef.h>
#include <stdint.h>

typedef struct random_numbers {
    uint64_t state;
} random_numbers;

/* 64 bits, all of them random (a multiplicative hash of a counter). */
uint64_t random_bits(random_numbers *random);
double random_uniform(random_numbers *random, double low, double high);
size_t random_index(random_numbers *random, size_t count);

#endif
