/* The products with sample-major X of one type. products_template.h includes this once with REAL =
 * double, once with REAL = float: LOAD(x) reads LANES numbers from x as doubles, NAME(f) is f with
 * the type's suffix. */

enum { NAME(LINE) = CACHE_LINE / sizeof(REAL) };

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

/* z of `rows` samples, a constant: every load of w serves all of them. */
HK_INLINE void NAME(dot_rows)(size_t rows, size_t n, const REAL *X, size_t stride, const double *w,
                              double b, double *z)
{
    vector sum[EIGHT] = {{0}};
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

/* dJ_dw += dJ_dz_r x_r for LANES features of `rows` samples. In two sums that dJ_dw joins at the
 * end: the next rows need not wait for a chain of additions. */
HK_INLINE void NAME(add_vector)(size_t rows, const REAL *X, size_t stride, const vector *dJ_dz,
                                double *dJ_dw)
{
    vector even = dJ_dz[0] * LOAD(X), odd = {0};
    for (size_t r = 1; r < rows; r += 2)
        odd += dJ_dz[r] * LOAD(X + r * stride);
    for (size_t r = 2; r < rows; r += 2)
        even += dJ_dz[r] * LOAD(X + r * stride);
    store_f64(dJ_dw, load_f64(dJ_dw) + (even + odd));
}

/* dJ_dw += dJ_dz_r x_r of `rows` samples: every load and store of dJ_dw serves all of them. Asks
 * for what lies `distance` elements further on, unless that is 0. */
HK_INLINE void NAME(add_rows)(size_t rows, size_t n, const REAL *X, size_t stride, size_t distance,
                              const double *dJ_dz, double *dJ_dw)
{
    vector e[EIGHT];
    for (size_t r = 0; r < rows; r++)
        e[r] = dJ_dz[r] + (vector){0};
    size_t i = 0;
    for (; i + NAME(LINE) <= n; i += NAME(LINE)) {
        for (size_t r = 0; distance > 0 && r < rows; r++)
            prefetch(X + r * stride + i, distance * sizeof(REAL));
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

HK_INLINE void NAME(dot_all_narrow)(size_t n, size_t count, const REAL *X, size_t stride,
                                    const double *w, double b, double *z)
{
    if (n == 1)
        NAME(dot_narrow)(1, count, X, stride, w, b, z);
    else if (n == 2)
        NAME(dot_narrow)(2, count, X, stride, w, b, z);
    else if (n == 4)
        NAME(dot_narrow)(4, count, X, stride, w, b, z);
    else
        NAME(dot_narrow)(n, count, X, stride, w, b, z);
}

HK_INLINE void NAME(add_all_narrow)(size_t n, size_t count, const REAL *X, size_t stride,
                                    const double *dJ_dz, double *dJ_dw)
{
    if (n == 1)
        NAME(add_narrow)(1, count, X, stride, dJ_dz, dJ_dw);
    else if (n == 2)
        NAME(add_narrow)(2, count, X, stride, dJ_dz, dJ_dw);
    else if (n == 4)
        NAME(add_narrow)(4, count, X, stride, dJ_dz, dJ_dw);
    else
        NAME(add_narrow)(n, count, X, stride, dJ_dz, dJ_dw);
}

static void NAME(forward_rows)(size_t n, size_t count, const void *rows, size_t stride,
                               hk_ahead ahead, const double *w, double b, double *z)
{
    const REAL *const X = rows;
    size_t j = 0;
    if (n < NARROW) {
        NAME(dot_all_narrow)(n, count, X, stride, w, b, z);
        return;
    }
    for (; j + EIGHT <= count; j += EIGHT) {
        ask_ahead(&ahead);
        NAME(dot_rows)(EIGHT, n, X + j * stride, stride, w, b, z + j);
    }
    for (; j < count; j++)
        NAME(dot_rows)(1, n, X + j * stride, stride, w, b, z + j);
}

static void NAME(backward_rows)(size_t n, size_t count, const void *rows, size_t stride,
                                hk_ahead ahead, const double *dJ_dz, double *dJ_dw)
{
    const REAL *const X = rows;
    size_t j = 0;
    if (n < NARROW) {
        NAME(add_all_narrow)(n, count, X, stride, dJ_dz, dJ_dw);
        return;
    }
    for (; j + EIGHT <= count; j += EIGHT) {
        ask_ahead(&ahead);
        NAME(add_rows)(EIGHT, n, X + j * stride, stride, 0, dJ_dz + j, dJ_dw);
    }
    for (; j < count; j++)
        NAME(add_rows)(1, n, X + j * stride, stride, 0, dJ_dz + j, dJ_dw);
}

static void NAME(backward_rows_ahead)(size_t n, size_t count, const void *rows, size_t stride,
                                      size_t distance, const double *dJ_dz, double *dJ_dw)
{
    const REAL *const X = rows;
    size_t j = 0;
    for (; j + EIGHT <= count; j += EIGHT)
        NAME(add_rows)(EIGHT, n, X + j * stride, stride, distance, dJ_dz + j, dJ_dw);
    for (; j < count; j++)
        NAME(add_rows)(1, n, X + j * stride, stride, 0, dJ_dz + j, dJ_dw);
}
