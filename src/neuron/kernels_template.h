/* The loops over the point functions and their table. Included once per instruction set by
 * kernels_<set>.c, which names the table HK_KERNELS and is compiled with that set's flags. The
 * loops are inlined around their point functions: the compiler drops what is not stored. */
#include "neuron/activation_points.h"
#include "neuron/fused_pairs.h"
#include "neuron/loss_points.h"

#include <limits.h>
#include <string.h>

typedef hk_point activation_point(double z, hk_shape shape);

HK_INLINE void each_value(activation_point *point, hk_shape shape, size_t count,
                          const double *restrict z, double *restrict a)
{
    for (size_t j = 0; j < count; j++)
        a[j] = point(z[j], shape).f;
}

HK_INLINE void each_activation(activation_point *point, hk_shape shape, size_t count,
                               const double *restrict z, double *restrict f, double *restrict df,
                               double *restrict d2f)
{
    for (size_t j = 0; j < count; j++) {
        const hk_point p = point(z[j], shape);
        f[j] = p.f;
        df[j] = p.df;
        d2f[j] = p.d2f;
    }
}

HK_INLINE void each_loss(loss_point *point, hk_shape shape, size_t count, const double *restrict y,
                         const double *restrict x, double *restrict l, double *restrict dl,
                         double *restrict d2l)
{
    for (size_t j = 0; j < count; j++) {
        const hk_point p = point(y[j], x[j], shape);
        l[j] = p.f;
        dl[j] = p.df;
        d2l[j] = p.d2f;
    }
}

HK_INLINE void each_slope(loss_point *point, hk_shape shape, size_t count, const double *restrict y,
                          const double *restrict x, double *restrict dl)
{
    for (size_t j = 0; j < count; j++)
        dl[j] = point(y[j], x[j], shape).df;
}

#include "neuron/loss_sums_template.h"

static void evaluate_value(hillock_activation activation, hk_shape shape, size_t count,
                           const double *z, double *a)
{
    switch (activation) {
    case HILLOCK_IDENTITY:
        each_value(hk_identity_point, shape, count, z, a);
        break;
    case HILLOCK_LOGISTIC:
        each_value(hk_logistic_point, shape, count, z, a);
        break;
    case HILLOCK_TANH:
        each_value(hk_tanh_point, shape, count, z, a);
        break;
    case HILLOCK_RELU:
        each_value(hk_relu_point, shape, count, z, a);
        break;
    case HILLOCK_LEAKY_RELU:
        each_value(hk_leaky_relu_point, shape, count, z, a);
        break;
    case HILLOCK_ELU:
        each_value(hk_elu_point, shape, count, z, a);
        break;
    case HILLOCK_SOFTPLUS:
        each_value(hk_softplus_point, shape, count, z, a);
        break;
    case HILLOCK_SOFTSIGN:
        each_value(hk_softsign_point, shape, count, z, a);
        break;
    case HILLOCK_SILU:
        each_value(hk_silu_point, shape, count, z, a);
        break;
    case HILLOCK_GELU:
        each_value(hk_gelu_point, shape, count, z, a);
        break;
    case HILLOCK_EXP:
        each_value(hk_exp_point, shape, count, z, a);
        break;
    case HILLOCK_NORMAL_CDF:
        each_value(hk_normal_cdf_point, shape, count, z, a);
        break;
    case HILLOCK_CLOGLOG:
        each_value(hk_cloglog_point, shape, count, z, a);
        break;
    case HILLOCK_RECIPROCAL:
        each_value(hk_reciprocal_point, shape, count, z, a);
        break;
    case HILLOCK_STEP:
        each_value(hk_step_point, shape, count, z, a);
        break;
    case HILLOCK_USER_ACTIVATION:
        break;
    }
}

