/* A step length that satisfies the strong Wolfe conditions. */
#ifndef HK_SOLVER_LINE_SEARCH_H
#define HK_SOLVER_LINE_SEARCH_H

#include "solver/reached.h"

/* Moves the training from `from` along p (n + 1 numbers, the bias last; slope = dJ p < 0) to where
 * J has fallen enough and the slope has become flat, and evaluates there; `first` is tried first.
 * false: no such place is found, or not in time, and the training is back at `from`. */
bool hk_line_search(hk_training *training, const hk_reached *from, const double *p, double slope,
                    double first, hk_evaluation *now);

#endif
