/* The products with feature-major X of one type; included like rows_template.h, after it. */

/* Of a feature in a wide run, taken at a time: four cache lines, where there are registers for the
 * sums. */
enum { NAME(WIDE_VECTORS) = LANES < 8 ? RUN_VECTORS : 4 * NAME(LINE) / LANES };

/* z of `vectors` vectors of adjacent samples, a constant: every w_i serves all of them. Between the
 * loads it asks for those of a later feature, or of the samples `next` bytes behind. */
HK_INLINE void NAME(dot_samples)(size_t vectors, size_t n, const REAL *X, size_t stride,
                                 hk_reach asks, size_t later, size_t next, const double *w,
                                 double b, double *z)
{
    vector sum[WIDE];
    for (size_t k = 0; k < vectors; k++)
        sum[k] = splat(b);
    for (size_t i = 0; i < n; i++) {
        const REAL *const x = X + i * stride;
        const bool wraps = i + later >= n;
        const REAL *const asked = X + (wraps ? i + later - n : i + later) * stride;
        for (size_t k = 0; k < vectors; k++) {
            if (k * LANES % NAME(LINE) == 0)
                hk_ask(asks, asked + k * LANES, HK_LINE_END + (wraps ? (ptrdiff_t)next : 0));
            sum[k] += w[i] * LOAD(x + k * LANES);
        }
    }
    for (size_t k = 0; k < vectors; k++)
        store_f64(z + k * LANES, sum[k]);
}

HK_INLINE size_t NAME(dot_all_samples)(size_t vectors, size_t j, size_t n, size_t count,
                                       const REAL *X, size_t stride, bool nearer, size_t later,
                                       size_t next, const double *w, double b, double *z)
{
    for (; j + vectors * LANES <= count; j += vectors * LANES)
        if (later == 0)
            NAME(dot_samples)(vectors, n, X + j, stride, HK_NO_LINES, 0, 0, w, b, z + j);
        else if (nearer)
            NAME(dot_samples)(vectors, n, X + j, stride, HK_TO_L2, later, next, w, b, z + j);
        else
            NAME(dot_samples)(vectors, n, X + j, stride, HK_TO_L1, later, next, w, b, z + j);
    return j;
}

/* dJ_dw_f += dJ_dz x_f of `features` features, a constant LANES or 1, over `vectors` vectors of
 * samples: every load of dJ_dz serves all features. Asks for as many features behind them. */
HK_INLINE void NAME(dot_features)(size_t features, size_t vectors, const REAL *X, size_t stride,
                                  bool asks, const double *dJ_dz, double *dJ_dw)
{
    vector sum[LANES];
    for (size_t f = 0; f < features; f++) {
        const REAL *const x = X + f * stride;
        sum[f] = (vector){0};
        for (size_t k = 0; k < vectors; k++) {
            if (asks && k * LANES % NAME(LINE) == 0)
                hk_ask_further(x + features * stride + k * LANES, HK_LINE_END);
            sum[f] += load_f64(dJ_dz + k * LANES) * LOAD(x + k * LANES);
        }
    }
    if (features == 1)
        *dJ_dw += sum_lanes(sum[0]);
    else
        store_f64(dJ_dw, load_f64(dJ_dw) + sum_lanes_of_each(sum));
}

/* All features over `vectors` vectors of samples. */
HK_INLINE void NAME(dot_all_features)(size_t vectors, size_t n, const REAL *X, size_t stride,
                                      size_t later, const double *dJ_dz, double *dJ_dw)
{
    size_t i = 0;
    for (; later > 0 && later < n && i + 2 * LANES <= n; i += LANES)
        NAME(dot_features)(LANES, vectors, X + i * stride, stride, true, dJ_dz, dJ_dw + i);
    for (; i + LANES <= n; i += LANES)
        NAME(dot_features)(LANES, vectors, X + i * stride, stride, false, dJ_dz, dJ_dw + i);
    for (; i < n; i++)
        NAME(dot_features)(1, vectors, X + i * stride, stride, false, dJ_dz, dJ_dw + i);
}

