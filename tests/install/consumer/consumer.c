/* A stranger's program: a logistic neuron learns where four points change class. */
#include <hillock/hillock.h>
#include <stdio.h>

int main(void)
{
    const double X[4] = {-2.0, -1.0, 1.0, 2.0};
    const double y[4] = {0.0, 0.0, 1.0, 1.0};
    hillock_dataset *data = NULL;
    hillock_neuron *neuron = NULL;
    hillock_trainer *trainer = NULL;
    double a[4] = {0.0, 0.0, 0.0, 0.0};
    int right = 0;

    if (hillock_dataset_create(&data, 4, 1) ||
        hillock_neuron_create(&neuron, 1, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY) ||
        hillock_trainer_create(&trainer) || hillock_trainer_set_real(trainer, HILLOCK_L2, 0.01) ||
        hillock_dataset_set_features_f64(data, X, HILLOCK_SAMPLE_MAJOR, 1) ||
        hillock_dataset_set_targets_f64(data, y) || hillock_train(trainer, neuron, data) < 0 ||
        hillock_predict_f64(neuron, X, 4, 1, a))
        fprintf(stderr, "%s%s\n", hillock_trainer_message(trainer), hillock_neuron_message(neuron));
    else
        right = a[0] < a[1] && a[1] < 0.5 && a[2] > 0.5 && a[2] < a[3];

    printf("hillock %s: a = %.3f %.3f %.3f %.3f\n", hillock_version(), a[0], a[1], a[2], a[3]);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    hillock_dataset_destroy(data);
    return right ? 0 : 1;
}
