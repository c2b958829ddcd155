#include "elementwise.h"

#include "core/random.h"
#include "neuron/kernels.h"

#include <float.h>
#include <math.h>

enum { COUNT = 2048, SEED = 7 };

/* Inputs and outputs of both sides. */
typedef struct arrays {
    double z[COUNT];
    double y[COUNT];
    double value[COUNT];
    double slope[COUNT];
    double bend[COUNT];
} arrays;

typedef struct trial {
    arrays *arrays;
    const hk_kernels *kernels;
    hillock_activation activation;
} trial;

/* ---- the C library, one element after another ---- */

static void libm_cross_entropy(void *payload)
{
    arrays *const at = ((trial *)payload)->arrays;
    for (size_t j = 0; j < COUNT; j++) {
        const double e = exp(-fabs(at->z[j]));
        const double q = e / (1.0 + e);
        const double a = at->z[j] < 0.0 ? q : 1.0 - q;
        at->value[j] = log1p(e) + fmax(at->z[j], 0.0) - at->y[j] * at->z[j];
        at->slope[j] = a - at->y[j];
        at->bend[j] = q / (1.0 + e);
    }
}

static void libm_exp(void *payload)
{
    arrays *const at = ((trial *)payload)->arrays;
    for (size_t j = 0; j < COUNT; j++)
        at->value[j] = exp(at->z[j]);
}

static void libm_tanh(void *payload)
{
    arrays *const at = ((trial *)payload)->arrays;
    for (size_t j = 0; j < COUNT; j++)
        at->value[j] = tanh(at->z[j]);
}

static void libm_softplus(void *payload)
{
    arrays *const at = ((trial *)payload)->arrays;
    for (size_t j = 0; j < COUNT; j++)
        at->value[j] = log1p(exp(-fabs(at->z[j]))) + fmax(at->z[j], 0.0);
}

static void libm_normal_cdf(void *payload)
{
    arrays *const at = ((trial *)payload)->arrays;
    for (size_t j = 0; j < COUNT; j++)
        at->value[j] = 0.5 * erfc(-0.70710678118654752440 * at->z[j]);
}

/* ---- the library ---- */

static void kernel_cross_entropy(void *payload)
{
    const trial *const self = payload;
    arrays *const at = self->arrays;
    self->kernels->pair(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, (hk_shape){0}, COUNT, at->y, at->z,
                        at->value, at->slope, at->bend);
}

static void kernel_value(void *payload)
{
    const trial *const self = payload;
    self->kernels->value(self->activation, (hk_shape){0}, COUNT, self->arrays->z,
                         self->arrays->value);
}

typedef struct pairing {
    const char *name;
    const char *scalar;
    bench_work *libm;
    bench_work *kernel;
    hillock_activation activation;
} pairing;

static const pairing pairings[BENCH_FUNCTIONS] = {
    {"logistic + cross-entropy: l, l', l''", "exp, log1p", libm_cross_entropy, kernel_cross_entropy,
     HILLOCK_LOGISTIC},
    {"exp", "exp", libm_exp, kernel_value, HILLOCK_EXP},
    {"tanh", "tanh", libm_tanh, kernel_value, HILLOCK_TANH},
    {"softplus", "exp, log1p", libm_softplus, kernel_value, HILLOCK_SOFTPLUS},
    {"normal CDF", "erfc", libm_normal_cdf, kernel_value, HILLOCK_NORMAL_CDF},
};

static void draw(arrays *at)
{
    hk_random random = hk_random_seed(SEED);
    for (size_t j = 0; j < COUNT; j++) {
        at->z[j] = 12.0 * ((double)(hk_random_next(&random) >> 11) * 0x1p-53) - 6.0;
        at->y[j] = (double)(hk_random_next(&random) >> 63);
    }
}

static double difference(double expected, double got)
{
    return fabs(got - expected) / fmax(1.0, fabs(expected));
}

static double largest_difference(const arrays *expected, const arrays *got)
{
    double largest = 0.0;
    for (size_t j = 0; j < COUNT; j++) {
        largest = fmax(largest, difference(expected->value[j], got->value[j]));
        largest = fmax(largest, difference(expected->slope[j], got->slope[j]));
        largest = fmax(largest, difference(expected->bend[j], got->bend[j]));
    }
    return largest;
}

static double nanoseconds(bench_work *work, trial *run, bench_effort effort)
{
    return 1e9 * bench_measure(work, run, effort).median / COUNT;
}

bench_elementwise bench_elementwise_measure(bench_effort effort)
{
    static arrays expected, got;
    bench_elementwise table = {.n_sets = (size_t)hk_processor() + 1};
    draw(&expected);
    draw(&got);
    for (size_t k = 0; k < BENCH_FUNCTIONS; k++) {
        const pairing *const pair = &pairings[k];
        bench_function *const row = &table.functions[k];
        trial run = {.arrays = &expected, .activation = pair->activation};
        row->name = pair->name;
        row->scalar = pair->scalar;
        row->libm_ns = nanoseconds(pair->libm, &run, effort);
        run.arrays = &got;
        for (size_t set = 0; set < table.n_sets; set++) {
            run.kernels = hk_kernels_for((hk_instruction_set)set);
            row->ns[set] = nanoseconds(pair->kernel, &run, effort);
            row->largest_difference =
                fmax(row->largest_difference, largest_difference(&expected, &got));
        }
    }
    return table;
}

double bench_elementwise_seconds(bench_effort effort)
{
    static arrays at;
    trial run = {.arrays = &at, .kernels = hk_kernels_for(hk_processor())};
    draw(&at);
    return 1e-9 * nanoseconds(kernel_cross_entropy, &run, effort);
}

bool bench_function_right(const bench_function *function)
{
    return function->largest_difference <= 16.0 * DBL_EPSILON;
}
