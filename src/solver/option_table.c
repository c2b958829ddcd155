#include "neuron/kernels.h"
#include "solver/settings.h"

#include <float.h>
#include <stddef.h>
#include <string.h>

static const hk_choice solvers[] = {{HILLOCK_AUTO, "auto"},
                                    {HILLOCK_GD, "gd"},
                                    {HILLOCK_SGD, "sgd"},
                                    {HILLOCK_MOMENTUM, "momentum"},
                                    {HILLOCK_NESTEROV, "nesterov"},
                                    {HILLOCK_ADAGRAD, "adagrad"},
                                    {HILLOCK_RMSPROP, "rmsprop"},
                                    {HILLOCK_ADAM, "adam"},
                                    {HILLOCK_ADAMW, "adamw"},
                                    {HILLOCK_AVERAGED_SGD, "averaged-sgd"},
                                    {HILLOCK_SAGA, "saga"},
                                    {HILLOCK_AGD, "agd"},
                                    {HILLOCK_LBFGS, "lbfgs"},
                                    {HILLOCK_NEWTON, "newton"},
                                    {HILLOCK_LEAST_SQUARES, "least-squares"},
                                    {0, NULL}};

static const hk_choice schedules[] = {{HILLOCK_CONSTANT, "constant"},
                                      {HILLOCK_STEPWISE, "stepwise"},
                                      {HILLOCK_EXPONENTIAL, "exponential"},
                                      {HILLOCK_INVERSE_TIME, "inverse-time"},
                                      {HILLOCK_INVERSE_SQRT, "inverse-sqrt"},
                                      {HILLOCK_COSINE, "cosine"},
                                      {0, NULL}};

static const hk_choice samplings[] = {{HILLOCK_SHUFFLED, "shuffled"},
                                      {HILLOCK_WITH_REPLACEMENT, "with-replacement"},
                                      {HILLOCK_IN_ORDER, "in-order"},
                                      {0, NULL}};

static const hk_choice kernels[] = {{HILLOCK_KERNEL_AUTO, "auto"},
                                    {HILLOCK_KERNEL_BLAS, "blas"},
                                    {HILLOCK_KERNEL_FUSED, "fused"},
                                    {0, NULL}};

static const hk_choice class_weights[] = {
    {HILLOCK_CLASSES_AS_GIVEN, "as-given"}, {HILLOCK_CLASSES_BALANCED, "balanced"}, {0, NULL}};

#define MOST_INTEGER 9007199254740992.0 /* 2^53: exact as a double, more than any count here */
#define SMALLEST DBL_MIN
#define BELOW_ONE 0x1.fffffffffffffp-1

