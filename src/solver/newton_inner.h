/* A training within a training: Newton's method on other data, a part of the samples or what the
 * samples span, with a report of its own; limits and the user's wish to cancel are shared. */
#ifndef HK_SOLVER_NEWTON_INNER_H
#define HK_SOLVER_NEWTON_INNER_H

#include "solver/newton_descent.h"

typedef struct hk_newton_inner {
    hk_settings settings;
    hk_objective objective;
    hk_report report;
    hk_history *history;
    hk_training training; /* starts at w = 0 and the whole's b, not evaluated */
    hk_newton_descent descent;
} hk_newton_inner;

/* The data and statistics must outlive it, and it must not be moved. Errors: MEMORY, VALUE. Destroy
 * frees what there is, whatever create has answered. */
hillock_status hk_newton_inner_create(hk_newton_inner *inner, const hk_training *whole,
                                      const hk_view *view, const hk_statistics *statistics,
                                      const hk_settings *settings);
void hk_newton_inner_destroy(hk_newton_inner *inner);

void hk_newton_inner_visit(hk_newton_inner *inner, hk_visitor *visitor);

/* The time that the call under way has, and whom it asks. */
void hk_newton_inner_take_clock(hk_newton_inner *inner, const hk_training *whole);

/* Newton's method with m numbers to find in place of n, where that is fewer. NULL: that is not so,
 * or not possible. Errors: MEMORY. */
typedef struct hk_newton_span hk_newton_span;
hillock_status hk_newton_span_create(hk_newton_span **span, hk_training *training);
void hk_newton_span_destroy(hk_newton_span *r);

/* Until the training has ended. */
void hk_newton_span_work(hk_newton_span *r);

void hk_newton_span_visit(hk_newton_span *r, hk_visitor *visitor);

#endif