static void evaluate_activation(hillock_activation activation, hk_shape shape, size_t count,
                                const double *z, double *f, double *df, double *d2f)
{
    switch (activation) {
    case HILLOCK_IDENTITY:
        each_activation(hk_identity_point, shape, count, z, f, df, d2f);
        break;
    case HILLOCK_LOGISTIC:
        each_activation(hk_logistic_point, shape, count, z, f, df, d2f);
        break;
    case HILLOCK_TANH:
        each_activation(hk_tanh_point, shape, count, z, f, df, d2f);
        break;
    case HILLOCK_RELU:
        each_activation(hk_relu_point, shape, count, z, f, df, d2f);
        break;
    case HILLOCK_LEAKY_RELU:
        each_activation(hk_leaky_relu_point, shape, count, z, f, df, d2f);
        break;
    case HILLOCK_ELU:
        each_activation(hk_elu_point, shape, count, z, f, df, d2f);
        break;
    case HILLOCK_SOFTPLUS:
        each_activation(hk_softplus_point, shape, count, z, f, df, d2f);
        break;
    case HILLOCK_SOFTSIGN:
        each_activation(hk_softsign_point, shape, count, z, f, df, d2f);
        break;
    case HILLOCK_SILU:
        each_activation(hk_silu_point, shape, count, z, f, df, d2f);
        break;
    case HILLOCK_GELU:
        each_activation(hk_gelu_point, shape, count, z, f, df, d2f);
        break;
    case HILLOCK_EXP:
        each_activation(hk_exp_point, shape, count, z, f, df, d2f);
        break;
    case HILLOCK_NORMAL_CDF:
        each_activation(hk_normal_cdf_point, shape, count, z, f, df, d2f);
        break;
    case HILLOCK_CLOGLOG:
        each_activation(hk_cloglog_point, shape, count, z, f, df, d2f);
        break;
    case HILLOCK_RECIPROCAL:
        each_activation(hk_reciprocal_point, shape, count, z, f, df, d2f);
        break;
    case HILLOCK_STEP:
        each_activation(hk_step_point, shape, count, z, f, df, d2f);
        break;
    case HILLOCK_USER_ACTIVATION:
        break;
    }
}

static void evaluate_loss(hillock_loss loss, hk_shape shape, size_t count, const double *y,
                          const double *a, double *l, double *dl, double *d2l)
{
    switch (loss) {
    case HILLOCK_SQUARED:
        each_loss(hk_squared_point, shape, count, y, a, l, dl, d2l);
        break;
    case HILLOCK_ABSOLUTE:
        each_loss(hk_absolute_point, shape, count, y, a, l, dl, d2l);
        break;
    case HILLOCK_HUBER:
        each_loss(hk_huber_point, shape, count, y, a, l, dl, d2l);
        break;
    case HILLOCK_LOG_COSH:
        each_loss(hk_log_cosh_point, shape, count, y, a, l, dl, d2l);
        break;
    case HILLOCK_QUANTILE:
        each_loss(hk_quantile_point, shape, count, y, a, l, dl, d2l);
        break;
    case HILLOCK_CROSS_ENTROPY:
        each_loss(hk_cross_entropy_point, shape, count, y, a, l, dl, d2l);
        break;
    case HILLOCK_HINGE:
        each_loss(hk_hinge_point, shape, count, y, a, l, dl, d2l);
        break;
    case HILLOCK_SQUARED_HINGE:
        each_loss(hk_squared_hinge_point, shape, count, y, a, l, dl, d2l);
        break;
    case HILLOCK_PERCEPTRON:
        each_loss(hk_perceptron_point, shape, count, y, a, l, dl, d2l);
        break;
    case HILLOCK_POISSON:
        each_loss(hk_poisson_point, shape, count, y, a, l, dl, d2l);
        break;
    case HILLOCK_GAMMA:
        each_loss(hk_gamma_point, shape, count, y, a, l, dl, d2l);
        break;
    case HILLOCK_USER_LOSS:
        break;
    }
}

/* What is wanted of a fused pair, and where it goes. */
typedef struct pair_work {
    hk_shape shape;
    size_t count;
    const double *y, *z, *weights;
    hk_ahead *ahead;
    double *l, *dl, *d2l;
    hk_loss_sums *sums;
} pair_work;

