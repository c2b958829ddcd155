#include "model/predict.h"

#include "core/memory.h"
#include "core/processor.h"
#include "core/threads.h"
#include "neuron/catalogue.h"
#include "pass/pass.h"

#include <limits.h>

enum {
    CHUNK = 512,            /* rows that are worked on at a time, with their z on the stack */
    BYTES_AHEAD = 1 << 12,  /* that each stream of a chunk is asked for ahead, in L1, or, ... */
    NEARER_AHEAD = 1 << 10, /* ... on processors that follow long streams there, in L2       */
    SHORT_ROW = 1 << 8,     /* bytes: shorter rows are asked for ...                        */
    ROWS_AHEAD = 16,        /* ... so many ahead                                            */
    CACHED_BYTES = 1 << 24  /* rows that take no more are in the last cache                 */
};

static const hk_typed_products *typed(const hillock_neuron *neuron, hk_type type)
{
    return type == HK_F64 ? &neuron->products->f64 : &neuron->products->f32;
}

static const void *row_at(const hk_prediction *p, size_t row)
{
    if (p->neuron->n_features == 0) /* nothing to step over, and rows may be NULL */
        return p->rows;
    return p->type == HK_F64 ? (const void *)((const double *)p->rows + row * p->stride)
                             : (const void *)((const float *)p->rows + row * p->stride);
}

static void put(const hk_prediction *p, size_t first, size_t count, const double *values)
{
    const int lower = hk_lower_class(p->neuron->mathematics.loss);
    for (size_t j = 0; p->f64 && j < count; j++)
        p->f64[first + j] = values[j];
    for (size_t j = 0; p->f32 && j < count; j++)
        p->f32[first + j] = (float)values[j];
    for (size_t j = 0; p->classes && j < count; j++)
        p->classes[first + j] = values[j] >= p->threshold ? 1 : lower;
}

/* The rows so many bytes further on in each of the eight streams of a chunk (core/ahead.h), at
 * least. Each row asks for as many lines as it has whole ones, so that by the stream's end what is
 * over has been lost of the lead. */
static hk_ahead ahead_of(const hk_prediction *p, size_t first, size_t count, size_t row)
{
    const bool nearer = hk_processor_follows() == HK_FOLLOWS_ROWS;
    const size_t lines = p->neuron->n_features * hk_type_size(p->type) / HK_CACHE_LINE;
    const size_t lost = (row - lines * HK_CACHE_LINE) * (count / HK_STREAMS);
    const size_t rows = ((nearer ? NEARER_AHEAD : BYTES_AHEAD) + lost) / row + 1;
    if (p->n_rows - first < count + rows)
        return (hk_ahead){0};
    return (hk_ahead){.next = row_at(p, first + rows),
                      .gap = count / HK_STREAMS * row,
                      .forward = lines,
                      .nearer = nearer};
}

/* Streams of short rows would end too soon: eight adjacent rows at a time, and the lines of others
 * a little further on. */
static void forward_short(const hk_prediction *p, size_t first, size_t count, size_t row, double *z)
{
    const hillock_neuron *const neuron = p->neuron;
    hk_ahead nothing = {0};
    for (size_t j = 0; j < count; j += HK_STREAMS) {
        const size_t later = first + j + ROWS_AHEAD;
        if (p->n_rows - first >= count + ROWS_AHEAD)
            for (size_t byte = 0; byte < HK_STREAMS * row; byte += HK_CACHE_LINE)
                hk_ask_further(row_at(p, later), (ptrdiff_t)byte);
        typed(neuron, p->type)
            ->forward_rows(neuron->n_features, hk_min_size(HK_STREAMS, count - j),
                           row_at(p, first + j), p->stride, &nothing, neuron->packed, neuron->b,
                           z + j);
    }
}

/* Lines between rows that lie apart would be asked for in vain; of few features asking takes longer
 * than waiting. */
static void forward(const hk_prediction *p, size_t first, size_t count, double *z)
{
    const hillock_neuron *const neuron = p->neuron;
    const size_t size = hk_type_size(p->type);
    const size_t row = p->stride * size, gap = row - neuron->n_features * size;
    const bool asks =
        neuron->n_features >= HK_STREAMS && gap < HK_CACHE_LINE && p->n_rows > CACHED_BYTES / row;
    hk_ahead ahead = {0};
    if (asks && row < SHORT_ROW) {
        forward_short(p, first, count, row, z);
        return;
    }
    if (asks)
        ahead = ahead_of(p, first, count, row);
    typed(neuron, p->type)
        ->forward_rows(neuron->n_features, count, row_at(p, first), p->stride, &ahead,
                       neuron->packed, neuron->b, z);
}

static void predict_chunk(const hk_prediction *p, size_t first)
{
    const hillock_neuron *const neuron = p->neuron;
    const size_t count = hk_min_size(CHUNK, p->n_rows - first);
    double values[CHUNK];
    forward(p, first, count, values);
    if (p->wanted != HK_WANT_Z)
        hk_activate(&neuron->mathematics, count, values, values);
    put(p, first, count, values);
}

void hk_predict(const hk_prediction *p)
{
    const size_t n_chunks = p->n_rows / CHUNK + (p->n_rows % CHUNK != 0);
    const int64_t wanted = p->neuron->execution.threads;
    const int offered = hk_threads(wanted < INT_MAX ? (int)wanted : INT_MAX,
                                   p->n_rows * (p->neuron->n_features + 16));
    const int threads = (size_t)offered < n_chunks ? offered : (int)n_chunks;
    if (threads <= 1) {
        for (size_t k = 0; k < n_chunks; k++)
            predict_chunk(p, k * CHUNK);
        return;
    }
#pragma omp parallel for num_threads(threads) schedule(static)
    for (size_t k = 0; k < n_chunks; k++)
        predict_chunk(p, k * CHUNK);
}

double hk_predict_row(const hillock_neuron *neuron, hk_type type, const void *x)
{
    double z, a;
    hk_ahead nothing = {0};
    typed(neuron, type)
        ->forward_rows(neuron->n_features, 1, x, 0, &nothing, neuron->packed, neuron->b, &z);
    if (neuron->mathematics.activation == HILLOCK_USER_ACTIVATION)
        hk_activate(&neuron->mathematics, 1, &z, &a);
    else
        neuron->mathematics.kernels->value(neuron->mathematics.activation,
                                           neuron->mathematics.shape, 1, &z, &a);
    return a;
}

bool hk_predict_view(const hillock_neuron *neuron, const hk_view *view, double *a)
{
    hk_pass *const pass = hk_pass_create(view, &neuron->mathematics, 1.0, neuron->execution);
    if (!pass)
        return false;
    hk_pass_activations(pass, neuron->w, neuron->b, a);
    hk_pass_destroy(pass);
    return true;
}
