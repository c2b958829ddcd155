#define _POSIX_C_SOURCE 200809L /* nanosleep */
#include "race.h"

#include "ceilings.h"
#include "core/memory.h"
#include "peer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* MOST_IN_TURN fits, or fewer where they take longer than turn_seconds together. Whoever takes
 * longer than SLOW has one turn only. */
enum { MOST_TURNS = 5, MOST_IN_TURN = 40, MOST_REPEATS = MOST_TURNS * MOST_IN_TURN };
static const double SLOW = 10.0;
static const double turn_seconds[] = {0.03, 0.2, 0.2}; /* by bench_mode */
static const size_t turns_of[] = {2, 3, 5};

/* As in engine.c: threads of OpenBLAS look for work for 26 ms. */
static const struct timespec UNTIL_OTHERS_SLEEP = {.tv_nsec = 40000000};

typedef struct start_list {
    size_t count;
    bench_racer racers[BENCH_MOST_RACERS];
} start_list;

static void enter(start_list *list, bench_racer racer)
{
    if (list->count < BENCH_MOST_RACERS)
        list->racers[list->count++] = racer;
    else if (racer.self)
        racer.destroy(racer.self);
}

/* The next of the words with blanks between them; *words goes past it. false: no more. */
static bool next_word(const char **words, char word[BENCH_RACER_NAME])
{
    int length = 0;
    if (!*words || sscanf(*words, "%39s%n", word, &length) != 1)
        return false;
    *words += length;
    return true;
}

static void enter_library(start_list *list, const bench_training *training)
{
    const char *words = training->hillock;
    char name[BENCH_RACER_NAME];
    enter(list, bench_racer_hillock(training, "auto"));
    while (next_word(&words, name))
        enter(list, bench_racer_hillock(training, name));
}

static void enter_others(start_list *list, const bench_training *training, double goal)
{
    const char *words = training->scikit_learn;
    char name[BENCH_RACER_NAME];
    enter(list, bench_racer_hillock_loose(training, goal));
    while (bench_peer_installed(BENCH_SCIKIT_LEARN) && next_word(&words, name))
        enter(list, bench_racer_scikit_learn(training, name, goal));
    if (training->liblinear)
        enter(list, bench_racer_liblinear(training, goal));
    words = training->r;
    while (bench_peer_installed(BENCH_R) && next_word(&words, name))
        enter(list, bench_racer_r(training, name, goal));
}

/* J of the last fit; infinite where there is none. */
static double J_of(const bench_racer *racer, const bench_training *training, double *w_and_b)
{
    return racer->parameters(racer->self, w_and_b) ? bench_training_J(training, w_and_b) : HUGE_VAL;
}

/* What the others aim at: the smallest J of the library's solvers, one fit each. */
static double goal_of(const start_list *list, const bench_training *training, double *w_and_b)
{
    double best = HUGE_VAL;
    for (size_t k = 0; k < list->count; k++) {
        const bench_racer *const racer = &list->racers[k];
        if (racer->self && isfinite(racer->seconds(racer->self, 1)))
            best = fmin(best, J_of(racer, training, w_and_b));
    }
    return best;
}

typedef struct record {
    size_t repeats;
    double seconds[MOST_REPEATS];
} record;

static void take_turn(const bench_racer *racer, record *kept, double seconds)
{
    double total = 0.0;
    nanosleep(&UNTIL_OTHERS_SLEEP, NULL);
    for (size_t k = 0; k < MOST_IN_TURN && total < seconds; k++) {
        kept->seconds[kept->repeats] = racer->seconds(racer->self, 1);
        total += kept->seconds[kept->repeats++];
    }
}

static int ascending(const void *left, const void *right)
{
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static bench_timing timing_of(record *kept)
{
    const double *const seconds = kept->seconds;
    const size_t middle = kept->repeats / 2;
    qsort(kept->seconds, kept->repeats, sizeof *kept->seconds, ascending);
    const double median =
        kept->repeats % 2 ? seconds[middle] : 0.5 * (seconds[middle - 1] + seconds[middle]);
    return (bench_timing){median, seconds[0], kept->repeats, 1};
}

static void finish(bench_finish *row, const bench_racer *racer, record *kept,
                   const bench_training *training, double *w_and_b)
{
    *row = (bench_finish){.late = racer->late, .passes = NAN, .J = HUGE_VAL, .is_short = true};
    memcpy(row->name, racer->name, sizeof row->name);
    row->ended = racer->self && isfinite(kept->seconds[0]);
    if (!row->ended)
        return;
    row->timing = timing_of(kept);
    row->passes = racer->passes ? racer->passes(racer->self) : NAN;
    row->J = J_of(racer, training, w_and_b);
}

static void judge(bench_race *race)
{
    race->best = HUGE_VAL;
    for (size_t k = 0; k < race->count; k++)
        race->best = fmin(race->best, race->finishes[k].J);
    for (size_t k = 0; k < race->count; k++) {
        bench_finish *const row = &race->finishes[k];
        row->excess = (row->J - race->best) / fabs(race->best);
        row->is_short = !(row->excess <= BENCH_ENOUGH);
    }
}

/* The turns; the last racer reads X. Each racer's fit before them was its warm-up. */
static void run(const start_list *list, record *records, bench_mode mode)
{
    for (size_t turn = 0; turn < turns_of[mode]; turn++)
        for (size_t k = 0; k < list->count; k++) {
            const bench_racer *const racer = &list->racers[k];
            const bool slow = turn > 0 && !(records[k].seconds[0] <= SLOW);
            if (racer->self && !slow)
                take_turn(racer, &records[k], turn_seconds[mode]);
        }
}

static void release(start_list *list)
{
    for (size_t k = 0; k < list->count; k++)
        if (list->racers[k].self)
            list->racers[k].destroy(list->racers[k].self);
}

static void stop_reading(void *reading)
{
    bench_reading_destroy(reading);
}

bool bench_race_hold(bench_race *race, const bench_training *training, size_t cores, bool peers,
                     bench_mode mode)
{
    const bench_shape shape = training->problem.shape;
    start_list list = {0};
    record *const records = hk_allocate(BENCH_MOST_RACERS, sizeof *records);
    double *const w_and_b = bench_array(BENCH_F64, shape.n + 1);
    bench_reading *const reading =
        bench_reading_create(training->problem.X, bench_features_bytes(shape), cores);
    const bool prepared = records && w_and_b && reading;
    *race = (bench_race){
        .title = training->title, .shape = shape, .l1 = training->l1, .l2 = training->l2};
    if (prepared) {
        enter_library(&list, training);
        const double goal = goal_of(&list, training, w_and_b);
        if (peers)
            enter_others(&list, training, goal);
        race->count = list.count;
        enter(&list, (bench_racer){.self = reading,
                                   .seconds = bench_reading_seconds,
                                   .destroy = stop_reading});
        run(&list, records, mode);
        for (size_t k = 0; k < race->count; k++)
            finish(&race->finishes[k], &list.racers[k], &records[k], training, w_and_b);
        race->reading = timing_of(&records[race->count]).median;
        judge(race);
    }
    release(&list);
    hk_free(records);
    hk_free(w_and_b);
    return prepared;
}

bool bench_race_right(const bench_race *race)
{
    return race->count > 0 && race->finishes[0].ended && !race->finishes[0].is_short;
}
