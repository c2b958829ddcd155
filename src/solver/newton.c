/* Newton's method from start to end: on what data to begin, on how many numbers to work. */
#include "core/memory.h"
#include "data/subsample.h"
#include "solver/newton_dependent.h"
#include "solver/newton_inner.h"
#include "solver/solver.h"

#include <math.h>
#include <string.h>

enum { MOST_PARTS = 8 };

/* Of a part: its H, near its minimum, is that of all within about a tenth and is used for all; of a
 * part of a part: all it is for is a place to begin. */
enum { SAMPLES_A_FEATURE = 100, FEW_A_FEATURE = 25 };

/* How many of m samples to begin on, `a_feature` for each at the least: a trip through them is a
 * tenth of one through all. 0: all are not much more. */
static size_t part_of(size_t m, size_t n, size_t a_feature)
{
    enum { LEAST = 2048, WORTH = 4, PART = 10, MOST_ELEMENTS = 1 << 24 };
    const size_t least = hk_max_size(a_feature * n, LEAST);
    const size_t count = hk_max_size(least, hk_min_size(m / PART, MOST_ELEMENTS / n));
    return m / WORTH >= count ? count : 0;
}

/* A part of the samples, what a part of that begins on, and so on. How many there are. */
static size_t cut_parts(const hk_training *training, size_t counts[MOST_PARTS])
{
    const size_t n = training->objective->n_features + 1;
    size_t count = part_of(training->objective->view->n_samples, n, SAMPLES_A_FEATURE);
    size_t n_parts = 0;
    for (; n_parts < MOST_PARTS && count > 0; count = part_of(count, n, FEW_A_FEATURE))
        counts[n_parts++] = count;
    return n_parts;
}

/* Takes parameters and curvature of a part over, where they are better than the start. */
static void take_over(hk_newton_descent *s, hk_newton_descent *part)
{
    hk_training *const training = s->training;
    hk_evaluation now;
    hk_reached_remember(&s->from, training);
    for (size_t i = 0; i + 1 < s->model.n; i++)
        s->p[i] = part->training->w[i] - training->w[i];
    s->p[s->model.n - 1] = part->training->b - training->b;
    now = hk_reached_try(&s->from, training, s->p, 1.0);
    if (!isfinite(now.J) || !(now.J < s->from.J)) {
        hk_reached_return(&s->from, training);
        return;
    }
    hk_training_note(training, &now);
    const hk_newton_step own = s->model;
    s->model = part->model;
    part->model = own;
    s->of_part = true;
    s->before = HUGE_VAL; /* so that its H is used */
}

/* A training of its own on a part of the samples. */
typedef struct stage {
    hk_subsample part;
    hk_statistics statistics; /* those of all samples, but for W: the same coordinates */
    hk_newton_inner inner;
    bool ready; /* there is something to learn from it */
    bool begun;
} stage;

typedef struct newton {
    hk_training *training;
    hk_newton_span *span;      /* NULL: the work is done ... */
    hk_newton_descent descent; /* ... on the features        */
    stage stages[MOST_PARTS];  /* of ever fewer samples      */
    size_t n_stages;
    size_t left; /* to be gone through, the last one first */
} newton;

/* Beyond what so few samples say of all, a tenth of 1 / sqrt(m), nothing is gained. */
static hk_settings settings_of_part(const hk_training *whole, size_t n_samples)
{
    hk_settings settings = *whole->settings;
    settings.tolerance = 0.1 / sqrt((double)n_samples);
    settings.steps = 0;
    settings.epochs = 50;
    return settings;
}

/* At the start that was given. false: memory; close it all the same. */
static bool open_stage(stage *t, const hk_training *whole, size_t count)
{
    const hk_objective *const all = whole->objective;
    t->statistics = *all->statistics;
    if (!hk_subsample_create(&t->part, all->view, count, (uint64_t)whole->settings->seed,
                             whole->settings->execution.threads))
        return false;
    t->statistics.total_weight = t->part.total_weight;
    if (!(t->part.total_weight > 0.0))
        return true;
    const hk_settings settings = settings_of_part(whole, count);
    const hillock_status status =
        hk_newton_inner_create(&t->inner, whole, &t->part.view, &t->statistics, &settings);
    t->ready = status == HILLOCK_OK;
    if (t->ready && all->n_features > 0)
        memcpy(t->inner.training.w, whole->w, all->n_features * sizeof *whole->w);
    return status != HILLOCK_ERROR_MEMORY;
}

