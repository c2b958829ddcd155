#include "pass/blocks.h"

#include "core/memory.h"
#include "core/threads.h"
#include "neuron/expected_curvature.h"

#include <float.h>
#include <math.h>
#include <omp.h>

/* What one trip through X is asked for besides J. */
typedef struct trip {
    double b;
    bool gradient;
    hk_curvature *curvature; /* NULL: not asked for */
} trip;

static double *column(const hk_pass *pass, const hk_room *own, int which)
{
    return own->columns + (size_t)which * hk_column_length(&pass->plan);
}

static const double *read_column(const hk_pass *pass, hk_room *own, const hk_column *given,
                                 size_t first, size_t count, int which)
{
    return given->values ? hk_column_read(given, first, count, 0.0, column(pass, own, which))
                         : NULL;
}

/* Samples first ... first + count - 1 with what is known of them, and nothing computed yet. */
static hk_panel open_panel(const hk_pass *pass, hk_room *own, size_t first, size_t count)
{
    const hk_view *const view = pass->view;
    return (hk_panel){
        .first = first,
        .count = count,
        .z = column(pass, own, Z),
        .y = hk_column_read(&view->targets, first, count, 0.0, column(pass, own, Y)),
        .weights = read_column(pass, own, &view->weights, first, count, WEIGHTS),
        .offset = read_column(pass, own, &view->offset, first, count, OFFSET),
        .l = column(pass, own, L),
        .dl_dz = column(pass, own, DL),
        .d2l_dz2 = column(pass, own, D2L),
        .taken_y = column(pass, own, TAKEN_Y),
        .taken_weights = column(pass, own, TAKEN_WEIGHTS),
        .taken_offset = column(pass, own, TAKEN_OFFSET),
    };
}

/* Samples `from` ... `from` + count - 1 of a panel. All its strips are computed in the same place:
 * less to keep in the L1 cache. */
static hk_panel strip_of(const hk_panel *panel, size_t from, size_t count)
{
    hk_panel strip = *panel;
    strip.first += from;
    strip.count = count;
    strip.y += from;
    strip.weights = panel->weights ? panel->weights + from : NULL;
    strip.offset = panel->offset ? panel->offset + from : NULL;
    return strip;
}

/* z = wX + b + offset */
static void forward(const hk_pass *pass, hk_room *own, const hk_panel *strip, hk_ahead *ahead,
                    double b)
{
    hk_blocks_forward(pass, own, strip->first, strip->count, ahead, b, strip->z);
    for (size_t j = 0; strip->offset && j < strip->count; j++)
        strip->z[j] += strip->offset[j];
}

/* Where a thread works, and for which group it does. */
typedef struct place {
    int thread;
    size_t group;
    size_t batch; /* of the curvature */
} place;

/* Of each column, the lines of the samples `from` on, as many as a strip has. */
static void ask_columns(const hk_pass *pass, size_t from, size_t count)
{
    const hk_view *const view = pass->view;
    const hk_column *const columns[] = {&view->targets, &view->weights, &view->offset};
    if (from + count > view->n_samples)
        return;
    for (size_t c = 0; c < 3; c++)
        for (size_t j = 0; columns[c]->values && j < count; j += 8)
            hk_column_prefetch(columns[c], from + j);
}

/* The curvatures that H is made of. The squared loss is twice a likelihood's; what a user function
 * makes of the expectation may be no number, and then counts as 0. */
void hk_pass_replace_curvatures(const hk_pass *pass, const hk_panel *strip)
{
    const hk_curvature_kind kind = pass->curvature_kind;
    const double times = pass->mathematics->loss == HILLOCK_SQUARED ? 2.0 : 1.0;
    if (kind == HK_EXPECTED)
        hk_expected_curvature(pass->mathematics, strip->count, strip->z, strip->d2l_dz2);
    for (size_t j = 0; kind == HK_EXPECTED && j < strip->count; j++)
        strip->d2l_dz2[j] = times * fmax(strip->d2l_dz2[j], 0.0);
    for (size_t j = 0; kind == HK_NEVER_NEGATIVE && j < strip->count; j++)
        strip->d2l_dz2[j] = fmax(strip->d2l_dz2[j], 0.0);
    for (size_t j = 0; kind == HK_EQUAL && j < strip->count; j++)
        strip->d2l_dz2[j] = 1.0;
}

static void differentiate(const hk_pass *pass, const hk_panel *strip, hk_ahead *ahead,
                          hk_loss_sums *sums)
{
    size_t count = 0;
    for (size_t j = 0; j < strip->count; j += count) {
        count = hk_panel_part(&pass->kernel, strip->first, strip->count, j, ahead);
        hk_differentiate_sums(pass->mathematics, count, strip->y + j, strip->z + j,
                              strip->weights ? strip->weights + j : NULL, ahead, strip->dl_dz + j,
                              strip->d2l_dz2 + j, sums);
    }
}

