/* The products of one type of X. products_template.h includes this once with REAL = double,
 * once with REAL = float: LOAD(x) reads LANES numbers from x as doubles, NAME(f) is f with the
 * type's suffix. */

/* Elements of a cache line. */
enum { NAME(LINE) = 64 / sizeof(REAL) };

/* What lies `ahead` elements further on is asked for into the L2 cache; beyond the end of X, in
 * vain. */
HK_INLINE void NAME(prefetch)(const REAL *x, size_t ahead)
{
    __builtin_prefetch((const char *)x + ahead * sizeof *x, 0, 2);
}

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

/* z of `rows` samples, a constant 8 or 1: every load of w serves all of them. */
HK_INLINE void NAME(dot_rows)(size_t rows, size_t n, const REAL *X, size_t stride, const double *w,
                              double b, double *z)
{
    vector sum[MOST_ROWS] = {{0}};
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        const vector w_i = load_f64(w + i);
        for (size_t r = 0; r < rows; r++)
            sum[r] += w_i * LOAD(X + r * stride + i);
    }
    if (i < n) {
        const vector w_i = load_f64(w + i);
        for (size_t r = 0; r < rows; r++)
            sum[r] += w_i * last_lanes(LOAD(X + r * stride + n - LANES), n - i);
    }
    if (rows == 1)
        z[0] = b + sum_lanes(sum[0]);
    else
        for (size_t r = 0; r < rows; r += LANES)
            store_f64(z + r, b + sum_lanes_of_each(sum + r));
}

/* dJ_dw += dJ_dz_r x_r for LANES features of `rows` samples. */
HK_INLINE void NAME(add_vector)(size_t rows, const REAL *X, size_t stride, const vector *dJ_dz,
                                double *dJ_dw)
{
    vector sum = load_f64(dJ_dw);
    for (size_t r = 0; r < rows; r++)
        sum += dJ_dz[r] * LOAD(X + r * stride);
    store_f64(dJ_dw, sum);
}

/* dJ_dw += dJ_dz_r x_r of `rows` samples: every load and store of dJ_dw serves all of them. */
HK_INLINE void NAME(add_rows)(size_t rows, size_t n, const REAL *X, size_t stride, size_t ahead,
                              const double *dJ_dz, double *dJ_dw)
{
    vector e[MOST_ROWS];
    for (size_t r = 0; r < rows; r++)
        e[r] = dJ_dz[r] + (vector){0};
    size_t i = 0;
    for (; i + NAME(LINE) <= n; i += NAME(LINE)) {
        for (size_t r = 0; ahead > 0 && r < rows; r++)
            NAME(prefetch)(X + r * stride + i, ahead);
        for (size_t k = 0; k < NAME(LINE); k += LANES)
            NAME(add_vector)(rows, X + i + k, stride, e, dJ_dw + i + k);
    }
    for (; i + LANES <= n; i += LANES)
        NAME(add_vector)(rows, X + i, stride, e, dJ_dw + i);
    if (i < n)
        NAME(add_vector)(rows, X + n - LANES, stride, e, dJ_dw + i);
}

