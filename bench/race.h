/* A race to the optimum: everybody trains on the same data in turns, and what is reached is judged
 * by J as training.h computes it. */
#ifndef BENCH_RACE_H
#define BENCH_RACE_H

#include "engine.h"
#include "racer.h"

enum { BENCH_MOST_RACERS = 16 };

typedef struct bench_finish {
    char name[BENCH_RACER_NAME];
    bool ended; /* with parameters; else nothing below but late is known */
    bool late;  /* a fit took longer than BENCH_FIT_LIMIT and was ended */
    bench_timing timing;
    double passes; /* through X; NaN: not known */
    double J;
    double excess; /* (J - best) / |best| */
    bool is_short; /* of BENCH_ENOUGH */
} bench_finish;

typedef struct bench_race {
    const char *title;
    bench_shape shape;
    double l1;
    double l2;
    double best;    /* the smallest J that anyone has reached */
    double reading; /* seconds to read X once, all cores */
    size_t count;
    bench_finish finishes[BENCH_MOST_RACERS]; /* the first is the library's auto */
} bench_race;

/* Peers take part where there are any and `peers` is true. false when memory is short. */
bool bench_race_hold(bench_race *race, const bench_training *training, size_t cores, bool peers,
                     bench_mode mode);

/* The library's auto has reached the optimum. */
bool bench_race_right(const bench_race *race);

#endif