/* H alone is wanted, and its curvatures are the same everywhere: no z is needed. */
static bool is_known(const hk_pass *pass, const trip *wanted)
{
    return wanted->curvature && !wanted->gradient &&
           (hk_mathematics_is_quadratic(pass->mathematics) || pass->curvature_kind == HK_EQUAL);
}

static void take_known(const hk_pass *pass, place at, const hk_panel *strip, const trip *wanted)
{
    for (size_t j = 0; j < strip->count; j++)
        strip->d2l_dz2[j] = pass->curvature_kind == HK_EQUAL ? 1.0 : 2.0;
    hk_curvature_take(wanted->curvature, at.batch, at.group, strip);
}

/* The weights stand outside the sums, 1/W at the very end: dJ/dz = (weight / W) dl/dz. */
static void run_strip(const hk_pass *pass, place at, const hk_panel *strip, const trip *wanted,
                      hk_loss_sums *sums)
{
    hk_room *const own = &pass->rooms[at.thread];
    if (is_known(pass, wanted)) {
        take_known(pass, at, strip, wanted);
        return;
    }
    hk_ahead ahead = hk_panel_ahead(&pass->kernel, strip->first, strip->count);
    ask_columns(pass, strip->first + pass->plan.panel_samples, strip->count);
    forward(pass, own, strip, &ahead, wanted->b);
    differentiate(pass, strip, &ahead, sums);
    if (wanted->gradient)
        hk_blocks_backward(pass, own, strip->first, strip->count, &ahead, strip->dl_dz,
                           pass->groups[at.group].dJ_dw);
    if (wanted->curvature) {
        hk_pass_replace_curvatures(pass, strip);
        hk_curvature_take(wanted->curvature, at.batch, at.group, strip);
    }
}

static size_t panel_count(const hk_pass *pass, size_t index)
{
    const size_t first = index * pass->plan.panel_samples;
    return hk_min_size(pass->plan.panel_samples, pass->view->n_samples - first);
}

static void run_panel(const hk_pass *pass, place at, size_t index, const trip *wanted)
{
    hk_group *const total = &pass->groups[at.group];
    hk_loss_sums sums = {.loss = {0}};
    const hk_panel panel = open_panel(pass, &pass->rooms[at.thread],
                                      index * pass->plan.panel_samples, panel_count(pass, index));
    total->illegal_target |= pass->mathematics->kernels->outside(pass->legal, panel.count, panel.y);
    size_t j = 0;
    if (!wanted->curvature)
        j = hk_panel_run_strips(&pass->kernel, pass->mathematics, &panel, wanted->b, &sums,
                                wanted->gradient ? total->dJ_dw : NULL);
    for (; j < panel.count; j += pass->plan.strip_samples) {
        const hk_panel strip =
            strip_of(&panel, j, hk_min_size(pass->plan.strip_samples, panel.count - j));
        run_strip(pass, at, &strip, wanted, &sums);
    }
    hk_group_add(total, &sums);
}

static void begin_group(const hk_pass *pass, size_t index, const trip *wanted)
{
    hk_group *const sums = &pass->groups[index];
    *sums = (hk_group){.dJ_dw = pass->gradients + index * pass->kernel.gradient_length};
    if (wanted->gradient)
        hk_blocks_clear(pass, sums->dJ_dw);
}

static void run_group(const hk_pass *pass, int thread, size_t index, const void *work)
{
    const trip *const wanted = work;
    const place at = {thread, index, (size_t)thread};
    begin_group(pass, index, wanted);
    if (wanted->curvature)
        hk_curvature_clear(wanted->curvature, index);
    const size_t end = hk_plan_group_begin(&pass->plan, index + 1);
    for (size_t p = hk_plan_group_begin(&pass->plan, index); p < end; p++)
        run_panel(pass, at, p, wanted);
    if (wanted->curvature)
        hk_curvature_flush(wanted->curvature, at.batch, index);
}

/* Where H is shared: a group's panels `from` ... `to` - 1, counted from its first one, into a
 * batch of its own. */
static void run_stretch(const hk_pass *pass, place at, size_t from, size_t to, const trip *wanted)
{
    const size_t begin = hk_plan_group_begin(&pass->plan, at.group);
    const size_t end = hk_min_size(begin + to, hk_plan_group_begin(&pass->plan, at.group + 1));
    if (from == 0)
        begin_group(pass, at.group, wanted);
    for (size_t p = begin + from; p < end; p++)
        run_panel(pass, at, p, wanted);
}