/* Few features: no vector of them is full, so each is a sum of its own. n is a constant in
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

static void NAME(forward_rows)(size_t n, size_t count, const void *panel, size_t stride,
                               const double *w, double b, double *z)
{
    const REAL *const X = panel;
    if (n == 1)
        NAME(dot_narrow)(1, count, X, stride, w, b, z);
    else if (n == 2)
        NAME(dot_narrow)(2, count, X, stride, w, b, z);
    else if (n == 4)
        NAME(dot_narrow)(4, count, X, stride, w, b, z);
    else if (n < NARROW)
        NAME(dot_narrow)(n, count, X, stride, w, b, z);
    if (n < NARROW)
        return;
    size_t j = 0;
    for (; j + MOST_ROWS <= count; j += MOST_ROWS)
        NAME(dot_rows)(MOST_ROWS, n, X + j * stride, stride, w, b, z + j);
    for (; j < count; j++)
        NAME(dot_rows)(1, n, X + j * stride, stride, w, b, z + j);
}

static void NAME(backward_rows)(size_t n, size_t count, const void *panel, size_t stride,
                                size_t ahead, const double *dJ_dz, double *dJ_dw)
{
    const REAL *const X = panel;
    if (n == 1)
        NAME(add_narrow)(1, count, X, stride, dJ_dz, dJ_dw);
    else if (n == 2)
        NAME(add_narrow)(2, count, X, stride, dJ_dz, dJ_dw);
    else if (n == 4)
        NAME(add_narrow)(4, count, X, stride, dJ_dz, dJ_dw);
    else if (n < NARROW)
        NAME(add_narrow)(n, count, X, stride, dJ_dz, dJ_dw);
    if (n < NARROW)
        return;
    size_t j = 0;
    for (; ahead == 0 && j + MOST_ROWS <= count; j += MOST_ROWS)
        NAME(add_rows)(MOST_ROWS, n, X + j * stride, stride, 0, dJ_dz + j, dJ_dw);
    for (; j + MOST_ROWS <= count; j += MOST_ROWS)
        NAME(add_rows)(MOST_ROWS, n, X + j * stride, stride, ahead, dJ_dz + j, dJ_dw);
    for (; j < count; j++)
        NAME(add_rows)(1, n, X + j * stride, stride, ahead, dJ_dz + j, dJ_dw);
}

/* Feature-major. z += w_f x_f for `features` features, a constant, over a run of samples. */
HK_INLINE void NAME(add_features)(size_t features, size_t count, const REAL *X, size_t stride,
                                  const double *w, double *z)
{
    size_t j = 0;
    for (; j + LANES <= count; j += LANES) {
        vector sum = load_f64(z + j);
        for (size_t f = 0; f < features; f++)
            sum += w[f] * LOAD(X + f * stride + j);
        store_f64(z + j, sum);
    }
    for (; j < count; j++)
        for (size_t f = 0; f < features; f++)
            z[j] += w[f] * (double)X[f * stride + j];
}

/* dJ_dw_f += dJ_dz x_f: every load of dJ_dz serves all `features`. */
HK_INLINE void NAME(dot_features)(size_t features, size_t count, const REAL *X, size_t stride,
                                  size_t ahead, const double *dJ_dz, double *dJ_dw)
{
    vector sum[MOST_ROWS] = {{0}};
    size_t j = 0;
    for (; j + NAME(LINE) <= count; j += NAME(LINE)) {
        for (size_t f = 0; ahead > 0 && f < features; f++)
            NAME(prefetch)(X + f * stride + j, ahead);
        for (size_t k = j; k < j + NAME(LINE); k += LANES) {
            const vector e = load_f64(dJ_dz + k);
            for (size_t f = 0; f < features; f++)
                sum[f] += e * LOAD(X + f * stride + k);
        }
    }
    for (size_t f = 0; f < features; f++) {
        double rest = 0.0;
        for (size_t k = j; k < count; k++)
            rest += dJ_dz[k] * (double)X[f * stride + k];
        dJ_dw[f] += sum_lanes(sum[f]) + rest;
    }
}

static void NAME(forward_columns)(size_t n, size_t count, const void *panel, size_t stride,
                                  const double *w, double b, double *z)
{
    const REAL *const X = panel;
    for (size_t j = 0; j < count; j++)
        z[j] = b;
    size_t i = 0;
    for (; i + FEATURES <= n; i += FEATURES)
        NAME(add_features)(FEATURES, count, X + i * stride, stride, w + i, z);
    for (; i < n; i++)
        NAME(add_features)(1, count, X + i * stride, stride, w + i, z);
}

static void NAME(backward_columns)(size_t n, size_t count, const void *panel, size_t stride,
                                   size_t ahead, const double *dJ_dz, double *dJ_dw)
{
    const REAL *const X = panel;
    size_t i = 0;
    for (; i + FEATURES <= n; i += FEATURES)
        NAME(dot_features)(FEATURES, count, X + i * stride, stride, ahead, dJ_dz, dJ_dw + i);
    for (; i < n; i++)
        NAME(dot_features)(1, count, X + i * stride, stride, ahead, dJ_dz, dJ_dw + i);
}
