#include "reference.h"

#include <math.h>

static const long double PI = 3.14159265358979323846264338327950288L;

static long double density(long double z)
{
    return expl(-z * z / 2) / sqrtl(2 * PI);
}

static long double normal_cdf(long double z)
{
    return erfcl(-z / sqrtl(2)) / 2;
}

/* The three activations that are probabilities. */
static jet probability(hillock_activation activation, long double z)
{
    const long double s = 1 / (1 + expl(-z)), E = expl(z), slope = E * expl(-E);
    if (activation == HILLOCK_LOGISTIC)
        return (jet){s, s * (1 - s), s * (1 - s) * (1 - 2 * s)};
    if (activation == HILLOCK_NORMAL_CDF)
        return (jet){normal_cdf(z), density(z), -z * density(z)};
    return (jet){-expm1l(-E), slope, slope * (1 - E)};
}

/* Linear above 0; below it `below`. */
static jet rectified(long double z, jet below)
{
    return z > 0 ? (jet){z, 1, 0} : below;
}

jet reference_activation(hillock_activation activation, long double z)
{
    const long double s = 1 / (1 + expl(-z)), t = tanhl(z), q = 1 + fabsl(z), e = expl(z);
    const long double slope = s * (1 - s);
    switch (activation) {
    case HILLOCK_LOGISTIC:
    case HILLOCK_NORMAL_CDF:
    case HILLOCK_CLOGLOG:
        return probability(activation, z);
    case HILLOCK_TANH:
        return (jet){t, 1 - t * t, -2 * t * (1 - t * t)};
    case HILLOCK_RELU:
        return rectified(z, (jet){0, 0, 0});
    case HILLOCK_LEAKY_RELU:
        return rectified(z, (jet){0.01 * z, 0.01, 0});
    case HILLOCK_ELU:
        return rectified(z, (jet){expm1l(z), e, e});
    case HILLOCK_SOFTPLUS:
        return (jet){log1pl(e), s, slope};
    case HILLOCK_SOFTSIGN:
        return (jet){z / q, 1 / (q * q), (z > 0 ? -2 : 2) / (q * q * q)};
    case HILLOCK_SILU:
        return (jet){z * s, s + z * slope, 2 * slope + z * slope * (1 - 2 * s)};
    case HILLOCK_GELU:
        return (jet){z * normal_cdf(z), normal_cdf(z) + z * density(z), (2 - z * z) * density(z)};
    case HILLOCK_EXP:
        return (jet){e, e, e};
    case HILLOCK_RECIPROCAL:
        return (jet){1 / z, -1 / (z * z), 2 / (z * z * z)};
    case HILLOCK_STEP:
        return (jet){z >= 0 ? 1 : -1, 0, 0};
    default:
        return (jet){z, 1, 0};
    }
}

/* Losses of the margin y a. */
static jet margin_loss(hillock_loss loss, long double y, long double a)
{
    const long double short_of = 1 - y * a;
    if (loss == HILLOCK_HINGE)
        return short_of > 0 ? (jet){short_of, -y, 0} : (jet){0, 0, 0};
    if (loss == HILLOCK_SQUARED_HINGE)
        return short_of > 0 ? (jet){short_of * short_of, -2 * y * short_of, 2} : (jet){0, 0, 0};
    return y * a <= 0 ? (jet){-y * a, -y, 0} : (jet){0, 0, 0};
}

jet reference_loss(hillock_loss loss, long double y, long double a)
{
    const long double r = a - y, sign = r > 0 ? 1 : r < 0 ? -1 : 0, t = tanhl(r);
    switch (loss) {
    case HILLOCK_SQUARED:
        return (jet){r * r, 2 * r, 2};
    case HILLOCK_ABSOLUTE:
        return (jet){fabsl(r), sign, 0};
    case HILLOCK_HUBER:
        return fabsl(r) <= 1 ? (jet){r * r / 2, r, 1} : (jet){fabsl(r) - 0.5L, sign, 0};
    case HILLOCK_LOG_COSH:
        return (jet){logl(coshl(r)), t, 1 - t * t};
    case HILLOCK_QUANTILE:
        return (jet){fabsl(r) / 2, sign / 2, 0};
    case HILLOCK_CROSS_ENTROPY:
        return (jet){-y * logl(a) - (1 - y) * log1pl(-a), (1 - y) / (1 - a) - y / a,
                     (1 - y) / ((1 - a) * (1 - a)) + y / (a * a)};
    case HILLOCK_POISSON:
        return (jet){a - y * logl(a), 1 - y / a, y / (a * a)};
    case HILLOCK_GAMMA:
        return (jet){y / a + logl(a), 1 / a - y / (a * a), 2 * y / (a * a * a) - 1 / (a * a)};
    default:
        return margin_loss(loss, y, a);
    }
}

jet reference_pair(hillock_activation activation, hillock_loss loss, long double y, long double z)
{
    if (activation == HILLOCK_STEP)
        return reference_loss(loss, y, z);
    const jet a = reference_activation(activation, z);
    const jet l = reference_loss(loss, y, a.f);
    return (jet){l.f, l.df * a.df, l.d2f * a.df * a.df + l.df * a.d2f};
}

/* Sums one sample's share of everything. */
static void add_sample(reference_gradient *sums, const samples *s, size_t j, long double share,
                       jet l, long double reach)
{
    const long double J_scale = fabsl(l.f) + fabsl(l.df) * reach;
    const long double e_scale = fabsl(l.df) + fabsl(l.d2f) * reach;
    sums->J_scale += (double)(share * J_scale);
    sums->db_scale += (double)(share * e_scale);
    for (size_t i = 0; i < s->n; i++)
        sums->dw_scale[i] += (double)(share * e_scale * fabsl(s->X[j * s->n + i]));
}

reference_gradient reference_differentiate(hillock_activation activation, hillock_loss loss,
                                           const samples *s, bool weighted, bool with_offset,
                                           const double *w, double b)
{
    reference_gradient sums = {0};
    long double W = 0, J = 0, db = 0, dw[16] = {0};
    for (size_t j = 0; j < s->m; j++)
        W += weighted ? s->weights[j] : 1;
    for (size_t j = 0; j < s->m; j++) {
        const long double share = (weighted ? s->weights[j] : 1) / W;
        const long double offset = with_offset ? s->offset[j] : 0;
        long double z = b + offset, reach = 1 + fabsl((long double)b) + fabsl(offset);
        for (size_t i = 0; i < s->n; i++) {
            z += (long double)w[i] * s->X[j * s->n + i];
            reach += fabsl((long double)w[i] * s->X[j * s->n + i]);
        }
        if (share == 0)
            continue;
        const jet l = reference_pair(activation, loss, s->y[j], z);
        J += share * l.f;
        db += share * l.df;
        for (size_t i = 0; i < s->n; i++)
            dw[i] += share * l.df * s->X[j * s->n + i];
        add_sample(&sums, s, j, share, l, reach);
    }
    sums.J = (double)J;
    sums.db = (double)db;
    for (size_t i = 0; i < s->n; i++)
        sums.dw[i] = (double)dw[i];
    return sums;
}
