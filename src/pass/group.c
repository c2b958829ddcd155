#include "pass/group.h"

#include <math.h>

void hk_group_add(hk_group *group, const hk_loss_sums *panel)
{
    hk_compensated_add(&group->loss, hk_lane_sum(panel->loss));
    hk_compensated_add(&group->residual, hk_lane_sum(panel->residual)); /* dJ/dz . 1 */
    group->residual_square += hk_lane_sum(panel->residual_square);
    group->curvature_max = fmax(group->curvature_max, hk_curvature_max(panel));
}

void hk_group_join(hk_group *left, const hk_group *right)
{
    hk_compensated_add(&left->loss, hk_compensated_value(&right->loss));
    hk_compensated_add(&left->residual, hk_compensated_value(&right->residual));
    left->residual_square += right->residual_square;
    left->curvature_max = fmax(left->curvature_max, right->curvature_max);
    left->illegal_target |= right->illegal_target;
}

hk_sums hk_group_sums(const hk_group *group, double total_weight)
{
    return (hk_sums){
        .J = hk_compensated_value(&group->loss) / total_weight,
        .dJ_db = hk_compensated_value(&group->residual) / total_weight,
        .residual_rms = sqrt(group->residual_square / total_weight),
        .curvature_max = group->curvature_max,
        .illegal_target = group->illegal_target,
    };
}
