#include "solver/pairs.h"

#include "core/memory.h"
#include "core/sum.h"

bool hk_pairs_create(hk_pairs *pairs, size_t n)
{
    size_t elements;
    *pairs = (hk_pairs){.n = n};
    if (hk_multiply(n, 2 * HK_PAIRS, &elements))
        pairs->room = hk_allocate(elements, sizeof *pairs->room);
    for (size_t k = 0; pairs->room && k < HK_PAIRS; k++) {
        pairs->steps[k] = pairs->room + 2 * k * n;
        pairs->turns[k] = pairs->room + (2 * k + 1) * n;
    }
    return pairs->room != NULL;
}

void hk_pairs_destroy(hk_pairs *pairs)
{
    hk_free(pairs->room);
}

static bool bends_upward(double product, double square)
{
    return product > 1e-14 * square;
}

void hk_pairs_remember(hk_pairs *pairs, const hk_reached *from, const hk_training *training)
{
    const size_t n = pairs->n, k = pairs->count % HK_PAIRS;
    for (size_t i = 0; i + 1 < n; i++) {
        pairs->steps[k][i] = training->w[i] - from->w[i];
        pairs->turns[k][i] = training->dJ_dw[i] - from->dJ_dw[i];
    }
    pairs->steps[k][n - 1] = training->b - from->b;
    pairs->turns[k][n - 1] = training->dJ_db - from->dJ_db;
    const double product = hk_dot(n, pairs->steps[k], pairs->turns[k]);
    const double square = hk_dot(n, pairs->turns[k], pairs->turns[k]);
    if (!bends_upward(product, square))
        return;
    pairs->inverse[k] = 1.0 / product;
    pairs->count++;
}

void hk_pairs_restrict(hk_pairs *pairs, const double *free)
{
    const size_t kept = hk_min_size(pairs->count, HK_PAIRS);
    pairs->free = free;
    for (size_t k = 0; k < kept; k++) {
        double product = 0.0, square = 0.0;
        for (size_t i = 0; i < pairs->n; i++) {
            const double turn = pairs->turns[k][i] * free[i];
            product += pairs->steps[k][i] * turn;
            square += turn * turn;
        }
        pairs->inverse[k] = bends_upward(product, square) ? 1.0 / product : 0.0;
    }
}

/* x -= factor y, where it is free. */
static void take_off(const hk_pairs *pairs, double factor, const double *y, double *x)
{
    const double *const free = pairs->free;
    for (size_t i = 0; !free && i < pairs->n; i++)
        x[i] -= factor * y[i];
    for (size_t i = 0; free && i < pairs->n; i++)
        x[i] -= factor * y[i] * free[i];
}

void hk_pairs_begin(hk_pairs *pairs, double *g)
{
    const size_t n = pairs->n, kept = hk_min_size(pairs->count, HK_PAIRS);
    for (size_t age = 0; age < kept; age++) {
        const size_t k = (pairs->count - 1 - age) % HK_PAIRS;
        pairs->alpha[k] = pairs->inverse[k] * hk_dot(n, pairs->steps[k], g);
        take_off(pairs, pairs->alpha[k], pairs->turns[k], g);
    }
}

void hk_pairs_finish(const hk_pairs *pairs, double *p)
{
    const size_t n = pairs->n, kept = hk_min_size(pairs->count, HK_PAIRS);
    for (size_t age = kept; age-- > 0;) {
        const size_t k = (pairs->count - 1 - age) % HK_PAIRS;
        const double beta = pairs->inverse[k] * hk_dot(n, pairs->turns[k], p);
        take_off(pairs, pairs->alpha[k] + beta, pairs->steps[k], p);
    }
}

void hk_pairs_visit(hk_pairs *pairs, hk_visitor *visitor)
{
    hk_visit_size(visitor, "pairs", &pairs->count, SIZE_MAX / 2);
    for (size_t k = 0; !visitor->failed && k < hk_min_size(pairs->count, HK_PAIRS); k++) {
        hk_visit_reals(visitor, "step", pairs->n, pairs->steps[k]);
        hk_visit_reals(visitor, "turn", pairs->n, pairs->turns[k]);
        hk_visit_real(visitor, "inverse", &pairs->inverse[k]);
    }
}
