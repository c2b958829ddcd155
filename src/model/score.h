/* How well a neuron predicts a dataset's targets. */
#ifndef HK_MODEL_SCORE_H
#define HK_MODEL_SCORE_H

#include "data/view.h"
#include "model/neuron.h"

hillock_status hk_score(hillock_neuron *neuron, const hk_view *view, hillock_score_kind kind,
                        double *value);

#endif
