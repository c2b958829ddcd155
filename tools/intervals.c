#include "intervals.h"

#include "stream.h"

#include <stdio.h>

bool intervals_are_possible(const hillock_model *model, const char *path, struct fault *fault)
{
    if (hillock_model_inference(model))
        return true;
    return fail(fault,
                "%.200s has no covariance of its weights, which --intervals needs: fit it again "
                "with --model %.200s --covariance (and without a penalty, or with --statistics "
                "model)",
                path, path);
}

bool intervals_print(const hillock_model *model, bool sums, double level, const double *rows,
                     size_t count, struct fault *fault)
{
    const size_t n = hillock_neuron_n_features(hillock_model_neuron(model));
    double value[STREAM_ROWS], error[STREAM_ROWS], lower[STREAM_ROWS], upper[STREAM_ROWS];
    const hillock_status status =
        sums ? hillock_inference_predict_f64(hillock_model_inference(model), rows, count, n, level,
                                             value, error, lower, upper)
             : hillock_model_predict_f64(model, rows, count, n, level, value, error, lower, upper);
    if (status != HILLOCK_OK)
        return fail(fault, "no intervals: %s", hillock_status_text(status));
    for (size_t k = 0; k < count; k++)
        (void)printf("%.17g,%.17g,%.17g,%.17g\n", value[k], error[k], lower[k], upper[k]);
    return true;
}
