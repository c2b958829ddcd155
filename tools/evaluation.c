#include "evaluation.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "choice.h"
#include "growth.h"
#include "library_words.h"
#include "neurons.h"

/* What the scores are made of. */
struct samples {
    hillock_neuron *neuron; /* a copy of the model's, which may be asked for scores */
    hillock_dataset *dataset;
    const double *targets;
    const double *offsets; /* NULL: none */
    const double *weights; /* NULL: each is 1 */
    double *predictions;
    size_t count;
};

static hillock_status copy_neuron(const hillock_neuron *from, hillock_neuron **to)
{
    const size_t n = hillock_neuron_n_features(from);
    double b = 0, *const w = grown_array(NULL, n > 0 ? n : 1, 1, sizeof *w);
    *to = neuron_like(from, n);
    hillock_status status = w && *to ? HILLOCK_OK : HILLOCK_ERROR_MEMORY;
    if (!status)
        status = hillock_neuron_get_parameters(from, w, &b);
    if (!status)
        status = hillock_neuron_set_parameters(*to, w, b);
    free(w);
    return status;
}

static double score(const struct samples *s, hillock_score_kind kind)
{
    double value;
    return hillock_score(s->neuron, s->dataset, kind, &value) == HILLOCK_OK ? value : (double)NAN;
}

static bool targets_are_classes(const struct samples *s)
{
    const hillock_loss loss = hillock_neuron_loss(s->neuron);
    bool are = has_classes(loss);
    for (size_t j = 0; are && j < s->count; j++)
        are = s->targets[j] == lower_class(loss) || s->targets[j] == 1.0;
    return are;
}

static double weight_of(const struct samples *s, size_t sample)
{
    return s->weights ? s->weights[sample] : 1;
}

/* Of all samples together. */
static double total_weight(const struct samples *s)
{
    double total = 0;
    for (size_t j = 0; j < s->count; j++)
        total += weight_of(s, j);
    return total;
}

static void count_classes(struct evaluation *e, const struct samples *s)
{
    for (size_t j = 0; j < s->count; j++)
        e->counts[s->targets[j] == 1.0][s->predictions[j] >= e->threshold] += weight_of(s, j);
    e->accuracy = (e->counts[0][0] + e->counts[1][1]) / total_weight(s);
    for (size_t k = 0; k < 2; k++) {
        e->precision[k] = e->counts[k][k] / (e->counts[0][k] + e->counts[1][k]);
        e->recall[k] = e->counts[k][k] / (e->counts[k][0] + e->counts[k][1]);
    }
    e->auc = score(s, HILLOCK_SCORE_AUC);
}

static size_t bin_of(double probability)
{
    const double place = probability * EVALUATION_BINS;
    return place < EVALUATION_BINS ? (size_t)place : EVALUATION_BINS - 1;
}

static void calibrate(struct evaluation *e, const struct samples *s)
{
    double sums[EVALUATION_BINS] = {0}, uppers[EVALUATION_BINS] = {0};
    for (size_t j = 0; j < s->count; j++) {
        const size_t k = bin_of(s->predictions[j]);
        e->bins[k].count += weight_of(s, j);
        sums[k] += weight_of(s, j) * s->predictions[j];
        uppers[k] += weight_of(s, j) * (s->targets[j] == 1.0);
    }
    for (size_t k = 0; k < EVALUATION_BINS; k++) {
        struct evaluation_bin *const bin = &e->bins[k];
        bin->mean = sums[k] / bin->count;
        bin->share = uppers[k] / bin->count;
        e->calibration_error += fabs(sums[k] - uppers[k]) / total_weight(s);
    }
}

static void measure_values(struct evaluation *e, const struct samples *s)
{
    double sum = 0.0;
    for (size_t j = 0; j < s->count; j++)
        sum += weight_of(s, j) * fabs(s->targets[j] - s->predictions[j]);
    e->mae = sum / total_weight(s);
    e->rmse = score(s, HILLOCK_SCORE_RMSE);
    e->r2 = score(s, HILLOCK_SCORE_R2);
}

