/* Derivatives against finite differences. */
#ifndef HK_NEURON_DERIVATIVE_CHECK_H
#define HK_NEURON_DERIVATIVE_CHECK_H

#include "core/message.h"
#include "neuron/mathematics.h"

/* Checks f', f'', dl/da, d2l/da2 and dl/dz at `count` points (z_j, y_j). Errors: NOT_FINITE,
 * DERIVATIVE; the message names the derivative, the point and both values. */
hillock_status hk_check_derivatives(const hk_mathematics *mathematics, size_t count,
                                    const double *z, const double *y, hk_message *message);

#endif
