/* Learning one sample at a time: y = 2 x1 - 3 x2 + 1 with noise, and a progress callback that
 * watches J and cancels as soon as it is good enough. */
#include <hillock/hillock.h>
#include <stdio.h>

enum { N = 2, M = 1000 };

/* Uniform on [-1, 1): the upper bits of a linear congruential generator. */
static double uniform(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) / (double)(UINT64_C(1) << 52) - 1;
}

/* Called after each epoch. payload: the J that is good enough. */
static int watch(const hillock_trainer *trainer, void *payload)
{
    const double *const good_enough = payload;
    double epochs = 0, steps = 0, J = 0;
    hillock_trainer_report(trainer, HILLOCK_REPORT_EPOCHS, &epochs);
    hillock_trainer_report(trainer, HILLOCK_REPORT_STEPS, &steps);
    hillock_trainer_report(trainer, HILLOCK_REPORT_J, &J);
    printf("  epoch %g, %g steps: J = %.6f\n", epochs, steps, J);
    return J < *good_enough;
}

static hillock_status train(hillock_trainer *trainer, hillock_neuron *neuron,
                            const hillock_dataset *data)
{
    double good_enough = 0.0035;
    hillock_status status = hillock_trainer_set_solver(trainer, HILLOCK_SGD);
    if (!status)
        status = hillock_trainer_set_integer(trainer, HILLOCK_BATCH_SIZE, 1);
    if (!status)
        status = hillock_trainer_set_real(trainer, HILLOCK_LEARNING_RATE, 0.002);
    if (!status)
        status = hillock_trainer_set_progress(trainer, watch, &good_enough);
    return status ? status : hillock_train(trainer, neuron, data);
}

int main(void)
{
    static double X[M][N], y[M];
    uint64_t state = 1;
    for (int j = 0; j < M; j++) {
        X[j][0] = uniform(&state);
        X[j][1] = uniform(&state);
        y[j] = 2 * X[j][0] - 3 * X[j][1] + 1 + 0.1 * uniform(&state);
    }
    hillock_dataset *data = NULL;
    hillock_neuron *neuron = NULL;
    hillock_trainer *trainer = NULL;
    double w[N] = {0, 0}, b = 0;
    int failed = 1;
    if (hillock_dataset_create(&data, M, N) == HILLOCK_OK &&
        hillock_dataset_set_features_f64(data, &X[0][0], HILLOCK_SAMPLE_MAJOR, N) == HILLOCK_OK &&
        hillock_dataset_set_targets_f64(data, y) == HILLOCK_OK &&
        hillock_neuron_create(&neuron, N, HILLOCK_IDENTITY, HILLOCK_SQUARED) == HILLOCK_OK &&
        hillock_trainer_create(&trainer) == HILLOCK_OK) {
        const hillock_status status = train(trainer, neuron, data);
        printf("%s: %s\n", hillock_status_name(status), hillock_trainer_message(trainer));
        failed = status < 0 || hillock_neuron_get_parameters(neuron, w, &b) != HILLOCK_OK;
        printf("learned  y = %.3f x1 %+.3f x2 %+.3f\n", w[0], w[1], b);
    }
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    hillock_dataset_destroy(data);
    return failed;
}
