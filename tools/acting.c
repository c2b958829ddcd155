#include "acting.h"

#include <ctype.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "choice.h"
#include "option_text.h"

static const char with_rate[] = "--solver gd, agd, sgd, momentum, nesterov, adagrad, rmsprop, "
                                "adam, adamw, averaged-sgd or saga";
static const char stochastic[] = "--solver sgd, momentum, nesterov, adagrad, rmsprop, adam, "
                                 "adamw, averaged-sgd or saga";

/* The options that act with some solvers only, and which: the words of the note are the table. */
static const struct {
    int key;
    const char *solvers;
} of_solvers[] = {
    {HILLOCK_LEARNING_RATE, with_rate},
    {HILLOCK_SCHEDULE, with_rate},
    {HILLOCK_DECAY, with_rate},
    {HILLOCK_PERIOD, with_rate},
    {HILLOCK_BATCH_SIZE,
     "--solver sgd, momentum, nesterov, adagrad, rmsprop, adam, adamw or averaged-sgd"},
    {HILLOCK_SAMPLING, stochastic},
    {HILLOCK_EVALUATE_EVERY, stochastic},
    {HILLOCK_MOMENTUM_FACTOR, "--solver momentum, nesterov, adam or adamw"},
    {HILLOCK_BETA2, "--solver rmsprop, adam or adamw"},
    {HILLOCK_EPSILON, "--solver adagrad, rmsprop, adam or adamw"},
    {HILLOCK_AVERAGE_FROM, "--solver averaged-sgd"},
    {HILLOCK_L1, "--solver auto, newton or lbfgs"},
    {HILLOCK_PENALIZE_RAW, "--solver auto, gd, agd, lbfgs, newton or least-squares"},
};

bool option_is_offered(int key)
{
    return key != HILLOCK_KEEP_STATE;
}

static int64_t integer_of(const hillock_trainer *trainer, int key)
{
    int64_t value = 0;
    (void)hillock_trainer_get_integer(trainer, key, &value);
    return value;
}

static double real_of(const hillock_trainer *trainer, int key)
{
    double value = 0;
    (void)hillock_trainer_get_real(trainer, key, &value);
    return value;
}

/* auto descends for the perceptron, and elsewhere takes a solver without a rate. */
static int64_t solver_of(const hillock_trainer *trainer, hillock_loss loss)
{
    const int64_t solver = integer_of(trainer, HILLOCK_SOLVER);
    const bool descends = loss == HILLOCK_PERCEPTRON && real_of(trainer, HILLOCK_L1) == 0;
    return solver == HILLOCK_AUTO && descends ? HILLOCK_GD : solver;
}

/* Whether it is one of the words, which hyphens do not part. */
static bool is_among(int64_t solver, const char *words)
{
    const char *const name = option_choice_name(HILLOCK_SOLVER, (int)solver);
    const size_t length = strlen(name);
    for (const char *at = words; (at = strstr(at, name)); at++) {
        const bool begins = at == words || at[-1] == ' ';
        const bool ends = !isalnum((unsigned char)at[length]) && at[length] != '-';
        if (begins && ends)
            return true;
    }
    return false;
}

bool solver_has_rate(hillock_solver solver)
{
    return is_among(solver, with_rate);
}

/* The solvers that the option acts with, where the present one is not among them; else NULL. */
static const char *solvers_needed(int64_t solver, int key)
{
    for (size_t i = 0; i < sizeof of_solvers / sizeof *of_solvers; i++)
        if (of_solvers[i].key == key && !is_among(solver, of_solvers[i].solvers))
            return of_solvers[i].solvers;
    return NULL;
}

static bool decays(const hillock_trainer *trainer)
{
    const int64_t schedule = integer_of(trainer, HILLOCK_SCHEDULE);
    return schedule != HILLOCK_CONSTANT && schedule != HILLOCK_COSINE;
}

static bool looks_ahead(const hillock_trainer *trainer, int64_t solver)
{
    const bool averages =
        solver == HILLOCK_AVERAGED_SGD && real_of(trainer, HILLOCK_AVERAGE_FROM) > 0;
    return averages || (solver_has_rate((hillock_solver)solver) &&
                        integer_of(trainer, HILLOCK_SCHEDULE) == HILLOCK_COSINE);
}

static const char *penalties_needed(const hillock_trainer *trainer)
{
    if (real_of(trainer, HILLOCK_L1) == 0 && real_of(trainer, HILLOCK_L2) == 0)
        return "--l1 or --l2";
    return integer_of(trainer, HILLOCK_STANDARDIZE) ? NULL : "--standardize";
}

const char *option_needs(const hillock_trainer *trainer, hillock_loss loss, int key)
{
    const int64_t solver = solver_of(trainer, loss);
    const char *const solvers = solvers_needed(solver, key);
    if ((key == HILLOCK_DECAY || key == HILLOCK_PERIOD) && !decays(trainer))
        return "a --schedule other than constant and cosine";
    if (solvers)
        return solvers;
    switch (key) {
    case HILLOCK_HORIZON:
        return looks_ahead(trainer, solver) ? NULL
                                            : "--schedule cosine, or with --solver averaged-sgd";
    case HILLOCK_PENALIZE_BIAS:
        return real_of(trainer, HILLOCK_L2) > 0 ? NULL : "--l2";
    case HILLOCK_PENALIZE_RAW:
        return penalties_needed(trainer);
    case HILLOCK_CLASS_WEIGHTS:
        return has_classes(loss) ? NULL
                                 : "--loss cross-entropy, hinge, squared-hinge or perceptron";
    default:
        return NULL;
    }
}
