/* The samples a block at a time, with z = wX + b + offset in twice the precision: what a statistic
 * loses to the rounding of z, where the terms of wX cancel, is lost for good. */
#ifndef HK_MODEL_SAMPLE_BLOCK_H
#define HK_MODEL_SAMPLE_BLOCK_H

#include "core/double_double.h"
#include "data/view.h"
#include "neuron/deviance.h"

enum { HK_SAMPLE_BLOCK = 128 };

/* `count` numbers each. */
typedef struct hk_sample_block {
    size_t first;
    size_t count;
    double z[HK_SAMPLE_BLOCK];
    double low[HK_SAMPLE_BLOCK]; /* z more exactly is z + low */
    double y[HK_SAMPLE_BLOCK];
    double weight[HK_SAMPLE_BLOCK];
} hk_sample_block;

/* z = w x + b with x the n features: high and low part. */
hk_dd hk_exact_z(size_t n, const double *w, double b, const double *x);

/* Samples first ... of the view, as many as there are up to a block. w NULL: z = b + offset. row:
 * n_features doubles of room. */
void hk_sample_block_read(hk_sample_block *block, const hk_view *view, size_t first,
                          const double *w, double b, double *row);

/* What the mathematics says of a block's samples: `count` points. */
void hk_sample_block_points(const hk_sample_block *block, const hk_mathematics *mathematics,
                            hk_prediction_point *points);

#endif
