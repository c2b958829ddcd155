/* hillock: train, examine and serve one artificial neuron.
 *
 * Copyright (c) 2026 The hillock authors. SPDX-License-Identifier: BSD-3-Clause
 *
 *     z = w X + b        a = f(z)        J = (1/W) sum_j weight_j l(y_j, a_j) + penalty(w)
 *
 * n features, m samples. X holds the features, w (n numbers) the weights, b the bias, f the
 * activation, y the targets, l the loss of one sample, W the sum of the sample weights (m when
 * none are given). J is always a mean, so a learning rate, a penalty or a tolerance means the
 * same for a hundred samples and for a hundred million. The gradient is exact, by the chain
 * rule:
 *
 *     dJ/dz = dJ/da . f'(z)  (elementwise)      dJ/dw = dJ/dz X^T      dJ/db = sum_j dJ/dz_j
 *
 * This header is the manual. It reads from the simple to the particular:
 *
 *     1  status          how every function answers
 *     2  names           activations, losses, solvers and the other choices
 *     3  dataset         a view of the caller's arrays; nothing is copied
 *     4  neuron          activation, loss and the parameters w and b
 *     5  fit             one call: settings chosen and reported
 *     6  predict         a, z or classes; lock-free, allocation-free
 *     7  derivation      J, the gradient, each factor of the chain rule, checks of derivatives
 *     8  scores          accuracy, AUC, RMSE, R2
 *     9  trainer         a training with every setting in your hand
 *    10  options         the one table of settings, to query
 *    11  inference       standard errors, tests, intervals, deviance
 *    12  model           a neuron with its names, as a text in a file or in memory
 *    13  table           numbers, names and classes from CSV, LIBSVM and NPY files
 *
 * Conventions, true of every function unless its comment says otherwise:
 *
 *   Results     Functions that can fail return hillock_status. Objects that are created come out
 *               through the first parameter, other results through the last. On an error (a
 *               negative status) no output is written and every object is as it was.
 *   Messages    The handle named first records a sentence that says what was wrong, where (row,
 *               column, value) and what to do: hillock_dataset_message, hillock_neuron_message,
 *               hillock_trainer_message. A call that succeeds leaves it empty, or, from training,
 *               the sentence that says how it ended. It lives until the handle's next call.
 *               Calls that take their handle as const leave its message alone.
 *   Ownership   The caller owns every array; the library keeps pointers only in a dataset, which
 *               must not outlive the arrays it views. A handle belongs to its creator until
 *               _destroy; _destroy(NULL) does nothing.
 *   Aliasing    Input and output arrays must not overlap.
 *   Indices     Rows are samples, columns are features, both counted from 0.
 *   Threads     A handle may be read (parameters declared const) by any number of threads at once.
 *               Anything that takes a handle without const needs it for itself. Different handles
 *               never share state.
 *   Manners     The library never prints, exits, aborts, installs signal handlers, calls setlocale
 *               or rand, changes BLAS's settings, or keeps mutable globals.
 *   Cores       Work that is worth it is shared among OpenMP's threads (HILLOCK_THREADS); the bits
 *               of a result do not depend on their number. Inside a parallel region of the
 *               caller's, and in a process forked after the library was loaded, everything runs on
 *               one thread. Beside other busy programs on the same cores OpenMP's threads wait for
 *               each other by the time slice, milliseconds: there set HILLOCK_THREADS to 1, or
 *               OMP_WAIT_POLICY=passive in the environment. OpenMP ends the process where the
 *               system refuses it a thread. LAPACK, which factors matrices of more than 256
 *               columns, and those of inference, has threads of its own, and other bits with
 *               another number of them (OPENBLAS_NUM_THREADS). Rounding is to nearest.
 *   Types       _f64 takes double, _f32 float. Parameters, J, gradients and everything summed over
 *               samples are double for both.
 *
 * Since: unless stated, everything here is present since 0.1. */
#ifndef HILLOCK_HILLOCK_H
#define HILLOCK_HILLOCK_H

#include <stddef.h>
#include <stdint.h>

#if defined(HILLOCK_BUILDING) && defined(__GNUC__)
#define HILLOCK_API __attribute__((visibility("default")))
#else
#define HILLOCK_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- 1 status ---------------------------------------------------------------------------------
 *
 * 0 is success. Negative: an error, nothing was done. Positive: a training that ended as asked or
 * as it had to, without reaching the tolerance; the parameters are useful, the message says more
 * (NOT_AT_MINIMUM: so are the statistics).
 * Numbers are spaced and never reused. */
typedef enum hillock_status {
    HILLOCK_OK = 0, /* done; from training: the scaled gradient norm fell to the tolerance */

    HILLOCK_STEP_LIMIT = 10, /* all epochs or steps were used up */
    HILLOCK_DEADLINE = 20,   /* the time allowed was used up */
    HILLOCK_CANCELLED = 30,  /* the progress callback asked to stop */
    HILLOCK_DIVERGED = 40,   /* J grew without bound, or ended far worse than untrained (see
                                hillock_train); parameters as before */
    HILLOCK_SEPARATED = 50,  /* a hyperplane parts the classes: unpenalized J has no minimum */
    HILLOCK_QUASI_SEPARATED =
        60, /* one parts some samples, the others lie on it: no minimum either. Looked for up to 256
               features; beyond, newton looks along its own steps alone, and OK may hide it */
    HILLOCK_RANK_DEFICIENT = 70,  /* converged, but to working precision some features depend on
                                     others: those named have the weight 0; with more features than
                                     samples newton's weights are the ones of least norm instead.
                                     Only newton and least-squares look; the others, lbfgs too, say
                                     converged, with one of the many weights that do as well */
    HILLOCK_STALLED = 80,         /* no step lowers J further in double, above the tolerance */
    HILLOCK_EARLY_STOPPED = 90,   /* the validation loss was least before J was, and has not fallen
                                     since; the parameters are those of then */
    HILLOCK_NOT_AT_MINIMUM = 100, /* from inference: the statistics are made, but where J without a
                                     penalty is not least */

    HILLOCK_ERROR_NULL = -10, /* a pointer that is needed is NULL */
    HILLOCK_ERROR_SIZE = -20, /* a length or stride is 0, too small, does not match, or overflows */
    HILLOCK_ERROR_VALUE = -30,      /* a setting or argument is NaN or outside its bounds */
    HILLOCK_ERROR_KEY = -40,        /* no such option, or an option of another type or handle */
    HILLOCK_ERROR_PAIR = -50,       /* this activation and this loss make no sense together */
    HILLOCK_ERROR_INCOMPLETE = -60, /* the dataset has no features or no targets yet */
    HILLOCK_ERROR_NOT_FINITE = -70, /* NaN or infinity in the data, or where J must be finite */
    HILLOCK_ERROR_TARGET = -80, /* a target is outside the loss's domain; the message says more */
    HILLOCK_ERROR_ONE_CLASS = -90,   /* every target is of the same class: nothing to learn */
    HILLOCK_ERROR_WEIGHT = -100,     /* a sample weight is negative, or all are zero */
    HILLOCK_ERROR_DERIVATIVE = -110, /* a derivative does not agree with finite differences */
    HILLOCK_ERROR_SCORE = -120,      /* this score is not defined for this loss or these targets */
    HILLOCK_ERROR_MEMORY = -130,     /* memory could not be had */
    HILLOCK_ERROR_FILE = -140,       /* a file could not be read or written; the message says why */
    HILLOCK_ERROR_FORMAT = -150      /* a text or file is not what it should be, or is damaged; the
                                        message names the line */
} hillock_status;

/* The constant's name ("HILLOCK_STEP_LIMIT"), and one English sentence on what the status means.
 * Static strings, never NULL, also for a number that is no status. Any thread. */
HILLOCK_API const char *hillock_status_name(hillock_status status);
HILLOCK_API const char *hillock_status_text(hillock_status status);

/* The version this header belongs to, and (at run time) the one of the library that was loaded. */
#define HILLOCK_VERSION_MAJOR 0
#define HILLOCK_VERSION_MINOR 1
#define HILLOCK_VERSION_PATCH 0
HILLOCK_API const char *hillock_version(void); /* "0.1.0" */

/* The instruction set whose elementwise kernels run on this processor: "portable", "avx2",
 * "avx512". */
HILLOCK_API const char *hillock_kernels(void);

/* The BLAS that is linked: OpenBLAS as it describes itself; others, and static ones, do not. */
HILLOCK_API const char *hillock_blas(void);

/* How many threads large work is shared among here and now where none are asked for: OpenMP's
 * (OMP_NUM_THREADS; as many as processors), but 1 in a parallel region and after fork(). */
HILLOCK_API int hillock_most_threads(void);

/* ---- 2 names ----------------------------------------------------------------------------------
 *
 * Activations a = f(z). phi and Phi are the normal density and distribution function. Each is
 * within 4 ulp over the whole range, in both types, and saturates cleanly at +-infinity. alpha is
 * HILLOCK_ALPHA of section 10, by default the number in brackets. */
typedef enum hillock_activation {
    HILLOCK_IDENTITY = 10,    /* z */
    HILLOCK_LOGISTIC = 20,    /* 1 / (1 + exp(-z)), a probability */
    HILLOCK_TANH = 30,        /* tanh z */
    HILLOCK_RELU = 40,        /* max(z, 0); f'(0) = 0 */
    HILLOCK_LEAKY_RELU = 50,  /* z > 0: z, else alpha z [0.01] */
    HILLOCK_ELU = 60,         /* z > 0: z, else alpha (exp(z) - 1) [1] */
    HILLOCK_SOFTPLUS = 70,    /* log(1 + exp z) */
    HILLOCK_SOFTSIGN = 80,    /* z / (1 + |z|) */
    HILLOCK_SILU = 90,        /* z / (1 + exp(-z)); also called swish */
    HILLOCK_GELU = 100,       /* z Phi(z), exact, not the tanh approximation */
    HILLOCK_EXP = 110,        /* exp z; the log link of statistics */
    HILLOCK_NORMAL_CDF = 120, /* Phi(z), a probability; the probit link */
    HILLOCK_CLOGLOG = 130,    /* 1 - exp(-exp z), a probability; complementary log-log link */
    HILLOCK_RECIPROCAL = 140, /* 1 / z; the inverse link */
    HILLOCK_STEP = 150,       /* z >= 0: +1, else -1 (Rosenblatt); no useful f', perceptron only */
    HILLOCK_USER_ACTIVATION = 1000 /* hillock_neuron_set_user_activation */
} hillock_activation;

