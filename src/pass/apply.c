/* X diag(d) X^T applied to a vector: the same trip as a gradient's, with one multiplication a
 * sample in place of the loss. */
#include "core/memory.h"
#include "core/threads.h"
#include "pass/blocks.h"

#include <omp.h>

typedef struct application {
    double b;
    const double *d; /* m; NULL: forward alone */
    double *z;       /* m; NULL: not wanted    */
} application;

static void apply_to_strip(const hk_pass *pass, int thread, size_t group, size_t first,
                           size_t count, const application *work)
{
    hk_room *const own = &pass->rooms[thread];
    double *const z = own->columns + (size_t)Z * hk_column_length(&pass->plan);
    hk_ahead ahead = hk_panel_ahead(&pass->kernel, first, count);
    hk_compensated sum = pass->groups[group].residual;
    hk_blocks_forward(pass, own, first, count, &ahead, work->b, z);
    for (size_t j = 0; work->z && j < count; j++)
        work->z[first + j] = z[j];
    if (!work->d)
        return;
    for (size_t j = 0; j < count; j++) {
        z[j] = work->d[first + j] == 0.0 ? 0.0 : work->d[first + j] * z[j];
        hk_compensated_add(&sum, z[j]);
    }
    pass->groups[group].residual = sum;
    hk_blocks_backward(pass, own, first, count, &ahead, z, pass->groups[group].dJ_dw);
}

static void apply_to_group(const hk_pass *pass, int thread, size_t index, const application *work)
{
    const size_t m = pass->view->n_samples, panel = pass->plan.panel_samples;
    const size_t end = hk_min_size(hk_plan_group_begin(&pass->plan, index + 1) * panel, m);
    hk_group *const group = &pass->groups[index];
    *group = (hk_group){.dJ_dw = pass->gradients + index * pass->kernel.gradient_length};
    if (work->d)
        hk_blocks_clear(pass, group->dJ_dw);
    for (size_t j = hk_plan_group_begin(&pass->plan, index) * panel; j < end;) {
        const size_t left = hk_min_size(end - j, panel - j % panel); /* of this panel */
        const size_t count = hk_min_size(left, pass->plan.strip_samples);
        apply_to_strip(pass, thread, index, j, count, work);
        j += count;
    }
}

static void apply_to_groups(const hk_pass *pass, const application *work)
{
    const size_t n_groups = pass->plan.n_groups;
    if (pass->plan.n_blocks > 0 || hk_threads(pass->n_rooms, 0) == 1) {
        for (size_t g = 0; g < n_groups; g++)
            apply_to_group(pass, 0, g, work);
        return;
    }
#pragma omp parallel for num_threads(pass->n_rooms) schedule(static)
    for (size_t g = 0; g < n_groups; g++)
        apply_to_group(pass, omp_get_thread_num(), g, work);
}

double hk_pass_apply(hk_pass *pass, const double *w, double b, const double *d, double *z,
                     double *Xdz)
{
    const size_t n_groups = pass->plan.n_groups;
    hk_blocks_set_weights(pass, w);
    apply_to_groups(pass, &(application){b, d, z});
    for (size_t step = 1; d && step < n_groups; step *= 2)
        for (size_t g = 0; g + step < n_groups; g += 2 * step) {
            hk_group *const left = &pass->groups[g];
            const hk_group *const right = &pass->groups[g + step];
            hk_compensated_add(&left->residual, hk_compensated_value(&right->residual));
            for (size_t i = 0; i < pass->kernel.gradient_length; i++)
                left->dJ_dw[i] += right->dJ_dw[i];
        }
    if (d)
        hk_blocks_gradient(pass, pass->groups[0].dJ_dw, 1.0, Xdz);
    return d ? hk_compensated_value(&pass->groups[0].residual) : 0.0;
}

/* The elementwise part of one panel, whose z d holds; room: y, weights, l, dl/dz of a panel. */
static void curvatures_of_panel(const hk_pass *pass, size_t first, size_t count, double *d)
{
    const hk_view *const view = pass->view;
    const size_t length = hk_column_length(&pass->plan);
    double *const room = pass->rooms->columns;
    hk_panel panel = {.first = first, .count = count, .z = room + Z * length};
    panel.y = hk_column_read(&view->targets, first, count, 0.0, room + Y * length);
    panel.l = room + L * length;
    panel.dl_dz = room + DL * length;
    panel.d2l_dz2 = room + D2L * length;
    for (size_t j = 0; j < count; j++)
        panel.z[j] = d[j] + hk_column_value(&view->offset, first + j, 0.0);
    hk_differentiate(pass->mathematics, count, panel.y, panel.z, panel.l, panel.dl_dz,
                     panel.d2l_dz2);
    hk_pass_replace_curvatures(pass, &panel);
    for (size_t j = 0; j < count; j++) {
        const double weight = hk_column_value(&view->weights, first + j, 1.0);
        d[j] = weight == 0.0 ? 0.0 : weight / pass->total_weight * panel.d2l_dz2[j];
    }
}

void hk_pass_curvatures(hk_pass *pass, const double *w, double b, double *d)
{
    const size_t m = pass->view->n_samples, step = pass->plan.panel_samples;
    (void)hk_pass_apply(pass, w, b, NULL, d, NULL);
    for (size_t j = 0; j < m; j += step)
        curvatures_of_panel(pass, j, hk_min_size(step, m - j), d + j);
}
