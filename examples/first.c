/* The first program: a logistic neuron learns from eight samples and answers for a new one.
 *     cc first.c $(pkg-config --cflags --libs hillock) && ./a.out */
#include <hillock/hillock.h>
#include <stdio.h>

int main(void)
{
    const double hours[8][2] = {{1, 7}, {2, 4}, {3, 8}, {4, 5}, {5, 8}, {6, 4}, {7, 7}, {8, 6}};
    const double passed[8] = {0, 0, 1, 0, 0, 1, 1, 1}; /* after hours of study and of sleep */
    const double new_row[2] = {5, 7};
    double probability = 0;
    hillock_dataset *data = NULL;
    hillock_neuron *neuron = NULL;

    /* Each call returns a status; where one fails, the next ones refuse, and hillock_fit tells. */
    hillock_dataset_create(&data, 8, 2);
    hillock_dataset_set_features_f64(data, &hours[0][0], HILLOCK_SAMPLE_MAJOR, 2);
    hillock_dataset_set_targets_f64(data, passed);
    hillock_neuron_create(&neuron, 2, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    const hillock_status status = hillock_fit(neuron, data);
    printf("%s\n%s\n", hillock_status_name(status), hillock_neuron_message(neuron));
    if (hillock_predict_row_f64(neuron, new_row, &probability) == HILLOCK_OK)
        printf("5 hours of study, 7 of sleep: passes with probability %.3f\n", probability);

    hillock_neuron_destroy(neuron);
    hillock_dataset_destroy(data);
    return status < 0;
}
