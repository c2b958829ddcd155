/* The derivation in numbers: every factor of the chain rule for three samples of two features, and
 * the gradient it gives beside central differences of J. */
#include <hillock/hillock.h>
#include <stdio.h>

enum { N = 2, M = 3 };

static void print_row(const char *name, const double *values)
{
    printf("  %-14s %12.8f %12.8f %12.8f\n", name, values[0], values[1], values[2]);
}

/* J with parameter i (the bias after the weights) moved by step. */
static double moved_J(hillock_neuron *neuron, const hillock_dataset *data, const double *w,
                      double b, int i, double step)
{
    double moved[N], J = 0;
    for (int k = 0; k < N; k++)
        moved[k] = w[k] + (k == i ? step : 0);
    hillock_neuron_set_parameters(neuron, moved, b + (i == N ? step : 0));
    if (hillock_evaluate(neuron, data, &J))
        puts(hillock_neuron_message(neuron));
    return J;
}

static int show(hillock_neuron *neuron, const hillock_dataset *data, const double *w, double b)
{
    double z[M], a[M], dJ_da[M], df_dz[M], dJ_dz[M], gradient[N + 1], J;
    hillock_status status = hillock_neuron_set_parameters(neuron, w, b);
    if (!status)
        status = hillock_factors(neuron, data, z, a, dJ_da, df_dz, dJ_dz);
    if (!status)
        status = hillock_gradient(neuron, data, &J, gradient, &gradient[N]);
    if (status) {
        puts(hillock_neuron_message(neuron));
        return 1;
    }
    puts("logistic neuron, cross-entropy, w = (0.5, -0.25), b = 0.1; one column a sample");
    print_row("z = wX + b", z);
    print_row("a = f(z)", a);
    print_row("dJ/da", dJ_da);
    print_row("f'(z)", df_dz);
    print_row("dJ/dz", dJ_dz);
    printf("J = %.10f\n", J);
    for (int i = 0; i <= N; i++) {
        const double h = 1e-5;
        const double difference =
            (moved_J(neuron, data, w, b, i, h) - moved_J(neuron, data, w, b, i, -h)) / (2 * h);
        printf("  %s%.0d  by the chain rule %+.10f   by central differences %+.10f\n",
               i < N ? "dJ/dw" : "dJ/db ", i < N ? i + 1 : 0, gradient[i], difference);
    }
    return 0;
}

int main(void)
{
    const double X[M][N] = {{1, 2}, {-1, 0.5}, {3, -2}}, y[M] = {1, 0, 1}, w[N] = {0.5, -0.25};
    hillock_dataset *data = NULL;
    hillock_neuron *neuron = NULL;
    hillock_status status = hillock_dataset_create(&data, M, N);
    if (!status)
        status = hillock_dataset_set_features_f64(data, &X[0][0], HILLOCK_SAMPLE_MAJOR, N);
    if (!status)
        status = hillock_dataset_set_targets_f64(data, y);
    if (!status)
        status = hillock_neuron_create(&neuron, N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    const int failed = status ? 1 : show(neuron, data, w, 0.1);
    hillock_neuron_destroy(neuron);
    hillock_dataset_destroy(data);
    return failed;
}
