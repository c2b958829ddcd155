#include "model/derivation.h"

#include "api/arguments.h"
#include "data/dataset.h"
#include "model/score.h"
#include "neuron/derivative_check.h"

static hillock_status check(hillock_neuron *neuron, const hillock_dataset *dataset)
{
    if (!neuron)
        return HILLOCK_ERROR_NULL;
    return dataset ? HILLOCK_OK : hk_null(&neuron->message, "the dataset");
}

hillock_status hillock_evaluate(hillock_neuron *neuron, const hillock_dataset *dataset, double *J)
{
    const hillock_status status = check(neuron, dataset);
    if (status != HILLOCK_OK)
        return status;
    if (!J)
        return hk_null(&neuron->message, "J");
    return hk_derivation_gradient(neuron, &dataset->view, J, NULL, NULL);
}

hillock_status hillock_gradient(hillock_neuron *neuron, const hillock_dataset *dataset, double *J,
                                double *dJ_dw, double *dJ_db)
{
    const hillock_status status = check(neuron, dataset);
    return status == HILLOCK_OK ? hk_derivation_gradient(neuron, &dataset->view, J, dJ_dw, dJ_db)
                                : status;
}

hillock_status hillock_factors(hillock_neuron *neuron, const hillock_dataset *dataset, double *z,
                               double *a, double *dJ_da, double *df_dz, double *dJ_dz)
{
    const hillock_status status = check(neuron, dataset);
    const hk_factors factors = {.z = z, .a = a, .dJ_da = dJ_da, .df_dz = df_dz, .dJ_dz = dJ_dz};
    return status == HILLOCK_OK ? hk_derivation_factors(neuron, &dataset->view, &factors) : status;
}

hillock_status hillock_check_derivatives(hillock_neuron *neuron, size_t count, const double *z,
                                         const double *y)
{
    if (!neuron)
        return HILLOCK_ERROR_NULL;
    if (!z || !y)
        return hk_null(&neuron->message, z ? "y" : "z");
    if (count == 0)
        return hk_say(&neuron->message, HILLOCK_ERROR_SIZE, "no points to check at");
    if (!hk_mathematics_complete(&neuron->mathematics))
        return hk_say(&neuron->message, HILLOCK_ERROR_INCOMPLETE,
                      "the neuron has no user function yet");
    return hk_check_derivatives(&neuron->mathematics, count, z, y, &neuron->message);
}

hillock_status hillock_check_gradient(hillock_neuron *neuron, const hillock_dataset *dataset,
                                      double *error)
{
    const hillock_status status = check(neuron, dataset);
    if (status != HILLOCK_OK)
        return status;
    if (!error)
        return hk_null(&neuron->message, "error");
    return hk_derivation_check_gradient(neuron, &dataset->view, error);
}

hillock_status hillock_score(hillock_neuron *neuron, const hillock_dataset *dataset,
                             hillock_score_kind kind, double *value)
{
    const hillock_status status = check(neuron, dataset);
    if (status != HILLOCK_OK)
        return status;
    if (!value)
        return hk_null(&neuron->message, "value");
    return hk_score(neuron, &dataset->view, kind, value);
}
