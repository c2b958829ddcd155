/* The table that statisticians know from R's summary of a glm: coefficients with standard errors, z
 * and p, deviances and AIC. Data: how many of 20 budworm moths of either sex each dose of a poison
 * killed (Collett 1991; Venables & Ripley 2002, section 7.2; Debian: r-cran-mass). */
#include <hillock/hillock.h>
#include <stdio.h>

enum { SAMPLES = 12, FEATURES = 2, PARAMETERS = FEATURES + 1 };

static double value_of(const hillock_inference *inference, hillock_statistic key)
{
    double value = 0;
    hillock_inference_value(inference, key, &value);
    return value;
}

static void print_table(const hillock_inference *inference, const double *estimate)
{
    static const char *const names[PARAMETERS] = {"sex: male", "log2 dose", "(Intercept)"};
    double error[PARAMETERS], z[PARAMETERS], p[PARAMETERS];
    double lower[PARAMETERS], upper[PARAMETERS];
    hillock_inference_coefficients(inference, error, z, p);
    hillock_inference_intervals(inference, 0.95, lower, upper);
    printf("%-12s %10s %10s %8s %9s %18s\n", "", "Estimate", "Std. Error", "z value", "Pr(>|z|)",
           "95 % interval");
    for (int i = 0; i < PARAMETERS; i++)
        printf("%-12s %10.5f %10.5f %8.3f %9.3g %9.4f %8.4f\n", names[i], estimate[i], error[i],
               z[i], p[i], lower[i], upper[i]);
    printf("\n    Null deviance: %.4f on %d degrees of freedom\n",
           value_of(inference, HILLOCK_STATISTIC_NULL_DEVIANCE), SAMPLES - 1);
    printf("Residual deviance: %.4f on %.0f degrees of freedom\n",
           value_of(inference, HILLOCK_STATISTIC_DEVIANCE),
           value_of(inference, HILLOCK_STATISTIC_RESIDUAL_DF));
    printf("AIC: %.3f\n", value_of(inference, HILLOCK_STATISTIC_AIC));
}

int main(void)
{
    static const double killed[SAMPLES] = {1, 4, 9, 13, 18, 20, 0, 2, 6, 10, 12, 16};
    double X[SAMPLES][FEATURES], share[SAMPLES], trials[SAMPLES], estimate[PARAMETERS];
    hillock_dataset *data = NULL;
    hillock_neuron *neuron = NULL;
    hillock_inference *inference = NULL;
    for (int j = 0; j < SAMPLES; j++) {
        X[j][0] = j < SAMPLES / 2;
        X[j][1] = j % (SAMPLES / 2);
        trials[j] = 20;
        share[j] = killed[j] / trials[j];
    }
    hillock_dataset_create(&data, SAMPLES, FEATURES);
    hillock_dataset_set_features_f64(data, &X[0][0], HILLOCK_SAMPLE_MAJOR, FEATURES);
    hillock_dataset_set_targets_f64(data, share);
    hillock_dataset_set_weights_f64(data, trials);
    hillock_neuron_create(&neuron, FEATURES, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    hillock_status status = hillock_fit(neuron, data);
    if (status == HILLOCK_OK)
        status = hillock_inference_create(&inference, neuron, data, HILLOCK_PRECISION_WEIGHTS,
                                          HILLOCK_COVARIANCE_MODEL, HILLOCK_BIAS_FITTED);
    if (status == HILLOCK_OK) {
        hillock_neuron_get_parameters(neuron, estimate, &estimate[FEATURES]);
        print_table(inference, estimate);
    } else
        fprintf(stderr, "%s\n", hillock_neuron_message(neuron));
    hillock_inference_destroy(inference);
    hillock_neuron_destroy(neuron);
    hillock_dataset_destroy(data);
    return status != HILLOCK_OK;
}
