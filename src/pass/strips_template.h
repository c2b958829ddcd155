/* Whole strips of sample-major X. Included like eights_template.h, after it. */

/* Where the next strip but `others`, 0 or 1, begins, seen from that of sample j, which is at X: in
 * this panel or in the next one. */
HK_INLINE const char *NAME(next_strip)(const hk_strips *s, size_t j, const REAL *X, size_t others)
{
    const size_t sample = j + (1 + others) * s->strip;
    const bool is_here = sample < s->count;
    const REAL *const first = is_here ? X : (const REAL *)s->X + s->count * s->stride;
    const size_t strips = is_here ? 1 + others : sample > s->count;
    return (const char *)(first + strips * s->taking.advance * s->stride);
}

/* What the strip of sample j asks for of the next one. */
HK_INLINE hk_ahead NAME(ahead_of_strip)(const hk_strips *s, size_t j, const REAL *X)
{
    hk_ahead ahead = s->ahead;
    ahead.next = NAME(next_strip)(s, j, X, 0);
    return ahead;
}

/* What it asks for of the one after that: all of it in the L2 cache, during backward, so that the
 * next strip will find there what it asks for in the L1 cache, which has few places for lines that
 * are on their way. */
HK_INLINE hk_ahead NAME(ahead_of_later)(const hk_strips *s, size_t j, const REAL *X)
{
    return (hk_ahead){.next = NAME(next_strip)(s, j, X, 1),
                      .gap = s->ahead.gap,
                      .backward = s->ahead.forward + s->ahead.between,
                      .nearer = true};
}

/* Each stream of long rows asks for what lies a little behind in itself, during forward: in the L2
 * cache, so that what backward needs again stays in L1. */
HK_INLINE hk_ahead NAME(ahead_within)(const hk_strips *s, const REAL *X)
{
    return (hk_ahead){
        .next = (const char *)X + WITHIN, .forward = s->n / NAME(LINE), .nearer = true};
}

/* In as long as backward takes for so many lines of eight rows, memory delivers one of each. */
enum { NAME(LINES_APART) = WIDENS ? 3 : 5 };

/* Of such rows backward, which reads them from the L2 cache (and widens float once more), asks for
 * the beginnings of the next ones, as much as memory delivers meanwhile. The end of forward has
 * asked for WITHIN bytes of each, all of it where rows are not much longer: beginning behind that
 * is slower all the same. */
HK_INLINE hk_ahead NAME(ahead_of_beginnings)(const hk_strips *s, size_t j, const REAL *X)
{
    return (hk_ahead){.next = NAME(next_strip)(s, j, X, 0),
                      .gap = s->ahead.gap,
                      .every = NAME(LINES_APART),
                      .nearer = true};
}

/* The numbers of the strip whose first sample is `first`, in the order in which its samples are
 * taken; NULL: there are none. Strip by strip, as what has been asked for comes meanwhile. */
HK_INLINE const double *NAME(take)(const hk_strips *s, size_t first, const double *values,
                                   double *room)
{
    const hk_taking taking = s->taking;
    if (!values || taking.apart == 1)
        return values ? values + first : NULL;
    for (size_t t = 0; t < s->strip / EIGHT; t++)
        for (size_t r = 0; r < EIGHT; r++)
            room[t * EIGHT + r] = values[first + t * taking.step + r * taking.apart];
    return room;
}

/* `keeps` is a constant. The arrays of one strip are used again for the next: less to keep in the
 * L1 cache. */
HK_INLINE void NAME(strips)(bool keeps, const hk_strips *s)
{
    const hk_taking taking = s->taking;
    const REAL *X = s->X;
    size_t first = 0;
    for (size_t j = 0; j < s->count; j += s->strip, first += taking.advance) {
        const double *const y = NAME(take)(s, first, s->y, s->taken_y);
        const double *const weights = NAME(take)(s, first, s->weights, s->taken_weights);
        const double *const offset = NAME(take)(s, first, s->offset, s->taken_offset);
        const NAME(eights) eights = {X, s->stride, taking.apart, taking.step, keeps, s->kept};
        hk_ahead ahead = {0};
        if (j < s->asking)
            ahead = s->asks_within ? NAME(ahead_within)(s, X) : NAME(ahead_of_strip)(s, j, X);
        for (size_t k = 0; s->later_y && k < s->strip; k += EIGHT)
            hk_ask_further(s->later_y, (ptrdiff_t)((j + k) * sizeof(double)));
        NAME(forward_eights)(s->n, s->strip / EIGHT, &eights, &ahead, s->w, s->b, s->z);
        for (size_t k = 0; offset && k < s->strip; k++)
            s->z[k] += offset[k];
        hk_differentiate_sums(s->mathematics, s->strip, y, s->z, weights, &ahead, s->dl_dz,
                              s->d2l_dz2, s->sums);
        if (s->dJ_dw) {
            if (s->asks_twice && j < s->asking)
                ahead = NAME(ahead_of_later)(s, j, X);
            else if (s->asks_within && j < s->asking)
                ahead = NAME(ahead_of_beginnings)(s, j, X);
            NAME(backward_eights)(s->n, s->strip / EIGHT, &eights, &ahead, s->dl_dz, s->dJ_dw);
        }
        X += taking.advance * s->stride;
    }
}

static void NAME(run_strips)(const hk_strips *s)
{
    if (WIDENS && s->kept)
        NAME(strips)(true, s);
    else
        NAME(strips)(false, s);
}