/* Losses l(y, a) of one sample, and the targets each of them takes. r = a - y; delta and tau are
 * HILLOCK_DELTA (1) and HILLOCK_TAU (0.5) of section 10. */
typedef enum hillock_loss {
    HILLOCK_SQUARED = 10,       /* r^2 (not halved)                                any y */
    HILLOCK_ABSOLUTE = 20,      /* |r|                                             any y */
    HILLOCK_HUBER = 30,         /* |r| <= delta: r^2/2, else delta (|r| - delta/2) any y */
    HILLOCK_LOG_COSH = 40,      /* log cosh r                                      any y */
    HILLOCK_QUANTILE = 50,      /* a < y: tau (y - a), else (1 - tau) (a - y)      any y */
    HILLOCK_CROSS_ENTROPY = 60, /* -y log a - (1 - y) log(1 - a)                   0 <= y <= 1 */
    HILLOCK_HINGE = 70,         /* max(0, 1 - y a)                                 y = -1 or +1 */
    HILLOCK_SQUARED_HINGE = 80, /* max(0, 1 - y a)^2                               y = -1 or +1 */
    HILLOCK_PERCEPTRON = 90,    /* max(0, -y a), with step: max(0, -y z)           y = -1 or +1 */
    HILLOCK_POISSON = 100,      /* a - y log a                                     y >= 0 */
    HILLOCK_GAMMA = 110,        /* y / a + log a                                   y > 0 */
    HILLOCK_USER_LOSS = 1000    /* hillock_neuron_set_user_loss                    any y */
} hillock_loss;

typedef enum hillock_layout {
    HILLOCK_SAMPLE_MAJOR = 10, /* a sample's features are adjacent: C's X[m][n] */
    HILLOCK_FEATURE_MAJOR = 20 /* a feature's samples are adjacent: the derivation's X */
} hillock_layout;

typedef enum hillock_solver {
    HILLOCK_AUTO = 5,      /* by activation, loss and number of features; the message says which */
    HILLOCK_GD = 10,       /* full-batch gradient descent: one step an epoch */
    HILLOCK_SGD = 20,      /* stochastic: a step for each HILLOCK_BATCH_SIZE samples */
    HILLOCK_MOMENTUM = 30, /* sgd with a heavy ball: u <- mu u - r g, w <- w + u, mu being
                                   HILLOCK_MOMENTUM_FACTOR (Polyak 1964) */
    HILLOCK_NESTEROV = 40, /* the same u, then w <- w + mu u - r g: the gradient is taken where
                                   momentum leads to (Nesterov 1983) */
    HILLOCK_ADAGRAD = 50,  /* s <- s + g^2, w <- w - r g / (sqrt s + epsilon) (Duchi, Hazan &
                                   Singer 2011) */
    HILLOCK_RMSPROP = 60,  /* s <- beta2 s + (1 - beta2) g^2, w as adagrad (Tieleman & Hinton
                                   2012) */
    HILLOCK_ADAM = 70,     /* u <- mu u + (1 - mu) g, s as rmsprop, after k steps
                                   w <- w - r u/(1 - mu^k) / (sqrt(s/(1 - beta2^k)) + epsilon)
                                   (Kingma & Ba 2015) */
    HILLOCK_ADAMW = 80,    /* adam on g without l2, and w <- (1 - r l2) w beside it: decoupled
                                   decay, which does not lead to the minimum of J with l2
                                   (Loshchilov & Hutter 2019) */
    HILLOCK_AVERAGED_SGD = 90, /* sgd; what is evaluated and returned is the mean of w over the
                                   steps after a share HILLOCK_AVERAGE_FROM of the
                                   epochs (Ruppert 1988; Polyak & Juditsky 1992) */
    HILLOCK_SAGA = 100,        /* one-sample steps along (e_j - e'_j) x_j + mean of e'_k x_k, e'_j
                                   being dl/dz of sample j when it was last seen, 0 at first: the
                                   noise falls to 0. m numbers (Defazio & al. 2014) */
    HILLOCK_AGD = 110,         /* gd with Nesterov's momentum (1983; Beck & Teboulle 2009), which
                                   begins anew where it leads upward (O'Donoghue & Candes 2015) */
    HILLOCK_LBFGS = 120,  /* limited-memory quasi-Newton (Liu & Nocedal 1989); with l1 orthant-wise
                             (Andrew & Gao 2007); a step an epoch */
    HILLOCK_NEWTON = 130, /* Newton's method on the curvature X D X^T, n^2 numbers, or m^2 where the
                             samples are fewer; beyond 2000 of both by conjugate gradients. With l1
                             by coordinate descent on its model. A step an epoch. Past the tolerance
                             it goes on while a step halves the gradient, so that there may be more
                             steps than epochs */
    HILLOCK_LEAST_SQUARES = 150 /* identity with squared loss: Householder QR of X, memory n^2, and
                                   refinement in twice the precision (Bjorck 1967); ridge too */
} hillock_solver;

/* The learning rate in epoch e = 0, 1, 2, ... from the first one, r, with HILLOCK_DECAY d,
 * HILLOCK_PERIOD p and HILLOCK_HORIZON E. */
typedef enum hillock_schedule {
    HILLOCK_CONSTANT = 10,     /* r */
    HILLOCK_STEPWISE = 20,     /* r d^floor(e / p) */
    HILLOCK_EXPONENTIAL = 30,  /* r d^(e / p) */
    HILLOCK_INVERSE_TIME = 40, /* r / (1 + d e / p) */
    HILLOCK_INVERSE_SQRT = 50, /* r / sqrt(1 + d e / p) */
    HILLOCK_COSINE = 60        /* r (1 + cos(pi e / E)) / 2; from e = E on 0 */
} hillock_schedule;

/* How the samples of an epoch are drawn (stochastic solvers). An epoch is m draws, the last batch
 * may be smaller. Generator: xoshiro256** 1.0 (Blackman & Vigna 2018) seeded through splitmix64; a
 * bounded number is the first of its masked low bits that is in range; a shuffle is
 * Fisher-Yates from the last index down. The sequence depends on seed and m alone and is the
 * same on every platform. */
typedef enum hillock_sampling {
    HILLOCK_SHUFFLED = 10,         /* without replacement: a new permutation each epoch */
    HILLOCK_WITH_REPLACEMENT = 20, /* each draw is independent */
    HILLOCK_IN_ORDER = 30          /* 0, 1, 2, ... as the data lie */
} hillock_sampling;

/* What sample weights count in a training. */
typedef enum hillock_class_weights {
    HILLOCK_CLASSES_AS_GIVEN = 10, /* what the dataset says */
    HILLOCK_CLASSES_BALANCED = 20  /* weight_j W / (2 W_c), W_c being the sum of the weights of the
                                      class of sample j: both classes weigh W/2 */
} hillock_class_weights;

/* What multiplies with X. Which one it is changes the last bits of a result (of float features the
 * last bits of a float: BLAS multiplies those in float, the other widens them); nothing else does:
 * not the number of threads, not a repetition. */
typedef enum hillock_kernel {
    HILLOCK_KERNEL_AUTO = 10, /* the faster one for shape, type and layout: docs/performance.md */
    HILLOCK_KERNEL_BLAS = 20, /* the installed BLAS, panel by panel: the reference */
    HILLOCK_KERNEL_FUSED = 30 /* vectorised here, the next rows prefetched */
} hillock_kernel;

/* Names as the command line writes them ("logistic", "cross-entropy"): id to name (NULL when
 * there is no such id) and name to id (HILLOCK_ERROR_KEY when there is no such name). *_at
 * lists them: the id at position index, or 0 past the last. Any thread. */
HILLOCK_API const char *hillock_activation_name(hillock_activation activation);
HILLOCK_API const char *hillock_loss_name(hillock_loss loss);
HILLOCK_API hillock_status hillock_activation_from_name(const char *name,
                                                        hillock_activation *activation);
HILLOCK_API hillock_status hillock_loss_from_name(const char *name, hillock_loss *loss);
HILLOCK_API int hillock_activation_at(size_t index);
HILLOCK_API int hillock_loss_at(size_t index);

/* How much two names are like each other, to ask "did you mean": the edits that make one of the
 * other, whatever their capitals; SIZE_MAX where more than a third would be edited, or one has more
 * than 63 bytes. Any thread. */
HILLOCK_API size_t hillock_name_distance(const char *name, const char *other); /* NULL: SIZE_MAX */

/* HILLOCK_OK when the two make sense together, HILLOCK_ERROR_PAIR when not (cross-entropy needs
 * probabilities, Poisson and Gamma positive values, margins values of both signs, step only the
 * perceptron), HILLOCK_ERROR_KEY when one of them is no constant of its enumeration. The
 * reason, with both names and what to use instead, is written to message (at most `capacity`
 * characters with the closing 0; NULL: not wanted; empty when they go together). Any thread. */
HILLOCK_API hillock_status hillock_pair_check(hillock_activation activation, hillock_loss loss,
                                              size_t capacity, char *message);

/* ---- 3 dataset --------------------------------------------------------------------------------
 *
 * A view of m samples with n features in the caller's memory. Nothing is copied: the arrays must
 * stay where they are, unchanged, for as long as the dataset is used. */
typedef struct hillock_dataset hillock_dataset;

/* A dataset of n_samples x n_features (0 of either is allowed here; training needs a sample).
 * Features and targets are set next. Errors: NULL, SIZE (n_samples n_features overflows),
 * MEMORY. */
HILLOCK_API hillock_status hillock_dataset_create(hillock_dataset **dataset, size_t n_samples,
                                                  size_t n_features);
HILLOCK_API void hillock_dataset_destroy(hillock_dataset *dataset);

/* X. SAMPLE_MAJOR: feature i of sample j is X[j stride + i], stride >= n_features.
 * FEATURE_MAJOR: it is X[i stride + j], stride >= n_samples. The stride is counted in elements.
 * Replaces an earlier X of either type. Errors: NULL, VALUE (layout), SIZE (stride too small,
 * or the extent overflows). */
HILLOCK_API hillock_status hillock_dataset_set_features_f64(hillock_dataset *dataset,
                                                            const double *X, hillock_layout layout,
                                                            size_t stride);
HILLOCK_API hillock_status hillock_dataset_set_features_f32(hillock_dataset *dataset,
                                                            const float *X, hillock_layout layout,
                                                            size_t stride);

/* y, n_samples numbers. Errors: NULL. */
HILLOCK_API hillock_status hillock_dataset_set_targets_f64(hillock_dataset *dataset,
                                                           const double *y);
HILLOCK_API hillock_status hillock_dataset_set_targets_f32(hillock_dataset *dataset,
                                                           const float *y);

