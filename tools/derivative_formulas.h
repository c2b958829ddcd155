/* What the derivatives of an activation and a loss are, in a few words of mathematics. */
#ifndef TOOLS_DERIVATIVE_FORMULAS_H
#define TOOLS_DERIVATIVE_FORMULAS_H

#include "hillock/hillock.h"

/* f'(z); dl/da. */
const char *activation_derivative(hillock_activation activation);
const char *loss_derivative(hillock_loss loss);

/* dl/dz where it is simpler than dl/da f'(z), or is what that product cannot say; else NULL. */
const char *pair_derivative(hillock_activation activation, hillock_loss loss);

#endif
