/* One training to be raced: data, activation and loss, penalties, and its J by independent code. */
#ifndef BENCH_TRAINING_H
#define BENCH_TRAINING_H

#include "mode.h"
#include "problem.h"

enum { BENCH_TRAININGS = 9 };

typedef struct bench_training {
    const char *title;
    bench_problem problem; /* f64, sample-major; its w and b are those the targets are drawn with */
    hillock_activation activation;
    hillock_loss loss;
    double l1; /* J = mean loss + l1 sum |w_i| + l2/2 |w|^2; the bias goes free */
    double l2;
    /* Who takes part, by the names of their solvers with blanks between them. */
    const char *hillock;
    const char *scikit_learn;
    const char *r;
    bool liblinear;
} bench_training;

/* The training at `index` < BENCH_TRAININGS, its data random from a private seeded generator or
 * (569 samples, 30 features) those of data/breast_cancer.csv, standardized. false when memory is
 * short or the file cannot be read; then nothing is held. */
bool bench_training_create(bench_training *training, size_t index, bench_mode mode);
void bench_training_destroy(bench_training *training);

/* J at the parameters w_and_b, n weights and the bias: plain loops in long double. */
double bench_training_J(const bench_training *training, const double *w_and_b);

#endif