/* Sample weights, n_samples numbers >= 0, not all 0: a sample of weight k counts as k copies of it;
 * one of weight 0 is not there, and its target and offset may be anything, but its features must be
 * finite (hillock_evaluate, _score and _factors, where no gradient is asked for, do not look at
 * them). They sum to 1e-150 ... 1e150. NULL: all 1, as at the beginning. Values are checked by
 * hillock_dataset_check and by training. */
HILLOCK_API hillock_status hillock_dataset_set_weights_f64(hillock_dataset *dataset,
                                                           const double *weights);
HILLOCK_API hillock_status hillock_dataset_set_weights_f32(hillock_dataset *dataset,
                                                           const float *weights);

/* Offset, n_samples numbers added to z = wX + b (exposure, a base model). NULL: none, as at
 * first. */
HILLOCK_API hillock_status hillock_dataset_set_offset_f64(hillock_dataset *dataset,
                                                          const double *offset);
HILLOCK_API hillock_status hillock_dataset_set_offset_f32(hillock_dataset *dataset,
                                                          const float *offset);

HILLOCK_API size_t hillock_dataset_n_samples(const hillock_dataset *dataset);  /* 0 for NULL */
HILLOCK_API size_t hillock_dataset_n_features(const hillock_dataset *dataset); /* 0 for NULL */

/* Samples first ... first + count - 1 as doubles, whatever the type and layout: X gets their
 * features, count x n_features, sample by sample; the others `count` numbers each, 1 where there
 * are no weights and 0 where there is no offset. NULL: not wanted. Errors: NULL (the dataset), SIZE
 * (it has not so many samples), INCOMPLETE (features or targets that are wanted are not there). */
HILLOCK_API hillock_status hillock_dataset_read_f64(const hillock_dataset *dataset, size_t first,
                                                    size_t count, double *X, double *targets,
                                                    double *weights, double *offset);

/* Reads everything once and says whether it can be trained on with this loss: finite features and
 * weights, these >= 0 with a positive sum; where the weight is not 0 finite targets and offset, and
 * targets in the loss's domain, of more than one class. Training makes the same checks itself.
 * Constant features and zero weights are no error: they are counted. Errors: NULL, INCOMPLETE,
 * NOT_FINITE, TARGET, ONE_CLASS, WEIGHT, KEY (loss), SIZE (no samples), MEMORY. After NOT_FINITE,
 * TARGET and WEIGHT, hillock_dataset_fault has the place. */
HILLOCK_API hillock_status hillock_dataset_check(hillock_dataset *dataset, hillock_loss loss);

/* Where the last check failed. column is SIZE_MAX when it was a target, a weight or an offset. Any
 * output may be NULL. Errors: NULL, INCOMPLETE (the last check found no fault that has a place). */
HILLOCK_API hillock_status hillock_dataset_fault(const hillock_dataset *dataset, size_t *row,
                                                 size_t *column, double *value);

/* After a check that succeeded: how many features are constant, and which (the indices of the first
 * `capacity` of them, ascending; indices may be NULL); how many samples have weight 0. 0 before. */
HILLOCK_API size_t hillock_dataset_constant_features(const hillock_dataset *dataset,
                                                     size_t capacity, size_t *indices);
HILLOCK_API size_t hillock_dataset_zero_weights(const hillock_dataset *dataset);

HILLOCK_API const char *hillock_dataset_message(const hillock_dataset *dataset); /* never NULL */

/* ---- 4 neuron ---------------------------------------------------------------------------------*/
typedef struct hillock_neuron hillock_neuron;

/* A neuron with w = 0 and b = 0; b = 1 where z = 0 lies outside the domain or has no gradient
 * (reciprocal, relu, and identity with Poisson or Gamma). n_features may be 0 (a bias alone). Where
 * a pair is refused there is no neuron to ask: hillock_pair_check says why.
 * Errors: NULL, SIZE (overflow), KEY (no such activation or loss), PAIR, MEMORY. */
HILLOCK_API hillock_status hillock_neuron_create(hillock_neuron **neuron, size_t n_features,
                                                 hillock_activation activation, hillock_loss loss);
HILLOCK_API void hillock_neuron_destroy(hillock_neuron *neuron);

HILLOCK_API size_t hillock_neuron_n_features(const hillock_neuron *neuron); /* 0 for NULL */
HILLOCK_API hillock_activation hillock_neuron_activation(const hillock_neuron *neuron);
HILLOCK_API hillock_loss hillock_neuron_loss(const hillock_neuron *neuron);

/* w (n_features numbers) and b. In: w is copied; w may be NULL only when n_features is 0. Out:
 * either may be NULL. Errors: NULL, NOT_FINITE (set). */
HILLOCK_API hillock_status hillock_neuron_set_parameters(hillock_neuron *neuron, const double *w,
                                                         double b);
HILLOCK_API hillock_status hillock_neuron_get_parameters(const hillock_neuron *neuron, double *w,
                                                         double *b);

/* The shape parameters alpha, delta and tau: option keys HILLOCK_ALPHA, HILLOCK_DELTA,
 * HILLOCK_TAU of section 10. Errors: NULL, KEY (also when this activation and loss do not have
 * it), VALUE. */
HILLOCK_API hillock_status hillock_neuron_set_real(hillock_neuron *neuron, int key, double value);
HILLOCK_API hillock_status hillock_neuron_get_real(const hillock_neuron *neuron, int key,
                                                   double *value);

/* HILLOCK_THREADS and HILLOCK_KERNEL: how sections 5 to 8 are carried out on this neuron. A
 * trainer has its own. Errors: NULL, KEY, VALUE. */
HILLOCK_API hillock_status hillock_neuron_set_integer(hillock_neuron *neuron, int key,
                                                      int64_t value);
HILLOCK_API hillock_status hillock_neuron_get_integer(const hillock_neuron *neuron, int key,
                                                      int64_t *value);

/* The user's own activation: for j = 0 ... count-1 writes f(z_j), f'(z_j) and f''(z_j). Any of
 * the three outputs may be NULL: then it is not wanted. d2f is only asked for when has_second
 * was given. Called on whichever thread runs the pass, with at most a few thousand z at a time,
 * so it must be reentrant. */
typedef void (*hillock_activation_function)(size_t count, const double *z, double *f, double *df,
                                            double *d2f, void *payload);

/* The user's own loss: l(y_j, a_j), dl/da and d2l/da2, in the same way. */
typedef void (*hillock_loss_function)(size_t count, const double *y, const double *a, double *l,
                                      double *dl, double *d2l, void *payload);

/* For a neuron created with HILLOCK_USER_ACTIVATION / HILLOCK_USER_LOSS. payload is handed
 * through and must live as long as the neuron. has_second: 1 when the function also computes
 * the second derivative, 0 when not (no curvature then). Check your derivatives with
 * hillock_check_derivatives. Errors: NULL, PAIR (the neuron was created with a built-in one). */
HILLOCK_API hillock_status hillock_neuron_set_user_activation(hillock_neuron *neuron,
                                                              hillock_activation_function function,
                                                              int has_second, void *payload);
HILLOCK_API hillock_status hillock_neuron_set_user_loss(hillock_neuron *neuron,
                                                        hillock_loss_function function,
                                                        int has_second, void *payload);

HILLOCK_API const char *hillock_neuron_message(const hillock_neuron *neuron); /* never NULL */

/* ---- 5 fit ------------------------------------------------------------------------------------
 *
 * Trains the neuron from its present parameters with settings chosen for it (HILLOCK_AUTO: least
 * squares by QR for regressions of m (n + 1)^2 <= 2^24, else Newton's method up to 500 features,
 * L-BFGS beyond and where there is a kink, gradient descent for the perceptron; standardize;
 * threads and kernel are the neuron's, the others by the option table) and says in
 * hillock_neuron_message what was chosen and how it ended. Returns what hillock_train returns. */
HILLOCK_API hillock_status hillock_fit(hillock_neuron *neuron, const hillock_dataset *dataset);

/* ---- 6 predict --------------------------------------------------------------------------------
 *
 * rows: n_rows x n_features, sample-major, `stride` elements from one row to the next (at least
 * n_features). Outputs: n_rows numbers. No lock, no message, no allocation but OpenMP's own when
 * its threads first start: any number of threads may predict with one neuron at the same time. A
 * row with a NaN gives NaN. Offsets are the caller's to add to z. Errors: NULL, SIZE (stride too
 * small, extent overflows), INCOMPLETE (a user function is missing). */
HILLOCK_API hillock_status hillock_predict_f64(const hillock_neuron *neuron, const double *rows,
                                               size_t n_rows, size_t stride, double *a);
HILLOCK_API hillock_status hillock_predict_f32(const hillock_neuron *neuron, const float *rows,
                                               size_t n_rows, size_t stride, float *a);

/* z = wx + b instead of a: log-odds of a logistic neuron, the score of a margin. */
HILLOCK_API hillock_status hillock_predict_z_f64(const hillock_neuron *neuron, const double *rows,
                                                 size_t n_rows, size_t stride, double *z);
HILLOCK_API hillock_status hillock_predict_z_f32(const hillock_neuron *neuron, const float *rows,
                                                 size_t n_rows, size_t stride, float *z);

/* Classes by threshold: a >= threshold is the upper class, 1; below it the lower one, which is
 * 0 for cross-entropy (usual threshold 0.5) and -1 for hinge, squared hinge and perceptron
 * (usual: 0). A NaN row is the lower class. Errors: also VALUE (threshold NaN), SCORE (another
 * loss). */
HILLOCK_API hillock_status hillock_predict_class_f64(const hillock_neuron *neuron,
                                                     const double *rows, size_t n_rows,
                                                     size_t stride, double threshold, int *classes);
HILLOCK_API hillock_status hillock_predict_class_f32(const hillock_neuron *neuron,
                                                     const float *rows, size_t n_rows,
                                                     size_t stride, double threshold, int *classes);

/* One row of n_features numbers; the shortest way from x to a. Errors: NULL, INCOMPLETE. */
HILLOCK_API hillock_status hillock_predict_row_f64(const hillock_neuron *neuron, const double *x,
                                                   double *a);
HILLOCK_API hillock_status hillock_predict_row_f32(const hillock_neuron *neuron, const float *x,
                                                   float *a);

/* a = f(z + offset) of every sample of a dataset (n_samples numbers), of either type and layout:
 * feature-major X too. Targets and weights need not be there, and are not looked at. As above, but
 * for a workspace, allocated in each call, as large as that of a gradient (section 7). The neuron's
 * kernel computes, so that float X by BLAS has float's digits. Errors: NULL, SIZE (features do not
 * match), INCOMPLETE (no features, no user function), MEMORY. */
