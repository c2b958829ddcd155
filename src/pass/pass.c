#include "pass/pass.h"

#include "core/memory.h"

#include <math.h>
#include <string.h>

/* What a group of panels has summed so far. */
typedef struct group {
    hk_compensated loss;
    hk_compensated residual;
    double residual_square;
    double curvature_max;
    double *dJ_dw; /* n, inside pass->gradients */
} group;

struct hk_pass {
    const hk_view *view;
    const hk_mathematics *mathematics;
    double total_weight; /* W */
    hk_plan plan;
    hk_panel_kernel kernel;
    group *groups;     /* plan.n_groups                             */
    double *gradients; /* plan.n_groups x n                         */
    double *columns;   /* 8 columns of panel_samples: see columns() */
};

/* The elementwise arrays of the panel under way. */
enum { Z, Y, WEIGHTS, OFFSET, L, DL, D2L, SCALED, N_COLUMNS };

static double *column(const hk_pass *pass, int which)
{
    return pass->columns + (size_t)which * pass->plan.panel_samples;
}

hk_pass *hk_pass_create(const hk_view *view, const hk_mathematics *mathematics, double total_weight)
{
    hk_pass *const pass = hk_allocate(1, sizeof *pass);
    if (!pass)
        return NULL;
    pass->view = view;
    pass->mathematics = mathematics;
    pass->total_weight = total_weight;
    pass->plan = hk_plan_for(view);
    size_t elements;
    const bool fits = hk_multiply(pass->plan.n_groups, view->n_features, &elements);
    pass->groups = hk_allocate(pass->plan.n_groups, sizeof *pass->groups);
    pass->gradients = fits ? hk_allocate(elements, sizeof *pass->gradients) : NULL;
    pass->columns = hk_allocate(N_COLUMNS * pass->plan.panel_samples, sizeof *pass->columns);
    if (hk_panel_kernel_create(&pass->kernel, view, &pass->plan) && pass->groups &&
        pass->gradients && pass->columns)
        return pass;
    hk_pass_destroy(pass);
    return NULL;
}

void hk_pass_destroy(hk_pass *pass)
{
    if (!pass)
        return;
    hk_panel_kernel_destroy(&pass->kernel);
    hk_free(pass->groups);
    hk_free(pass->gradients);
    hk_free(pass->columns);
    hk_free(pass);
}

/* z = wX + b + offset, then l, dl/dz, d2l/dz2 of panel number `index`. */
static hk_panel forward(hk_pass *pass, size_t index, const double *w, double b)
{
    const hk_view *const view = pass->view;
    const size_t first = index * pass->plan.panel_samples;
    const size_t count = hk_min_size(pass->plan.panel_samples, view->n_samples - first);
    const hk_panel panel = {
        .first = first,
        .count = count,
        .z = column(pass, Z),
        .y = hk_column_read(&view->targets, first, count, 0.0, column(pass, Y)),
        .weights = hk_column_read(&view->weights, first, count, 1.0, column(pass, WEIGHTS)),
        .l = column(pass, L),
        .dl_dz = column(pass, DL),
        .d2l_dz2 = column(pass, D2L),
    };
    hk_panel_forward(&pass->kernel, first, count, w, b, panel.z);
    if (view->offset.values) {
        const double *const offset =
            hk_column_read(&view->offset, first, count, 0.0, column(pass, OFFSET));
        for (size_t j = 0; j < count; j++)
            panel.z[j] += offset[j];
    }
    hk_differentiate(pass->mathematics, count, panel.y, panel.z, panel.l, panel.dl_dz,
                     panel.d2l_dz2);
    return panel;
}

/* scaled_j = weight_j x_j, where weight 0 makes 0 of anything: the sample is not there. */
static const double *weighted(const hk_pass *pass, const hk_panel *panel, const double *x)
{
    if (!pass->view->weights.values)
        return x;
    double *const scaled = column(pass, SCALED);
    for (size_t j = 0; j < panel->count; j++)
        scaled[j] = panel->weights[j] == 0.0 ? 0.0 : panel->weights[j] * x[j];
    return scaled;
}

