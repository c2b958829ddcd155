/* The words after hillock_bench's name. bench/run --help describes them. */
#ifndef BENCH_ARGUMENTS_H
#define BENCH_ARGUMENTS_H

#include "cases.h"
#include "peer.h"

/* What is measured. */
typedef enum bench_part {
    BENCH_TABLES,
    BENCH_ELEMENTWISE,
    BENCH_PAIRS,
    BENCH_SCALING,
    BENCH_SOLVERS,
    BENCH_READING
} bench_part;

typedef struct bench_arguments {
    bench_mode mode;
    bench_part part;
    bool all;                  /* of the tables; else those chosen here */
    bool groups[BENCH_GROUPS]; /* of the cases, by bench_group */
    bool contests;
    bench_peer_program python; /* without an interpreter: without the peers */
    bench_peer_program r;
    const char *json;   /* NULL: not written */
    const char *points; /* NULL: not written */
} bench_arguments;

/* false when a word is not understood. */
bool bench_parse(bench_arguments *arguments, int count, char *const *words);

#endif