/* Groups first ... first + count - 1, a stretch each; then all that they packed onto H. */
static void run_round(const hk_pass *pass, size_t first, size_t count, size_t from,
                      const trip *wanted)
{
    const size_t to = from + wanted->curvature->batch_panels;
    const size_t n_tiles = wanted->curvature->n_tiles;
    if (hk_threads(pass->n_rooms, 0) == 1) {
        for (size_t k = 0; k < count; k++)
            run_stretch(pass, (place){0, first + k, k}, from, to, wanted);
        for (size_t t = 0; t < n_tiles; t++)
            hk_curvature_add_tile(wanted->curvature, t);
    } else {
#pragma omp parallel for num_threads(pass->n_rooms) schedule(static)
        for (size_t k = 0; k < count; k++)
            run_stretch(pass, (place){omp_get_thread_num(), first + k, k}, from, to, wanted);
#pragma omp parallel for num_threads(pass->n_rooms) schedule(dynamic)
        for (size_t t = 0; t < n_tiles; t++)
            hk_curvature_add_tile(wanted->curvature, t);
    }
    hk_curvature_empty(wanted->curvature);
}

static void run_rounds(const hk_pass *pass, const trip *wanted)
{
    const size_t at_once = wanted->curvature->n_batches;
    const size_t n_groups = pass->plan.n_groups;
    const size_t longest = (pass->plan.n_panels + n_groups - 1) / n_groups; /* panels of a group */
    hk_curvature_clear(wanted->curvature, 0);
    for (size_t first = 0; first < n_groups; first += at_once)
        for (size_t from = 0; from < longest; from += wanted->curvature->batch_panels)
            run_round(pass, first, hk_min_size(at_once, n_groups - first), from, wanted);
}

static void join(const hk_pass *pass, size_t to, size_t from, const trip *wanted)
{
    hk_group *const left = &pass->groups[to];
    const hk_group *const right = &pass->groups[from];
    hk_group_join(left, right);
    for (size_t i = 0; wanted->gradient && i < pass->kernel.gradient_length; i++)
        left->dJ_dw[i] += right->dJ_dw[i];
    if (wanted->curvature && !wanted->curvature->shared)
        hk_curvature_join(wanted->curvature, to, from);
}

/* The fixed tree: neighbours first, then neighbours of neighbours. */
static void join_groups(const hk_pass *pass, const trip *wanted)
{
    for (size_t step = 1; step < pass->plan.n_groups; step *= 2)
        for (size_t g = 0; g + step < pass->plan.n_groups; g += 2 * step)
            join(pass, g, g + step, wanted);
}

hk_sums hk_pass_run_curvature(hk_pass *pass, const double *w, double b, double *dJ_dw, double *H)
{
    const double W = pass->total_weight;
    const trip wanted = {b, dJ_dw != NULL, H ? pass->curvature : NULL};
    hk_blocks_set_weights(pass, w);
    if (wanted.curvature && wanted.curvature->shared)
        run_rounds(pass, &wanted);
    else
        hk_pass_share(pass, pass->plan.n_groups, run_group, &wanted);
    join_groups(pass, &wanted);
    const hk_group *const all = &pass->groups[0];
    if (dJ_dw)
        hk_blocks_gradient(pass, all->dJ_dw, W, dJ_dw);
    if (H)
        hk_curvature_unpack(pass->curvature, W, H);
    return hk_group_sums(all, W);
}

hk_sums hk_pass_run(hk_pass *pass, const double *w, double b, double *dJ_dw)
{
    return hk_pass_run_curvature(pass, w, b, dJ_dw, NULL);
}

/* The gradient of half the squared loss of targets 0 weighted by d: 1/2 sum d z^2. */
double hk_pass_apply(hk_pass *pass, const double *w, double b, const double *d, double *Xdz)
{
    const hk_mathematics squared = hk_mathematics_of(HILLOCK_IDENTITY, HILLOCK_SQUARED);
    hk_view view = *pass->view;
    hk_pass quadratic = *pass; /* in the same rooms: whatever is next sets its own weights */
    view.targets = view.offset = (hk_column){.values = NULL};
    view.weights = (hk_column){d, HK_F64};
    quadratic.view = quadratic.kernel.view = &view;
    quadratic.mathematics = &squared;
    quadratic.total_weight = 2.0;
    return hk_pass_run(&quadratic, w, b, Xdz).dJ_db;
}

void hk_pass_choose_curvature(hk_pass *pass, hk_curvature_kind kind)
{
    pass->curvature_kind = kind;
}

double hk_pass_epsilon(const hk_pass *pass)
{
    const bool in_float = pass->plan.kernel == HILLOCK_KERNEL_BLAS && pass->view->type == HK_F32;
    return in_float ? FLT_EPSILON : DBL_EPSILON;
}

void hk_pass_visit(hk_pass *pass, const double *w, double b, hk_visit visit, void *payload)
{
    hk_blocks_set_weights(pass, w);
    bool more = true;
    for (size_t p = 0; more && p < pass->plan.n_panels; p++) {
        hk_ahead nothing = {0};
        const hk_panel panel =
            open_panel(pass, pass->rooms, p * pass->plan.panel_samples, panel_count(pass, p));
        forward(pass, pass->rooms, &panel, &nothing, b);
        hk_differentiate(pass->mathematics, panel.count, panel.y, panel.z, panel.l, panel.dl_dz,
                         panel.d2l_dz2);
        more = visit(&panel, payload);
    }
}
