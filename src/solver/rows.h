/* The rows that stochastic steps take, one sample's features each, wherever they lie: in the
 * caller's memory as they are, in either type, or else converted into a buffer. */
#ifndef HK_SOLVER_ROWS_H
#define HK_SOLVER_ROWS_H

#include "core/ahead.h"
#include "solver/objective.h"

typedef struct hk_rows {
    const hk_objective *objective;
    hk_view view;                      /* the caller's, or of `packed`                     */
    void *packed;                      /* feature-major data, sample-major; NULL: no copy  */
    const hk_typed_products *products; /* of the rows' type                                */
    double *buffer;                    /* n for each place; NULL: rows are used as they lie */
    size_t row_bytes;                  /* from one row to the next, where they lie          */
    size_t last_byte;                  /* of a row                                          */
    bool far;                          /* no cache holds X: rows are asked for ahead        */
    double mean_weight;                /* W / m                                             */
} hk_rows;

/* `places`: how many rows are in use at a time. false when memory could not be had. */
bool hk_rows_create(hk_rows *rows, const hk_objective *objective, const hk_products *products,
                    size_t places);
void hk_rows_destroy(hk_rows *rows);

/* Features that lie anywhere in an order of their own are converted, and so are scaled ones. */
const void *hk_rows_convert(const hk_rows *rows, size_t sample, size_t place);

/* The features of a sample in the solver's coordinates; valid until its place is used again. */
static inline const void *hk_rows_at(const hk_rows *rows, size_t sample, size_t place)
{
    if (rows->buffer)
        return hk_rows_convert(rows, sample, place);
    return (const char *)rows->view.X + sample * rows->row_bytes;
}

/* A row to be asked for ahead, where rows lie far away; else one that is at hand. */
static inline const void *hk_rows_ahead(const hk_rows *rows, size_t sample, const void *at_hand)
{
    return rows->far ? (const char *)rows->view.X + sample * rows->row_bytes : at_hand;
}

/* Asks for the target of a sample and for both ends of its row: for their pages' addresses, above
 * all. A processor waits for each of those, but finds several at a time, so this is to be called
 * for several samples in a row, before all the rest of their rows is asked for. */
static inline void hk_rows_touch(const hk_rows *rows, size_t sample)
{
    if (!rows->far)
        return;
    const char *const row = hk_rows_ahead(rows, sample, NULL);
    hk_ask_nearer(row, 0);
    hk_ask_nearer(row + rows->last_byte, 0);
    hk_column_prefetch(&rows->view.targets, sample);
    __asm__ volatile(""); /* GCC drops the calls of a function that does nothing but prefetch */
}

static inline double hk_rows_offset(const hk_rows *rows, size_t sample)
{
    return hk_column_value(&rows->view.offset, sample, 0.0);
}

static inline double hk_rows_target(const hk_rows *rows, size_t sample)
{
    return hk_column_value(&rows->view.targets, sample, 0.0);
}

/* Weights are relative to their mean W/m, so that a weighted step estimates the gradient of J,
 * a mean. A sample of weight 0 is not there, even where its slope is infinite. */
static inline double hk_rows_weighted(const hk_rows *rows, size_t sample, double slope)
{
    if (!rows->view.weights.values)
        return slope;
    const double weight = hk_column_value(&rows->view.weights, sample, 0.0) / rows->mean_weight;
    return weight == 0.0 ? 0.0 : weight * slope;
}

/* dJ/dz of one sample alone. */
static inline double hk_rows_slope(const hk_rows *rows, size_t sample, double z)
{
    double dl_dz, room[2];
    const double y = hk_rows_target(rows, sample);
    hk_differentiate_once(rows->objective->mathematics, 1, &y, &z, &dl_dz, room);
    return hk_rows_weighted(rows, sample, dl_dz);
}

#endif
