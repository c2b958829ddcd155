/* The products with any number of samples of sample-major X; included like eights_template.h, after
 * it. */

/* Four sums are under way at once, to hide the latency of the additions. */
static double NAME(dot)(size_t n, const double *w, const void *row)
{
    const REAL *const x = row;
    vector s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};
    size_t i = 0;
    for (; i + 4 * LANES <= n; i += 4 * LANES) {
        s0 += load_f64(w + i) * LOAD(x + i);
        s1 += load_f64(w + i + LANES) * LOAD(x + i + LANES);
        s2 += load_f64(w + i + 2 * LANES) * LOAD(x + i + 2 * LANES);
        s3 += load_f64(w + i + 3 * LANES) * LOAD(x + i + 3 * LANES);
    }
    for (; i + LANES <= n; i += LANES)
        s0 += load_f64(w + i) * LOAD(x + i);
    double sum = sum_lanes((s0 + s1) + (s2 + s3));
    for (; i < n; i++)
        sum += w[i] * (double)x[i];
    return sum;
}

/* One or two features: too few for a vector of them, each is a sum of its own. n is a constant in
 * every call. */
HK_INLINE void NAME(dot_narrow)(size_t n, size_t count, const REAL *X, size_t stride,
                                const double *w, double b, double *z)
{
    for (size_t j = 0; j < count; j++) {
        double sum = b;
        for (size_t i = 0; i < n; i++)
            sum += w[i] * (double)X[j * stride + i];
        z[j] = sum;
    }
}

HK_INLINE void NAME(add_narrow)(size_t n, size_t count, const REAL *X, size_t stride,
                                const double *dJ_dz, double *dJ_dw)
{
    double sum[NARROW][4] = {{0}};
    size_t j = 0;
    for (; j + 4 <= count; j += 4)
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < 4; k++)
                sum[i][k] += dJ_dz[j + k] * (double)X[(j + k) * stride + i];
    for (; j < count; j++)
        for (size_t i = 0; i < n; i++)
            sum[i][0] += dJ_dz[j] * (double)X[j * stride + i];
    for (size_t i = 0; i < n; i++)
        dJ_dw[i] += (sum[i][0] + sum[i][1]) + (sum[i][2] + sum[i][3]);
}

HK_INLINE void NAME(dot_all_narrow)(size_t n, size_t count, const REAL *X, size_t stride,
                                    const double *w, double b, double *z)
{
    if (n == 1)
        NAME(dot_narrow)(1, count, X, stride, w, b, z);
    else if (n == 2)
        NAME(dot_narrow)(2, count, X, stride, w, b, z);
    else
        NAME(dot_narrow)(0, count, X, stride, w, b, z);
}

HK_INLINE void NAME(add_all_narrow)(size_t n, size_t count, const REAL *X, size_t stride,
                                    const double *dJ_dz, double *dJ_dw)
{
    if (n == 1)
        NAME(add_narrow)(1, count, X, stride, dJ_dz, dJ_dw);
    else if (n == 2)
        NAME(add_narrow)(2, count, X, stride, dJ_dz, dJ_dw);
}

/* One of each of eight streams of `run` adjacent rows at a time, while others are asked for. */
HK_INLINE void NAME(forward_streams)(size_t n, size_t run, const REAL *X, size_t stride,
                                     hk_ahead *ahead, const double *w, double b, double *z)
{
    double z_t[EIGHT];
    for (size_t t = 0; t < run; t++) {
        const NAME(rows) at = NAME(rows_from)(EIGHT, X + t * stride, run * stride);
        NAME(dot_rows)(EIGHT, n, &at, ahead, w, b, z_t);
        for (size_t r = 0; r < EIGHT; r++)
            z[r * run + t] = z_t[r];
    }
}

HK_INLINE void NAME(backward_streams)(size_t n, size_t run, const REAL *X, size_t stride,
                                      hk_ahead *ahead, const double *dJ_dz, double *dJ_dw)
{
    vector e[EIGHT];
    for (size_t t = 0; t < run; t++) {
        for (size_t r = 0; r < EIGHT; r++)
            e[r] = splat(dJ_dz[r * run + t]);
        const NAME(rows) at = NAME(rows_from)(EIGHT, X + t * stride, run * stride);
        NAME(add_rows)(EIGHT, n, &at, ahead, e, dJ_dw);
    }
}

/* Rows that are left over beyond the eights are taken one by one. */
static void NAME(forward_rows)(size_t n, size_t count, const void *rows, size_t stride,
                               hk_ahead *ahead, const double *w, double b, double *z)
{
    const REAL *const X = rows;
    const NAME(eights) adjacent = {.X = X, .stride = stride, .apart = 1, .step = EIGHT};
    hk_ahead nothing = {0};
    if (n < NARROW) {
        NAME(dot_all_narrow)(n, count, X, stride, w, b, z);
        return;
    }
    if (hk_asks(ahead))
        NAME(forward_streams)(n, count / EIGHT, X, stride, ahead, w, b, z);
    else
        NAME(forward_eights)(n, count / EIGHT, &adjacent, ahead, w, b, z);
    for (size_t j = count - count % EIGHT; j < count; j++) {
        const NAME(rows) at = NAME(rows_from)(1, X + j * stride, 0);
        NAME(dot_rows)(1, n, &at, &nothing, w, b, z + j);
    }
}

static void NAME(backward_rows)(size_t n, size_t count, const void *rows, size_t stride,
                                hk_ahead *ahead, const double *dJ_dz, double *dJ_dw)
{
    const REAL *const X = rows;
    const NAME(eights) adjacent = {.X = X, .stride = stride, .apart = 1, .step = EIGHT};
    hk_ahead nothing = {0};
    if (n < NARROW) {
        NAME(add_all_narrow)(n, count, X, stride, dJ_dz, dJ_dw);
        return;
    }
    if (hk_asks(ahead))
        NAME(backward_streams)(n, count / EIGHT, X, stride, ahead, dJ_dz, dJ_dw);
    else
        NAME(backward_eights)(n, count / EIGHT, &adjacent, ahead, dJ_dz, dJ_dw);
    for (size_t j = count - count % EIGHT; j < count; j++) {
        const NAME(rows) at = NAME(rows_from)(1, X + j * stride, 0);
        const vector e = splat(dJ_dz[j]);
        NAME(add_rows)(1, n, &at, &nothing, &e, dJ_dw);
    }
}