HILLOCK_API hillock_status hillock_predict_dataset(const hillock_neuron *neuron,
                                                   const hillock_dataset *dataset, double *a);

/* ---- 7 derivation -----------------------------------------------------------------------------
 *
 * The mathematics itself at the neuron's present parameters, without penalty. Messages go to the
 * neuron. Errors of all: NULL, INCOMPLETE, SIZE (features do not match, no samples), WEIGHT,
 * MEMORY, NOT_FINITE (J or a derivative is not finite: the message names the row, and the column
 * where there is one), TARGET (the row named lies outside the loss's domain).
 *
 * The neuron keeps the workspace of the last call for the next one, so that a small gradient is
 * not slower than its allocation: up to 64 gradients, or 32 MiB of them where that is less, and two
 * or three more (with BLAS and float features half a one for each thread besides). It goes with
 * the neuron. A user function must not call a derivation of its own neuron. */

/* J alone. */
HILLOCK_API hillock_status hillock_evaluate(hillock_neuron *neuron, const hillock_dataset *dataset,
                                            double *J);

/* J, dJ/dw (n_features numbers) and dJ/db, in one trip through X. J and dJ_db may be NULL,
 * dJ_dw too. */
HILLOCK_API hillock_status hillock_gradient(hillock_neuron *neuron, const hillock_dataset *dataset,
                                            double *J, double *dJ_dw, double *dJ_db);

/* Each factor of the chain rule, n_samples numbers each, any of them NULL when not wanted: z, a
 * = f(z), dJ/da = (weight/W) dl/da, f'(z), dJ/dz. dJ/dz comes from the stable fused form, so it
 * is right also where the product dJ/da f'(z) is 0 times infinity; dJ_da and df_dz are the
 * plain factors and may then be infinite or NaN, which is no error here. With step, f' is 0 and
 * dJ/dz the perceptron's. */
HILLOCK_API hillock_status hillock_factors(hillock_neuron *neuron, const hillock_dataset *dataset,
                                           double *z, double *a, double *dJ_da, double *df_dz,
                                           double *dJ_dz);

/* Compares f', f'', dl/da, d2l/da2 and the fused dl/dz at each point (z_j, y_j) with central
 * differences (fourth order). Meant for user functions; holds for built-in ones away from their
 * kinks. The tolerance is relative, 1e-6. Errors: NULL, SIZE (count = 0), INCOMPLETE,
 * NOT_FINITE (a value at a point), MEMORY, DERIVATIVE: the message names the derivative, the
 * point, the value given and the value found. */
HILLOCK_API hillock_status hillock_check_derivatives(hillock_neuron *neuron, size_t count,
                                                     const double *z, const double *y);

/* Compares dJ/dw and dJ/db with central differences of J over the dataset, one parameter after
 * another, in 4 (n_features + 1) + 2 passes, up to three times as many where J bends much within
 * the steps. *error: the largest |difference|, over the largest |gradient| or, where that is
 * larger, over a million times what rounding does to a difference (so a trained neuron, with a
 * gradient of 0, is not blamed). The caller judges it: 1e-6 and more is a wrong gradient, or a kink
 * of the activation or the loss nearby. */
HILLOCK_API hillock_status hillock_check_gradient(hillock_neuron *neuron,
                                                  const hillock_dataset *dataset, double *error);

/* ---- 8 scores ---------------------------------------------------------------------------------*/
typedef enum hillock_score_kind {
    HILLOCK_SCORE_J = 10,        /* mean loss, without penalty */
    HILLOCK_SCORE_ACCURACY = 20, /* weighted share of right classes (threshold 0.5 or 0) */
    HILLOCK_SCORE_AUC = 30,  /* area under the ROC curve, ties count half; both classes needed */
    HILLOCK_SCORE_RMSE = 40, /* sqrt of the weighted mean of (y - a)^2 */
    HILLOCK_SCORE_R2 = 50    /* 1 - sum (y - a)^2 / sum (y - mean y)^2; y must vary */
} hillock_score_kind;

/* One score over a dataset. ACCURACY and AUC are for cross-entropy (targets exactly 0 or 1) and
 * the margin losses. Errors: as in section 7, KEY (no such score), SCORE (not defined here; the
 * message says why). */
HILLOCK_API hillock_status hillock_score(hillock_neuron *neuron, const hillock_dataset *dataset,
                                         hillock_score_kind kind, double *value);

/* ---- 9 trainer --------------------------------------------------------------------------------*/
typedef struct hillock_trainer hillock_trainer;

HILLOCK_API hillock_status hillock_trainer_create(hillock_trainer **trainer);
HILLOCK_API void hillock_trainer_destroy(hillock_trainer *trainer);

/* Settings by key (section 10). Choices (solver, schedule, sampling) and booleans are integers;
 * set_text takes the option's name as the command line writes it, and the value as text:
 * "learning-rate", "0.1"; "schedule", "cosine". Errors: NULL, KEY, VALUE: the message gives the
 * bounds. */
HILLOCK_API hillock_status hillock_trainer_set_solver(hillock_trainer *trainer,
                                                      hillock_solver solver);
HILLOCK_API hillock_status hillock_trainer_set_real(hillock_trainer *trainer, int key,
                                                    double value);
HILLOCK_API hillock_status hillock_trainer_set_integer(hillock_trainer *trainer, int key,
                                                       int64_t value);
HILLOCK_API hillock_status hillock_trainer_set_text(hillock_trainer *trainer, const char *name,
                                                    const char *value);
HILLOCK_API hillock_status hillock_trainer_get_real(const hillock_trainer *trainer, int key,
                                                    double *value);
HILLOCK_API hillock_status hillock_trainer_get_integer(const hillock_trainer *trainer, int key,
                                                       int64_t *value);

/* One factor >= 0 a feature for both penalties: l1 factor_i |w_i| and l2/2 factor_i w_i^2, so that
 * 0 leaves a weight free. Copied; NULL: all 1, as at the beginning. Stochastic solvers take none,
 * and training refuses factors of another number of features (SIZE). Errors: NULL, VALUE (negative
 * or not finite; the message names it), MEMORY. */
HILLOCK_API hillock_status hillock_trainer_set_penalty_factors(hillock_trainer *trainer,
                                                               size_t n_features,
                                                               const double *factors);

/* Early stopping. At the start and at every later evaluation over all of X (each epoch; of
 * stochastic solvers every HILLOCK_EVALUATE_EVERY epochs) the mean loss over `dataset`, without
 * penalty, is taken too. The parameters that training leaves are those of the least one, however
 * it ends (but DIVERGED), and J and the scaled gradient norm are reported for them. Training ends
 * EARLY_STOPPED once HILLOCK_PATIENCE evaluations in a row have found no lower loss; and a training
 * that converges elsewhere than where the loss was least says so too. Classes are balanced, where
 * asked for, in either dataset by its own.
 *
 * The trainer keeps what the dataset says, not the dataset, which may change or go; its arrays must
 * stay, unchanged, until the last training with them has ended. NULL: none, as at the beginning.
 * Errors: NULL. Training checks it as it does its own data, and answers likewise: SIZE (other
 * features than the neuron), INCOMPLETE, NOT_FINITE, ...; but all of it may be of one class, where
 * classes are not balanced. */
HILLOCK_API hillock_status hillock_trainer_set_validation(hillock_trainer *trainer,
                                                          const hillock_dataset *dataset);

/* Called on the caller's thread after each epoch and at least every tenth of a second or so
 * within one (after a step); non-zero cancels. Everything in hillock_trainer_report may be
 * asked for inside it; the trainer must not be changed. NULL: none. */
typedef int (*hillock_progress)(const hillock_trainer *trainer, void *payload);
HILLOCK_API hillock_status hillock_trainer_set_progress(hillock_trainer *trainer,
                                                        hillock_progress progress, void *payload);

/* Trains from the neuron's present parameters. The data are checked first. On every status > 0
 * but DIVERGED the neuron has the parameters reached; on DIVERGED and on errors those it had.
 *
 * Converged (HILLOCK_OK) has one meaning for every solver. With the residuals e_j = dl/dz_j,
 * the scaled gradient norm is the largest, over the bias and all weights i, of
 *     |dJ/db| / rms(e)   and   |dJ/dw_i - mean(x_i) dJ/db| / (rms(e) sd(x_i)),    all weighted,
 * the cosine of the angle between the residuals and the centred feature: free of units, at most 1
 * without a penalty, unchanged by shifting or rescaling features or rescaling targets. (A constant
 * feature has |x_i| for its sd. Where the bias is held, no feature is centred: mean 0, sd the rms.)
 * Unpenalized, an exact fit counts as 0:
 * rms(e) is below 1e-12 of the untrained neuron's, and every |e_j| below 1e-12 |d2l/dz2 z_j|, the
 * rounding of z. Training ends when it is <= HILLOCK_TOLERANCE, evaluated over all of X.
 *
 * DIVERGED: J is not finite or beyond a thousand times the scale it began with; or a limit ends
 * the training where J - L > 2 (J0 - L). J0 is J at the start or, where that is larger, of the
 * untrained neuron; L is the mean of the least losses there are: cross-entropy, Poisson and Gamma
 * of a = y, 0 of all others. What is worse than J0 but not so far is a STEP_LIMIT or DEADLINE like
 * any other, with the parameters reached. Where J0 = L (a perceptron) there is no such rule.
 *
 * With HILLOCK_CLASS_WEIGHTS balanced, J, its gradient, the scaled gradient norm and everything in
 * the report are those of the balanced weights, which are m numbers aside; sections 7 and 8 go on
 * taking the weights of the dataset. Every target must then be one of the two classes (TARGET),
 * both must be there (ONE_CLASS), and a loss without classes is refused (VALUE).
 *
 * Errors: NULL, SIZE, INCOMPLETE, everything hillock_dataset_check reports, NOT_FINITE (J at
 * the start), VALUE (features too large to be squared, or whose spread cannot be represented),
 * MEMORY. */
HILLOCK_API hillock_status hillock_train(hillock_trainer *trainer, hillock_neuron *neuron,
                                         const hillock_dataset *dataset);