HK_INLINE void pair_losses(loss_point *point, const void *work)
{
    const pair_work *const w = work;
    each_loss(point, w->shape, w->count, w->y, w->z, w->l, w->dl, w->d2l);
}

HK_INLINE void pair_slopes(loss_point *point, const void *work)
{
    const pair_work *const w = work;
    each_slope(point, w->shape, w->count, w->y, w->z, w->dl);
}

HK_INLINE void pair_sums(loss_point *point, const void *work)
{
    const pair_work *const w = work;
    each_sum(point, w->shape, w->count, w->y, w->z, w->weights, w->ahead, w->dl, w->d2l, w->sums);
}

static bool evaluate_pair(hillock_activation activation, hillock_loss loss, hk_shape shape,
                          size_t count, const double *y, const double *z, double *l, double *dl,
                          double *d2l)
{
    const pair_work w = {
        .shape = shape, .count = count, .y = y, .z = z, .l = l, .dl = dl, .d2l = d2l};
    return with_pair(activation, loss, pair_losses, &w);
}

static bool evaluate_slope(hillock_activation activation, hillock_loss loss, hk_shape shape,
                           size_t count, const double *y, const double *z, double *dl)
{
    const pair_work w = {.shape = shape, .count = count, .y = y, .z = z, .dl = dl};
    return with_pair(activation, loss, pair_slopes, &w);
}

static bool evaluate_pair_sums(hillock_activation activation, hillock_loss loss, hk_shape shape,
                               size_t count, const double *y, const double *z,
                               const double *weights, hk_ahead *ahead, double *slopes,
                               double *curvatures, hk_loss_sums *sums)
{
    const pair_work w = {.shape = shape,
                         .count = count,
                         .y = y,
                         .z = z,
                         .weights = weights,
                         .ahead = ahead,
                         .dl = slopes,
                         .d2l = curvatures,
                         .sums = sums};
    return with_pair(activation, loss, pair_sums, &w);
}

/* As wide as the instruction set: a comparison of wider vectors GCC 12 takes apart, number by
 * number. */
#if defined(__AVX512F__)
enum { TARGETS = 8 };
#elif defined(__AVX__)
enum { TARGETS = 4 };
#else
enum { TARGETS = 2 };
#endif

typedef double targets __attribute__((vector_size(TARGETS * sizeof(double))));
typedef long long target_masks __attribute__((vector_size(TARGETS * sizeof(long long))));

/* Sets all bits of those lanes that are outside. Masks, no branch: random targets are
 * unpredictable. */
HK_INLINE void mark_outside(hk_interval range, const double *y, target_masks *found)
{
    const target_masks any = (target_masks){0} - (range.positive ? 0 : 1);
    const target_masks no_sign = (target_masks){0} + LLONG_MAX;
    targets v;
    memcpy(&v, y, sizeof v);
    const targets size = (targets)((target_masks)v & no_sign);
    *found |=
        ~((v >= range.lowest) & (v <= range.highest) & (size >= range.least) & ((v > 0.0) | any));
}

/* What is left over beyond whole vectors is filled up with one of them. */
static bool evaluate_outside(hk_interval range, size_t count, const double *y)
{
    target_masks found = {0};
    size_t j = 0;
    for (; j + TARGETS <= count; j += TARGETS)
        mark_outside(range, y + j, &found);
    if (j < count) {
        const padded rest = pad(count - j, y + j, y + j, NULL);
        mark_outside(range, rest.y, &found);
    }
    long long all = 0;
    for (size_t k = 0; k < TARGETS; k++)
        all |= found[k];
    return all != 0;
}

const hk_kernels HK_KERNELS = {evaluate_value, evaluate_activation, evaluate_loss,
                               evaluate_pair,  evaluate_slope,      evaluate_pair_sums,
                               evaluate_add,   evaluate_outside};
