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

/* Fisher-Yates from the last index down, on the permutation of the epoch before. A draw beyond
 * `last` is drawn again, as hk_random_below does, but without a branch that no processor could
 * predict: it swaps `last` with itself and leaves it where it is. */
static void shuffle(hk_order *order)
{
    size_t *const samples = order->samples;
    size_t mask = 1; /* the least 2^k - 1 that is not below `last` */
    while (mask < order->n_samples - 1)
        mask = 2 * mask + 1;
    for (size_t last = order->n_samples - 1; last > 0;) {
        const size_t drawn = hk_random_next(&order->random) & mask;
        const bool taken = drawn <= last;
        const size_t other = taken ? drawn : last;
        const size_t kept = samples[last];
        samples[last] = samples[other];
        samples[other] = kept;
        last -= taken;
        mask >>= last <= mask / 2;
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

void hk_order_visit(hk_order *order, hk_visitor *visitor)
{
    hk_visit_words(visitor, "random", 4, order->random.state);
    if (order->samples)
        hk_visit_sizes(visitor, "order", order->n_samples, order->samples, order->n_samples - 1);
}
