/* The products of stochastic steps, of one type of X: samples that lie anywhere, w changed between
 * them. Included as rows_template.h is; LOAD_FIRST(x, count) reads a row of fewer features
 * than LANES. w and dJ_dw are whole vectors. */

/* From feature i on. The last ones are read as the end of a row: what reaches beyond it, even if it
 * is masked, waits for a line that nobody has asked for. */
HK_INLINE vector NAME(load_upto)(const REAL *x, size_t i, size_t n)
{
    if (i + LANES <= n)
        return LOAD(x + i);
    return n < LANES ? LOAD_FIRST(x + i, n - i) : last_lanes_first(LOAD(x + n - LANES), n - i);
}

/* w <- decay w + scale x for the vector from i on, which is returned. */
HK_INLINE vector NAME(step_vector)(vector decay, vector scale, vector x, double *w)
{
    const vector stepped = decay * load_f64(w) + scale * x;
    store_f64(w, stepped);
    return stepped;
}

static void NAME(step)(size_t n, double decay, double scale, const void *row, double *w)
{
    const REAL *const x = row;
    const vector d = splat(decay), s = splat(scale);
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        NAME(step_vector)(d, s, LOAD(x + i), w + i);
    if (i < n)
        NAME(step_vector)(d, s, NAME(load_upto)(x, i, n), w + i);
}

/* Two sums of each product are under way at once. The lines of `ahead` are asked for one by one: in
 * a burst, they would keep all else waiting for the processor's few places for them. */
static hk_look NAME(step_and_look)(size_t n, double decay, double scale, const void *before,
                                   const void *now, const void *next, const void *ahead, double *w)
{
    const REAL *const x0 = before, *const x1 = now, *const x2 = next;
    const vector d = splat(decay), s = splat(scale);
    vector wx[2] = {{0}}, xx[2] = {{0}};
    size_t i = 0;
    for (; i + 2 * LANES <= n; i += 2 * LANES)
        for (size_t k = 0; k < 2; k++) {
            const size_t at = i + k * LANES;
            if (at % NAME(LINE) == 0)
                hk_ask_nearer(ahead, (ptrdiff_t)(at * sizeof(REAL)));
            const vector next_i = LOAD(x2 + at);
            wx[k] += NAME(step_vector)(d, s, LOAD(x0 + at), w + at) * next_i;
            xx[k] += LOAD(x1 + at) * next_i;
        }
    for (; i < n; i += LANES) {
        hk_ask_nearer(ahead, (ptrdiff_t)(i * sizeof(REAL)));
        const vector next_i = NAME(load_upto)(x2, i, n);
        wx[0] += NAME(step_vector)(d, s, NAME(load_upto)(x0, i, n), w + i) * next_i;
        xx[0] += NAME(load_upto)(x1, i, n) * next_i;
    }
    return (hk_look){sum_lanes(wx[0] + wx[1]), sum_lanes(xx[0] + xx[1])};
}

/* The line of feature i of half as many rows. */
HK_INLINE void NAME(ask_half)(size_t rows, const void *const *ahead, size_t i)
{
    for (size_t r = 0; r < rows / 2; r++)
        hk_ask_nearer(ahead[r], (ptrdiff_t)(i * sizeof(REAL)));
}

/* z of `rows` samples, a constant: every load of w serves all of them. */
HK_INLINE void NAME(dot_picked)(size_t rows, size_t n, const void *const *X,
                                const void *const *ahead, const double *w, double b, double *z)
{
    vector sum[EIGHT] = {{0}};
    const REAL *x[EIGHT];
    for (size_t r = 0; r < rows; r++)
        x[r] = X[r];
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        if (ahead && i % NAME(LINE) == 0)
            NAME(ask_half)(rows, ahead, i);
        const vector w_i = load_f64(w + i);
        for (size_t r = 0; r < rows; r++)
            sum[r] += w_i * LOAD(x[r] + i);
    }
    if (i < n) {
        const vector w_i = load_f64(w + i);
        for (size_t r = 0; r < rows; r++)
            sum[r] += w_i * NAME(load_upto)(x[r], i, n);
    }
    if (rows == 1)
        z[0] = b + sum_lanes(sum[0]);
    else
        for (size_t r = 0; r < rows; r += LANES)
            store_f64(z + r, b + sum_lanes_of_each(sum + r));
}

/* dJ_dw += dJ_dz_r x_r for a vector of features of `rows` samples, in two sums. */
HK_INLINE void NAME(add_picked_vector)(size_t rows, const vector *x, const vector *dJ_dz,
                                       double *dJ_dw)
{
    vector even = load_f64(dJ_dw), odd = {0};
    for (size_t r = 0; r < rows; r += 2)
        even += dJ_dz[r] * x[r];
    for (size_t r = 1; r < rows; r += 2)
        odd += dJ_dz[r] * x[r];
    store_f64(dJ_dw, even + odd);
}

/* dJ_dw += dJ_dz_r x_r of `rows` samples: every load and store of dJ_dw serves all of them. */
HK_INLINE void NAME(add_picked)(size_t rows, size_t n, const void *const *X,
                                const void *const *ahead, const double *dJ_dz, double *dJ_dw)
{
    vector e[EIGHT], x_i[EIGHT];
    const REAL *x[EIGHT];
    for (size_t r = 0; r < rows; r++) {
        e[r] = splat(dJ_dz[r]);
        x[r] = X[r];
    }
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        if (ahead && i % NAME(LINE) == 0)
            NAME(ask_half)(rows, ahead, i);
        for (size_t r = 0; r < rows; r++)
            x_i[r] = LOAD(x[r] + i);
        NAME(add_picked_vector)(rows, x_i, e, dJ_dw + i);
    }
    if (i < n) {
        for (size_t r = 0; r < rows; r++)
            x_i[r] = NAME(load_upto)(x[r], i, n);
        NAME(add_picked_vector)(rows, x_i, e, dJ_dw + i);
    }
}

/* The first halves of eight rows ahead are asked for here, the others by backward_picked. */
static void NAME(forward_picked)(size_t n, size_t count, const void *const *rows,
                                 const void *const *ahead, const double *w, double b, double *z)
{
    size_t j = 0;
    for (; j + EIGHT <= count; j += EIGHT)
        NAME(dot_picked)(EIGHT, n, rows + j, ahead ? ahead + j : NULL, w, b, z + j);
    for (; j < count; j++)
        NAME(dot_picked)(1, n, rows + j, NULL, w, b, z + j);
}

static void NAME(backward_picked)(size_t n, size_t count, const void *const *rows,
                                  const void *const *ahead, const double *dJ_dz, double *dJ_dw)
{
    size_t j = 0;
    for (; j + EIGHT <= count; j += EIGHT) {
        const void *const *const second_half = ahead ? ahead + j + EIGHT / 2 : NULL;
        NAME(add_picked)(EIGHT, n, rows + j, second_half, dJ_dz + j, dJ_dw);
    }
    for (; j < count; j++)
        NAME(add_picked)(1, n, rows + j, NULL, dJ_dz + j, dJ_dw);
}
