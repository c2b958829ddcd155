#include "solvers.h"

bool bench_solvers_measure(bench_race races[BENCH_TRAININGS], size_t *count, size_t cores,
                           bool peers, bench_mode mode, void print(const bench_race *race))
{
    for (*count = 0; *count < BENCH_TRAININGS; ++*count) {
        bench_training training;
        if (!bench_training_create(&training, *count, mode))
            return false;
        const bool held = bench_race_hold(&races[*count], &training, cores, peers, mode);
        bench_training_destroy(&training);
        if (!held)
            return false;
        print(&races[*count]);
    }
    return true;
}
