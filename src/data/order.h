/* The order in which an epoch visits the samples. */
#ifndef HK_DATA_ORDER_H
#define HK_DATA_ORDER_H

#include "core/random.h"
#include "hillock/hillock.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct hk_order {
    size_t n_samples;
    hillock_sampling sampling;
    hk_random random;
    size_t *permutation; /* n_samples; only when shuffled */
} hk_order;

/* false when memory could not be had. */
bool hk_order_create(hk_order *order, size_t n_samples, hillock_sampling sampling, uint64_t seed);
void hk_order_destroy(hk_order *order);

/* Begins an epoch: a new permutation when shuffled. */
void hk_order_begin(hk_order *order);

/* The sample of draw `position` = 0 ... n_samples - 1 of this epoch; draws are asked for in
 * turn. */
size_t hk_order_draw(hk_order *order, size_t position);

#endif
