#include "numbers.h"

#include "core/memory.h"

#include <float.h>

const char *bench_type_name(bench_type type)
{
    return type == BENCH_F64 ? "f64" : "f32";
}

size_t bench_type_size(bench_type type)
{
    return type == BENCH_F64 ? sizeof(double) : sizeof(float);
}

double bench_epsilon(bench_type type)
{
    return type == BENCH_F64 ? DBL_EPSILON : (double)FLT_EPSILON;
}

void *bench_array(bench_type type, size_t count)
{
    return hk_allocate(count, bench_type_size(type));
}

double bench_get(bench_type type, const void *array, size_t index)
{
    return type == BENCH_F64 ? ((const double *)array)[index]
                             : (double)((const float *)array)[index];
}

void bench_set(bench_type type, void *array, size_t index, double value)
{
    if (type == BENCH_F64)
        ((double *)array)[index] = value;
    else
        ((float *)array)[index] = (float)value;
}

void bench_fill(bench_type type, void *array, size_t count, double value)
{
    for (size_t j = 0; j < count; j++)
        bench_set(type, array, j, value);
}

const double *bench_widen(bench_type type, const void *array, size_t index, size_t count,
                          double *room)
{
    if (type == BENCH_F64)
        return (const double *)array + index;
    const float *const from = (const float *)array + index;
    for (size_t j = 0; j < count; j++)
        room[j] = (double)from[j];
    return room;
}

void bench_store_scaled(bench_type type, void *array, size_t index, size_t count, double scale,
                        const double *values)
{
    for (size_t j = 0; j < count; j++)
        bench_set(type, array, index + j, scale * values[j]);
}