/* z += w_i x_i of `features` features over `vectors` vectors of adjacent samples, both constants.
 * Unrolled, as the processor follows each load instruction's stream. Asks for as many features
 * behind them. */
HK_INLINE void NAME(add_run_vectors)(size_t features, size_t vectors, bool asks, const REAL *X,
                                     size_t stride, const double *w, double *z)
{
    vector sum[NAME(WIDE_VECTORS)];
    for (size_t k = 0; k < vectors; k++)
        sum[k] = load_f64(z + k * LANES);
#pragma GCC unroll 16
    for (size_t i = 0; i < features; i++) {
        const REAL *const x = X + i * stride;
        for (size_t k = 0; k < vectors; k++) {
            if (asks && k * LANES % NAME(LINE) == 0)
                hk_ask_nearer(x + features * stride + k * LANES, HK_LINE_END);
            sum[k] += w[i] * LOAD(x + k * LANES);
        }
    }
    for (size_t k = 0; k < vectors; k++)
        store_f64(z + k * LANES, sum[k]);
}

/* The same over fewer than LANES samples. */
HK_INLINE void NAME(add_run_rest)(size_t features, size_t count, const REAL *X, size_t stride,
                                  const double *w, double *z)
{
    vector sum = load_first_f64(z, count);
    for (size_t i = 0; i < features; i++)
        sum += w[i] * LOAD_FIRST(X + i * stride, count);
    for (size_t k = 0; k < count; k++)
        z[k] = sum[k];
}

/* The same over a run, `vectors` at a time. */
HK_INLINE void NAME(add_runs)(size_t features, size_t vectors, bool asks, size_t count,
                              const REAL *X, size_t stride, const double *w, double *z)
{
    size_t j = 0;
    for (; j + vectors * LANES <= count; j += vectors * LANES)
        NAME(add_run_vectors)(features, vectors, asks, X + j, stride, w, z + j);
    for (; j + LANES <= count; j += LANES)
        NAME(add_run_vectors)(features, 1, false, X + j, stride, w, z + j);
    if (j < count)
        NAME(add_run_rest)(features, count - j, X + j, stride, w, z + j);
}

HK_INLINE size_t NAME(add_all_runs)(size_t features, size_t vectors, bool asks, size_t i, size_t n,
                                    size_t count, const REAL *X, size_t stride, const double *w,
                                    double *z)
{
    for (; asks && i + 2 * features <= n; i += features)
        NAME(add_runs)(features, vectors, true, count, X + i * stride, stride, w + i, z);
    for (; i + features <= n; i += features)
        NAME(add_runs)(features, vectors, false, count, X + i * stride, stride, w + i, z);
    return i;
}

/* As many features at a time as the processor follows streams by itself, in runs as long as a
 * panel. */
HK_INLINE void NAME(add_features)(size_t vectors, bool asks, size_t n, size_t count, const REAL *X,
                                  size_t stride, const double *w, double *z)
{
    size_t i = NAME(add_all_runs)(RUNS, vectors, asks, 0, n, count, X, stride, w, z);
    i = NAME(add_all_runs)(8, vectors, false, i, n, count, X, stride, w, z);
    i = NAME(add_all_runs)(4, vectors, false, i, n, count, X, stride, w, z);
    i = NAME(add_all_runs)(2, vectors, false, i, n, count, X, stride, w, z);
    NAME(add_all_runs)(1, vectors, false, i, n, count, X, stride, w, z);
}

/* dJ_dw_i += dJ_dz x_i of `features` features, EIGHT or 1, over a run of adjacent samples. With
 * its first lines it asks for as many of the next run. */
