#include "intervals.h"

#include <stdio.h>

#include "json_text.h"
#include "stream.h"

bool intervals_are_possible(const hillock_model *model, const char *path, struct fault *fault)
{
    if (hillock_model_inference(model))
        return true;
    return fail(fault,
                "%.200s has no covariance of its weights, which --intervals needs: fit it again "
                "with --model %.200s --covariance, and where fit prints no standard errors (its "
                "remark says why) with --statistics model",
                path, path);
}

static void print_object(double value, double error, double lower, double upper)
{
    static const char *const names[] = {"value", "standard_error", "lower", "upper"};
    const double numbers[] = {value, error, lower, upper};
    for (size_t k = 0; k < 4; k++) {
        (void)printf(k > 0 ? ", \"%s\": " : "{\"%s\": ", names[k]);
        json_number(numbers[k]);
    }
    (void)putchar('}');
}

bool intervals_print(const hillock_model *model, bool sums, double level, const double *rows,
                     const double *offsets, const bool *is_missing, size_t count, size_t *n_objects,
                     struct fault *fault)
{
    const size_t n = hillock_neuron_n_features(hillock_model_neuron(model));
    double value[STREAM_ROWS], error[STREAM_ROWS], lower[STREAM_ROWS], upper[STREAM_ROWS];
    const hillock_status status =
        sums ? hillock_inference_predict_f64(hillock_model_inference(model), rows, count, n, level,
                                             value, error, lower, upper)
             : hillock_model_predict_f64(model, rows, count, n, offsets, level, value, error, lower,
                                         upper);
    if (status != HILLOCK_OK)
        return fail(fault, "no intervals: %s", hillock_status_text(status));
    for (size_t k = 0; sums && k < count; k++) {
        value[k] += offsets[k];
        lower[k] += offsets[k];
        upper[k] += offsets[k];
    }
    for (size_t k = 0; k < count; k++) {
        if (!n_objects && is_missing[k]) {
            (void)puts("NA,NA,NA,NA");
            continue;
        }
        if (!n_objects) {
            (void)printf("%.17g,%.17g,%.17g,%.17g\n", value[k], error[k], lower[k], upper[k]);
            continue;
        }
        (void)fputs((*n_objects)++ > 0 ? ",\n    " : "\n    ", stdout);
        if (is_missing[k])
            (void)fputs("null", stdout);
        else
            print_object(value[k], error[k], lower[k], upper[k]);
    }
    return true;
}
