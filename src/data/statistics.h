/* Mean and spread of every feature, from one trip through X. */
#ifndef HK_DATA_STATISTICS_H
#define HK_DATA_STATISTICS_H

#include "data/view.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct hk_statistics {
    size_t n_features;
    double total_weight; /* W, the sum of the sample weights (their number when none are given) */
    double *mean;        /* n each, weighted                                                    */
    double *deviation;   /* sqrt of the weighted mean of (x - mean)^2                           */
    double *rms;         /* sqrt of the weighted mean of x^2                                    */
    double *lowest;      /* over samples of positive weight                                     */
    double *highest;
} hk_statistics;

/* Groups of consecutive samples that are summed apart, at most. */
enum { HK_STATISTICS_GROUPS = 32 };

/* What the same trip may sum besides: sum_j factor_j x_j, factors being known before X is read.
 * `factors` is asked for those of samples first ... first + count - 1, which have these `weights`
 * (1 where none are given): in order within a group, perhaps for several groups at a time. */
typedef struct hk_side_sum {
    void (*factors)(void *payload, size_t group, size_t first, size_t count, const double *weights,
                    double *factors);
    void *payload;
    double *sum; /* n: the result */
} hk_side_sum;

/* Allocates the five arrays; false when memory could not be had (and then nothing is held). */
bool hk_statistics_create(hk_statistics *statistics, size_t n_features);
void hk_statistics_destroy(hk_statistics *statistics);

/* Fills them. A feature that holds a NaN or an infinity gets a mean that is not finite. Panel
 * by panel, each about a mean, merged as Chan, Golub & LeVeque (1979) do: no
 * cancellation, one trip. On `threads` threads, 0: as many as are worth it; the bits do not depend
 * on them. side NULL: no more than the statistics. */
bool hk_statistics_collect(hk_statistics *statistics, const hk_view *view, int64_t threads,
                           const hk_side_sum *side);

bool hk_feature_is_constant(const hk_statistics *statistics, size_t feature);
double hk_feature_rms(const hk_statistics *statistics, size_t feature);

/* What a bias that is fitted takes off the feature, and the rms of what is left; 0 and the rms
 * where the bias is held. A constant feature has its value for a centre, exactly, and keeps its
 * rms: nothing else would be left to measure by. */
double hk_feature_centre(const hk_statistics *statistics, size_t feature, bool bias_is_fitted);
double hk_feature_spread(const hk_statistics *statistics, size_t feature, bool bias_is_fitted);

#endif
