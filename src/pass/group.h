/* What consecutive panels, a group of them, have summed so far. */
#ifndef HK_PASS_GROUP_H
#define HK_PASS_GROUP_H

#include "pass/pass.h"

typedef struct hk_group {
    hk_compensated loss;
    hk_compensated residual;
    double residual_square;
    double curvature_max;
    bool illegal_target;
    double *dJ_dw; /* kernel.gradient_length, inside pass->gradients */
} hk_group;

/* A panel more. */
void hk_group_add(hk_group *group, const hk_loss_sums *panel);

/* All but the gradients. */
void hk_group_join(hk_group *left, const hk_group *right);

hk_sums hk_group_sums(const hk_group *group, double total_weight);

#endif
