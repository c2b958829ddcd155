/* Each factor of the chain rule, for learning and verifying. */
#ifndef HK_PASS_FACTORS_H
#define HK_PASS_FACTORS_H

#include "pass/pass.h"

/* n_samples numbers each; NULL where not wanted. */
typedef struct hk_factors {
    double *z;
    double *a;     /* f(z)                */
    double *dJ_da; /* (weight / W) dl/da  */
    double *df_dz; /* f'(z)               */
    double *dJ_dz; /* (weight / W) dl/dz, from the fused form where there is one */
} hk_factors;

void hk_pass_factors(hk_pass *pass, const hk_mathematics *mathematics, double total_weight,
                     const double *w, double b, const hk_factors *factors);

#endif
