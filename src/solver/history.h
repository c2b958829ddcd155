/* J and the scaled gradient norm at every evaluation, in bounded memory. */
#ifndef HK_SOLVER_HISTORY_H
#define HK_SOLVER_HISTORY_H

#include "core/fields.h"

#include <stdbool.h>
#include <stddef.h>

enum { HK_HISTORY_CAPACITY = 4096 };

typedef struct hk_history_point {
    size_t ordinal; /* how many evaluations came before */
    double epoch;
    double J;
    double gradient_norm;
    double validation_J; /* NaN: no validation data */
} hk_history_point;

typedef struct hk_history {
    size_t evaluations;
    size_t interval; /* every interval-th evaluation is kept, and the last one */
    size_t length;
    bool passing; /* the last point stands only until the next one comes */
    hk_history_point points[HK_HISTORY_CAPACITY];
} hk_history;

void hk_history_clear(hk_history *history);
void hk_history_record(hk_history *history, double epoch, double J, double gradient_norm,
                       double validation_J);
void hk_history_visit(hk_history *history, hk_visitor *visitor);

#endif
