/* Loops that add up as they compute, included by kernels_template.h. */

/* Up to eight samples, and others of weight 0 behind them. */
typedef struct padded {
    double y[HK_SUM_LANES], z[HK_SUM_LANES], weights[HK_SUM_LANES];
    double slopes[HK_SUM_LANES], curvatures[HK_SUM_LANES];
} padded;

static padded pad(size_t count, const double *y, const double *z, const double *weights)
{
    padded p = {.weights = {0}};
    for (size_t k = 0; k < HK_SUM_LANES; k++) {
        const size_t j = k < count ? k : 0;
        p.y[k] = y[j];
        p.z[k] = z[j];
        p.weights[k] = k >= count ? 0.0 : weights ? weights[j] : 1.0;
    }
    return p;
}

/* What is left over beyond the eights is filled up with samples of weight 0. */
HK_INLINE void each_sum(loss_point *point, hk_shape shape, size_t count, const double *y,
                        const double *z, const double *weights, hk_ahead *ahead, double *slopes,
                        double *curvatures, hk_loss_sums *sums)
{
    const size_t full = count - count % HK_SUM_LANES;
    const size_t rest = count - full;
    hk_ahead nothing = {0};
    if (weights)
        sum_eights(point, true, shape, full, y, z, weights, ahead, slopes, curvatures, sums);
    else
        sum_eights(point, false, shape, full, y, z, NULL, ahead, slopes, curvatures, sums);
    if (rest == 0)
        return;
    padded p = pad(rest, y + full, z + full, weights ? weights + full : NULL);
    sum_eights(point, true, shape, HK_SUM_LANES, p.y, p.z, p.weights, &nothing, p.slopes,
               p.curvatures, sums);
    memcpy(slopes + full, p.slopes, rest * sizeof *slopes);
    memcpy(curvatures + full, p.curvatures, rest * sizeof *curvatures);
}

/* What was computed before, one sample after another: dl becomes the weighted slopes. */
static void evaluate_add(size_t count, const double *weights, const double *l, double *dl,
                         const double *d2l, hk_loss_sums *sums)
{
    size_t j = 0;
    for (; !weights && j + HK_SUM_LANES <= count; j += HK_SUM_LANES)
        for (size_t k = 0; k < HK_SUM_LANES; k++)
            add_sample(sums, k, (hk_point){l[j + k], dl[j + k], d2l[j + k]}, false, 1.0);
    for (; j < count; j++)
        dl[j] = add_sample(sums, j % HK_SUM_LANES, (hk_point){l[j], dl[j], d2l[j]}, true,
                           weights ? weights[j] : 1.0);
}
