/* Residuals of least squares and their products with the features, in double-double: what iterative
 * refinement needs. Compiled once per instruction set (residuals_<set>.c), as it lives from fused
 * multiply-adds. */
#ifndef HK_PASS_RESIDUALS_H
#define HK_PASS_RESIDUALS_H

#include "core/double_double.h"
#include "core/processor.h"
#include "data/view.h"

/* With r_j = y_j - offset_j - w x_j - b (n numbers w, then b): products[i] = sum over j of weight_j
 * r_j x_ij, the bias's x being 1 (number n). row: n doubles of room. One thread. */
typedef void hk_residuals(const hk_view *view, const hk_dd *w_b, double *row, hk_dd *products);

hk_residuals *hk_residuals_for(hk_instruction_set set);

#endif