/* Training in slices. With HILLOCK_KEEP_STATE the trainer keeps, besides w and b, all that its
 * solver has learned, and the next call goes on from there: calls of k epochs each are, to the bit,
 * one call of as many epochs together. It goes on when the dataset views the same arrays in the
 * same way, the neuron (or another one) has the mathematics and the parameters that the last call
 * left, and no option but HILLOCK_EPOCHS, _STEPS, _SECONDS and _TOLERANCE is another than then.
 * Else it begins anew: also where the last call of hillock_train ended in an error or DIVERGED, and
 * after hillock_trainer_set_penalty_factors or _validation. REPORT_WENT_ON says which, and so does
 * the message where it went on, or where what was kept did not fit.
 *
 * The limits are then further ones: EPOCHS more epochs, STEPS more steps, SECONDS more seconds; the
 * report and the history are those of the whole, epochs, steps and seconds added up. A training
 * that had ended by itself (converged, stalled, stopped early, ...) stays as it is, with the status
 * it had, unless it had converged and the tolerance is now a smaller one. A limit reached far worse
 * than untrained, else DIVERGED, is no more than a limit: what follows may mend it.
 *
 * SECONDS and the progress callback may stop a call anywhere: a step that is left for them is begun
 * again by the next call, and comes to the same. A call that follows one without a step does not
 * heed them before it has made one (of newton's: be it on a part of the samples), so that slices of
 * any length arrive. Nor are newton's last steps, beyond the tolerance, cut by them or by STEPS:
 * they belong to the call that reached it. REPORT_PASSES counts what the calls did, which is more
 * than at once: what was begun again, the evaluation at the end of each.
 *
 * HILLOCK_HORIZON is a matter of all the slices: the cosine schedule and averaging (average-from
 * above 0) need to know how many epochs there will be; with 0 it is the EPOCHS of the first call.
 * The evaluation that a call ends with where it was stopped, which looks at validation data too, is
 * no part of what goes on: its point of the history stands until the next one.
 *
 * What is kept is all the memory of a training; it goes with the trainer, or with a training that
 * does not go on. The arrays of the dataset (and of the validation data) must stay, unchanged,
 * until then: they are not looked at again. The payloads of user functions must, too. */

/* Checkpoints: what a trainer keeps, as a file, from which another process goes on. It is a text
 * with a checksum, exact to the bit; docs/format.md says what stands in it. Neither the data nor
 * the options are in it, but what tells them from others.
 *
 *     first                                     later, in another process
 *     hillock_trainer_set_integer(t,            the same options, neuron, data, factors and
 *         HILLOCK_KEEP_STATE, 1)                validation data, then
 *     hillock_train(t, neuron, data)            hillock_trainer_load_checkpoint(t, neuron, data, p)
 *     hillock_trainer_save_checkpoint(t, p)     hillock_train(t, neuron, data)
 *
 * The second training goes on as the next slice would have in the first process, to the bit with
 * the same BLAS on a processor of the same maker and hillock_kernels: the same parameters, history
 * and report, but for REPORT_PASSES and _SECONDS. Limits are further ones. To end where the first
 * training would have, set EPOCHS to REPORT_EPOCH_LIMIT - REPORT_EPOCHS, rounded up (where that is
 * 0 nothing is left).
 *
 * What a solver derives from the data is derived again, in a few trips through X: the rate of gd,
 * agd and saga, the QR of least-squares, what newton makes of few samples. Stored are w and b, the
 * gradient and momentum; of stochastic solvers the order of the epoch's samples (m numbers), of
 * saga its slopes (m more), of lbfgs its pairs, of newton its curvature (n^2). */

/* Gets `count` bytes of a text; 0 when they are safe, anything else ends the writing. */
typedef int (*hillock_write_function)(const char *bytes, size_t count, void *payload);

/* Puts up to `capacity` bytes where `bytes` points: how many, 0 at the end, SIZE_MAX for
 * failure. */
typedef size_t (*hillock_read_function)(char *bytes, size_t capacity, void *payload);

/* What the last training left with HILLOCK_KEEP_STATE. _save replaces the file at path whole, or
 * leaves it as it is: after any crash it is the old one or the new one. One trip through X, at the
 * first time, for what tells the data. The message of the training stays. Errors: NULL, INCOMPLETE
 * (nothing is kept: section 9, slices), FILE, MEMORY. */
HILLOCK_API hillock_status hillock_trainer_save_checkpoint(hillock_trainer *trainer,
                                                           const char *path);
HILLOCK_API hillock_status hillock_trainer_write_checkpoint(hillock_trainer *trainer,
                                                            hillock_write_function write,
                                                            void *payload);

/* The trainer keeps what the checkpoint says, the neuron gets the parameters it had then, and the
 * report and the message are those of then: the next hillock_train with both and the dataset goes
 * on. All of it is checked to the last byte first; after an error trainer and neuron are as they
 * were.
 *
 * It must be the same training: the neuron's activation and loss (user functions are not compared),
 * the data (their values; of another type or layout they are the same data, and what follows has
 * other last bits), the validation data, the penalty factors, and all
 * options but EPOCHS, STEPS, SECONDS, TOLERANCE, KEEP_STATE and THREADS. Errors: NULL; FILE; FORMAT
 * (it is no checkpoint, or damaged; the message names the line); VALUE (another training; the
 * message names what differs); and those of hillock_train for the data. */
HILLOCK_API hillock_status hillock_trainer_load_checkpoint(hillock_trainer *trainer,
                                                           hillock_neuron *neuron,
                                                           const hillock_dataset *dataset,
                                                           const char *path);
HILLOCK_API hillock_status hillock_trainer_read_checkpoint(hillock_trainer *trainer,
                                                           hillock_neuron *neuron,
                                                           const hillock_dataset *dataset,
                                                           hillock_read_function read,
                                                           void *payload);

/* From here on hillock_train saves a checkpoint at path every `seconds` of its work (not at its
 * end: that is hillock_trainer_save_checkpoint), and keeps its state whatever HILLOCK_KEEP_STATE
 * says. It changes no bit of the training; each costs what is written and an evaluation of J. One
 * that cannot be saved stops nothing: the message of the training then ends with why. The path is
 * copied; NULL: none, as at the beginning. Errors: NULL, VALUE (seconds is not above 0), MEMORY. */
HILLOCK_API hillock_status hillock_trainer_set_checkpoint(hillock_trainer *trainer,
                                                          const char *path, double seconds);

/* What is known of the training under way or ended. */
typedef enum hillock_report {
    HILLOCK_REPORT_STATUS = 10,        /* hillock_status it ended with; 0 while it is under way */
    HILLOCK_REPORT_EPOCHS = 20,        /* epochs done; a fraction inside one */
    HILLOCK_REPORT_STEPS = 30,         /* updates of w and b */
    HILLOCK_REPORT_J = 40,             /* J with penalty, at the last evaluation over all of X */
    HILLOCK_REPORT_GRADIENT_NORM = 50, /* the scaled gradient norm at that evaluation */
    HILLOCK_REPORT_START_J = 60,       /* J at the start */
    HILLOCK_REPORT_LEARNING_RATE = 70, /* the rate of the last step; newton: the share of it
                                          that was taken; lbfgs and least-squares: none */
    HILLOCK_REPORT_SECONDS = 80,       /* wall time, checks included */
    HILLOCK_REPORT_SAMPLES_PER_SECOND =
        90,                         /* samples stepped through, over the time of the steps */
    HILLOCK_REPORT_PASSES = 100,    /* trips through X: the check (with J and its
                                       gradient at w = 0), evaluations, epochs, rates; those
                                       through validation data too, but not their check */
    HILLOCK_REPORT_SOLVER = 110,    /* hillock_solver that worked: what auto has chosen */
    HILLOCK_REPORT_DECREMENT = 120, /* newton: by how much its model says J can still fall, at the
                                       last step; NaN: no model */
    HILLOCK_REPORT_CONDITION = 130, /* newton: estimated condition number (1-norm) of the features
                                       scaled and weighted as in the last curvature; infinite: of
                                       rank less than n + 1; NaN: no curvature. It may be that of a
                                       part of the samples on which newton began */
    HILLOCK_REPORT_GAP = 140,       /* duality gap: J is above its minimum by no more than this. So
                                       it is without conditions for the squared loss, and where the
                                       bias is held, unless a weight has penalty factor 0. Else so
                                       it is where the minimum has its mean z (and what such a
                                       weight adds to z, its rms) within B of here; where it is d >
                                       B away, by no more than d / B times this. B is 1; for
                                       identity the standard deviation of the targets, for
                                       reciprocal 1 / their mean. NaN: not known, which is without a
                                       penalty, with one on b, or where the loss is not convex in
                                       z */
    HILLOCK_REPORT_VALIDATION_J = 150,     /* the least validation loss; NaN: none was finite */
    HILLOCK_REPORT_VALIDATION_EPOCH = 160, /* epochs that had been done then */
    HILLOCK_REPORT_WENT_ON =
        170, /* 1: by HILLOCK_KEEP_STATE, from where the last call had stopped */
    HILLOCK_REPORT_EPOCH_LIMIT = 180 /* the most epochs: HILLOCK_EPOCHS, or what was chosen for 0;
                                        with those of the slices before. Of a checkpoint that was
                                        loaded: where HILLOCK_EPOCHS is 0 now, what is chosen for
                                        a training that begins with these options */
} hillock_report;

/* Errors: NULL, KEY, INCOMPLETE (no training yet, or the last one ran out of memory). */
HILLOCK_API hillock_status hillock_trainer_report(const hillock_trainer *trainer,
                                                  hillock_report key, double *value);

/* J and the scaled gradient norm at every evaluation over all of X, the start first. At most
 * 4096 points are kept: when they are full every second one is dropped and from then on only
 * every second is recorded (and so on); the last evaluation is always there.
 * hillock_trainer_history copies the first `capacity` points; any array may be NULL. Errors:
 * NULL. */
HILLOCK_API size_t hillock_trainer_history_length(const hillock_trainer *trainer);
HILLOCK_API hillock_status hillock_trainer_history(const hillock_trainer *trainer, size_t capacity,
                                                   double *epoch, double *J, double *gradient_norm);

/* The validation loss at the same evaluations: the first `capacity` points, NaN where there are no
 * validation data. Errors: NULL. */
HILLOCK_API hillock_status hillock_trainer_validation_history(const hillock_trainer *trainer,
                                                              size_t capacity, double *J);

/* How training ended in one sentence, or what was wrong with the last call; never NULL. */
HILLOCK_API const char *hillock_trainer_message(const hillock_trainer *trainer);

