#include "samples.h"

#include <math.h>
#include <stdlib.h>

#include "testing.h"

static double *numbers(size_t count)
{
    double *const x = calloc(count + 1, sizeof *x);
    assert_non_null(x);
    return x;
}

samples samples_create(size_t m, size_t n)
{
    samples s = {m, n, numbers(m * n), numbers(m), numbers(m), numbers(m)};
    for (size_t j = 0; j < m; j++)
        s.weights[j] = 1.0;
    return s;
}

void samples_destroy(samples *s)
{
    free(s->X);
    free(s->y);
    free(s->weights);
    free(s->offset);
}

samples samples_random(size_t m, size_t n, uint64_t seed)
{
    samples s = samples_create(m, n);
    random_numbers random = {seed << 32};
    for (size_t k = 0; k < m * n; k++)
        s.X[k] = random_uniform(&random, -1.0, 1.0);
    for (size_t j = 0; j < m; j++) {
        s.y[j] = random_uniform(&random, -2.0, 2.0);
        s.weights[j] = j % 5 == 4 ? 0.0 : random_uniform(&random, 0.1, 3.0);
        s.offset[j] = random_uniform(&random, -0.5, 0.5);
    }
    return s;
}

samples samples_pick(const samples *from, size_t count, const size_t *rows)
{
    samples s = samples_create(count, from->n);
    for (size_t j = 0; j < count; j++) {
        for (size_t i = 0; i < from->n; i++)
            s.X[j * s.n + i] = from->X[rows[j] * from->n + i];
        s.y[j] = from->y[rows[j]];
        s.weights[j] = from->weights[rows[j]];
        s.offset[j] = from->offset[rows[j]];
    }
    return s;
}

static void round_column(double *x, size_t count)
{
    for (size_t j = 0; j < count; j++)
        x[j] = (double)(float)x[j];
}

void samples_round_to_float(samples *s)
{
    round_column(s->X, s->m * s->n);
    round_column(s->y, s->m);
    round_column(s->weights, s->m);
    round_column(s->offset, s->m);
}

static void put(void *array, hk_type type, size_t at, double value)
{
    if (type == HK_F64)
        ((double *)array)[at] = value;
    else
        ((float *)array)[at] = (float)value;
}

/* count elements of the type, all NaN, and not one byte more. */
static void *blank(hk_type type, size_t count)
{
    const size_t size = type == HK_F64 ? sizeof(double) : sizeof(float);
    void *const array = malloc(count > 0 ? count * size : 1);
    assert_non_null(array);
    for (size_t k = 0; k < count; k++)
        put(array, type, k, NAN);
    return array;
}

static void *column(hk_type type, size_t count, const double *values)
{
    void *const array = blank(type, count);
    for (size_t j = 0; j < count; j++)
        put(array, type, j, values[j]);
    return array;
}

static void attach(const arranged *data, arrangement how, size_t stride)
{
    hillock_dataset *const d = data->dataset;
    void *const *const c = data->columns;
    int failures = 0;
    if (how.type == HK_F64) {
        failures += hillock_dataset_set_features_f64(d, data->X, how.layout, stride) != 0;
        failures += hillock_dataset_set_targets_f64(d, c[0]) != 0;
        failures += hillock_dataset_set_weights_f64(d, how.weighted ? c[1] : NULL) != 0;
        failures += hillock_dataset_set_offset_f64(d, how.with_offset ? c[2] : NULL) != 0;
    } else {
        failures += hillock_dataset_set_features_f32(d, data->X, how.layout, stride) != 0;
        failures += hillock_dataset_set_targets_f32(d, c[0]) != 0;
        failures += hillock_dataset_set_weights_f32(d, how.weighted ? c[1] : NULL) != 0;
        failures += hillock_dataset_set_offset_f32(d, how.with_offset ? c[2] : NULL) != 0;
    }
    assert_int_equal(failures, 0);
}

arranged arrange(const samples *s, arrangement how)
{
    const bool sample_major = how.layout == HILLOCK_SAMPLE_MAJOR;
    const size_t rows = sample_major ? s->m : s->n;
    const size_t columns = sample_major ? s->n : s->m;
    const size_t stride = columns + how.padding;
    arranged data = {.X = blank(how.type, rows > 0 ? (rows - 1) * stride + columns : 0),
                     .columns = {column(how.type, s->m, s->y), column(how.type, s->m, s->weights),
                                 column(how.type, s->m, s->offset)}};
    for (size_t j = 0; j < s->m; j++)
        for (size_t i = 0; i < s->n; i++)
            put(data.X, how.type, sample_major ? j * stride + i : i * stride + j,
                s->X[j * s->n + i]);
    assert_int_equal(hillock_dataset_create(&data.dataset, s->m, s->n), HILLOCK_OK);
    attach(&data, how, stride);
    return data;
}

void arranged_destroy(arranged *data)
{
    hillock_dataset_destroy(data->dataset);
    free(data->X);
    for (int k = 0; k < 3; k++)
        free(data->columns[k]);
}

arranged arrange_plainly(const samples *s, bool weighted, bool with_offset)
{
    return arrange(s, (arrangement){HK_F64, HILLOCK_SAMPLE_MAJOR, 0, weighted, with_offset});
}

arrangement arrangement_at(size_t index)
{
    return (arrangement){.type = index & 1 ? HK_F32 : HK_F64,
                         .layout = index & 2 ? HILLOCK_FEATURE_MAJOR : HILLOCK_SAMPLE_MAJOR,
                         .padding = 3,
                         .weighted = (index & 4) != 0,
                         .with_offset = (index & 8) != 0};
}
