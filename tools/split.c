#include "split.h"

#include <math.h>

/* splitmix64 (Steele, Lea & Flood 2014). */
static uint64_t next_random(uint64_t *state)
{
    uint64_t x = (*state += UINT64_C(0x9e3779b97f4a7c15));
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/* Uniform on 0 ... bound - 1: draws from the incomplete last round of `bound` numbers are
 * repeated. */
static size_t random_below(uint64_t *state, size_t bound)
{
    const uint64_t rest = (UINT64_MAX % bound + 1) % bound;
    uint64_t draw;
    do {
        draw = next_random(state);
    } while (draw > UINT64_MAX - rest);
    return (size_t)(draw % bound);
}

static void swap_numbers(double *a, double *b)
{
    const double held = *a;
    *a = *b;
    *b = held;
}

static void swap_samples(struct table *table, size_t first, size_t second)
{
    const size_t n = table->n_features;
    const size_t line = table->lines[first];
    table->lines[first] = table->lines[second];
    table->lines[second] = line;
    swap_numbers(&table->targets[first], &table->targets[second]);
    if (table->weights)
        swap_numbers(&table->weights[first], &table->weights[second]);
    if (table->offsets)
        swap_numbers(&table->offsets[first], &table->offsets[second]);
    for (size_t i = 0; i < n; i++)
        swap_numbers(&table->features[first * n + i], &table->features[second * n + i]);
}

/* The first steps of a Fisher-Yates shuffle from the last sample down: only what is held out
 * moves. */
size_t split_off(struct table *table, size_t m, double fraction, uint64_t seed)
{
    size_t n_held_out = (size_t)round(fraction * (double)m);
    if (n_held_out >= m)
        n_held_out = m - 1;
    uint64_t state = seed;
    for (size_t k = 0; k < n_held_out; k++)
        swap_samples(table, m - 1 - k, random_below(&state, m - k));
    return n_held_out;
}

void shuffle(size_t *numbers, size_t count, uint64_t seed)
{
    uint64_t state = seed;
    for (size_t k = count; k > 1; k--) {
        const size_t other = random_below(&state, k);
        const size_t held = numbers[k - 1];
        numbers[k - 1] = numbers[other];
        numbers[other] = held;
    }
}
