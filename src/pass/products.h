/* The products with X, vectorised: compiled once per instruction set
 * (products_<set>.c), chosen at run time. X is float or double and widened in registers; everything
 * else is double. No BLAS, no allocation. */
#ifndef HK_PASS_PRODUCTS_H
#define HK_PASS_PRODUCTS_H

#include "core/ahead.h"
#include "core/processor.h"
#include "neuron/mathematics.h"

#include <stdbool.h>
#include <stddef.h>

/* What z of the next sample will be made of: see step_and_look. */
typedef struct hk_look {
    double wx; /* w . next */
    double xx; /* x . next */
} hk_look;

/* In which order samples are taken, eight at once: how many rows lie between neighbours of those
 * eight, from one eight to the next of its strip, and from one strip to the next. */
typedef struct hk_taking {
    size_t apart;
    size_t step;
    size_t advance;
} hk_taking;

/* So many doubles stay in the L1 cache: a strip of float that is no more is widened only once. */
enum { HK_KEPT_LENGTH = 1 << 11 };

/* Strips of a panel, one after the other: forward, elementwise and, unless J alone is wanted,
 * backward. */
typedef struct hk_strips {
    size_t n;
    size_t count;  /* samples: a multiple of `strip`, which is one of eight */
    size_t strip;  /* samples                                               */
    const void *X; /* of sample-major layout                                */
    size_t stride; /* elements from one sample to the next                  */
    hk_taking taking;
    hk_ahead ahead;   /* what each strip asks for of the next one, ...         */
    bool asks_twice;  /* ... and before, in the L2 cache, of the one after it, */
    bool asks_within; /* ... or each stream of what lies behind in itself      */
    size_t asking;    /* samples of the strips that ask                        */
    const double *w;  /* packed */
    double b;
    const hk_mathematics *mathematics;
    const double *y;
    const double *later_y; /* what is asked for beside; or NULL */
    const double *weights; /* or NULL                           */
    const double *offset;  /* likewise                          */
    double *taken_y;       /* rooms for a strip of these in the order in which it is taken */
    double *taken_weights;
    double *taken_offset;
    double *z; /* strip numbers, as the next two */
    double *dl_dz;
    double *d2l_dz2;
    double *kept; /* NULL or, of float, what forward keeps: strip x hk_whole_length(n) */
    hk_loss_sums *sums;
    double *dJ_dw; /* packed; or NULL: J alone */
} hk_strips;

/* The products of one type of X. A panel has `count` samples; stride as in the dataset. */
typedef struct hk_typed_products {
    /* sum of w_i x_i over the n adjacent features of one sample */
    double (*dot)(size_t n, const double *w, const void *x);

    /* Sample-major: z = wX + b, and dJ_dw += dJ_dz X^T. w and dJ_dw are packed: see hk_pack.
     * X is read in eight streams of count / 8 adjacent rows where `ahead` asks for others, else
     * eight adjacent rows at a time. */
    void (*forward_rows)(size_t n, size_t count, const void *X, size_t stride, hk_ahead *ahead,
                         const double *w, double b, double *z);
    void (*backward_rows)(size_t n, size_t count, const void *X, size_t stride, hk_ahead *ahead,
                          const double *dJ_dz, double *dJ_dw);

    /* Feature-major: the same; w and dJ_dw are plain. With each feature the one that is `later` of
     * them further is asked for (0: none), in the end the first ones of the samples that lie `next`
     * bytes behind these. So n asks for the same feature of those samples; backward, which begins
     * nothing, for none then, and else for the next LANES ones. `nearer`: in L2, but for backward,
     * which finds them there. */
    void (*forward_columns)(size_t n, size_t count, const void *X, size_t stride, bool nearer,
                            size_t later, size_t next, const double *w, double b, double *z);
    void (*backward_columns)(size_t n, size_t count, const void *X, size_t stride, size_t later,
                             const double *dJ_dz, double *dJ_dw);

    /* The same for long runs of samples from memory, which are read as they are needed: in many
     * streams at once, each of a load instruction of its own, as the processor follows these.
     * `wide`: with AVX-512 four cache lines of a feature at a time, not two vectors; and then
     * `asks`: for those of the sixteen next features, in L2. Backward takes short runs as well, and
     * asks for the first `lines` of each feature behind these samples, in L2. */
    void (*forward_runs)(size_t n, size_t count, const void *X, size_t stride, bool wide, bool asks,
                         const double *w, double b, double *z);
    void (*backward_runs)(size_t n, size_t count, const void *X, size_t stride, size_t lines,
                          const double *dJ_dz, double *dJ_dw);

    /* Stochastic steps. Here w and dJ_dw are whole vectors: hk_whole_length numbers, 0 behind n. */

    /* w <- decay w + scale x */
    void (*step)(size_t n, double decay, double scale, const void *x, double *w);

    /* The step by `before`, and in the same trip through w what the next but one needs of it.
     * When x has stepped as well, by w <- decay w + scale x,
     *     z = w . next + b = decay wx + scale xx + b
     * so that nothing but these two products waits for the slope at x. Asks for the row `ahead`. */
    hk_look (*step_and_look)(size_t n, double decay, double scale, const void *before,
                             const void *x, const void *next, const void *ahead, double *w);

    /* z = wX + b, and dJ_dw += dJ_dz X^T, of `count` samples that lie anywhere: rows[k] is one's
     * features. Asks for as many rows `ahead`, one half each; NULL: for none. */
    void (*forward_picked)(size_t n, size_t count, const void *const *rows,
                           const void *const *ahead, const double *w, double b, double *z);
    void (*backward_picked)(size_t n, size_t count, const void *const *rows,
                            const void *const *ahead, const double *dJ_dz, double *dJ_dw);

    /* Adds to sums and, unless it is NULL, to dJ_dw. */
    void (*run_strips)(const hk_strips *strips);
} hk_typed_products;

/* Rows of fewer features than this are no vectors: each feature is a sum of its own. */
enum { HK_NARROW_ROWS = 3 };

typedef struct hk_products {
    size_t lanes; /* doubles in a vector */
    hk_typed_products f64;
    hk_typed_products f32;
} hk_products;

const hk_products *hk_products_for(hk_instruction_set set);

/* A row of n >= HK_NARROW_ROWS features is taken in vectors from 0 on; where n is no multiple
 * of lanes, the last vector ends where the row ends and overlaps its predecessor. Packed, that
 * last vector has a place of its own behind the full ones: in w its overlapping lanes are 0, in
 * dJ_dw they are not used. Fewer features than lanes are the first of one vector, the others 0. */
size_t hk_packed_length(const hk_products *products, size_t n);
void hk_pack(const hk_products *products, size_t n, const double *w, double *packed);
void hk_unpack(const hk_products *products, size_t n, const double *packed, double *dJ_dw);

/* n rounded up to full vectors of every instruction set. */
size_t hk_whole_length(size_t n);

#endif
