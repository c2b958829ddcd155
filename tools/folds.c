#include "folds.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "choice.h"
#include "growth.h"
#include "split.h"

/* A fold is left out by weights of 0: nothing is copied. */
struct dividing {
    const struct table *table;
    size_t m;
    size_t *fold_of;          /* m */
    double *weights, *others; /* m each: of what is trained on, of what is left out */
    double *start;            /* the parameters every training begins with */
    double b;
    hillock_dataset *learned, *left_out;
};

static hillock_status make_view(const struct dividing *d, hillock_dataset **view,
                                const double *weights)
{
    const size_t n = d->table->n_features;
    hillock_status status = hillock_dataset_create(view, d->m, n);
    if (!status)
        status =
            hillock_dataset_set_features_f64(*view, d->table->features, HILLOCK_SAMPLE_MAJOR, n);
    if (!status)
        status = hillock_dataset_set_targets_f64(*view, d->table->targets);
    if (!status && d->table->offsets)
        status = hillock_dataset_set_offset_f64(*view, d->table->offsets);
    return status ? status : hillock_dataset_set_weights_f64(*view, weights);
}

static bool counts(const struct table *table, size_t sample)
{
    return !table->weights || table->weights[sample] > 0;
}

/* Samples are dealt to the folds stratum by stratum, so that each has its share of either class and
 * none has only samples of weight 0, which stand last. */
enum { STRATA = 3 };

static int stratum_of(const struct table *table, hillock_loss loss, size_t sample)
{
    if (!counts(table, sample))
        return 2;
    const double middle = (lower_class(loss) + 1) / 2;
    return has_classes(loss) && table->targets[sample] > middle;
}

static hillock_status deal(struct dividing *d, hillock_loss loss, size_t n_folds, uint64_t seed)
{
    size_t *const order = grown_array(NULL, d->m, 1, sizeof *order);
    size_t dealt = 0;
    if (!order)
        return HILLOCK_ERROR_MEMORY;
    for (size_t j = 0; j < d->m; j++)
        order[j] = j;
    shuffle(order, d->m, seed);
    for (int stratum = 0; stratum < STRATA; stratum++)
        for (size_t k = 0; k < d->m; k++)
            if (stratum_of(d->table, loss, order[k]) == stratum)
                d->fold_of[order[k]] = dealt++ % n_folds;
    free(order);
    return HILLOCK_OK;
}

static hillock_status begin(struct dividing *d, const hillock_neuron *neuron, size_t n_folds,
                            uint64_t seed)
{
    d->fold_of = grown_array(NULL, d->m, 1, sizeof *d->fold_of);
    d->weights = grown_array(NULL, d->m, 1, sizeof *d->weights);
    d->others = grown_array(NULL, d->m, 1, sizeof *d->others);
    d->start = grown_array(NULL, d->table->n_features, 1, sizeof *d->start);
    if (!d->fold_of || !d->weights || !d->others || !d->start)
        return HILLOCK_ERROR_MEMORY;
    hillock_status status = deal(d, hillock_neuron_loss(neuron), n_folds, seed);
    if (!status)
        status = hillock_neuron_get_parameters(neuron, d->start, &d->b);
    if (!status)
        status = make_view(d, &d->learned, d->weights);
    return status ? status : make_view(d, &d->left_out, d->others);
}

static void end(struct dividing *d)
{
    hillock_dataset_destroy(d->learned);
    hillock_dataset_destroy(d->left_out);
    free(d->fold_of);
    free(d->weights);
    free(d->others);
    free(d->start);
}

static hillock_status train_without(const struct dividing *d, size_t fold, hillock_trainer *trainer,
                                    hillock_neuron *neuron, double *loss)
{
    for (size_t j = 0; j < d->m; j++) {
        const double weight = d->table->weights ? d->table->weights[j] : 1;
        const bool is_left_out = d->fold_of[j] == fold;
        d->weights[j] = is_left_out ? 0 : weight;
        d->others[j] = is_left_out ? weight : 0;
    }
    (void)hillock_neuron_set_parameters(neuron, d->start, d->b);
    const hillock_status status = hillock_train(trainer, neuron, d->learned);
    if (status == HILLOCK_DIVERGED || hillock_evaluate(neuron, d->left_out, loss))
        *loss = INFINITY;
    (void)hillock_neuron_set_parameters(neuron, d->start, d->b);
    return status < 0 || status == HILLOCK_CANCELLED ? status : HILLOCK_OK;
}

