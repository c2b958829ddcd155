#include "core/memory.h"
#include "peer.h"
#include "racer.h"

#include <math.h>
#include <stdio.h>

enum { TASK = 160 };

typedef struct other {
    bench_peer *process;
    size_t n;
} other;

static double seconds(void *payload, size_t fits)
{
    const other *const self = payload;
    return bench_peer_seconds(self->process, fits);
}

static bool parameters(void *payload, double *w_and_b)
{
    const other *const self = payload;
    return bench_peer_result(self->process, self->n + 1, w_and_b);
}

static void destroy(void *payload)
{
    other *const self = payload;
    bench_peer_stop(self->process);
    hk_free(self);
}

/* The task in words that peers.py and peers.R take apart: optimum:SOLVER:LOSS:L1:L2:GOAL. */
static bench_racer start(bench_peer_name peer, const char *name, const char *solver,
                         const bench_training *training, double goal)
{
    char task[TASK];
    bench_racer racer = {.seconds = seconds, .parameters = parameters, .destroy = destroy};
    snprintf(racer.name, sizeof racer.name, "%s %s", name, solver);
    snprintf(task, sizeof task, "optimum:%s:%s:%.17g:%.17g:%.17g", solver,
             hillock_loss_name(training->loss), training->l1, training->l2,
             goal + BENCH_ENOUGH * fabs(goal));
    other *const self = hk_allocate(1, sizeof *self);
    if (!self)
        return racer;
    self->n = training->problem.shape.n;
    self->process = bench_peer_try(peer, task, &training->problem, BENCH_FIT_LIMIT, &racer.late);
    if (self->process)
        racer.self = self;
    else
        hk_free(self);
    return racer;
}

bench_racer bench_racer_scikit_learn(const bench_training *training, const char *solver,
                                     double goal)
{
    return start(BENCH_SCIKIT_LEARN, "scikit-learn", solver, training, goal);
}

bench_racer bench_racer_r(const bench_training *training, const char *function, double goal)
{
    return start(BENCH_R, "R", function, training, goal);
}
