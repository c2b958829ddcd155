#include "pass/pass.h"

#include "core/memory.h"
#include "core/threads.h"
#include "neuron/catalogue.h"

#include <float.h>
#include <limits.h>
#include <math.h>
#include <omp.h>
#include <string.h>

/* What a group of panels has summed so far. */
typedef struct group {
    hk_compensated loss;
    hk_compensated residual;
    double residual_square;
    double curvature_max;
    bool illegal_target;
    double *dJ_dw; /* kernel.gradient_length, inside pass->gradients */
} group;

/* The elementwise arrays of the panel under way, panel_samples each. */
enum { Z, Y, WEIGHTS, OFFSET, L, DL, D2L, N_COLUMNS };

/* What one thread works in. */
typedef struct room {
    double *columns; /* N_COLUMNS */
    hk_panel_room panel;
} room;

struct hk_pass {
    const hk_view *view;
    const hk_mathematics *mathematics;
    double total_weight; /* W */
    hk_interval legal;   /* targets that the loss takes */
    hk_plan plan;
    hk_panel_kernel kernel;
    group *groups;     /* plan.n_groups                          */
    double *gradients; /* plan.n_groups x kernel.gradient_length */
    int n_rooms;
    room *rooms;
};

static double *column(const hk_pass *pass, const room *place, int which)
{
    return place->columns + (size_t)which * pass->plan.panel_samples;
}

static bool create_rooms(hk_pass *pass, int count)
{
    pass->rooms = hk_allocate((size_t)count, sizeof *pass->rooms);
    if (!pass->rooms)
        return false;
    for (pass->n_rooms = 0; pass->n_rooms < count; pass->n_rooms++) {
        room *const place = &pass->rooms[pass->n_rooms];
        place->columns = hk_allocate(N_COLUMNS * pass->plan.panel_samples, sizeof(double));
        if (!place->columns || !hk_panel_room_create(&place->panel, &pass->kernel)) {
            hk_free(place->columns);
            return false;
        }
    }
    return true;
}

static bool create_groups(hk_pass *pass)
{
    size_t elements;
    if (!hk_multiply(pass->plan.n_groups, pass->kernel.gradient_length, &elements))
        return false;
    pass->groups = hk_allocate(pass->plan.n_groups, sizeof *pass->groups);
    pass->gradients = hk_allocate(elements, sizeof *pass->gradients);
    return pass->groups && pass->gradients;
}

/* Never more threads than groups. */
static int threads_for(const hk_pass *pass, int64_t wanted)
{
    const size_t work = pass->view->n_samples * (pass->view->n_features + 16);
    const int offered = hk_threads(wanted < INT_MAX ? (int)wanted : INT_MAX, work);
    return (size_t)offered < pass->plan.n_groups ? offered : (int)pass->plan.n_groups;
}

hk_pass *hk_pass_create(const hk_view *view, const hk_mathematics *mathematics, double total_weight,
                        hk_execution execution)
{
    hk_pass *const pass = hk_allocate(1, sizeof *pass);
    if (!pass)
        return NULL;
    pass->view = view;
    pass->mathematics = mathematics;
    pass->total_weight = total_weight;
    pass->legal = hk_legal_targets(mathematics->loss);
    pass->plan = hk_plan_for(view, (hillock_kernel)execution.kernel);
    if (hk_panel_kernel_create(&pass->kernel, view, &pass->plan, hk_products_for(hk_processor())) &&
        create_groups(pass) && create_rooms(pass, threads_for(pass, execution.threads)))
        return pass;
    hk_pass_destroy(pass);
    return NULL;
}

void hk_pass_destroy(hk_pass *pass)
{
    if (!pass)
        return;
    for (int k = 0; k < pass->n_rooms; k++) {
        hk_free(pass->rooms[k].columns);
        hk_panel_room_destroy(&pass->rooms[k].panel);
    }
    hk_panel_kernel_destroy(&pass->kernel);
    hk_free(pass->rooms);
    hk_free(pass->groups);
    hk_free(pass->gradients);
    hk_free(pass);
}

/* Samples first ... first + count - 1 with z = wX + b + offset, and nothing else computed. */
static hk_panel forward(const hk_pass *pass, room *place, size_t first, size_t count, double b)
{
    const hk_view *const view = pass->view;
    const hk_panel panel = {
        .first = first,
        .count = count,
        .z = column(pass, place, Z),
        .y = hk_column_read(&view->targets, first, count, 0.0, column(pass, place, Y)),
        .weights = view->weights.values ? hk_column_read(&view->weights, first, count, 1.0,
                                                         column(pass, place, WEIGHTS))
                                        : NULL,
        .l = column(pass, place, L),
        .dl_dz = column(pass, place, DL),
        .d2l_dz2 = column(pass, place, D2L),
    };
    hk_panel_forward(&pass->kernel, &place->panel, first, count, b, panel.z);
    if (view->offset.values) {
        const double *const offset =
            hk_column_read(&view->offset, first, count, 0.0, column(pass, place, OFFSET));
        for (size_t j = 0; j < count; j++)
            panel.z[j] += offset[j];
    }
    return panel;
}

/* A strip; with dJ_dw != NULL also backward. The weights stand outside the sums, 1/W at the very
 * end: dJ/dz = (weight / W) dl/dz. */