/* ---- 10 options -------------------------------------------------------------------------------
 *
 * One table gives each option's key, name, type, bounds, default and help, and feeds validation and
 * the command line. Numbers are append-only. After each key: type and bounds; default.
 *
 * A learning rate of 0 means 1 / (c (mean |x|^2 + 1) + p), with c the bound of d2l/dz2 and p
 * that of the penalty's curvature: a step that cannot overshoot where c is a bound for every z;
 * for sgd and averaged-sgd half of it, over the largest sample weight in units of the mean one;
 * for momentum and nesterov 1 - momentum of that. A row far from the others, or an activation
 * for which c is no bound (exp, reciprocal), may be too much for these four: they are then said
 * to have diverged. gd and agd, where the loss is curved, put 1.1 times the largest eigenvalue
 * of the mean of [x 1]^T [x 1] in place of the bracket, as far as up to 8 power iterations (a
 * trip through X each) find it and if it is less, and halve the rate where J would rise. saga:
 * 1 / (3 (c max weight_j (|x_j|^2 + 1) + p)), weights in units of the mean one, from a trip of
 * its own. adagrad 0.5, rmsprop, adam and adamw 0.01, times the rms of the targets less offset
 * where the activation has no bounds; meant for features of size 1; adamw at most 1 / (2 l2).
 * Epochs of 0 mean as many as about 1e10 feature values allow, 100 to 10000 (stochastic
 * solvers, which are all but gd, agd, lbfgs, newton and least-squares: 1e9, 10 to 1000). Of the
 * stochastic ones all but saga take steps of HILLOCK_BATCH_SIZE samples; where that is m or
 * more, they are full-batch methods.
 * Standardized, the penalty sees the weights of the scaled features, and constant features are only
 * shifted. Losses with a kink (absolute, quantile, hinge, perceptron) have no gradient that goes to
 * 0: a training on them ends at a limit or, by newton and lbfgs, stalled, near the minimum. */
typedef enum hillock_option {
    HILLOCK_SOLVER = 10,           /* choice of hillock_solver; gd */
    HILLOCK_LEARNING_RATE = 20,    /* real >= 0; 0: chosen, see above */
    HILLOCK_SCHEDULE = 30,         /* choice of hillock_schedule; constant */
    HILLOCK_DECAY = 40,            /* real in [0, 1e6]; 0.5 */
    HILLOCK_PERIOD = 50,           /* real >= 1e-9, epochs; 10 */
    HILLOCK_BATCH_SIZE = 60,       /* integer >= 1 (stochastic, but saga); 32 */
    HILLOCK_SAMPLING = 70,         /* choice of hillock_sampling (stochastic); shuffled */
    HILLOCK_SEED = 80,             /* integer >= 0 (stochastic); 0 */
    HILLOCK_EPOCHS = 90,           /* integer >= 0, the most epochs, 0: chosen; 0 */
    HILLOCK_STEPS = 100,           /* integer >= 0, the most steps; 0: no limit */
    HILLOCK_SECONDS = 110,         /* real >= 0, deadline; 0: none */
    HILLOCK_TOLERANCE = 120,       /* real in [0, 1], of the scaled gradient norm, 0: never; 1e-6 */
    HILLOCK_L2 = 130,              /* real >= 0: adds l2/2 |w|^2 to J; 0 */
    HILLOCK_PENALIZE_BIAS = 140,   /* boolean: l2 acts on b too; 0 */
    HILLOCK_STANDARDIZE = 150,     /* boolean: train on (x - mean) / sd, fold back exactly; 0 */
    HILLOCK_EVALUATE_EVERY = 160,  /* integer >= 0, epochs between looks at X (stochastic); 1 */
    HILLOCK_THREADS = 170,         /* integer in [0, 1024], of trainer and neuron; 0: by the work */
    HILLOCK_KERNEL = 180,          /* choice of hillock_kernel, of trainer and neuron; auto */
    HILLOCK_ALPHA = 200,           /* real >= 0, of the neuron; leaky relu 0.01, elu 1 */
    HILLOCK_DELTA = 210,           /* real > 0, of the neuron: huber; 1 */
    HILLOCK_TAU = 220,             /* real in (0, 1), of the neuron: quantile; 0.5 */
    HILLOCK_MOMENTUM_FACTOR = 230, /* real in [0, 1): mu, of adam too (its beta1); 0.9 */
    HILLOCK_BETA2 = 240,           /* real in [0, 1) (rmsprop, adam, adamw); 0.999 */
    HILLOCK_EPSILON = 250,         /* real > 0 (adagrad, rmsprop, adam, adamw); 1e-8 */
    HILLOCK_AVERAGE_FROM = 260,  /* real in [0, 1), share of HILLOCK_HORIZON (averaged-sgd); 0.5 */
    HILLOCK_FIT_BIAS = 300,      /* boolean: 0 holds b as it is; standardized features are then only
                               divided by their rms; 1 */
    HILLOCK_L1 = 310,            /* real >= 0: adds l1 sum |w_i| to J (newton, lbfgs); 0 */
    HILLOCK_PENALIZE_RAW = 320,  /* boolean: standardized, penalize the raw weights; 0 */
    HILLOCK_CLASS_WEIGHTS = 330, /* choice of hillock_class_weights; as-given */
    HILLOCK_PATIENCE =
        340, /* integer >= 0, with validation data: evaluations to wait, 0: all; 10 */
    HILLOCK_KEEP_STATE = 350, /* boolean: the next training goes on from this one: section 9; 0 */
    HILLOCK_HORIZON = 360     /* integer >= 0, epochs; 0: HILLOCK_EPOCHS; 0 */
} hillock_option;

typedef enum hillock_option_type {
    HILLOCK_TYPE_REAL = 10,
    HILLOCK_TYPE_INTEGER = 20,
    HILLOCK_TYPE_BOOLEAN = 30,
    HILLOCK_TYPE_CHOICE = 40
} hillock_option_type;

/* The table. hillock_option_at: the key at position index, 0 past the last. The others: by key;
 * name and help are NULL and type 0 for no such key. Bounds (inclusive; of reals that must be >
 * 0, the smallest normal number) and default as double. Choices: the name at position index
 * (NULL past the last), and the value it stands for. _of_neuron: 1 for the shape parameters,
 * which are set on the neuron. Any thread. */
HILLOCK_API int hillock_option_at(size_t index);
HILLOCK_API int hillock_option_from_name(const char *name); /* 0: no such name */
HILLOCK_API const char *hillock_option_name(int key);
HILLOCK_API const char *hillock_option_help(int key);
HILLOCK_API int hillock_option_of_neuron(int key);
HILLOCK_API hillock_option_type hillock_option_kind(int key);
HILLOCK_API hillock_status hillock_option_bounds(int key, double *lower, double *upper,
                                                 double *initial);
HILLOCK_API const char *hillock_option_choice(int key, size_t index, int *value);

/* ---- 11 inference -----------------------------------------------------------------------------
 *
 * The statistics of a neuron at its present parameters: how far w and b can be trusted, and how
 * well the data are fitted. They are those of a maximum likelihood fit where J without a penalty is
 * least. Elsewhere, before training has ended or after a penalized one, they are made all the
 * same and the status is NOT_AT_MINIMUM: docs/statistics.md says what they then mean.
 * p = n_features + 1 parameters, weights then bias.
 *
 * Losses with a likelihood: squared (normal distribution), cross-entropy (binomial), Poisson, Gamma
 * (McCullagh & Nelder, Generalized Linear Models, 1989). With residuals e = dl/dz:
 *
 *   MODEL     dispersion (sum weight h x x^T)^-1, h = f'(z)^2 / V(a) the expected curvature
 *             (Fisher) of the negative log-likelihood: right if the distribution is
 *   SANDWICH  A^-1 B A^-1, A = sum weight d2l/dz2 x x^T as observed, B = sum weight e^2 x x^T, or
 *             weight^2 e^2 with precision weights (Huber 1967, White 1980; HC0: not corrected for
 *             small m): right also if it is not, and for any loss with a second derivative
 *
 * Neither product is formed: both come from QR factorisations of the rows of centred X, which take
 * m p^2 multiplications and more, on one thread (LAPACK may use its own). */

/* What a sample's weight says. */
typedef enum hillock_weights_kind {
    HILLOCK_FREQUENCY_WEIGHTS = 10, /* weight k is k samples; N = W */
    HILLOCK_PRECISION_WEIGHTS = 20  /* variance dispersion V(a) / weight, one sample however large;
                                       N = the number of samples of positive weight */
} hillock_weights_kind;

typedef enum hillock_covariance_kind {
    HILLOCK_COVARIANCE_MODEL = 10,
    HILLOCK_COVARIANCE_SANDWICH = 20
} hillock_covariance_kind;

/* Whether the bias was trained with the weights (HILLOCK_FIT_BIAS). */
typedef enum hillock_bias_kind {
    HILLOCK_BIAS_FITTED = 10, /* it is a parameter like them                                  */
    HILLOCK_BIAS_HELD = 20    /* it is known: the statistics are those of w alone, features are not
                                 centred, and the null model is a = f(b + offset)             */
} hillock_bias_kind;

/* Keeps neither neuron nor dataset. */
typedef struct hillock_inference hillock_inference;

/* Reads X three times and holds about 4 p^2 numbers on the way, p^2 afterwards. Grouped binomial
 * data: targets successes / trials, weights trials. Messages go to the neuron.
 *
 * NOT_AT_MINIMUM, with an inference made: GRADIENT_NORM is above 1e-3 (as where classes are
 * separated) by more than the last bit of the bias makes it, or STEP above 1e-2. Errors: as in
 * section 7, NOT_FINITE also where the deviance is no number, VALUE (no such kind; mean and spread
 * of a feature cannot be represented), SCORE (MODEL for a loss without a likelihood; SANDWICH for
 * one without a second derivative, or where A is not positive definite; no curvature at all),
 * MEMORY. */
HILLOCK_API hillock_status hillock_inference_create(
    hillock_inference **inference, hillock_neuron *neuron, const hillock_dataset *dataset,
    hillock_weights_kind weights, hillock_covariance_kind covariance, hillock_bias_kind bias);
HILLOCK_API void hillock_inference_destroy(hillock_inference *inference);

/* p numbers each, weights then bias, any of them NULL: the standard error, the parameter over
 * it, and the probability of one farther from 0 if the parameter were 0 (two-sided): by
 * Student's t with RESIDUAL_DF degrees of freedom for MODEL with squared or Gamma loss, else by
 * the normal distribution.
 *
 * A weight whose feature is constant or, to rounding, depends on others (of dependent ones those
 * whose weight is exactly 0, as least squares leaves it; else those that come last when the longest
 * remaining column is always taken next) cannot be estimated: it has NaN here, and counts for
 * all others as known to be what it is; so does a bias that is held. All are NaN where no degree
 * of freedom is left and the dispersion must be estimated. Errors: NULL. */
