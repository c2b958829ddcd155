/* Stochastic training: how many samples a second go through steps of 1 and of 64 samples. */
#ifndef BENCH_SGD_H
#define BENCH_SGD_H

#include "cases.h"
#include "contest.h"

/* X of m x n in random order. Peers take part when they are installed. false when memory is
 * short. */
bool bench_sgd_measure(bench_contest *contest, bench_shape shape, size_t batch, bench_mode mode);

#endif