static hillock_status try_penalties(const struct dividing *d, size_t n_folds,
                                    hillock_trainer *trainer, hillock_neuron *neuron,
                                    struct fold_result *result, size_t *n_trained)
{
    double sum = 0, squares = 0;
    hillock_status status = hillock_trainer_set_real(trainer, HILLOCK_L1, result->l1);
    if (!status)
        status = hillock_trainer_set_real(trainer, HILLOCK_L2, result->l2);
    for (size_t k = 0; k < n_folds && !status; k++) {
        double loss = 0;
        status = train_without(d, k, trainer, neuron, &loss);
        ++*n_trained;
        const double distance = k > 0 ? loss - sum / (double)k : 0;
        sum += loss;
        squares += distance * distance * (double)k / (double)(k + 1);
    }
    const double K = (double)n_folds;
    result->loss = sum / K;
    result->error = isfinite(result->loss) ? sqrt(squares / (K - 1) / K) : NAN;
    return status;
}

static double grid_value(const struct grid *grid, size_t i, const hillock_trainer *trainer, int key)
{
    double value = 0;
    (void)hillock_trainer_get_real(trainer, key, &value);
    return grid->count > 0 ? grid->values[i] : value;
}

static hillock_status list_penalties(struct folds *folds, const hillock_trainer *trainer)
{
    const size_t rows = folds->l1.count > 0 ? folds->l1.count : 1;
    const size_t columns = folds->l2.count > 0 ? folds->l2.count : 1;
    folds->results = calloc(rows * columns, sizeof *folds->results);
    if (!folds->results)
        return HILLOCK_ERROR_MEMORY;
    for (; folds->n_results < rows * columns; folds->n_results++) {
        struct fold_result *const result = &folds->results[folds->n_results];
        result->l1 = grid_value(&folds->l1, folds->n_results / columns, trainer, HILLOCK_L1);
        result->l2 = grid_value(&folds->l2, folds->n_results % columns, trainer, HILLOCK_L2);
    }
    return HILLOCK_OK;
}

bool classes_are_both(const struct table *table, size_t m, hillock_loss loss, size_t least)
{
    size_t lower = 0, upper = 0;
    for (size_t j = 0; j < m; j++) {
        lower += counts(table, j) && table->targets[j] < 1;
        upper += counts(table, j) && table->targets[j] > lower_class(loss);
    }
    return !has_classes(loss) || (lower >= least && upper >= least);
}

bool folds_are_possible(const struct folds *folds, const struct table *table, size_t m,
                        hillock_loss loss, struct fault *fault)
{
    size_t n_counted = 0;
    if (folds->count == 0)
        return true;
    for (size_t j = 0; j < m; j++)
        n_counted += counts(table, j);
    if (n_counted < folds->count)
        return fail(fault, "--folds %zu: there %s only %zu sample%s%s to train on", folds->count,
                    n_counted == 1 ? "is" : "are", n_counted, n_counted == 1 ? "" : "s",
                    n_counted < m ? " of a weight above 0" : "");
    return classes_are_both(table, m, loss, 2) ||
           fail(fault,
                "--folds %zu: of one class there is only one sample to train on, and the fold that "
                "leaves it out would have one class",
                folds->count);
}

bool folds_have_best(const struct folds *folds)
{
    return folds->count == 0 || isfinite(folds->results[folds->best].loss);
}

hillock_status folds_run(struct folds *folds, hillock_trainer *trainer, hillock_neuron *neuron,
                         const struct table *table, const hillock_dataset *training, uint64_t seed)
{
    struct dividing d = {.table = table, .m = hillock_dataset_n_samples(training)};
    if (folds->count == 0)
        return HILLOCK_OK;
    hillock_status status = begin(&d, neuron, folds->count, seed);
    if (!status)
        status = list_penalties(folds, trainer);
    for (size_t i = 0; i < folds->n_results && !status; i++) {
        status =
            try_penalties(&d, folds->count, trainer, neuron, &folds->results[i], &folds->n_trained);
        if (folds->results[i].loss < folds->results[folds->best].loss)
            folds->best = i;
    }
    end(&d);
    if (status)
        return status;
    (void)hillock_trainer_set_real(trainer, HILLOCK_L1, folds->results[folds->best].l1);
    (void)hillock_trainer_set_real(trainer, HILLOCK_L2, folds->results[folds->best].l2);
    return HILLOCK_OK;
}

void folds_free(struct folds *folds)
{
    free(folds->results);
    folds->results = NULL;
}
