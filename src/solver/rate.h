/* The learning rate where none is given. */
#ifndef HK_SOLVER_RATE_H
#define HK_SOLVER_RATE_H

#include "solver/training.h"

/* From what the statistics tell without a trip through X. largest_weight: of a sample, in units of
 * the mean one. */
double hk_chosen_rate(const hk_training *training, double largest_weight);

/* A longer one for steps over all samples, by a few trips through X; a rate that was given stays,
 * and that of a loss which only bends. Errors: MEMORY. */
hillock_status hk_sharpen_rate(hk_training *training);

#endif
