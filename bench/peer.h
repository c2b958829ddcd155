/* Other people's programs, each in a process of its own: bench/peers.py works on a copy of the same
 * data, takes the time of its own calls, and hands its result back to be checked. */
#ifndef BENCH_PEER_H
#define BENCH_PEER_H

#include "problem.h"

typedef enum bench_peer_name { BENCH_NUMPY, BENCH_PYTORCH, BENCH_SCIKIT_LEARN } bench_peer_name;

/* From now on `python` runs `script`. Prints which peers there are and which are missing. */
void bench_peers_use(const char *python, const char *script);

bool bench_peer_installed(bench_peer_name name); /* false before bench_peers_use */

typedef struct bench_peer bench_peer;

/* A process that is ready for `task`, a name that peers.py knows; NULL when there is none. */
bench_peer *bench_peer_start(bench_peer_name name, const char *task, const bench_problem *problem);
void bench_peer_stop(bench_peer *peer);

double bench_peer_seconds(void *peer, size_t calls); /* of `calls` calls; infinite when it failed */

/* The first `count` numbers of the task's result. */
bool bench_peer_result(bench_peer *peer, size_t count, double *result);

#endif
