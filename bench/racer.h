/* Someone who trains to the optimum: a solver of the library, or of another program. */
#ifndef BENCH_RACER_H
#define BENCH_RACER_H

#include "training.h"

enum { BENCH_RACER_NAME = 40 };

/* A row is short where its J is further than this above the best, relative to it. */
#define BENCH_ENOUGH 1e-9

/* Seconds that a single fit may take. */
#define BENCH_FIT_LIMIT 60.0

typedef struct bench_racer {
    char name[BENCH_RACER_NAME];
    void *self; /* NULL: it could not even begin, or (late) took longer than the limit */
    bool late;
    /* Seconds of `fits` fits, each from the same start; infinite when it failed. */
    double (*seconds)(void *self, size_t fits);
    bool (*parameters)(void *self, double *w_and_b); /* of the last fit: n weights and the bias */
    double (*passes)(void *self);                    /* trips through X of the last fit; or NULL */
    void (*destroy)(void *self);
} bench_racer;

/* The solver of this name, "auto" with the features standardized as by hillock_fit; a penalty acts
 * on the raw weights in any case. */
bench_racer bench_racer_hillock(const bench_training *training, const char *solver);

/* auto with the loosest tolerance that does for J, as the others below are given it. */
bench_racer bench_racer_hillock_loose(const bench_training *training, double goal);

/* Others, none of which has a tolerance that means J. Before they are timed they try tolerances
 * from loose to tight and keep the first with which J comes within BENCH_ENOUGH of `goal`. */
bench_racer bench_racer_liblinear(const bench_training *training, double goal);
bench_racer bench_racer_scikit_learn(const bench_training *training, const char *solver,
                                     double goal);
bench_racer bench_racer_r(const bench_training *training, const char *function, double goal);

#endif