static void run_strip(const hk_pass *pass, room *place, size_t first, size_t count, double b,
                      double *dJ_dw, group *total, hk_loss_sums *sums)
{
    const hk_panel strip = forward(pass, place, first, count, b);
    total->illegal_target |= pass->mathematics->kernels->outside(pass->legal, count, strip.y);
    hk_panel_ask_ahead(&pass->kernel, first, count);
    hk_differentiate_sums(pass->mathematics, count, strip.y, strip.z, strip.weights, strip.dl_dz,
                          sums);
    if (dJ_dw)
        hk_panel_backward(&pass->kernel, &place->panel, first, count, strip.dl_dz, dJ_dw);
}

static size_t panel_count(const hk_pass *pass, size_t index)
{
    const size_t first = index * pass->plan.panel_samples;
    return hk_min_size(pass->plan.panel_samples, pass->view->n_samples - first);
}

/* Strip by strip, all of them in the same place: less to keep in the L1 cache. */
static void run_panel(const hk_pass *pass, room *place, size_t index, double b, double *dJ_dw,
                      group *total)
{
    hk_loss_sums sums = {.loss = {0}};
    const size_t first = index * pass->plan.panel_samples;
    const size_t end = first + panel_count(pass, index);
    const size_t strip = pass->plan.strip_samples;
    for (size_t j = first; j < end; j += strip)
        run_strip(pass, place, j, hk_min_size(strip, end - j), b, dJ_dw, total, &sums);
    hk_compensated_add(&total->loss, hk_lane_sum(sums.loss));
    hk_compensated_add(&total->residual, hk_lane_sum(sums.residual)); /* dJ/dz . 1 */
    total->residual_square += hk_lane_sum(sums.residual_square);
    total->curvature_max = fmax(total->curvature_max, hk_curvature_max(&sums));
}

static void run_group(const hk_pass *pass, room *place, size_t index, double b, bool gradient)
{
    const size_t length = pass->kernel.gradient_length;
    group *const sums = &pass->groups[index];
    *sums = (group){.dJ_dw = pass->gradients + index * length};
    if (gradient && length > 0)
        memset(sums->dJ_dw, 0, length * sizeof *sums->dJ_dw);
    const size_t end = hk_plan_group_begin(&pass->plan, index + 1);
    for (size_t p = hk_plan_group_begin(&pass->plan, index); p < end; p++)
        run_panel(pass, place, p, b, gradient ? sums->dJ_dw : NULL, sums);
}

static void run_groups(const hk_pass *pass, double b, bool gradient)
{
    const size_t n_groups = pass->plan.n_groups;
    if (hk_threads(pass->n_rooms, 0) == 1) { /* forked since the rooms were made */
        for (size_t g = 0; g < n_groups; g++)
            run_group(pass, pass->rooms, g, b, gradient);
        return;
    }
#pragma omp parallel for num_threads(pass->n_rooms) schedule(static)
    for (size_t g = 0; g < n_groups; g++)
        run_group(pass, &pass->rooms[omp_get_thread_num()], g, b, gradient);
}

static void join(group *left, const group *right, size_t length, bool gradient)
{
    hk_compensated_add(&left->loss, hk_compensated_value(&right->loss));
    hk_compensated_add(&left->residual, hk_compensated_value(&right->residual));
    left->residual_square += right->residual_square;
    left->curvature_max = fmax(left->curvature_max, right->curvature_max);
    left->illegal_target |= right->illegal_target;
    for (size_t i = 0; gradient && i < length; i++)
        left->dJ_dw[i] += right->dJ_dw[i];
}

/* The fixed tree: neighbours first, then neighbours of neighbours. */
static void join_groups(const hk_pass *pass, bool gradient)
{
    for (size_t step = 1; step < pass->plan.n_groups; step *= 2)
        for (size_t g = 0; g + step < pass->plan.n_groups; g += 2 * step)
            join(&pass->groups[g], &pass->groups[g + step], pass->kernel.gradient_length, gradient);
}

hk_sums hk_pass_run(hk_pass *pass, const double *w, double b, double *dJ_dw)
{
    const double W = pass->total_weight;
    hk_panel_set_weights(&pass->kernel, w);
    run_groups(pass, b, dJ_dw != NULL);
    join_groups(pass, dJ_dw != NULL);
    const group *const all = &pass->groups[0];
    if (dJ_dw) {
        hk_panel_gradient(&pass->kernel, all->dJ_dw, dJ_dw);
        for (size_t i = 0; i < pass->view->n_features; i++)
            dJ_dw[i] /= W;
    }
    return (hk_sums){
        .J = hk_compensated_value(&all->loss) / W,
        .dJ_db = hk_compensated_value(&all->residual) / W,
        .residual_rms = sqrt(all->residual_square / W),
        .curvature_max = all->curvature_max,
        .illegal_target = all->illegal_target,
    };
}

double hk_pass_epsilon(const hk_pass *pass)
{
    const bool in_float = pass->plan.kernel == HILLOCK_KERNEL_BLAS && pass->view->type == HK_F32;
    return in_float ? FLT_EPSILON : DBL_EPSILON;
}

void hk_pass_visit(hk_pass *pass, const double *w, double b, hk_visit visit, void *payload)
{
    hk_panel_set_weights(&pass->kernel, w);
    bool more = true;
    for (size_t p = 0; more && p < pass->plan.n_panels; p++) {
        const hk_panel panel =
            forward(pass, pass->rooms, p * pass->plan.panel_samples, panel_count(pass, p), b);
        hk_differentiate(pass->mathematics, panel.count, panel.y, panel.z, panel.l, panel.dl_dz,
                         panel.d2l_dz2);
        more = visit(&panel, payload);
    }
}
