/* The arithmetic of the curvature, vectorised: compiled once per instruction set
 * (curvature_<set>.c), chosen at run time. Features are taken in strips of `lanes`, as many as a
 * vector has doubles, and samples are packed for it: a strip holds the `lanes` features of its
 * first sample, then those of its second, and so on, all double. No BLAS, no allocation. */
#ifndef HK_PASS_CURVATURE_KERNEL_H
#define HK_PASS_CURVATURE_KERNEL_H

#include "core/processor.h"
#include "data/view.h"

/* Samples multiplied at a time: four strips of them stay in the L1 cache. */
enum { HK_CURVATURE_DEPTH = 128 };

typedef struct hk_curvature_kernel {
    size_t lanes;

    /* Packs `features` <= lanes features from number `feature` on, of the `count` samples first +
     * kept[0], first + kept[1], ..., less `centre` (`features` numbers; NULL: as they are). The
     * other lanes of the strip are left as they are. */
    void (*pack)(const hk_view *view, size_t first, size_t count, const size_t *kept,
                 size_t feature, size_t features, const double *centre, double *strip);

    /* H += x_r D x_c^T, a block of lanes x lanes, for one strip x_r and `n_strips` strips x_c that
     * lie strip_step doubles apart, over `count` <= HK_CURVATURE_DEPTH samples; D = diag(d). The
     * blocks of H follow each other, each with its rows one after the other. */
    void (*add)(size_t count, const double *d, const double *row_strip, size_t n_strips,
                const double *strips, size_t strip_step, double *H);
} hk_curvature_kernel;

const hk_curvature_kernel *hk_curvature_kernel_for(hk_instruction_set set);

#endif
