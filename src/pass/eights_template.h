/* The products of eight samples with sample-major X of one type, and of eight streams of them.
 * products_template.h includes this once with REAL = double, once with REAL = float: LOAD(x) reads
 * LANES numbers from x as doubles, WIDENS says whether they were not, NAME(f) is f with the type's
 * suffix. */

enum { NAME(LINE) = HK_CACHE_LINE / sizeof(REAL) };

/* Eight samples (or one), `distance` elements apart. What forward has widened it may keep for
 * backward: vector by vector, those of the eight samples side by side. */
typedef struct NAME(rows) {
    const REAL *x[EIGHT];
    bool keeps; /* a constant */
    double *kept;
} NAME(rows);

HK_INLINE NAME(rows) NAME(rows_from)(size_t rows, const REAL *X, size_t distance)
{
    NAME(rows) at = {.keeps = false};
    for (size_t r = 0; r < rows; r++)
        at.x[r] = X + r * distance;
    return at;
}

/* Samples in the order in which they are taken: eight rows `apart` at once, and `step` from one
 * eight to the next; and what of all of them is kept. */
typedef struct NAME(eights) {
    const REAL *X;
    size_t stride;
    size_t apart;
    size_t step;
    bool keeps; /* a constant */
    double *kept;
} NAME(eights);

HK_INLINE NAME(rows) NAME(eight_of)(const NAME(eights) * eights, size_t n, size_t t)
{
    const size_t length = (n + LANES - 1) / LANES * LANES;
    const REAL *const first = eights->X + t * eights->step * eights->stride;
    NAME(rows) at = NAME(rows_from)(EIGHT, first, eights->apart * eights->stride);
    at.keeps = eights->keeps;
    at.kept = eights->keeps ? eights->kept + t * EIGHT * length : NULL;
    return at;
}

/* x: features i to i + LANES of row r. */
HK_INLINE void NAME(keep)(const NAME(rows) * at, size_t i, size_t r, vector x)
{
    if (at->keeps)
        store_f64(at->kept + i * EIGHT + r * LANES, x);
}

HK_INLINE vector NAME(load_again)(const NAME(rows) * at, size_t i, size_t r)
{
    return at->keeps ? load_f64(at->kept + i * EIGHT + r * LANES) : LOAD(at->x[r] + i);
}

/* The features from i on, fewer than LANES, at the places that hk_pack gives them; behind a row
 * nothing is read. */
HK_INLINE vector NAME(load_rest)(const REAL *x, size_t i, size_t n)
{
    return n < LANES ? LOAD_FIRST(x, n) : last_lanes(LOAD(x + n - LANES), n - i);
}

/* sum_r += w x_r for LANES features from i on of `rows` samples, a constant: every load of w serves
 * all of them. Between the loads it asks for what lies `further` bytes behind each. */
HK_INLINE void NAME(dot_vector)(size_t rows, const NAME(rows) * at, size_t i, hk_reach reach,
                                ptrdiff_t further, const double *w, vector *sum)
{
    const vector w_i = load_f64(w + i);
    for (size_t r = 0; r < rows; r++) {
        hk_ask(reach, at->x[r] + i, further);
        const vector x = LOAD(at->x[r] + i);
        NAME(keep)(at, i, r, x);
        sum[r] += w_i * x;
    }
}

/* The same for a cache line of each sample. */
HK_INLINE void NAME(dot_line)(size_t rows, const NAME(rows) * at, size_t i, hk_reach reach,
                              ptrdiff_t further, const double *w, vector *sum)
{
    NAME(dot_vector)(rows, at, i, reach, further, w, sum);
    for (size_t k = LANES; k < NAME(LINE); k += LANES)
        NAME(dot_vector)(rows, at, i + k, HK_NO_LINES, 0, w, sum);
}

/* z of `rows` samples. The last lines ask for as many columns. */
HK_INLINE void NAME(dot_rows)(size_t rows, size_t n, const NAME(rows) * at, hk_ahead *ahead,
                              const double *w, double b, double *z)
{
    const size_t end = n / NAME(LINE) * NAME(LINE);
    const size_t asked = hk_min_size(ahead->forward * NAME(LINE), end);
    const char *const first = (const char *)(at->x[0] + (end - asked));
    const ptrdiff_t further = asked > 0 ? ahead->next - first : 0;
    vector sum[EIGHT] = {{0}};
    size_t i = 0;
    for (; i < end - asked; i += NAME(LINE))
        NAME(dot_line)(rows, at, i, HK_NO_LINES, 0, w, sum);
    for (; ahead->nearer && i < end; i += NAME(LINE))
        NAME(dot_line)(rows, at, i, HK_TO_L2, further, w, sum);
    for (; i < end; i += NAME(LINE))
        NAME(dot_line)(rows, at, i, HK_TO_L1, further, w, sum);
    for (; i + LANES <= n; i += LANES)
        NAME(dot_vector)(rows, at, i, HK_NO_LINES, 0, w, sum);
    if (i < n) {
        const vector w_i = load_f64(w + i);
        for (size_t r = 0; r < rows; r++) {
            const vector x = NAME(load_rest)(at->x[r], i, n);
            NAME(keep)(at, i, r, x);
            sum[r] += w_i * x;
        }
    }
    if (asked > 0)
        ahead->next += asked / NAME(LINE) * HK_CACHE_LINE;
    if (rows == 1)
        z[0] = b + sum_lanes(sum[0]);
    else
        for (size_t r = 0; r < rows; r += LANES)
            store_f64(z + r, b + sum_lanes_of_each(sum + r));
}

