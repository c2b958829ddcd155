/* Other people's programs, each in a process of its own: bench/peers.py (bench/peers.R) works on a
 * copy of the same data, times its own calls, and hands its result back to be checked. */
#ifndef BENCH_PEER_H
#define BENCH_PEER_H

#include "problem.h"

typedef enum bench_peer_name {
    BENCH_NUMPY,
    BENCH_PYTORCH,
    BENCH_SCIKIT_LEARN,
    BENCH_PANDAS,
    BENCH_R,
    BENCH_DATA_TABLE
} bench_peer_name;

/* What runs what: python and peers.py, Rscript and peers.R. */
typedef struct bench_peer_program {
    const char *interpreter; /* NULL: none */
    const char *script;
} bench_peer_program;

/* From now on these are the programs. Prints which peers there are and which are missing. */
void bench_peers_use(bench_peer_program python, bench_peer_program r);

bool bench_peer_installed(bench_peer_name name); /* false before bench_peers_use */

typedef struct bench_peer bench_peer;

/* A process that is ready for `task`, a name that peers.py knows; NULL when there is none. */
bench_peer *bench_peer_start(bench_peer_name name, const char *task, const bench_problem *problem);
void bench_peer_stop(bench_peer *peer);

/* The same for work that may take too long. The process is ended when it is silent for more than
 * `limit` seconds, now or later, while it gets ready or for each call; *late says that it was. */
bench_peer *bench_peer_try(bench_peer_name name, const char *task, const bench_problem *problem,
                           double limit, bool *late);

double bench_peer_seconds(void *peer, size_t calls); /* of `calls` calls; infinite when it failed */

/* The first `count` numbers of the task's result. */
bool bench_peer_result(bench_peer *peer, size_t count, double *result);

#endif