static hillock_status view(struct samples *s, const double *rows)
{
    const size_t n = hillock_neuron_n_features(s->neuron);
    hillock_status status = hillock_dataset_create(&s->dataset, s->count, n);
    if (!status)
        status = hillock_dataset_set_features_f64(s->dataset, rows, HILLOCK_SAMPLE_MAJOR, n);
    if (!status)
        status = hillock_dataset_set_targets_f64(s->dataset, s->targets);
    if (!status && s->offsets)
        status = hillock_dataset_set_offset_f64(s->dataset, s->offsets);
    if (!status && s->weights)
        status = hillock_dataset_set_weights_f64(s->dataset, s->weights);
    return status;
}

static hillock_status predict_all(struct samples *s, const double *rows)
{
    const size_t n = hillock_neuron_n_features(s->neuron);
    if (!s->offsets)
        return hillock_predict_f64(s->neuron, rows, s->count, n, s->predictions);
    hillock_neuron *const of_z = neuron_of_z(s->neuron);
    double *const z = s->predictions;
    hillock_status status = of_z ? HILLOCK_OK : HILLOCK_ERROR_MEMORY;
    if (!status)
        status = z_with_offset(s->neuron, rows, s->offsets, s->count, z);
    for (size_t j = 0; j < s->count && !status; j++)
        status = hillock_predict_f64(of_z, &z[j], 1, 1, &s->predictions[j]);
    hillock_neuron_destroy(of_z);
    return status;
}

/* Targets that the loss does not take; a single class is no fault here. */
static bool check(const struct samples *s, struct rejected *rejected, struct fault *fault)
{
    const hillock_status status = hillock_dataset_check(s->dataset, hillock_neuron_loss(s->neuron));
    if (status == HILLOCK_OK || status == HILLOCK_ERROR_ONE_CLASS)
        return true;
    rejected->is_weight = status == HILLOCK_ERROR_WEIGHT;
    if (hillock_dataset_fault(s->dataset, &rejected->row, NULL, NULL) != HILLOCK_OK)
        rejected->row = SIZE_MAX;
    char message[512];
    without_row(hillock_dataset_message(s->dataset), message, sizeof message);
    return fail(fault, "%s", message);
}

static bool measure(struct evaluation *e, struct samples *s, double threshold, struct fault *fault)
{
    if (hillock_score(s->neuron, s->dataset, HILLOCK_SCORE_J, &e->J) != HILLOCK_OK)
        return fail(fault, "%s", hillock_neuron_message(s->neuron));
    const bool is_probability = hillock_neuron_loss(s->neuron) == HILLOCK_CROSS_ENTROPY;
    e->n_samples = s->count;
    e->has_classes = targets_are_classes(s);
    e->has_probabilities = e->has_classes && is_probability;
    e->threshold = !isnan(threshold) ? threshold : is_probability ? 0.5 : 0.0;
    if (e->has_classes)
        count_classes(e, s);
    else
        measure_values(e, s);
    if (e->has_probabilities)
        calibrate(e, s);
    return true;
}

bool evaluation_make(struct evaluation *evaluation, const hillock_model *model,
                     const struct table *table, double threshold, struct rejected *rejected,
                     struct fault *fault)
{
    const double *const rows = table->features;
    struct samples s = {.targets = table->targets,
                        .offsets = table->offsets,
                        .weights = table->weights,
                        .count = table->n_samples};
    *rejected = (struct rejected){.row = SIZE_MAX};
    bool done = false;
    s.predictions = grown_array(NULL, s.count, 1, sizeof *s.predictions);
    *evaluation = (struct evaluation){
        .n_samples = s.count, .is_weighted = s.weights, .predictions = s.predictions};
    hillock_status status = s.predictions ? HILLOCK_OK : HILLOCK_ERROR_MEMORY;
    if (!status)
        status = copy_neuron(hillock_model_neuron(model), &s.neuron);
    if (!status)
        status = view(&s, rows);
    if (!status)
        status = predict_all(&s, rows);
    if (status)
        (void)fail(fault, "%s", hillock_status_text(status));
    else
        done = check(&s, rejected, fault) && measure(evaluation, &s, threshold, fault);
    hillock_dataset_destroy(s.dataset);
    hillock_neuron_destroy(s.neuron);
    return done;
}

void evaluation_free(struct evaluation *evaluation)
{
    free(evaluation->predictions);
    *evaluation = (struct evaluation){0};
}