/* dJ_dw += dJ_dz_r x_r for LANES features from i on of `rows` samples. In two sums that dJ_dw joins
 * at the end: the next rows need not wait for a chain of additions. */
HK_INLINE void NAME(add_vector)(size_t rows, const NAME(rows) * at, size_t i, hk_reach reach,
                                ptrdiff_t further, const vector *dJ_dz, double *dJ_dw)
{
    vector sum[2] = {{0}, {0}};
    for (size_t r = 0; r < rows; r++) {
        hk_ask(reach, at->x[r] + i, further);
        sum[r % 2] += dJ_dz[r] * NAME(load_again)(at, i, r);
    }
    store_f64(dJ_dw, load_f64(dJ_dw) + (sum[0] + sum[1]));
}

/* The same for all of n < LANES features. */
HK_INLINE void NAME(add_few)(size_t rows, size_t n, const NAME(rows) * at, const vector *dJ_dz,
                             double *dJ_dw)
{
    vector sum[2] = {{0}, {0}};
    for (size_t r = 0; r < rows; r++)
        sum[r % 2] += dJ_dz[r] * LOAD_FIRST(at->x[r], n);
    store_f64(dJ_dw, load_f64(dJ_dw) + (sum[0] + sum[1]));
}

HK_INLINE void NAME(add_line)(size_t rows, const NAME(rows) * at, size_t i, hk_reach reach,
                              ptrdiff_t further, const vector *dJ_dz, double *dJ_dw)
{
    NAME(add_vector)(rows, at, i, reach, further, dJ_dz, dJ_dw + i);
    for (size_t k = LANES; k < NAME(LINE); k += LANES)
        NAME(add_vector)(rows, at, i + k, HK_NO_LINES, 0, dJ_dz, dJ_dw + i + k);
}

/* A column with each `every` lines, so that memory is at work all the while. */
HK_INLINE size_t NAME(add_parts)(size_t rows, size_t end, const NAME(rows) * at, hk_ahead *ahead,
                                 const vector *dJ_dz, double *dJ_dw)
{
    const size_t part = ahead->every * NAME(LINE);
    size_t i = 0;
    while (part > 0 && i + part <= end) {
        hk_ask_columns(ahead, 1);
        for (const size_t next = i + part; i < next; i += NAME(LINE))
            NAME(add_line)(rows, at, i, HK_NO_LINES, 0, dJ_dz, dJ_dw);
    }
    return i;
}

/* dJ_dw += dJ_dz_r x_r of `rows` samples: every load and store of dJ_dw serves all of them. The
 * first lines ask for as many columns, and what is left of those is asked for at the end. */
HK_INLINE void NAME(add_rows)(size_t rows, size_t n, const NAME(rows) * at, hk_ahead *ahead,
                              const vector *dJ_dz, double *dJ_dw)
{
    const size_t end = n / NAME(LINE) * NAME(LINE);
    const size_t asked = hk_min_size(ahead->backward * NAME(LINE), end);
    const ptrdiff_t further = asked > 0 ? ahead->next - (const char *)at->x[0] : 0;
    size_t i = NAME(add_parts)(rows, end, at, ahead, dJ_dz, dJ_dw);
    for (; ahead->nearer && i < asked; i += NAME(LINE))
        NAME(add_line)(rows, at, i, HK_TO_L2, further, dJ_dz, dJ_dw);
    for (; i < asked; i += NAME(LINE))
        NAME(add_line)(rows, at, i, HK_TO_L1, further, dJ_dz, dJ_dw);
    for (; i < end; i += NAME(LINE))
        NAME(add_line)(rows, at, i, HK_NO_LINES, 0, dJ_dz, dJ_dw);
    for (; i + LANES <= n; i += LANES)
        NAME(add_vector)(rows, at, i, HK_NO_LINES, 0, dJ_dz, dJ_dw + i);
    if (i < n && at->keeps)
        NAME(add_vector)(rows, at, i, HK_NO_LINES, 0, dJ_dz, dJ_dw + i);
    else if (i < n && n < LANES)
        NAME(add_few)(rows, n, at, dJ_dz, dJ_dw);
    else if (i < n)
        NAME(add_vector)(rows, at, n - LANES, HK_NO_LINES, 0, dJ_dz, dJ_dw + i);
    if (asked > 0)
        ahead->next += asked / NAME(LINE) * HK_CACHE_LINE;
    hk_ask_columns(ahead, ahead->backward - asked / NAME(LINE));
}

/* z of `count` times eight samples. */
HK_INLINE void NAME(forward_eights)(size_t n, size_t count, const NAME(eights) * eights,
                                    hk_ahead *ahead, const double *w, double b, double *z)
{
    for (size_t t = 0; t < count; t++) {
        const NAME(rows) at = NAME(eight_of)(eights, n, t);
        NAME(dot_rows)(EIGHT, n, &at, ahead, w, b, z + t * EIGHT);
    }
}

HK_INLINE void NAME(backward_eights)(size_t n, size_t count, const NAME(eights) * eights,
                                     hk_ahead *ahead, const double *dJ_dz, double *dJ_dw)
{
    vector e[EIGHT];
    for (size_t t = 0; t < count; t++) {
        const NAME(rows) at = NAME(eight_of)(eights, n, t);
        for (size_t r = 0; r < EIGHT; r++)
            e[r] = splat(dJ_dz[t * EIGHT + r]);
        NAME(add_rows)(EIGHT, n, &at, ahead, e, dJ_dw);
    }
}
