/* The picture of `hillock evaluate --plot`. */
#ifndef TOOLS_EVALUATION_PICTURE_H
#define TOOLS_EVALUATION_PICTURE_H

#include <stdbool.h>

#include "evaluation.h"
#include "fault.h"

/* Of classes the ROC curve, with the calibration where there are probabilities; of values what was
 * observed against what was predicted, and the residuals. targets: n_samples of the evaluation. */
bool evaluation_picture(const struct evaluation *evaluation, const double *targets,
                        const hillock_model *model, const char *target, const char *path,
                        struct fault *fault);

#endif
