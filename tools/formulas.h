/* Activations and losses written out, for --help. */
#ifndef TOOLS_FORMULAS_H
#define TOOLS_FORMULAS_H

#include "hillock/hillock.h"

/* "" for one that has none here. */
const char *activation_formula(hillock_activation activation);
const char *loss_formula(hillock_loss loss);

#endif
