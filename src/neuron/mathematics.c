#include "neuron/mathematics.h"

#include "core/memory.h"
#include "neuron/catalogue.h"

#include <string.h>

/* Samples worked on at a time where intermediate values need a place: on the stack, in the L1
 * cache. */
enum { CHUNK = 128 };

hk_mathematics hk_mathematics_of(hillock_activation activation, hillock_loss loss)
{
    return (hk_mathematics){
        .activation = activation,
        .loss = loss,
        .shape = {.alpha = hk_activation_find(activation)->alpha, .delta = 1.0, .tau = 0.5},
        .kernels = hk_kernels_for(hk_processor()),
    };
}

bool hk_mathematics_is(const hk_mathematics *mathematics, const hk_mathematics *other)
{
    const hk_mathematics *const m = mathematics;
    return m->activation == other->activation && m->loss == other->loss &&
           m->shape.alpha == other->shape.alpha && m->shape.delta == other->shape.delta &&
           m->shape.tau == other->shape.tau && m->kernels == other->kernels &&
           m->user_activation == other->user_activation &&
           m->user_activation_payload == other->user_activation_payload &&
           m->user_activation_has_second == other->user_activation_has_second &&
           m->user_loss == other->user_loss && m->user_loss_payload == other->user_loss_payload &&
           m->user_loss_has_second == other->user_loss_has_second;
}

bool hk_mathematics_complete(const hk_mathematics *mathematics)
{
    return (mathematics->activation != HILLOCK_USER_ACTIVATION || mathematics->user_activation) &&
           (mathematics->loss != HILLOCK_USER_LOSS || mathematics->user_loss);
}

bool hk_mathematics_has_curvature(const hk_mathematics *mathematics)
{
    return (mathematics->activation != HILLOCK_USER_ACTIVATION ||
            mathematics->user_activation_has_second) &&
           (mathematics->loss != HILLOCK_USER_LOSS || mathematics->user_loss_has_second);
}

bool hk_mathematics_is_quadratic(const hk_mathematics *mathematics)
{
    return mathematics->activation == HILLOCK_IDENTITY && mathematics->loss == HILLOCK_SQUARED;
}

/* Kernels promise the compiler that input and output are apart, so z passes through a chunk. */
void hk_activate(const hk_mathematics *mathematics, size_t count, const double *z, double *a)
{
    double chunk[CHUNK];
    for (size_t first = 0; first < count; first += CHUNK) {
        const size_t length = hk_min_size(CHUNK, count - first);
        memcpy(chunk, z + first, length * sizeof *chunk);
        if (mathematics->activation == HILLOCK_USER_ACTIVATION)
            mathematics->user_activation(length, chunk, a + first, NULL, NULL,
                                         mathematics->user_activation_payload);
        else
            mathematics->kernels->value(mathematics->activation, mathematics->shape, length, chunk,
                                        a + first);
    }
}

void hk_differentiate_activation(const hk_mathematics *mathematics, size_t count, const double *z,
                                 double *f, double *df, double *d2f)
{
    if (mathematics->activation != HILLOCK_USER_ACTIVATION) {
        mathematics->kernels->activation(mathematics->activation, mathematics->shape, count, z, f,
                                         df, d2f);
        return;
    }
    const bool second = mathematics->user_activation_has_second;
    if (!second)
        memset(d2f, 0, count * sizeof *d2f);
    mathematics->user_activation(count, z, f, df, second ? d2f : NULL,
                                 mathematics->user_activation_payload);
}

void hk_differentiate_loss(const hk_mathematics *mathematics, size_t count, const double *y,
                           const double *a, double *l, double *dl, double *d2l)
{
    if (mathematics->loss != HILLOCK_USER_LOSS) {
        mathematics->kernels->loss(mathematics->loss, mathematics->shape, count, y, a, l, dl, d2l);
        return;
    }
    const bool second = mathematics->user_loss_has_second;
    if (!second)
        memset(d2l, 0, count * sizeof *d2l);
    mathematics->user_loss(count, y, a, l, dl, second ? d2l : NULL, mathematics->user_loss_payload);
}

static void chain_rule(const hk_mathematics *mathematics, size_t count, const double *y,
                       const double *z, double *l, double *dl_dz, double *d2l_dz2)
{
    double a[CHUNK], df[CHUNK], d2f[CHUNK];
    hk_differentiate_activation(mathematics, count, z, a, df, d2f);
    hk_differentiate_loss(mathematics, count, y, a, l, dl_dz, d2l_dz2);
    for (size_t j = 0; j < count; j++) {
        const double dl_da = dl_dz[j];
        dl_dz[j] = dl_da * df[j];
        d2l_dz2[j] = d2l_dz2[j] * df[j] * df[j] + dl_da * d2f[j];
    }
}

void hk_differentiate(const hk_mathematics *mathematics, size_t count, const double *y,
                      const double *z, double *l, double *dl_dz, double *d2l_dz2)
{
    const hillock_activation activation = mathematics->activation;
    if (mathematics->kernels->pair(activation, mathematics->loss, mathematics->shape, count, y, z,
                                   l, dl_dz, d2l_dz2))
        return;
    if (activation == HILLOCK_IDENTITY ||
        activation == HILLOCK_STEP) { /* a = z; Rosenblatt's y z */
        hk_differentiate_loss(mathematics, count, y, z, l, dl_dz, d2l_dz2);
        return;
    }
    for (size_t first = 0; first < count; first += CHUNK)
        chain_rule(mathematics, hk_min_size(CHUNK, count - first), y + first, z + first, l + first,
                   dl_dz + first, d2l_dz2 + first);
}

void hk_differentiate_sums(const hk_mathematics *mathematics, size_t count, const double *y,
                           const double *z, const double *weights, hk_ahead *ahead, double *slopes,
                           double *curvatures, hk_loss_sums *sums)
{
    double l[CHUNK];
    if (mathematics->kernels->pair_sums(mathematics->activation, mathematics->loss,
                                        mathematics->shape, count, y, z, weights, ahead, slopes,
                                        curvatures, sums))
        return;
    for (size_t first = 0; first < count; first += CHUNK) {
        const size_t length = hk_min_size(CHUNK, count - first);
        hk_ask_columns(ahead, ahead->between * length / HK_STREAMS);
        hk_differentiate(mathematics, length, y + first, z + first, l, slopes + first,
                         curvatures + first);
        mathematics->kernels->add(length, weights ? weights + first : NULL, l, slopes + first,
                                  curvatures + first, sums);
    }
}

void hk_differentiate_once(const hk_mathematics *mathematics, size_t count, const double *y,
                           const double *z, double *dl_dz, double *room)
{
    if (!mathematics->kernels->slope(mathematics->activation, mathematics->loss, mathematics->shape,
                                     count, y, z, dl_dz))
        hk_differentiate(mathematics, count, y, z, room, dl_dz, room + count);
}

bool hk_mathematics_has_shape(const hk_mathematics *mathematics, int key)
{
    const hillock_activation activation = mathematics->activation;
    return (key == HILLOCK_ALPHA &&
            (activation == HILLOCK_LEAKY_RELU || activation == HILLOCK_ELU)) ||
           (key == HILLOCK_DELTA && mathematics->loss == HILLOCK_HUBER) ||
           (key == HILLOCK_TAU && mathematics->loss == HILLOCK_QUANTILE);
}
