/* One neuron's mathematics: activation and loss, built in or the user's, over arrays. */
#ifndef HK_NEURON_MATHEMATICS_H
#define HK_NEURON_MATHEMATICS_H

#include "neuron/kernels.h"

typedef struct hk_mathematics {
    hillock_activation activation;
    hillock_loss loss;
    hk_shape shape;
    const hk_kernels *kernels;

    hillock_activation_function user_activation;
    void *user_activation_payload;
    bool user_activation_has_second;
    hillock_loss_function user_loss;
    void *user_loss_payload;
    bool user_loss_has_second;
} hk_mathematics;

hk_mathematics hk_mathematics_of(hillock_activation activation, hillock_loss loss);

/* All of it is the same. */
bool hk_mathematics_is(const hk_mathematics *mathematics, const hk_mathematics *other);

/* The user functions that activation and loss need are there. */
bool hk_mathematics_complete(const hk_mathematics *mathematics);

/* d2l/dz2 can be had: false when a user function gives no second derivative. */
bool hk_mathematics_has_curvature(const hk_mathematics *mathematics);

/* J is a quadratic of w and b: d2l/dz2 is 2 everywhere. */
bool hk_mathematics_is_quadratic(const hk_mathematics *mathematics);

/* a = f(z). May work in place (a == z). */
void hk_activate(const hk_mathematics *mathematics, size_t count, const double *z, double *a);

/* f, f', f'' (0 where there is none) at z. */
void hk_differentiate_activation(const hk_mathematics *mathematics, size_t count, const double *z,
                                 double *f, double *df, double *d2f);

/* l, dl/da, d2l/da2 (0 where there is none) at (y, a). */
void hk_differentiate_loss(const hk_mathematics *mathematics, size_t count, const double *y,
                           const double *a, double *l, double *dl, double *d2l);

/* l, dl/dz, d2l/dz2 at (y, z): from the fused form where there is one, else by the chain rule
 * dl/dz = dl/da f'(z), d2l/dz2 = d2l/da2 f'(z)^2 + dl/da f''(z). */
void hk_differentiate(const hk_mathematics *mathematics, size_t count, const double *y,
                      const double *z, double *l, double *dl_dz, double *d2l_dz2);

/* The same, added to sums; slopes: weighted dl/dz (weights NULL: all 1), curvatures: d2l/dz2. Asks
 * for the columns between the products. */
void hk_differentiate_sums(const hk_mathematics *mathematics, size_t count, const double *y,
                           const double *z, const double *weights, hk_ahead *ahead, double *slopes,
                           double *curvatures, hk_loss_sums *sums);

/* dl/dz alone, the same numbers; room: 2 count doubles, whose values are lost. */
void hk_differentiate_once(const hk_mathematics *mathematics, size_t count, const double *y,
                           const double *z, double *dl_dz, double *room);

/* This activation or loss has the shape parameter HILLOCK_ALPHA, _DELTA or _TAU. */
bool hk_mathematics_has_shape(const hk_mathematics *mathematics, int key);

#endif