static double largest_curvature(const hk_panel *panel)
{
    double largest = 0.0;
    for (size_t j = 0; j < panel->count; j++) {
        const double curvature = panel->weights[j] == 0.0 ? 0.0 : fabs(panel->d2l_dz2[j]);
        largest = curvature > largest ? curvature : largest;
    }
    return largest;
}

/* The weights stand outside the sums, 1/W at the very end: dJ/dz = (weight / W) dl/dz. */
static void reduce_panel(const hk_pass *pass, const hk_panel *panel, group *sums)
{
    hk_compensated_add(&sums->loss, hk_sum(panel->count, weighted(pass, panel, panel->l)));
    sums->curvature_max = fmax(sums->curvature_max, largest_curvature(panel));
    const double *const e = weighted(pass, panel, panel->dl_dz);
    hk_compensated_add(&sums->residual, hk_sum(panel->count, e)); /* dJ/dz . 1 */
    if (e == panel->dl_dz) {
        sums->residual_square += hk_dot(panel->count, e, e);
        return;
    }
    for (size_t j = 0; j < panel->count; j++)
        sums->residual_square += e[j] == 0.0 ? 0.0 : e[j] * panel->dl_dz[j];
}

static void run_group(hk_pass *pass, size_t index, const double *w, double b, bool gradient)
{
    const size_t n = pass->view->n_features;
    group *const sums = &pass->groups[index];
    *sums = (group){.dJ_dw = pass->gradients + index * n};
    if (gradient && n > 0)
        memset(sums->dJ_dw, 0, n * sizeof *sums->dJ_dw);
    const size_t end = hk_plan_group_begin(&pass->plan, index + 1);
    for (size_t p = hk_plan_group_begin(&pass->plan, index); p < end; p++) {
        const hk_panel panel = forward(pass, p, w, b);
        reduce_panel(pass, &panel, sums);
        if (gradient)
            hk_panel_backward(&pass->kernel, panel.first, panel.count,
                              weighted(pass, &panel, panel.dl_dz), sums->dJ_dw);
    }
}

static void join(group *left, const group *right, size_t n, bool gradient)
{
    hk_compensated_add(&left->loss, hk_compensated_value(&right->loss));
    hk_compensated_add(&left->residual, hk_compensated_value(&right->residual));
    left->residual_square += right->residual_square;
    left->curvature_max = fmax(left->curvature_max, right->curvature_max);
    for (size_t i = 0; gradient && i < n; i++)
        left->dJ_dw[i] += right->dJ_dw[i];
}

/* The fixed tree: neighbours first, then neighbours of neighbours. */
static void join_groups(hk_pass *pass, bool gradient)
{
    for (size_t step = 1; step < pass->plan.n_groups; step *= 2)
        for (size_t g = 0; g + step < pass->plan.n_groups; g += 2 * step)
            join(&pass->groups[g], &pass->groups[g + step], pass->view->n_features, gradient);
}

hk_sums hk_pass_run(hk_pass *pass, const double *w, double b, double *dJ_dw)
{
    const size_t n = pass->view->n_features;
    hk_panel_set_weights(&pass->kernel, w);
    for (size_t g = 0; g < pass->plan.n_groups; g++)
        run_group(pass, g, w, b, dJ_dw != NULL);
    join_groups(pass, dJ_dw != NULL);

    const group *const all = &pass->groups[0];
    const double W = pass->total_weight;
    for (size_t i = 0; dJ_dw && i < n; i++)
        dJ_dw[i] = all->dJ_dw[i] / W;
    return (hk_sums){
        .J = hk_compensated_value(&all->loss) / W,
        .dJ_db = hk_compensated_value(&all->residual) / W,
        .residual_rms = sqrt(all->residual_square / W),
        .curvature_max = all->curvature_max,
    };
}

void hk_pass_visit(hk_pass *pass, const double *w, double b, hk_visit visit, void *payload)
{
    hk_panel_set_weights(&pass->kernel, w);
    bool more = true;
    for (size_t p = 0; more && p < pass->plan.n_panels; p++) {
        const hk_panel panel = forward(pass, p, w, b);
        more = visit(&panel, payload);
    }
}
