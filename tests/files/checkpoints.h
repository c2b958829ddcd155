/* A training that goes from one process to another: what it is made of, and what it has come to. */
#ifndef TESTS_FILES_CHECKPOINTS_H
#define TESTS_FILES_CHECKPOINTS_H

#include "solver/problem.h"

#include <string.h>

enum { MOST_SETTINGS = 16, MOST_POINTS = 4096, MOST_WIDE = 2100, N_REPORTS = 13 };

/* A text in memory. */
typedef struct text {
    char *bytes;
    size_t length, capacity, read;
} text;

static inline int text_write(const char *bytes, size_t count, void *payload)
{
    text *const t = payload;
    if (t->length + count > t->capacity) {
        t->capacity = 2 * (t->length + count);
        t->bytes = realloc(t->bytes, t->capacity);
        assert_non_null(t->bytes);
    }
    memcpy(t->bytes + t->length, bytes, count);
    t->length += count;
    return 0;
}

static inline size_t text_read(char *bytes, size_t capacity, void *payload)
{
    text *const t = payload;
    const size_t left = t->length - t->read, count = left < capacity ? left : capacity;
    memcpy(bytes, t->bytes + t->read, count);
    t->read += count;
    return count;
}

/* What a training begins with, each time anew. */
typedef struct plan {
    const problem *p;
    const problem *validation; /* NULL: none */
    hillock_activation activation;
    hillock_loss loss;
    setting settings[MOST_SETTINGS];
    const double *factors; /* NULL: none */
    hillock_progress progress;
} plan;

/* Handles as a new process has them. */
typedef struct process {
    hillock_trainer *trainer;
    hillock_neuron *neuron;
} process;

static inline process process_of(const plan *of, int key, int64_t share, bool keeps)
{
    process it = {.trainer = trainer_of(of->settings),
                  .neuron = neuron_of(of->p->n, of->activation, of->loss)};
    must(hillock_trainer_set_integer(it.trainer, HILLOCK_KEEP_STATE, keeps));
    if (key)
        must(hillock_trainer_set_integer(it.trainer, key, share));
    if (of->validation)
        must(hillock_trainer_set_validation(it.trainer, of->validation->data));
    must(hillock_trainer_set_penalty_factors(it.trainer, of->p->n, of->factors));
    must(hillock_trainer_set_progress(it.trainer, of->progress, NULL));
    return it;
}

static inline void process_end(process *it)
{
    hillock_trainer_destroy(it->trainer);
    hillock_neuron_destroy(it->neuron);
}

static inline text saved(const process *it)
{
    text t = {.bytes = NULL};
    must(hillock_trainer_write_checkpoint(it->trainer, text_write, &t));
    return t;
}

static inline hillock_status load(const process *it, const plan *of, const text *t)
{
    text from = {.bytes = t->bytes, .length = t->length};
    return hillock_trainer_read_checkpoint(it->trainer, it->neuron, of->p->data, text_read, &from);
}

/* Another process in its place, which goes on from its checkpoint. */
static inline void move(process *it, const plan *of, int key, int64_t share)
{
    text t = saved(it);
    process_end(it);
    *it = process_of(of, key, share, true);
    const hillock_status status = load(it, of, &t);
    if (status != HILLOCK_OK)
        fail_msg("%s: %s", hillock_status_name(status), hillock_trainer_message(it->trainer));
    text again = saved(it); /* what was read is what was written */
    if (again.length != t.length || memcmp(again.bytes, t.bytes, t.length) != 0)
        fail_msg("a checkpoint that was read is another one");
    free(again.bytes);
    free(t.bytes);
}

/* What does not depend on the clock, nor on how often it was stopped. */
typedef struct outcome {
    hillock_status status;
    double w[MOST_WIDE], b;
    double report[N_REPORTS];
    size_t length;
    double history[4][MOST_POINTS];
} outcome;

