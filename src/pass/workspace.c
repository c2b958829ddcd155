#include "pass/workspace.h"

#include "core/memory.h"
#include "core/threads.h"
#include "neuron/catalogue.h"

#include <limits.h>
#include <omp.h>

static bool create_rooms(hk_pass *pass, int count)
{
    pass->rooms = hk_allocate((size_t)count, sizeof *pass->rooms);
    if (!pass->rooms)
        return false;
    for (pass->n_rooms = 0; pass->n_rooms < count; pass->n_rooms++) {
        hk_room *const own = &pass->rooms[pass->n_rooms];
        own->columns = hk_allocate(N_COLUMNS * hk_column_length(&pass->plan), sizeof(double));
        if (!own->columns || !hk_panel_room_create(&own->panel, &pass->kernel)) {
            hk_free(own->columns);
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

static bool create_block_z(hk_pass *pass)
{
    size_t elements;
    if (!hk_multiply(pass->plan.n_blocks, pass->plan.panel_samples, &elements))
        return false;
    pass->block_z = hk_allocate(elements, sizeof *pass->block_z);
    return pass->block_z != NULL;
}

/* Never more threads than groups, or than blocks of features where they share those. */
static int threads_for(const hk_view *view, const hk_plan *plan, int64_t wanted)
{
    const size_t work = view->n_samples * (view->n_features + 16);
    const int offered = hk_threads(wanted < INT_MAX ? (int)wanted : INT_MAX, work);
    const size_t most = plan->n_blocks > 0 ? plan->n_blocks : plan->n_groups;
    return (int)hk_min_size((size_t)offered, most);
}

int hk_pass_threads(const hk_view *view, hk_execution execution)
{
    const hk_plan plan = hk_plan_for(view, (hillock_kernel)execution.kernel);
    return threads_for(view, &plan, execution.threads);
}

static void bind(hk_pass *pass, const hk_view *view, const hk_mathematics *mathematics,
                 double total_weight, const hk_plan *plan)
{
    pass->view = view;
    pass->n_features = view->n_features;
    pass->type = view->type;
    pass->layout = view->layout;
    pass->mathematics = mathematics;
    pass->total_weight = total_weight;
    pass->legal = hk_legal_targets(mathematics->loss);
    pass->plan = *plan;
}

hk_pass *hk_pass_create(const hk_view *view, const hk_mathematics *mathematics, double total_weight,
                        hk_execution execution)
{
    const hk_plan plan = hk_plan_for(view, (hillock_kernel)execution.kernel);
    hk_pass *const pass = hk_allocate(1, sizeof *pass);
    if (!pass)
        return NULL;
    bind(pass, view, mathematics, total_weight, &plan);
    pass->aside = hk_allocate(view->n_features, sizeof *pass->aside);
    if (pass->aside &&
        hk_panel_kernel_create(&pass->kernel, view, &plan, hk_products_for(hk_processor())) &&
        create_groups(pass) && create_block_z(pass) &&
        create_rooms(pass, threads_for(view, &plan, execution.threads)))
        return pass;
    hk_pass_destroy(pass);
    return NULL;
}

bool hk_pass_rebind(hk_pass *pass, const hk_view *view, const hk_mathematics *mathematics,
                    double total_weight, hk_execution execution)
{
    const hk_plan plan = hk_plan_for(view, (hillock_kernel)execution.kernel);
    if (view->n_features != pass->n_features || view->type != pass->type ||
        view->layout != pass->layout || plan.kernel != pass->plan.kernel ||
        plan.panel_samples != pass->plan.panel_samples || plan.n_groups != pass->plan.n_groups ||
        plan.n_blocks != pass->plan.n_blocks ||
        threads_for(view, &plan, execution.threads) != pass->n_rooms)
        return false;
    hk_curvature_destroy(pass->curvature);
    pass->curvature = NULL;
    bind(pass, view, mathematics, total_weight, &plan);
    pass->kernel.view = view;
    pass->kernel.plan = plan;
    return true;
}

void hk_pass_share(const hk_pass *pass, size_t count,
                   void (*on)(const hk_pass *pass, int thread, size_t index, const void *work),
                   const void *work)
{
    if (pass->plan.n_blocks > 0 || hk_threads(pass->n_rooms, 0) == 1) {
        for (size_t k = 0; k < count; k++)
            on(pass, 0, k, work);
        return;
    }
#pragma omp parallel for num_threads(pass->n_rooms) schedule(static)
    for (size_t k = 0; k < count; k++)
        on(pass, omp_get_thread_num(), k, work);
}

double *hk_pass_aside(hk_pass *pass)
{
    return pass->aside;
}

/* Where threads share features an H would take 128 GiB at the least. */
bool hk_pass_reserve_curvature(hk_pass *pass, const double *centre)
{
    if (pass->plan.n_blocks > 0)
        return false;
    if (!pass->curvature)
        pass->curvature =
            hk_curvature_create(pass->view, &pass->plan, hk_curvature_kernel_for(hk_processor()),
                                (size_t)pass->n_rooms, centre);
    return pass->curvature != NULL;
}

void hk_pass_destroy(hk_pass *pass)
{
    if (!pass)
        return;
    for (int k = 0; k < pass->n_rooms; k++) {
        hk_free(pass->rooms[k].columns);
        hk_panel_room_destroy(&pass->rooms[k].panel);
    }
    hk_curvature_destroy(pass->curvature);
    hk_panel_kernel_destroy(&pass->kernel);
    hk_free(pass->rooms);
    hk_free(pass->groups);
    hk_free(pass->gradients);
    hk_free(pass->aside);
    hk_free(pass->block_z);
    hk_free(pass);
}
