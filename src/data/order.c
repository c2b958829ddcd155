#include "data/order.h"

#include "core/memory.h"

bool hk_order_create(hk_order *order, size_t n_samples, hillock_sampling sampling, uint64_t seed)
{
    *order =
        (hk_order){.n_samples = n_samples, .sampling = sampling, .random = hk_random_seed(seed)};
    if (sampling != HILLOCK_SHUFFLED)
        return true;
    order->permutation = hk_allocate(n_samples, sizeof *order->permutation);
    if (!order->permutation)
        return false;
    for (size_t j = 0; j < n_samples; j++)
        order->permutation[j] = j;
    return true;
}

void hk_order_destroy(hk_order *order)
{
    hk_free(order->permutation);
    order->permutation = NULL;
}

/* Fisher-Yates from the last index down, on the permutation of the epoch before. */
void hk_order_begin(hk_order *order)
{
    if (order->sampling != HILLOCK_SHUFFLED)
        return;
    for (size_t last = order->n_samples; last-- > 1;) {
        const size_t other = hk_random_below(&order->random, last + 1);
        const size_t kept = order->permutation[last];
        order->permutation[last] = order->permutation[other];
        order->permutation[other] = kept;
    }
}

size_t hk_order_draw(hk_order *order, size_t position)
{
    switch (order->sampling) {
    case HILLOCK_SHUFFLED:
        return order->permutation[position];
    case HILLOCK_WITH_REPLACEMENT:
        return hk_random_below(&order->random, order->n_samples);
    case HILLOCK_IN_ORDER:
        break;
    }
    return position;
}
