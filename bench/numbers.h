/* Arrays of either type behind one pointer, so that each formulation is written once. Single
 * elements and conversions only; the products are BLAS's (products.h). */
#ifndef BENCH_NUMBERS_H
#define BENCH_NUMBERS_H

#include <stddef.h>

typedef enum bench_type { BENCH_F64, BENCH_F32 } bench_type;

const char *bench_type_name(bench_type type);
size_t bench_type_size(bench_type type);
double bench_epsilon(bench_type type); /* from 1 to the next number */

/* `count` zeroed elements on a cache line; NULL when memory is short. */
void *bench_array(bench_type type, size_t count);

double bench_get(bench_type type, const void *array, size_t index);
void bench_set(bench_type type, void *array, size_t index, double value);
void bench_fill(bench_type type, void *array, size_t count, double value);

/* count elements from `index` on as doubles: the array itself when it holds doubles, else
 * converted into room. */
const double *bench_widen(bench_type type, const void *array, size_t index, size_t count,
                          double *room);

/* array[index + j] = scale values[j] */
void bench_store_scaled(bench_type type, void *array, size_t index, size_t count, double scale,
                        const double *values);

#endif
