/* From rows to z, a or classes: const, lock-free, allocation-free; and from a dataset to a. */
#ifndef HK_MODEL_PREDICT_H
#define HK_MODEL_PREDICT_H

#include "data/view.h"
#include "model/neuron.h"

typedef enum hk_wanted { HK_WANT_A, HK_WANT_Z, HK_WANT_CLASS } hk_wanted;

/* Rows as in hillock_predict_f64, and the one output that is not NULL. */
typedef struct hk_prediction {
    const hillock_neuron *neuron;
    hk_type type;
    const void *rows;
    size_t n_rows;
    size_t stride;
    hk_wanted wanted;
    double threshold; /* of classes */
    double *f64;
    float *f32;
    int *classes;
} hk_prediction;

/* Many rows, on as many threads as they are worth. A row's bits depend neither on their number nor
 * on the rows around it. */
void hk_predict(const hk_prediction *prediction);

/* a of a single row. */
double hk_predict_row(const hillock_neuron *neuron, hk_type type, const void *x);

/* a of every sample of any layout, its offset added to z. false when memory could not be had. */
bool hk_predict_view(const hillock_neuron *neuron, const hk_view *view, double *a);

#endif
