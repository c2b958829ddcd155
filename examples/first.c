#include <hillock/hillock.h>
#include <stdio.h>

int main(void)
{
    const double X[8][2] = {{1, 7}, {2, 4}, {3, 8}, {4, 5}, {5, 8}, {6, 4}, {7, 7}, {8, 6}};
    const double y[8] = {0, 0, 1, 0, 0, 1, 1, 1}; /* passed, after hours of study and of sleep */
    double a = 0;
    hillock_dataset *data = NULL;
    hillock_neuron *neuron = NULL;
    hillock_dataset_create(&data, 8, 2);
    hillock_dataset_set_features_f64(data, &X[0][0], HILLOCK_SAMPLE_MAJOR, 2);
    hillock_dataset_set_targets_f64(data, y);
    hillock_neuron_create(&neuron, 2, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    const hillock_status status = hillock_fit(neuron, data);
    hillock_predict_row_f64(neuron, (const double[]){5, 7}, &a);
    printf("%s\npasses with probability %.3f\n", hillock_neuron_message(neuron), a);
    hillock_neuron_destroy(neuron), hillock_dataset_destroy(data);
    return status < 0;
}
