/* The order in which an epoch visits the samples. */
#ifndef HK_DATA_ORDER_H
#define HK_DATA_ORDER_H

#include "core/fields.h"
#include "core/random.h"
#include "hillock/hillock.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct hk_order {
    size_t n_samples;
    hillock_sampling sampling;
    hk_random random;
    size_t *samples; /* of the epoch under way: n_samples; NULL when in order */
} hk_order;

/* false when memory could not be had. */
bool hk_order_create(hk_order *order, size_t n_samples, hillock_sampling sampling, uint64_t seed);
void hk_order_destroy(hk_order *order);

/* Begins an epoch: a new permutation, or n_samples independent draws. */
void hk_order_begin(hk_order *order);

/* What of it outlives an epoch. */
void hk_order_visit(hk_order *order, hk_visitor *visitor);

/* The sample at position 0 ... n_samples - 1 of this epoch; any position may be asked for, to look
 * ahead. */
static inline size_t hk_order_at(const hk_order *order, size_t position)
{
    return order->samples ? order->samples[position] : position;
}

#endif
