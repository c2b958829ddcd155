/* Sample weights with which both classes weigh the same. */
#ifndef HK_DATA_BALANCE_H
#define HK_DATA_BALANCE_H

#include "core/message.h"
#include "data/view.h"

/* balanced[j] = weight_j W / (2 W_c), W_c being the sum of the weights of sample j's class c: each
 * class weighs W/2. `balanced` has n_samples numbers; the view's weights and targets have been
 * checked. Errors: VALUE (a loss without classes), TARGET (a target between the classes), ONE_CLASS
 * (one is absent). */
hillock_status hk_balance_classes(const hk_view *view, hillock_loss loss, double *balanced,
                                  hk_message *message);

#endif
