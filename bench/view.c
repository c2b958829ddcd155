#include "view.h"

static hillock_status set_arrays(hillock_dataset *dataset, const bench_problem *problem)
{
    const bench_shape shape = problem->shape;
    hillock_status status;
    if (shape.type == BENCH_F64) {
        status =
            hillock_dataset_set_features_f64(dataset, problem->X, shape.layout, problem->stride);
        return status ? status : hillock_dataset_set_targets_f64(dataset, problem->y);
    }
    status = hillock_dataset_set_features_f32(dataset, problem->X, shape.layout, problem->stride);
    return status ? status : hillock_dataset_set_targets_f32(dataset, problem->y);
}

hillock_dataset *bench_view(const bench_problem *problem)
{
    hillock_dataset *dataset;
    if (hillock_dataset_create(&dataset, problem->shape.m, problem->shape.n))
        return NULL;
    if (set_arrays(dataset, problem) == HILLOCK_OK)
        return dataset;
    hillock_dataset_destroy(dataset);
    return NULL;
}
