/* J, its gradient and the factors of the chain rule at a neuron's parameters. Messages go to
 * the neuron. */
#ifndef HK_MODEL_DERIVATION_H
#define HK_MODEL_DERIVATION_H

#include "data/view.h"
#include "model/neuron.h"
#include "pass/factors.h"

/* What can be wrong before a pass: user functions, shapes, weights. *total_weight is W. */
hillock_status hk_derivation_check(hillock_neuron *neuron, const hk_view *view,
                                   double *total_weight);

/* J and, where dJ_dw is not NULL, the gradient (n numbers). */
hillock_status hk_derivation_gradient(hillock_neuron *neuron, const hk_view *view, double *J,
                                      double *dJ_dw, double *dJ_db);

hillock_status hk_derivation_factors(hillock_neuron *neuron, const hk_view *view,
                                     const hk_factors *factors);

/* The gradient against central differences of J: the largest relative error. */
hillock_status hk_derivation_check_gradient(hillock_neuron *neuron, const hk_view *view,
                                            double *error);

/* Names the first row whose loss or derivative is not finite, and why. */
hillock_status hk_locate_not_finite(hk_pass *pass, const hk_view *view, const double *w, double b,
                                    hk_message *message);

#endif