HK_INLINE void NAME(dot_runs)(size_t features, size_t count, const REAL *X, size_t stride,
                              size_t lines, const double *dJ_dz, double *dJ_dw)
{
    vector sum[EIGHT] = {{0}};
    size_t j = 0;
    for (; j + NAME(LINE) <= count && j < lines * NAME(LINE); j += NAME(LINE))
        for (size_t i = 0; i < features; i++) {
            const REAL *const x = X + i * stride + j;
            hk_ask_nearer(x + count, HK_LINE_END);
            for (size_t k = 0; k < NAME(LINE); k += LANES)
                sum[i] += load_f64(dJ_dz + j + k) * LOAD(x + k);
        }
    for (; j + LANES <= count; j += LANES)
        for (size_t i = 0; i < features; i++)
            sum[i] += load_f64(dJ_dz + j) * LOAD(X + i * stride + j);
    if (j < count) {
        const vector rest = load_first_f64(dJ_dz + j, count - j);
        for (size_t i = 0; i < features; i++)
            sum[i] += rest * LOAD_FIRST(X + i * stride + j, count - j);
    }
    if (features == 1)
        dJ_dw[0] += sum_lanes(sum[0]);
    else
        for (size_t i = 0; i < features; i += LANES)
            store_f64(dJ_dw + i, load_f64(dJ_dw + i) + sum_lanes_of_each(sum + i));
}

static void NAME(forward_runs)(size_t n, size_t count, const void *X, size_t stride, bool wide,
                               bool asks, const double *w, double b, double *z)
{
    for (size_t j = 0; j < count; j++)
        z[j] = b;
    if (wide && asks && LANES == 8)
        NAME(add_features)(NAME(WIDE_VECTORS), true, n, count, X, stride, w, z);
    else if (wide && LANES == 8)
        NAME(add_features)(NAME(WIDE_VECTORS), false, n, count, X, stride, w, z);
    else
        NAME(add_features)(RUN_VECTORS, false, n, count, X, stride, w, z);
}

static void NAME(backward_runs)(size_t n, size_t count, const void *panel, size_t stride,
                                size_t lines, const double *dJ_dz, double *dJ_dw)
{
    const REAL *const X = panel;
    size_t i = 0;
    for (; i + EIGHT <= n; i += EIGHT)
        NAME(dot_runs)(EIGHT, count, X + i * stride, stride, lines, dJ_dz, dJ_dw + i);
    for (; i < n; i++)
        NAME(dot_runs)(1, count, X + i * stride, stride, lines, dJ_dz, dJ_dw + i);
}

/* What is left over of the samples goes through X in one trip more, as a run. */
static void NAME(forward_columns)(size_t n, size_t count, const void *panel, size_t stride,
                                  bool nearer, size_t later, size_t next, const double *w, double b,
                                  double *z)
{
    const REAL *const X = panel;
    if (n == 0) { /* X may be NULL */
        NAME(forward_runs)(n, count, X, stride, false, false, w, b, z);
        return;
    }
    size_t j = NAME(dot_all_samples)(WIDE, 0, n, count, X, stride, nearer, later, next, w, b, z);
    if (count - j == EIGHT * LANES)
        j = NAME(dot_all_samples)(EIGHT, j, n, count, X, stride, nearer, later, next, w, b, z);
    if (j < count)
        NAME(forward_runs)(n, count - j, X + j, stride, false, false, w, b, z + j);
}

static void NAME(backward_columns)(size_t n, size_t count, const void *panel, size_t stride,
                                   size_t later, const double *dJ_dz, double *dJ_dw)
{
    const REAL *const X = panel;
    size_t j = n == 0 ? count : 0; /* X may be NULL */
    for (; j + WIDE * LANES <= count; j += WIDE * LANES)
        NAME(dot_all_features)(WIDE, n, X + j, stride, later, dJ_dz + j, dJ_dw);
    if (count - j == EIGHT * LANES)
        NAME(dot_all_features)(EIGHT, n, X + j, stride, later, dJ_dz + j, dJ_dw);
    else if (j < count)
        NAME(backward_runs)(n, count - j, X + j, stride, 0, dJ_dz + j, dJ_dw);
}
