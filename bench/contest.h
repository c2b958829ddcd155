/* The same work by several: the library first, then those it is compared with. */
#ifndef BENCH_CONTEST_H
#define BENCH_CONTEST_H

#include "engine.h"
#include "problem.h"

enum { BENCH_MOST_ENTRIES = 160, BENCH_MOST_CONTESTS = 16, BENCH_NAME = 40 };

typedef struct bench_entry {
    char name[BENCH_NAME];
    bench_timing timing;
    double check; /* what the contest's `checked` says */
    bool right;
} bench_entry;

typedef struct bench_contest {
    const char *title;
    const char *item;    /* what is counted: "sample", "row" */
    const char *checked; /* what `check` is */
    bench_shape shape;
    size_t batch;   /* samples of a step; 0 where there are no steps */
    double items;   /* of a call */
    double bytes;   /* of X that a call reads */
    double ceiling; /* bytes a second that all cores can read; NaN where X is not read in order */
    size_t count;
    bench_entry entries[BENCH_MOST_ENTRIES];
} bench_contest;

/* Adds an entry without results; its index is that of its job. */
bench_entry *bench_contest_enter(bench_contest *contest, const char *name);

/* Measures the entries in turn: jobs[k] is that of entry k, jobs[count] reads X, where there is a
 * ceiling to find. false when memory is short. */
bool bench_contest_measure(bench_contest *contest, const bench_job *jobs, bool with_reading,
                           bench_effort effort);

void bench_print_contest(const bench_contest *contest);
bool bench_contest_right(const bench_contest *contest);

#endif
