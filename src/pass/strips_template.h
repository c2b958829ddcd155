/* Whole strips of sample-major X. Included like eights_template.h, after it. */

/* What the strip of sample j, at X, asks for of the next one; the last one of the next panel. */
HK_INLINE hk_ahead NAME(ahead_of_strip)(const hk_strips *s, size_t j, const REAL *X)
{
    const bool last = j + s->strip == s->count;
    hk_ahead ahead = s->ahead;
    ahead.next = (const char *)(last ? (const REAL *)s->X + s->count * s->stride
                                     : X + s->taking.advance * s->stride);
    return ahead;
}

/* Each stream of long rows asks for what lies a little behind in itself, during forward: in the L2
 * cache, so that what backward needs again stays in L1. A stream's beginning is not asked for. */
HK_INLINE hk_ahead NAME(ahead_within)(const hk_strips *s, const REAL *X)
{
    return (hk_ahead){
        .next = (const char *)X + WITHIN, .forward = s->n / NAME(LINE), .nearer = true};
}

/* `keeps` is a constant. The arrays of one strip are used again for the next: less to keep in the
 * L1 cache. */
HK_INLINE void NAME(strips)(bool keeps, const hk_strips *s)
{
    const hk_taking taking = s->taking;
    const REAL *X = s->X;
    for (size_t j = 0; j < s->count; j += s->strip, X += taking.advance * s->stride) {
        const NAME(eights) eights = {X, s->stride, taking.apart, taking.step, keeps, s->kept};
        hk_ahead ahead = {0};
        if (j < s->asking)
            ahead = s->asks_within ? NAME(ahead_within)(s, X) : NAME(ahead_of_strip)(s, j, X);
        for (size_t k = 0; s->later_y && k < s->strip; k += EIGHT)
            hk_ask_further(s->later_y, (ptrdiff_t)((j + k) * sizeof(double)));
        NAME(forward_eights)(s->n, s->strip / EIGHT, &eights, &ahead, s->w, s->b, s->z);
        for (size_t k = 0; s->offset && k < s->strip; k++)
            s->z[k] += s->offset[j + k];
        hk_differentiate_sums(s->mathematics, s->strip, s->y + j, s->z,
                              s->weights ? s->weights + j : NULL, &ahead, s->dl_dz, s->d2l_dz2,
                              s->sums);
        if (s->dJ_dw)
            NAME(backward_eights)(s->n, s->strip / EIGHT, &eights, &ahead, s->dl_dz, s->dJ_dw);
    }
}

static void NAME(run_strips)(const hk_strips *s)
{
    if (WIDENS && s->kept)
        NAME(strips)(true, s);
    else
        NAME(strips)(false, s);
}
