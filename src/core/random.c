#include "core/random.h"

static uint64_t splitmix64(uint64_t *counter)
{
    uint64_t x = (*counter += UINT64_C(0x9e3779b97f4a7c15));
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

hk_random hk_random_seed(uint64_t seed)
{
    hk_random random;
    for (int i = 0; i < 4; i++)
        random.state[i] = splitmix64(&seed);
    return random;
}

static uint64_t rotate_left(uint64_t x, int bits)
{
    return (x << bits) | (x >> (64 - bits));
}

uint64_t hk_random_next(hk_random *random)
{
    uint64_t *const s = random->state;
    const uint64_t result = rotate_left(s[1] * 5, 7) * 9;
    const uint64_t shifted = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate_left(s[3], 45);
    return result;
}

size_t hk_random_below(hk_random *random, size_t bound)
{
    uint64_t mask = bound - 1;
    for (int shift = 1; shift < 64; shift *= 2)
        mask |= mask >> shift;
    uint64_t draw;
    do {
        draw = hk_random_next(random) & mask;
    } while (draw >= bound);
    return (size_t)draw;
}