HILLOCK_API hillock_status hillock_inference_coefficients(const hillock_inference *inference,
                                                          double *standard_error, double *statistic,
                                                          double *p_value);

/* Parameter -+ quantile times standard error: p numbers each, either may be NULL. The interval
 * holds the true one with probability `level`, in (0, 1). Errors: NULL, VALUE (level). */
HILLOCK_API hillock_status hillock_inference_intervals(const hillock_inference *inference,
                                                       double level, double *lower, double *upper);

/* p x p numbers, row-major, symmetric to the bit; rows and columns of what cannot be estimated are
 * NaN. Errors: NULL. */
HILLOCK_API hillock_status hillock_inference_covariance(const hillock_inference *inference,
                                                        double *covariance);

/* z = wx + b of other rows (as in section 6; no offset) with its standard error and interval:
 * n_rows numbers each, any NULL. These bound the mean response: where f rises or falls
 * throughout, f(lower) and f(upper) bound a. `level` is looked at only if a bound is wanted. p^2
 * multiplications a row. Errors: NULL, SIZE (stride too small, extent overflows), VALUE (level),
 * MEMORY. */
HILLOCK_API hillock_status hillock_inference_predict_f64(const hillock_inference *inference,
                                                         const double *rows, size_t n_rows,
                                                         size_t stride, double level, double *z,
                                                         double *standard_error, double *lower,
                                                         double *upper);
HILLOCK_API hillock_status hillock_inference_predict_f32(const hillock_inference *inference,
                                                         const float *rows, size_t n_rows,
                                                         size_t stride, double level, double *z,
                                                         double *standard_error, double *lower,
                                                         double *upper);

/* Sums are over samples, weighted. All but the last five need a likelihood.
 *
 *   DEVIANCE        2 (log-likelihood if a were y - that of this neuron) for a dispersion of 1;
 *                   squared: the sum of (y - a)^2
 *   NULL_DEVIANCE   that of a bias alone: a = the mean y (also where f does not reach it, and so
 *                   no bias does) or, with an offset that varies, the best bias (NaN if none is
 *                   found); of a bias that is held, where it is
 *   PEARSON_CHI2    sum of (y - a)^2 / V(a); V = 1 (squared), a (1 - a) (cross-entropy), a
 *                   (Poisson), a^2 (Gamma)
 *   DISPERSION      PEARSON_CHI2 / RESIDUAL_DF for squared and Gamma (NaN: no degree of freedom
 *                   left), else 1
 *   RESIDUAL_SD     sqrt of DISPERSION
 *   LOG_LIKELIHOOD  with all constants, at dispersion DEVIANCE / N for squared and Gamma.
 *                   Cross-entropy: of W single trials, or with precision weights of weight y
 *                   successes out of weight
 *   AIC             2 k - 2 LOG_LIKELIHOOD (Akaike 1974), k = RANK and, for squared and Gamma, 1
 *   R2              1 - DEVIANCE / NULL_DEVIANCE; squared: the usual R2
 *   RESIDUAL_DF     N - RANK
 *   RANK            how many parameters can be estimated, at most p
 *   CONDITION       estimated condition number (1-norm) of the centred samples times the root of
 *                   their weighted curvature, columns scaled; infinite: RANK is less than could be
 *   GRADIENT_NORM   the scaled gradient norm of section 9, without a penalty or standardizing
 *   STEP            Newton's step from here to where J would be least, in standard errors, of the
 *                   parameter where it is longest (NaN: there are none); one within the last bit
 *                   of its parameter, or from a gradient that is rounding, is none.
 *
 * GRADIENT_NORM is 0 where the fit is exact: squared or Gamma loss to 1e-24 of NULL_DEVIANCE, every
 * |y - a| / V(a) of cross-entropy and Poisson (a saturated table's) to 1e-10, any other loss as for
 * the trainer (section 9). So is STEP then, but with MODEL for cross-entropy and Poisson, whose
 * standard errors do not come from the residuals. */
typedef enum hillock_statistic {
    HILLOCK_STATISTIC_DEVIANCE = 10,
    HILLOCK_STATISTIC_NULL_DEVIANCE = 20,
    HILLOCK_STATISTIC_PEARSON_CHI2 = 30,
    HILLOCK_STATISTIC_DISPERSION = 40,
    HILLOCK_STATISTIC_RESIDUAL_SD = 50,
    HILLOCK_STATISTIC_LOG_LIKELIHOOD = 60,
    HILLOCK_STATISTIC_AIC = 70,
    HILLOCK_STATISTIC_R2 = 80,
    HILLOCK_STATISTIC_RESIDUAL_DF = 90,
    HILLOCK_STATISTIC_RANK = 100,
    HILLOCK_STATISTIC_CONDITION = 110,
    HILLOCK_STATISTIC_GRADIENT_NORM = 120,
    HILLOCK_STATISTIC_STEP = 130
} hillock_statistic;

/* Errors: NULL, KEY, SCORE (there is no likelihood), INCOMPLETE (of a model these are not
 * kept). */
HILLOCK_API hillock_status hillock_inference_value(const hillock_inference *inference,
                                                   hillock_statistic key, double *value);

/* ---- 12 model ---------------------------------------------------------------------------------
 *
 * A neuron with what belongs to it where it is used: names of the features, the target, the two
 * classes and the offset, the references of text, mean and deviation of the features, how it was
 * trained, how far it can be trusted. It is kept as a text of lines, exact to the bit, the same on
 * every machine, with a checksum; docs/format.md says what stands in it. */
typedef struct hillock_model hillock_model;

/* A copy of the neuron, without names; it is known whether its parameters come from a training with
 * an offset. Errors: NULL, PAIR (user functions cannot be kept), MEMORY. */
HILLOCK_API hillock_status hillock_model_create(hillock_model **model,
                                                const hillock_neuron *neuron);
HILLOCK_API void hillock_model_destroy(hillock_model *model);

/* The neuron inside, to predict with: it belongs to the model. NULL for NULL. */
HILLOCK_API const hillock_neuron *hillock_model_neuron(const hillock_model *model);

/* Names, copied; NULL takes one away. Any bytes but 0. A class name is of target 0 or 1 (of -1 and
 * 1 where the loss has these): give both, and not the same. The getters give NULL where there is
 * none. Errors: NULL, SIZE (there is no such feature or class), VALUE (equal class names), MEMORY.
 */
HILLOCK_API hillock_status hillock_model_set_feature_name(hillock_model *model, size_t feature,
                                                          const char *name);
HILLOCK_API hillock_status hillock_model_set_target_name(hillock_model *model, const char *name);
HILLOCK_API hillock_status hillock_model_set_class_names(hillock_model *model, const char *lower,
                                                         const char *upper);
HILLOCK_API const char *hillock_model_feature_name(const hillock_model *model, size_t feature);
HILLOCK_API const char *hillock_model_target_name(const hillock_model *model);
HILLOCK_API const char *hillock_model_class_name(const hillock_model *model, size_t which);

/* The name of the offset that was added to z in training, "" of one without a name, NULL: there was
 * none. Where the neuron's parameters come from a training with an offset it is "" until it is set.
 * What predicts from rows alone cannot add it: a = f(z + offset), z being what
 * hillock_predict_z_f64 gives. Errors: NULL, MEMORY. */
HILLOCK_API hillock_status hillock_model_set_offset_name(hillock_model *model, const char *name);
HILLOCK_API const char *hillock_model_offset_name(const hillock_model *model);

/* Of a feature named "column=text", which text of the column has no feature, as all others are
 * compared with it (hillock_table_reference). With it a table read for the model may hold no text
 * that was not there in training. NULL: it is not known. A new name of the feature takes it away.
 * Errors: NULL, SIZE (no such feature), VALUE (the feature has no such name), MEMORY. */
HILLOCK_API hillock_status hillock_model_set_reference(hillock_model *model, size_t feature,
                                                       const char *text);
HILLOCK_API const char *hillock_model_reference(const hillock_model *model, size_t feature);

/* Mean and deviation of the features it was trained on (n_features numbers each, copied), which say
 * how much a weight matters and what is far out. Prediction does not need them. Errors: NULL,
 * NOT_FINITE, MEMORY; of get: NULL, INCOMPLETE (not known). */
HILLOCK_API hillock_status hillock_model_set_spread(hillock_model *model, const double *mean,
                                                    const double *deviation);
HILLOCK_API hillock_status hillock_model_get_spread(const hillock_model *model, double *mean,
                                                    double *deviation);

/* Keeps a copy of what the inference says of the parameters, which must be those of the model, for
 * intervals of predictions; NULL takes it away. It makes the text longer, by (n + 1)(n + 2) / 2
 * numbers. Errors: NULL (model), VALUE (other parameters; none of them could be estimated),
 * NOT_FINITE (a standard error), MEMORY. */
HILLOCK_API hillock_status hillock_model_set_inference(hillock_model *model,
                                                       const hillock_inference *inference);

/* What is kept, the same to rounding: it answers all of section 11 but hillock_inference_value. It
 * belongs to the model; NULL where there is none. */
HILLOCK_API const hillock_inference *hillock_model_inference(const hillock_model *model);

/* a = f(z + offset) of other rows, as hillock_inference_predict_f64 has z; offset: n_rows numbers,
 * NULL: all are 0, also where the model was trained with an offset. standard_error is |f'| times
 * that of z, which an offset does not change, lower and upper are the least and the largest f in
 * the interval of z + offset (NaN where f has a pole in it). Errors: NULL, INCOMPLETE (no inference
 * is kept), SIZE, VALUE (level), MEMORY. Any thread. */
HILLOCK_API hillock_status hillock_model_predict_f64(const hillock_model *model, const double *rows,
                                                     size_t n_rows, size_t stride,
                                                     const double *offset, double level, double *a,
                                                     double *standard_error, double *lower,
                                                     double *upper);
HILLOCK_API hillock_status hillock_model_predict_f32(const hillock_model *model, const float *rows,
                                                     size_t n_rows, size_t stride,
                                                     const double *offset, double level, double *a,
                                                     double *standard_error, double *lower,
                                                     double *upper);

/* Notes how the trainer's last training ended, and on how many samples. Errors: NULL, INCOMPLETE
 * (there was none), NOT_FINITE (J). */
HILLOCK_API hillock_status hillock_model_note_training(hillock_model *model,
                                                       const hillock_trainer *trainer,
                                                       const hillock_dataset *dataset);

/* What was noted: REPORT_STATUS, _SOLVER, _J, _GRADIENT_NORM, _EPOCHS, and the number of samples.
 * Errors: NULL, KEY, INCOMPLETE (nothing was). */
