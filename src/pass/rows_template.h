/* The products with sample-major X of one type. products_template.h includes this once with REAL =
 * double, once with REAL = float: LOAD(x) reads LANES numbers from x as doubles, NAME(f) is f with
 * the type's suffix. */

enum { NAME(LINE) = HK_CACHE_LINE / sizeof(REAL) };

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

/* Eight samples (or one), `distance` elements apart. */
typedef struct NAME(rows) {
    const REAL *x[EIGHT];
} NAME(rows);

HK_INLINE NAME(rows) NAME(rows_from)(size_t rows, const REAL *X, size_t distance)
{
    NAME(rows) at;
    for (size_t r = 0; r < rows; r++)
        at.x[r] = X + r * distance;
    return at;
}

/* sum_r += w x_r for LANES features from i on of `rows` samples, a constant: every load of w serves
 * all of them. Between the loads it asks for what lies `further` bytes behind each. */
HK_INLINE void NAME(dot_vector)(size_t rows, const NAME(rows) * at, size_t i, bool asks,
                                size_t further, const double *w, vector *sum)
{
    const vector w_i = load_f64(w + i);
    for (size_t r = 0; r < rows; r++) {
        if (asks)
            prefetch(at->x[r] + i, further);
        sum[r] += w_i * LOAD(at->x[r] + i);
    }
}

/* The same for a cache line of each sample. */
HK_INLINE void NAME(dot_line)(size_t rows, const NAME(rows) * at, size_t i, bool asks,
                              size_t further, const double *w, vector *sum)
{
    NAME(dot_vector)(rows, at, i, asks, further, w, sum);
    for (size_t k = LANES; k < NAME(LINE); k += LANES)
        NAME(dot_vector)(rows, at, i + k, false, 0, w, sum);
}

/* z of `rows` samples. The last lines ask for as many columns. */
HK_INLINE void NAME(dot_rows)(size_t rows, size_t n, const REAL *X, size_t distance,
                              hk_ahead *ahead, const double *w, double b, double *z)
{
    const NAME(rows) at = NAME(rows_from)(rows, X, distance);
    const size_t end = n / NAME(LINE) * NAME(LINE);
    const size_t asking = smaller(ahead->forward * NAME(LINE), end);
    const size_t further = (size_t)(ahead->next - (const char *)(X + (end - asking)));
    vector sum[EIGHT] = {{0}};
    size_t i = 0;
    for (; i < end - asking; i += NAME(LINE))
        NAME(dot_line)(rows, &at, i, false, 0, w, sum);
    for (; i < end; i += NAME(LINE))
        NAME(dot_line)(rows, &at, i, true, further, w, sum);
    for (; i + LANES <= n; i += LANES)
        NAME(dot_vector)(rows, &at, i, false, 0, w, sum);
    if (i < n) {
        const vector w_i = load_f64(w + i);
        for (size_t r = 0; r < rows; r++)
            sum[r] += w_i * last_lanes(LOAD(at.x[r] + n - LANES), n - i);
    }
    ahead->next += asking / NAME(LINE) * HK_CACHE_LINE;
    if (rows == 1)
        z[0] = b + sum_lanes(sum[0]);
    else
        for (size_t r = 0; r < rows; r += LANES)
            store_f64(z + r, b + sum_lanes_of_each(sum + r));
}

/* dJ_dw += dJ_dz_r x_r for LANES features from i on of `rows` samples. In two sums that dJ_dw joins
 * at the end: the next rows need not wait for a chain of additions. */
HK_INLINE void NAME(add_vector)(size_t rows, const NAME(rows) * at, size_t i, bool asks,
                                size_t further, const vector *dJ_dz, double *dJ_dw)
{
    vector sum[2] = {{0}, {0}};
    for (size_t r = 0; r < rows; r++) {
        if (asks)
            prefetch(at->x[r] + i, further);
        sum[r % 2] += dJ_dz[r] * LOAD(at->x[r] + i);
    }
    store_f64(dJ_dw, load_f64(dJ_dw) + (sum[0] + sum[1]));
}

