/* An activation of one's own, f(z) = z / sqrt(1 + z^2 / s^2), with its sharpness s as payload. The
 * library compares its derivatives with finite differences, and refuses the one that is wrong. */
#include <hillock/hillock.h>
#include <math.h>
#include <stdio.h>

/* q = 1 + z^2 / s^2:   f = z q^(-1/2)   f' = q^(-3/2)   f'' = -3 z / s^2 q^(-5/2) */
static void bounded(size_t count, const double *z, double *f, double *df, double *d2f,
                    void *payload)
{
    const double *const s = payload;
    for (size_t j = 0; j < count; j++) {
        const double q = 1 + z[j] * z[j] / (*s * *s);
        if (f)
            f[j] = z[j] / sqrt(q);
        if (df)
            df[j] = 1 / (q * sqrt(q));
        if (d2f)
            d2f[j] = -3 * z[j] / (*s * *s * q * q * sqrt(q));
    }
}

/* The same with a slip of the pen: f' = q^(-1/2). Training with it would run, and end nowhere. */
static void bounded_wrongly(size_t count, const double *z, double *f, double *df, double *d2f,
                            void *payload)
{
    const double *const s = payload;
    bounded(count, z, f, df, d2f, payload);
    for (size_t j = 0; df && j < count; j++)
        df[j] = 1 / sqrt(1 + z[j] * z[j] / (*s * *s));
}

static hillock_status check(hillock_neuron *neuron, hillock_activation_function function, double *s)
{
    const double z[5] = {-3, -0.5, 0.2, 1, 4}, y[5] = {0, 0, 0, 0, 0};
    hillock_status status = hillock_neuron_set_user_activation(neuron, function, 1, s);
    if (!status)
        status = hillock_check_derivatives(neuron, 5, z, y);
    printf("  %s %s\n", hillock_status_name(status), hillock_neuron_message(neuron));
    return status;
}

int main(void)
{
    double s = 2, a = 0;
    const double x = 1.5, w = 2;
    hillock_neuron *neuron = NULL;
    if (hillock_neuron_create(&neuron, 1, HILLOCK_USER_ACTIVATION, HILLOCK_SQUARED))
        return 1;
    puts("with f' written wrongly:");
    const hillock_status wrong = check(neuron, bounded_wrongly, &s);
    puts("with the right one:");
    const hillock_status right = check(neuron, bounded, &s);
    hillock_neuron_set_parameters(neuron, &w, 0);
    hillock_predict_row_f64(neuron, &x, &a);
    printf("  a = f(2 * 1.5) = %.6f\n", a);
    hillock_neuron_destroy(neuron);
    return wrong != HILLOCK_ERROR_DERIVATIVE || right != HILLOCK_OK;
}