static bool open_stages(newton *s)
{
    size_t counts[MOST_PARTS];
    bool had = true;
    const size_t most = cut_parts(s->training, counts);
    for (; had && s->n_stages < most; s->n_stages++)
        had = open_stage(&s->stages[s->n_stages], s->training, counts[s->n_stages]);
    s->left = s->n_stages;
    return had;
}

static void close_stage(stage *t)
{
    hk_newton_inner_destroy(&t->inner);
    hk_subsample_destroy(&t->part);
    *t = (stage){.ready = false};
}

/* Where an earlier call stopped it. */
static void resume(stage *t, const hk_training *whole)
{
    const hillock_status status = t->inner.report.status;
    hk_newton_inner_take_clock(&t->inner, whole);
    if (status == HILLOCK_CANCELLED || status == HILLOCK_DEADLINE) {
        t->inner.report.status = HILLOCK_OK;
        t->inner.training.ended = false;
    }
}

/* To near the minimum over the part, from where a part of it led (NULL: the start); H is then that
 * of the part where its last steps began: what they change of it is little beside what all samples
 * do. false: not in time. */
static bool descend_on(stage *t, stage *from, hk_training *whole)
{
    hk_newton_descent *const descent = &t->inner.descent;
    resume(t, whole);
    if (!t->begun) {
        hk_training_evaluate(&t->inner.training);
        if (from && from->ready)
            take_over(descent, &from->inner.descent);
    }
    t->begun = true;
    hk_newton_descend(descent);
    if (hk_training_is_stopped(whole))
        return false;
    if (descent->steps == 0 || descent->of_part)
        hk_newton_refresh(descent);
    return true;
}

/* Full trips are what costs: most of the way is gone on a part of the samples. Goes on where an
 * earlier call was stopped on one. */
static void begin_on_parts(newton *s)
{
    while (s->left > 0 && !s->training->ended) {
        stage *const t = &s->stages[s->left - 1];
        stage *const from = s->left < s->n_stages ? t + 1 : NULL;
        if (t->ready && !descend_on(t, from, s->training))
            return;
        if (from)
            close_stage(from);
        if (--s->left > 0)
            continue;
        if (t->ready)
            take_over(&s->descent, &t->inner.descent);
        close_stage(t);
    }
}

static bool create(void *state, hk_training *training)
{
    newton *const s = state;
    s->training = training;
    if (hk_newton_span_create(&s->span, training) != HILLOCK_OK)
        return false;
    return s->span || (hk_newton_descent_create(&s->descent, training) && open_stages(s));
}

static void destroy(void *state)
{
    newton *const s = state;
    for (size_t k = 0; k < s->n_stages; k++)
        close_stage(&s->stages[k]);
    hk_newton_span_destroy(s->span);
    hk_newton_descent_destroy(&s->descent);
}

static void work_on_features(newton *s)
{
    hk_report *const report = s->training->report;
    begin_on_parts(s);
    hk_newton_arrive(&s->descent);
    const double condition = s->descent.by_products ? NAN : hk_newton_condition(&s->descent.model);
    if (isfinite(condition) || !s->descent.of_part) /* a part may lack what the whole has */
        report->condition = condition;
    if (report->status == HILLOCK_OK)
        hk_newton_leave_out_dependent(&s->descent);
}

static void work(void *state)
{
    newton *const s = state;
    if (s->span)
        hk_newton_span_work(s->span);
    else
        work_on_features(s);
}

static void visit_stage(stage *t, hk_visitor *visitor)
{
    hk_visit_flag(visitor, "begun", &t->begun);
    if (t->begun && t->ready)
        hk_newton_inner_visit(&t->inner, visitor);
}

/* What the part under way began on, and that part; those before are done with, and the samples of
 * all are drawn again. */
static void visit_stages(newton *s, hk_visitor *visitor)
{
    hk_visit_size(visitor, "parts-left", &s->left, s->n_stages);
    for (size_t k = 0; visitor->reads && k < s->n_stages; k++)
        if (s->left == 0 || k > s->left)
            close_stage(&s->stages[k]);
    if (s->left > 0 && s->left < s->n_stages)
        visit_stage(&s->stages[s->left], visitor);
    if (s->left > 0)
        visit_stage(&s->stages[s->left - 1], visitor);
}

static void visit(void *state, hk_visitor *visitor)
{
    newton *const s = state;
    if (s->span) {
        hk_newton_span_visit(s->span, visitor);
        return;
    }
    hk_newton_descent_visit(&s->descent, visitor);
    visit_stages(s, visitor);
}

const hk_solver hk_newton = {sizeof(newton), create, work, destroy, visit};
