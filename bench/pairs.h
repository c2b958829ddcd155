/* Every activation with every loss it goes together with, beside logistic and cross-entropy. */
#ifndef BENCH_PAIRS_H
#define BENCH_PAIRS_H

#include "cases.h"
#include "contest.h"

/* One gradient each at the same shape, logistic and cross-entropy first. false when memory is
 * short. */
bool bench_pairs_measure(bench_contest *contest, bench_mode mode);

#endif
