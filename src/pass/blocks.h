/* The products of samples with all features. Where there are so many features that partial
 * gradients would not fit beside each other, hk_plan cuts the features into blocks: the threads
 * share these, there is one gradient, and each block has a z of its own that is added up in a fixed
 * order, so that neither the blocks nor the bits depend on the number of threads. Elsewhere each
 * call is the one of panel.h, on the calling thread. */
#ifndef HK_PASS_BLOCKS_H
#define HK_PASS_BLOCKS_H

#include "pass/workspace.h"

/* As hk_panel_set_weights: n doubles. */
void hk_blocks_set_weights(hk_pass *pass, const double *w);

/* A partial gradient (gradient_length doubles) becomes 0. */
void hk_blocks_clear(const hk_pass *pass, double *partial);

/* z[0 ... count-1] = w X + b for samples first ... first + count - 1, at most panel_samples. */
void hk_blocks_forward(const hk_pass *pass, hk_room *own, size_t first, size_t count,
                       hk_ahead *ahead, double b, double *z);

/* dJ_dw += dJ_dz X^T over the same samples; dJ_dw has gradient_length doubles. */
void hk_blocks_backward(const hk_pass *pass, hk_room *own, size_t first, size_t count,
                        hk_ahead *ahead, const double *dJ_dz, double *dJ_dw);

/* The n numbers that a partial gradient stands for, divided by W. */
void hk_blocks_gradient(const hk_pass *pass, const double *partial, double W, double *dJ_dw);

#endif