HK_INLINE void NAME(add_line)(size_t rows, const NAME(rows) * at, size_t i, bool asks,
                              size_t further, const vector *dJ_dz, double *dJ_dw)
{
    NAME(add_vector)(rows, at, i, asks, further, dJ_dz, dJ_dw + i);
    for (size_t k = LANES; k < NAME(LINE); k += LANES)
        NAME(add_vector)(rows, at, i + k, false, 0, dJ_dz, dJ_dw + i + k);
}

/* dJ_dw += dJ_dz_r x_r of `rows` samples: every load and store of dJ_dw serves all of them. The
 * first lines ask for as many columns, and what is left of those is asked for at the end. */
HK_INLINE void NAME(add_rows)(size_t rows, size_t n, const REAL *X, size_t distance,
                              hk_ahead *ahead, const vector *dJ_dz, double *dJ_dw)
{
    const NAME(rows) at = NAME(rows_from)(rows, X, distance);
    const size_t end = n / NAME(LINE) * NAME(LINE);
    const size_t asking = smaller(ahead->backward * NAME(LINE), end);
    const size_t further = (size_t)(ahead->next - (const char *)X);
    size_t i = 0;
    for (; i < asking; i += NAME(LINE))
        NAME(add_line)(rows, &at, i, true, further, dJ_dz, dJ_dw);
    for (; i < end; i += NAME(LINE))
        NAME(add_line)(rows, &at, i, false, 0, dJ_dz, dJ_dw);
    for (; i + LANES <= n; i += LANES)
        NAME(add_vector)(rows, &at, i, false, 0, dJ_dz, dJ_dw + i);
    if (i < n)
        NAME(add_vector)(rows, &at, n - LANES, false, 0, dJ_dz, dJ_dw + i);
    ahead->next += asking / NAME(LINE) * HK_CACHE_LINE;
    hk_ask_columns(ahead, ahead->backward - asking / NAME(LINE));
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

/* Eight streams of `run` adjacent rows: sample t of each stream is taken at the same time. Rows that
 * are left over are taken one by one. */
static void NAME(forward_rows)(size_t n, size_t count, const void *rows, size_t stride,
                               hk_ahead *ahead, const double *w, double b, double *z)
{
    const REAL *const X = rows;
    const size_t run = count / EIGHT;
    hk_ahead nothing = {0};
    double z_t[EIGHT];
    if (n < NARROW) {
        NAME(dot_all_narrow)(n, count, X, stride, w, b, z);
        return;
    }
    for (size_t t = 0; t < run; t++) {
        NAME(dot_rows)(EIGHT, n, X + t * stride, run * stride, ahead, w, b, run == 1 ? z : z_t);
        for (size_t r = 0; run > 1 && r < EIGHT; r++)
            z[r * run + t] = z_t[r];
    }
    for (size_t j = run * EIGHT; j < count; j++)
        NAME(dot_rows)(1, n, X + j * stride, 0, &nothing, w, b, z + j);
}

static void NAME(backward_rows)(size_t n, size_t count, const void *rows, size_t stride,
                                hk_ahead *ahead, const double *dJ_dz, double *dJ_dw)
{
    const REAL *const X = rows;
    const size_t run = count / EIGHT;
    hk_ahead nothing = {0};
    vector e[EIGHT];
    if (n < NARROW) {
        NAME(add_all_narrow)(n, count, X, stride, dJ_dz, dJ_dw);
        return;
    }
    for (size_t t = 0; t < run; t++) {
        for (size_t r = 0; r < EIGHT; r++)
            e[r] = dJ_dz[r * run + t] + (vector){0};
        NAME(add_rows)(EIGHT, n, X + t * stride, run * stride, ahead, e, dJ_dw);
    }
    for (size_t j = run * EIGHT; j < count; j++) {
        e[0] = dJ_dz[j] + (vector){0};
        NAME(add_rows)(1, n, X + j * stride, 0, &nothing, e, dJ_dw);
    }
}
