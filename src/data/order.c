#include "data/order.h"

#include "core/memory.h"

bool hk_order_create(hk_order *order, size_t n_samples, hillock_sampling sampling, uint64_t seed)
{
    *order =
        (hk_order){.n_samples = n_samples, .sampling = sampling, .random = hk_random_seed(seed)};
    if (sampling == HILLOCK_IN_ORDER)
        return true;
    order->samples = hk_allocate(n_samples, sizeof *order->samples);
    if (!order->samples)
        return false;
    for (size_t j = 0; j < n_samples; j++)
        order->samples[j] = j;
    return true;
}

void hk_order_destroy(hk_order *order)
{
    hk_free(order->samples);
    order->samples = NULL;
}

/* Fisher-Yates from the last index down, on the permutation of the epoch before. */
static void shuffle(hk_order *order)
{
    for (size_t last = order->n_samples; last-- > 1;) {
        const size_t other = hk_random_below(&order->random, last + 1);
        const size_t kept = order->samples[last];
        order->samples[last] = order->samples[other];
        order->samples[other] = kept;
    }
}

static void draw(hk_order *order)
{
    for (size_t j = 0; j < order->n_samples; j++)
        order->samples[j] = hk_random_below(&order->random, order->n_samples);
}

void hk_order_begin(hk_order *order)
{
    if (order->sampling == HILLOCK_SHUFFLED)
        shuffle(order);
    else if (order->sampling == HILLOCK_WITH_REPLACEMENT)
        draw(order);
}