static const hk_option options[] = {
    {HILLOCK_SOLVER, "solver", HILLOCK_TYPE_CHOICE, HILLOCK_AUTO, HILLOCK_LEAST_SQUARES, HILLOCK_GD,
     HK_OF_TRAINER, offsetof(hk_settings, solver), solvers,
     "auto: by the data; gd: full-batch gradient descent; sgd: mini-batch or, with batch size 1, "
     "one-sample descent; momentum, nesterov, adagrad, rmsprop, adam, adamw, averaged-sgd: sgd "
     "with "
     "another step; saga: one-sample steps that remember every sample's slope; agd: accelerated "
     "gd; "
     "lbfgs: limited-memory quasi-Newton; newton: second order, for up to thousands of features; "
     "least-squares: identity and squared, by QR"},
    {HILLOCK_LEARNING_RATE, "learning-rate", HILLOCK_TYPE_REAL, 0, DBL_MAX, 0, HK_OF_TRAINER,
     offsetof(hk_settings, learning_rate), NULL,
     "step along the negative gradient; 0: chosen, for most solvers from the curvature bound"},
    {HILLOCK_SCHEDULE, "schedule", HILLOCK_TYPE_CHOICE, HILLOCK_CONSTANT, HILLOCK_COSINE,
     HILLOCK_CONSTANT, HK_OF_TRAINER, offsetof(hk_settings, schedule), schedules,
     "how the learning rate falls from epoch to epoch"},
    {HILLOCK_DECAY, "decay", HILLOCK_TYPE_REAL, 0, 1e6, 0.5, HK_OF_TRAINER,
     offsetof(hk_settings, decay), NULL,
     "factor (stepwise, exponential) or rate (inverse-time, inverse-sqrt) of the schedule"},
    {HILLOCK_PERIOD, "period", HILLOCK_TYPE_REAL, 1e-9, DBL_MAX, 10, HK_OF_TRAINER,
     offsetof(hk_settings, period), NULL, "epochs over which the decay acts once"},
    {HILLOCK_BATCH_SIZE, "batch-size", HILLOCK_TYPE_INTEGER, 1, MOST_INTEGER, 32, HK_OF_TRAINER,
     offsetof(hk_settings, batch_size), NULL, "samples of a step (sgd and its kin, but saga)"},
    {HILLOCK_SAMPLING, "sampling", HILLOCK_TYPE_CHOICE, HILLOCK_SHUFFLED, HILLOCK_IN_ORDER,
     HILLOCK_SHUFFLED, HK_OF_TRAINER, offsetof(hk_settings, sampling), samplings,
     "how the samples of an epoch are drawn (stochastic solvers)"},
    {HILLOCK_SEED, "seed", HILLOCK_TYPE_INTEGER, 0, MOST_INTEGER, 0, HK_OF_TRAINER,
     offsetof(hk_settings, seed), NULL,
     "seed of the generator that draws samples; the same seed gives the same result"},
    {HILLOCK_EPOCHS, "epochs", HILLOCK_TYPE_INTEGER, 0, MOST_INTEGER, 0, HK_OF_TRAINER,
     offsetof(hk_settings, epochs), NULL,
     "the most trips through the samples; 0: chosen by the work, gd up to 10000, stochastic "
     "solvers up to 1000"},
    {HILLOCK_STEPS, "steps", HILLOCK_TYPE_INTEGER, 0, MOST_INTEGER, 0, HK_OF_TRAINER,
     offsetof(hk_settings, steps), NULL, "the most updates of w and b; 0: no limit"},
    {HILLOCK_SECONDS, "seconds", HILLOCK_TYPE_REAL, 0, DBL_MAX, 0, HK_OF_TRAINER,
     offsetof(hk_settings, seconds), NULL, "deadline in seconds; 0: none"},
    {HILLOCK_TOLERANCE, "tolerance", HILLOCK_TYPE_REAL, 0, 1, 1e-6, HK_OF_TRAINER,
     offsetof(hk_settings, tolerance), NULL,
     "converged when the scaled gradient norm is at most this; 0: never"},
    {HILLOCK_L2, "l2", HILLOCK_TYPE_REAL, 0, DBL_MAX, 0, HK_OF_TRAINER, offsetof(hk_settings, l2),
     NULL, "ridge penalty: adds l2/2 |w|^2 to J"},
    {HILLOCK_PENALIZE_BIAS, "penalize-bias", HILLOCK_TYPE_BOOLEAN, 0, 1, 0, HK_OF_TRAINER,
     offsetof(hk_settings, penalize_bias), NULL, "let the penalty act on the bias too"},
    {HILLOCK_STANDARDIZE, "standardize", HILLOCK_TYPE_BOOLEAN, 0, 1, 0, HK_OF_TRAINER,
     offsetof(hk_settings, standardize), NULL,
     "train on (x - mean) / sd of each feature; w and b are folded back exactly"},
    {HILLOCK_EVALUATE_EVERY, "evaluate-every", HILLOCK_TYPE_INTEGER, 0, MOST_INTEGER, 1,
     HK_OF_TRAINER, offsetof(hk_settings, evaluate_every), NULL,
     "epochs between evaluations of J over all samples (stochastic solvers); 0: only at start and "
     "end"},
    {HILLOCK_THREADS, "threads", HILLOCK_TYPE_INTEGER, 0, 1024, 0, HK_OF_EXECUTION,
     offsetof(hk_execution, threads), NULL,
     "threads to share the work among; 0: as many as it is worth; changes no bit of the result"},
    {HILLOCK_KERNEL, "kernel", HILLOCK_TYPE_CHOICE, HILLOCK_KERNEL_AUTO, HILLOCK_KERNEL_FUSED,
     HILLOCK_KERNEL_AUTO, HK_OF_EXECUTION, offsetof(hk_execution, kernel), kernels,
     "what multiplies with X: the installed BLAS, or the fused kernel that reads it once"},
    {HILLOCK_ALPHA, "alpha", HILLOCK_TYPE_REAL, 0, DBL_MAX, 1, HK_OF_NEURON,
     offsetof(hk_shape, alpha), NULL,
     "slope below 0 of leaky-relu (default 0.01) and elu (default 1)"},
    {HILLOCK_DELTA, "delta", HILLOCK_TYPE_REAL, SMALLEST, DBL_MAX, 1, HK_OF_NEURON,
     offsetof(hk_shape, delta), NULL, "residual from which on the huber loss is linear"},
    {HILLOCK_TAU, "tau", HILLOCK_TYPE_REAL, SMALLEST, BELOW_ONE, 0.5, HK_OF_NEURON,
     offsetof(hk_shape, tau), NULL, "the quantile that the quantile loss estimates"},
    {HILLOCK_MOMENTUM_FACTOR, "momentum", HILLOCK_TYPE_REAL, 0, BELOW_ONE, 0.9, HK_OF_TRAINER,
     offsetof(hk_settings, momentum), NULL,
     "share of the last step (momentum, nesterov) or mean gradient (adam, adamw) that is kept"},
    {HILLOCK_BETA2, "beta2", HILLOCK_TYPE_REAL, 0, BELOW_ONE, 0.999, HK_OF_TRAINER,
     offsetof(hk_settings, beta2), NULL,
     "share of the mean squared gradient that is kept (rmsprop, adam, adamw)"},
    {HILLOCK_EPSILON, "epsilon", HILLOCK_TYPE_REAL, SMALLEST, DBL_MAX, 1e-8, HK_OF_TRAINER,
     offsetof(hk_settings, epsilon), NULL,
     "added to the root that divides a step (adagrad, rmsprop, adam, adamw)"},
    {HILLOCK_AVERAGE_FROM, "average-from", HILLOCK_TYPE_REAL, 0, BELOW_ONE, 0.5, HK_OF_TRAINER,
     offsetof(hk_settings, average_from), NULL,
     "share of the epochs before w and b begin to be averaged (averaged-sgd)"},
    {HILLOCK_FIT_BIAS, "fit-bias", HILLOCK_TYPE_BOOLEAN, 0, 1, 1, HK_OF_TRAINER,
     offsetof(hk_settings, fit_bias), NULL, "train the bias; no: it stays as it is, 0 at first"},
    {HILLOCK_L1, "l1", HILLOCK_TYPE_REAL, 0, DBL_MAX, 0, HK_OF_TRAINER, offsetof(hk_settings, l1),
     NULL, "lasso penalty: adds l1 sum |w_i| to J (newton, lbfgs); exact zeros"},
    {HILLOCK_PENALIZE_RAW, "penalize-raw", HILLOCK_TYPE_BOOLEAN, 0, 1, 0, HK_OF_TRAINER,
     offsetof(hk_settings, penalize_raw), NULL,
     "standardized, let the penalty act on the weights of the features as they are"},
    {HILLOCK_CLASS_WEIGHTS, "class-weights", HILLOCK_TYPE_CHOICE, HILLOCK_CLASSES_AS_GIVEN,
     HILLOCK_CLASSES_BALANCED, HILLOCK_CLASSES_AS_GIVEN, HK_OF_TRAINER,
     offsetof(hk_settings, class_weights), class_weights,
     "balanced: both classes weigh the same in total, however many samples each has"},
    {HILLOCK_PATIENCE, "patience", HILLOCK_TYPE_INTEGER, 0, MOST_INTEGER, 10, HK_OF_TRAINER,
     offsetof(hk_settings, patience), NULL,
     "evaluations without a lower validation loss after which training ends; 0: never"},
    {HILLOCK_KEEP_STATE, "keep-state", HILLOCK_TYPE_BOOLEAN, 0, 1, 0, HK_OF_TRAINER,
     offsetof(hk_settings, keep_state), NULL,
     "let the next training by the same trainer go on where this one stops (for programs)"},
    {HILLOCK_HORIZON, "horizon", HILLOCK_TYPE_INTEGER, 0, MOST_INTEGER, 0, HK_OF_TRAINER,
     offsetof(hk_settings, horizon), NULL,
     "epochs that the cosine schedule and average-from are laid out for; 0: the most epochs"},
};

enum { N_OPTIONS = sizeof options / sizeof options[0] };

const hk_option *hk_option_listed(size_t index)
{
    return index < N_OPTIONS ? &options[index] : NULL;
}

const hk_option *hk_option_find(int key)
{
    for (size_t i = 0; i < N_OPTIONS; i++)
        if (options[i].key == key)
            return &options[i];
    return NULL;
}

const hk_option *hk_option_named(const char *name)
{
    for (size_t i = 0; i < N_OPTIONS; i++)
        if (strcmp(options[i].name, name) == 0)
            return &options[i];
    return NULL;
}
