/* What the scores of a model are, and how they are printed. */
#ifndef TOOLS_EVALUATION_H
#define TOOLS_EVALUATION_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"
#include "hillock/hillock.h"
#include "table.h"

enum { EVALUATION_BINS = 10 };

/* Samples whose prediction lies in [k/10, (k+1)/10), the last bin with its end. */
struct evaluation_bin {
    double count; /* of samples: the sum of their weights, where they have some, as below */
    double mean;  /* of the predictions; NaN without samples, as below */
    double share; /* of the upper class among them */
};

/* Scores that are not defined are NaN: of one class only, say. */
struct evaluation {
    size_t n_samples;
    bool is_weighted;
    bool has_classes; /* the loss has them, and every target is one */
    bool has_probabilities;
    double J;
    double threshold;    /* the next five: of classes */
    double counts[2][2]; /* [actual][predicted], 0: the lower class */
    double accuracy;
    double precision[2], recall[2];
    double auc;
    struct evaluation_bin bins[EVALUATION_BINS]; /* of probabilities */
    double calibration_error; /* mean over the samples of |mean - share| of their bins */
    double rmse, mae, r2;     /* of values */
    double *predictions;      /* n_samples */
};

/* A sample that cannot be scored; row SIZE_MAX: it is none of them that is wrong. */
struct rejected {
    size_t row;
    bool is_weight; /* and not the target */
};

/* table: read for the model, with targets. threshold: where the upper class begins; NaN: the
 * middle, 0.5 or, of margins, 0. On failure *rejected says where. Free it in either case. */
bool evaluation_make(struct evaluation *evaluation, const hillock_model *model,
                     const struct table *table, double threshold, struct rejected *rejected,
                     struct fault *fault);

void evaluation_free(struct evaluation *evaluation);

/* The name of a class, or the target that stands for it. */
const char *evaluation_class_name(const hillock_model *model, size_t which);

/* On the standard output, for people or as one JSON object. target: the column's name. */
void evaluation_print(const struct evaluation *evaluation, const hillock_model *model,
                      const char *file, const char *target);
void evaluation_print_json(const struct evaluation *evaluation, const hillock_model *model,
                           const char *target);

#endif
