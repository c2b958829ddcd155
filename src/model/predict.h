/* From rows to z and a: const, lock-free, allocation-free. */
#ifndef HK_MODEL_PREDICT_H
#define HK_MODEL_PREDICT_H

#include "data/view.h"
#include "model/neuron.h"

/* Rows that are worked on at a time, with their z on the stack. */
enum { HK_PREDICT_CHUNK = 256 };

/* z of `count` rows, `stride` elements apart. */
void hk_predict_z(const hillock_neuron *neuron, hk_type type, const void *rows, size_t count,
                  size_t stride, double *z);

/* a of `count` <= HK_PREDICT_CHUNK rows. */
void hk_predict_a(const hillock_neuron *neuron, hk_type type, const void *rows, size_t count,
                  size_t stride, double *a);

#endif