HILLOCK_API hillock_status hillock_model_report(const hillock_model *model, hillock_report key,
                                                double *value);
HILLOCK_API size_t hillock_model_n_samples(const hillock_model *model); /* 0: not noted */

/* The text of a model. _save replaces the file at path whole, or leaves it as it is: after any
 * crash it is the old one or the new one (and PATH.hillock-*.tmp beside it may be removed). Of
 * a link it replaces what that leads to; what is no regular file is refused. Errors: NULL, FILE,
 * MEMORY. */
HILLOCK_API hillock_status hillock_model_save(hillock_model *model, const char *path);
HILLOCK_API hillock_status hillock_model_write(hillock_model *model, hillock_write_function write,
                                               void *payload);

/* The same into `capacity` bytes of memory (NULL for 0 of them): *length is how many the text has,
 * without a closing 0. Errors: NULL, SIZE (they are too few; then text is untouched). */
HILLOCK_API hillock_status hillock_model_write_memory(hillock_model *model, size_t capacity,
                                                      char *text, size_t *length);

/* A model from such a text, checked to the last byte before anything comes out; what does not begin
 * as one is not read to its end. What is wrong, and in which line, is written to message (at most
 * `capacity` characters with the closing 0; NULL: not wanted). Errors: NULL, FILE, FORMAT, MEMORY.
 * Any thread. */
HILLOCK_API hillock_status hillock_model_load(hillock_model **model, const char *path,
                                              size_t capacity, char *message);
HILLOCK_API hillock_status hillock_model_read(hillock_model **model, hillock_read_function read,
                                              void *payload, size_t capacity, char *message);
HILLOCK_API hillock_status hillock_model_read_memory(hillock_model **model, const char *text,
                                                     size_t length, size_t capacity, char *message);

/* What was wrong with the last call; never NULL. */
HILLOCK_API const char *hillock_model_message(const hillock_model *model);

typedef enum hillock_language {
    HILLOCK_LANGUAGE_C = 10,   /* a header of C99 that predicts */
    HILLOCK_LANGUAGE_JSON = 20 /* everything that the model holds, with all digits */
} hillock_language;

/* The model for those who have no hillock, as text to `write`; docs/format.md says what stands in
 * it. It is not read back.
 *
 * C: `static inline double PREFIX_predict(const double x[N])`, x being the raw features, and
 * PREFIX_z likewise for z = wx + b. Of a model with an offset PREFIX_predict takes it as a second
 * argument, and adds it to z. It needs nothing but <stdint.h> and <string.h>, and any number
 * of such headers go together if their prefixes differ. The sums and polynomials are those of the
 * library, rounded operation by operation: the same bits as hillock_predict_row_f64 where
 * hillock_kernels is "portable" and the processor has no fused multiply-add; elsewhere the last
 * bits differ, as they do between instruction sets. prefix: a letter, then letters, digits and
 * underscores; NULL: "neuron". JSON has none.
 *
 * Errors: NULL, KEY (no such language), VALUE (prefix), FILE (write refused). */
HILLOCK_API hillock_status hillock_model_export(hillock_model *model, hillock_language language,
                                                const char *prefix, hillock_write_function write,
                                                void *payload);

/* ---- 13 table ---------------------------------------------------------------------------------
 *
 * A table of numbers read from a file, and the dataset that views it. Features are double, or what
 * the file has (NPY). Reading uses all threads; what is read does not depend on how many. */
typedef struct hillock_table hillock_table;

/* An empty table with the default options. Errors: NULL, MEMORY. */
HILLOCK_API hillock_status hillock_table_create(hillock_table **table);
HILLOCK_API void hillock_table_destroy(hillock_table *table);

/* How the next table is read. The defaults stand in front; a value "" is the default.
 *
 *   format       auto, csv, libsvm, npy. auto: npy by its first bytes; libsvm where the first
 *                line that is more than a label or a comment is a number and then index:value
 *                (among the first 1000); else csv
 *   delimiter    auto, ",", ";", "tab" (or a tab itself, or "\\t"), "|", " ": between cells. auto:
 *                the one of , ; tab | that the first line has most of
 *   header       auto, yes, no: whether the first line names the columns. auto: unless all its
 *                cells are numbers
 *   target       one column each, by name; without a header columns are called 1, 2, ... Default:
 *   weight       none. Of LIBSVM the target is the label, whatever it is called, and there are no
 *   offset       columns to be named in the others
 *   positive     which text of the target is the upper class, 1; the other one is 0. Numbers of a
 *                CSV file are texts then: "2" of a target of 1 and 2. Default: the second one in
 *                the order of their bytes, if they are no numbers
 *   features     these columns alone, names separated by commas, in double quotes where a name has
 *                a comma. Default: all that are left
 *   ignore       all but these. Ignored columns may hold anything
 *   categorical  columns of text, or of numbers that are codes: each value but the first (in the
 *                order of their bytes) becomes a feature named "column=value", 1 where the cell has
 *                it, else 0; 2 to 1000 values
 *   missing      error, drop (leave the row out), mean (of the column's other cells; features
 *                only), keep (as NaN, which is for who looks for it: no training takes it): what a
 *                cell does that is empty, NA, N/A, NaN or NULL. Not for NPY
 *   threads      0 (all), 1, 2, ...
 *   name         what messages call the bytes of _read and _read_memory; default "input"
 *
 * Columns are checked when a table is read. Errors: NULL, KEY (no such option), VALUE (it cannot be
 * that), MEMORY. */
HILLOCK_API hillock_status hillock_table_set_text(hillock_table *table, const char *option,
                                                  const char *value);

/* The next tables are read for this model (NULL: for none, as at first), which must live, and stay
 * as it is, until they were: its features in its order, whatever else is in the table. They are
 * found by name; a feature "colour=red" that is no column is one of the column "colour": 1 where it
 * holds red. A text that was not there in training is an error; of a model without references,
 * which knows all texts but one, a second other one is. The offset that the model was trained with
 * is the column of its name, unless the option offset names another.
 * Where the columns or the features have no names (and of LIBSVM, whose features beyond the model's
 * are passed over), the columns that are left are taken in their order. The target, where one is
 * named, is numbers or the model's classes, which become the targets of its loss; of classes whose
 * names are numbers (-1 and 1) so do these numbers, however they are written, also in LIBSVM and
 * NPY. missing mean takes the model's means (hillock_model_set_spread); features, ignore,
 * categorical and positive have no place here. Errors: NULL (table). */
HILLOCK_API hillock_status hillock_table_set_model(hillock_table *table,
                                                   const hillock_model *model);

/* Reads a table, which takes the place of the one before only when all of it is right; the dataset
 * before is gone then. Of a file only an NPY file whose numbers can be used as they are is kept
 * (mapped into memory, not copied: it must not change or shrink while it is read or the table
 * lives). Of bytes nothing is kept; a file of text is in memory while it is read.
 *
 * CSV: cells are numbers such as -1.5e3, between quotes or not, a quote inside quotes doubled;
 * lines end by LF or CRLF; empty lines at the end are nothing, others are errors. A target column
 * of text has two different values: the first in the order of their bytes (capitals before small
 * letters) is 0, the other 1, unless positive says otherwise.
 * LIBSVM: label index:value ..., indices rising from 1, what is not there is 0; # begins a comment;
 * the table is dense, of at most 1024 times the bytes of the file. NPY: versions 1 to 3, little-
 * endian f4 and f8, integers of 1 to 8 bytes (as double), either order, one or two dimensions;
 * columns are numbered.
 *
 * Messages name file, line and column. Errors: NULL, FILE, FORMAT (what the file holds), VALUE (a
 * column that an option names is not there, or has two uses; nothing is left for features),
 * TARGET (more than two, or just one, text as target), INCOMPLETE (the model was trained with an
 * offset, and no column has its name: name one, or take it from the model), MEMORY. */
HILLOCK_API hillock_status hillock_table_read_file(hillock_table *table, const char *path);
HILLOCK_API hillock_status hillock_table_read(hillock_table *table, hillock_read_function read,
                                              void *payload);
HILLOCK_API hillock_status hillock_table_read_memory(hillock_table *table, const char *bytes,
                                                     size_t count);

/* The same piece by piece, for tables longer than memory: _open says where the bytes come from (and
 * _open_file opens the file), and each _next reads the next samples, some MiB of text; *count says
 * how many, 0 behind the last. The dataset is that of the last samples, as are names and lines. Of
 * a piece with a fault the samples before it come first, then the error, which ends the reading, as
 * does setting an option or a model. Without a model columns are numbers: categorical, a target of
 * text, positive, missing mean and LIBSVM are errors. NPY is one piece in memory, if not mapped.
 *
 * Errors: those of _read_file and _read; INCOMPLETE (no table is open). */
HILLOCK_API hillock_status hillock_table_open_file(hillock_table *table, const char *path);
HILLOCK_API hillock_status hillock_table_open(hillock_table *table, hillock_read_function read,
                                              void *payload);
HILLOCK_API hillock_status hillock_table_next(hillock_table *table, size_t *count);

/* Rows that missing drop left out of the last table; piece by piece, so far. 0 for NULL. */
HILLOCK_API size_t hillock_table_n_dropped(const hillock_table *table);

/* The dataset, with targets, weights and offset where they were named. It belongs to the table.
 * NULL before one was read, or for NULL. */
HILLOCK_API const hillock_dataset *hillock_table_dataset(const hillock_table *table);

/* Names: NULL where there is none (no such feature; LIBSVM; no target; a target of numbers
 * without positive).
 * They live until the next reading. */
HILLOCK_API const char *hillock_table_feature_name(const hillock_table *table, size_t feature);
HILLOCK_API const char *hillock_table_target_name(const hillock_table *table);
HILLOCK_API const char *hillock_table_class_name(const hillock_table *table, size_t which);

/* Of a feature "column=text" of a categorical column: the value that became no feature, for
 * hillock_model_set_reference. NULL: the feature is no such one, or the table was read for a
 * model. */
HILLOCK_API const char *hillock_table_reference(const hillock_table *table, size_t feature);

/* 1: the table was read for a model whose features have names, and its columns have none (no
 * header, or NPY): they were taken in their order, and nothing says that it is the right one. */
HILLOCK_API int hillock_table_is_by_order(const hillock_table *table);

/* The line of the file, from 1, in which a sample begins; of NPY its row, from 1. 0: no such
 * sample. */
HILLOCK_API size_t hillock_table_line(const hillock_table *table, size_t sample);

/* What was wrong with the last call; never NULL. */
HILLOCK_API const char *hillock_table_message(const hillock_table *table);

#ifdef __cplusplus
}
#endif

#endif