static inline outcome *outcome_of(const process *it, hillock_status status)
{
    static const hillock_report keys[N_REPORTS] = {HILLOCK_REPORT_STATUS,
                                                   HILLOCK_REPORT_EPOCHS,
                                                   HILLOCK_REPORT_STEPS,
                                                   HILLOCK_REPORT_J,
                                                   HILLOCK_REPORT_GRADIENT_NORM,
                                                   HILLOCK_REPORT_START_J,
                                                   HILLOCK_REPORT_LEARNING_RATE,
                                                   HILLOCK_REPORT_SOLVER,
                                                   HILLOCK_REPORT_DECREMENT,
                                                   HILLOCK_REPORT_CONDITION,
                                                   HILLOCK_REPORT_GAP,
                                                   HILLOCK_REPORT_VALIDATION_J,
                                                   HILLOCK_REPORT_VALIDATION_EPOCH};
    outcome *const o = calloc(1, sizeof *o);
    assert_non_null(o);
    o->status = status;
    must(hillock_neuron_get_parameters(it->neuron, o->w, &o->b));
    for (size_t k = 0; k < N_REPORTS; k++)
        o->report[k] = report_of(it->trainer, keys[k]);
    o->length = hillock_trainer_history_length(it->trainer);
    must(hillock_trainer_history(it->trainer, MOST_POINTS, o->history[0], o->history[1],
                                 o->history[2]));
    must(hillock_trainer_validation_history(it->trainer, MOST_POINTS, o->history[3]));
    return o;
}

/* The same bits; a NaN is a NaN. */
static inline bool are_same(size_t count, const double *left, const double *right)
{
    for (size_t i = 0; i < count; i++)
        if (memcmp(&left[i], &right[i], sizeof *left) != 0 && !(isnan(left[i]) && isnan(right[i])))
            return false;
    return true;
}

static inline void assert_same_outcome(outcome *moved, outcome *whole, const char *what)
{
    assert_string_equal(hillock_status_name(moved->status), hillock_status_name(whole->status));
    if (!are_same(MOST_WIDE, moved->w, whole->w) || !are_same(1, &moved->b, &whole->b))
        fail_msg("%s: other parameters, b %.17g and %.17g", what, moved->b, whole->b);
    for (size_t k = 0; k < N_REPORTS; k++)
        if (!are_same(1, &moved->report[k], &whole->report[k]))
            fail_msg("%s: report %zu is %.17g, not %.17g", what, k, moved->report[k],
                     whole->report[k]);
    if (moved->length != whole->length)
        fail_msg("%s: %zu points of history, not %zu", what, moved->length, whole->length);
    for (size_t k = 0; k < 4; k++)
        if (!are_same(whole->length, moved->history[k], whole->history[k]))
            fail_msg("%s: another history, part %zu", what, k);
    free(moved);
    free(whole);
}

/* At once, by a trainer that keeps nothing. */
static inline outcome *at_once(const plan *of, int key, int64_t limit)
{
    process it = process_of(of, key, limit, false);
    outcome *const o = outcome_of(&it, hillock_train(it.trainer, it.neuron, of->p->data));
    process_end(&it);
    return o;
}

/* In `calls` processes one after another. */
static inline outcome *in_processes(const plan *of, int key, int64_t share, int calls)
{
    process it = process_of(of, key, share, true);
    hillock_status status = hillock_train(it.trainer, it.neuron, of->p->data);
    for (int call = 1; call < calls && status >= HILLOCK_OK; call++) {
        move(&it, of, key, share);
        status = hillock_train(it.trainer, it.neuron, of->p->data);
        if (report_of(it.trainer, HILLOCK_REPORT_WENT_ON) != 1.0)
            fail_msg("call %d: %s", call, hillock_trainer_message(it.trainer));
    }
    outcome *const o = outcome_of(&it, status);
    process_end(&it);
    return o;
}

#endif
