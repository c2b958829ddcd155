/* One trip through X: panel by panel forward, elementwise, backward, reduce. The workspace is
 * made once; a run allocates nothing. */
#ifndef HK_PASS_PASS_H
#define HK_PASS_PASS_H

#include "core/sum.h"
#include "neuron/mathematics.h"
#include "pass/panel.h"

/* Sums over all samples, divided by W where they are means. */
typedef struct hk_sums {
    double J;             /* mean loss                                          */
    double dJ_db;         /* mean residual e = dl/dz                            */
    double residual_rms;  /* sqrt of the mean of e^2                            */
    double curvature_max; /* largest |d2l/dz2| of a sample of positive weight   */
    bool illegal_target;  /* one may be outside what the loss takes, or a NaN    */
} hk_sums;

typedef struct hk_pass hk_pass;

/* How a pass is carried out; nothing of it changes the bits of a result but the kernel. */
typedef struct hk_execution {
    int64_t threads; /* 0: chosen by the work                  */
    int64_t kernel;  /* hillock_kernel                         */
} hk_execution;

/* Workspace for trips through `view` with `mathematics`; both must outlive it. total_weight is W.
 * NULL when memory could not be had. */
hk_pass *hk_pass_create(const hk_view *view, const hk_mathematics *mathematics, double total_weight,
                        hk_execution execution);
void hk_pass_destroy(hk_pass *pass);

/* Takes the workspace over for other data, if its sizes are theirs: everything is then as from
 * hk_pass_create, in no time. false: the pass is as it was. What it was made for may be gone. */
bool hk_pass_rebind(hk_pass *pass, const hk_view *view, const hk_mathematics *mathematics,
                    double total_weight, hk_execution execution);

/* How many threads a pass through such a view shares its work among. */
int hk_pass_threads(const hk_view *view, hk_execution execution);

/* n numbers for a caller who wants the gradient aside; no run touches them. */
double *hk_pass_aside(hk_pass *pass);

/* J and the other sums at (w, b); with dJ_dw != NULL also the gradient, n numbers. */
hk_sums hk_pass_run(hk_pass *pass, const double *w, double b, double *dJ_dw);

/* Makes the workspace that the curvature wants besides; once is enough. false when memory could not
 * be had or no memory is large enough, and then the pass is as it was. With `centre` (n numbers
 * that must outlive the pass; NULL: none) the curvature is that of the features less it: where a
 * mean is large beside its deviation, that is what keeps H from being singular. */
bool hk_pass_reserve_curvature(hk_pass *pass, const double *centre);

/* What takes the place of d2l/dz2 in H from now on: itself, itself but 0 where it is negative, its
 * expectation under the loss's distribution (Fisher; for losses with a likelihood), or 1 in every
 * sample. */
typedef enum hk_curvature_kind {
    HK_OBSERVED,
    HK_NEVER_NEGATIVE,
    HK_EXPECTED,
    HK_EQUAL
} hk_curvature_kind;
void hk_pass_choose_curvature(hk_pass *pass, hk_curvature_kind kind);

/* hk_pass_run, but for the order of its sums, and in the same trip the curvature H = X D X^T of J
 * with the bias as feature number n that is always 1, D = diag(weight / W d2l/dz2): (n+1) x (n+1)
 * numbers, both triangles. dJ_dw NULL: H alone is wanted, and the sums may be empty. The curvature
 * must have been reserved. */
hk_sums hk_pass_run_curvature(hk_pass *pass, const double *w, double b, double *dJ_dw, double *H);

/* z = wX + b, the offset left out: m numbers. */
void hk_pass_forward(hk_pass *pass, const double *w, double b, double *z);

/* a = f(z + offset): m numbers. */
void hk_pass_activations(hk_pass *pass, const double *w, double b, double *a);

/* X (d .* z) of that z, and the sum of d z, in one trip: a curvature X D X^T times a vector. A
 * sample of d = 0 adds nothing; a z above half the largest double is infinite. The bits depend on
 * the number of threads no more than a run's. */
double hk_pass_apply(hk_pass *pass, const double *w, double b, const double *d, double *Xdz);

/* d_j = weight_j / W times the curvature chosen, at (w, b): m numbers, for hk_pass_apply. */
void hk_pass_curvatures(hk_pass *pass, const double *w, double b, double *d);

/* Relative rounding of a product with X: float's where BLAS multiplies float, else double's. */
double hk_pass_epsilon(const hk_pass *pass);

/* Calls visit for every panel in order, until it answers false, with z, l, dl_dz, d2l_dz2
 * computed. */
typedef bool (*hk_visit)(const hk_panel *panel, void *payload);
void hk_pass_visit(hk_pass *pass, const double *w, double b, hk_visit visit, void *payload);

#endif
