/* A copy of some of the samples, to begin on: one of each stretch of consecutive samples, drawn at
 * random, so that data in any order are represented. */
#ifndef HK_DATA_SUBSAMPLE_H
#define HK_DATA_SUBSAMPLE_H

#include "data/view.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct hk_subsample {
    hk_view view;        /* of the copies; weights and offset only if they are given */
    double total_weight; /* W of the copies */
    double *X;           /* count x n, sample-major */
    double *columns;     /* targets, weights, offset: count each */
} hk_subsample;

/* `count` of the view's samples, at most all. The same for the same shape and seed, whatever the
 * `threads` (0: as many as are worth it). false when memory could not be had (and then nothing is
 * held). */
bool hk_subsample_create(hk_subsample *subsample, const hk_view *view, size_t count, uint64_t seed,
                         int64_t threads);
void hk_subsample_destroy(hk_subsample *subsample);

#endif
