/* Samples in one plain form, and the same samples as any caller might hold them. */
#ifndef TESTS_SUPPORT_SAMPLES_H
#define TESTS_SUPPORT_SAMPLES_H

#include "data/view.h"
#include "random_numbers.h"

#include <stdbool.h>

/* m samples of n features: X[j n + i], and one number a sample of the rest. */
typedef struct samples {
    size_t m;
    size_t n;
    double *X;
    double *y;
    double *weights; /* 1 unless set */
    double *offset;  /* 0 unless set */
} samples;

samples samples_create(size_t m, size_t n);
void samples_destroy(samples *s);

/* X uniform in [-1, 1], y in [-2, 2], weights 0 to 3 (every fifth is 0), offset in [-0.5, 0.5]. */
samples samples_random(size_t m, size_t n, uint64_t seed);

/* Samples rows[0], rows[1], ... of others: permuted, repeated, left out. */
samples samples_pick(const samples *from, size_t count, const size_t *rows);

/* Every number rounded to float. */
void samples_round_to_float(samples *s);

typedef struct arrangement {
    hk_type type;
    hillock_layout layout;
    size_t padding; /* elements between rows; they hold NaN */
    bool weighted;
    bool with_offset;
} arrangement;

/* The caller's arrays in that arrangement, and the dataset that views them. */
typedef struct arranged {
    hillock_dataset *dataset;
    void *X;
    void *columns[3];
} arranged;

arranged arrange(const samples *s, arrangement how);
void arranged_destroy(arranged *data);

/* double, sample-major, no padding; weights and offset as asked. */
arranged arrange_plainly(const samples *s, bool weighted, bool with_offset);

/* All 16 of type, layout, weights and offset, with padding: number 0 to 15. */
enum { ARRANGEMENTS = 16 };
arrangement arrangement_at(size_t index);

#endif
