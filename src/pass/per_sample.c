/* Trips for a number of each sample. */
#include "core/memory.h"
#include "pass/blocks.h"

/* A number of each sample: z, or what it becomes by `become`, a panel at a time. */
typedef struct per_sample {
    double b;
    void (*become)(const hk_pass *pass, const hk_room *own, size_t first, size_t count,
                   double *values);
    double *values; /* m */
} per_sample;

/* values: z = wX + b, the offset left out; in strips, each of which asks for the next one. */
static void forward(const hk_pass *pass, hk_room *own, size_t first, size_t count, double b,
                    double *values)
{
    size_t length = 0;
    for (size_t j = 0; j < count; j += length) {
        length = hk_min_size(pass->plan.strip_samples, count - j);
        hk_ahead ahead = hk_panel_ahead(&pass->kernel, first + j, length);
        ahead.forward += ahead.between + ahead.backward; /* there is nothing but forward */
        hk_blocks_forward(pass, own, first + j, length, &ahead, b, values + j);
    }
}

static void add_offset(const hk_pass *pass, size_t first, size_t count, double *z)
{
    const hk_column *const offset = &pass->view->offset;
    for (size_t j = 0; offset->values && j < count; j++)
        z[j] += hk_column_value(offset, first + j, 0.0);
}

static void activate(const hk_pass *pass, const hk_room *own, size_t first, size_t count,
                     double *values)
{
    (void)own;
    add_offset(pass, first, count, values);
    hk_activate(pass->mathematics, count, values, values);
}

static void differentiate(const hk_pass *pass, const hk_room *own, size_t first, size_t count,
                          double *values)
{
    const hk_view *const view = pass->view;
    const size_t length = hk_column_length(&pass->plan);
    double *const room = own->columns;
    hk_panel panel = {.first = first, .count = count, .z = values};
    panel.y = hk_column_read(&view->targets, first, count, 0.0, room + Y * length);
    panel.l = room + L * length;
    panel.dl_dz = room + DL * length;
    panel.d2l_dz2 = room + D2L * length;
    add_offset(pass, first, count, values);
    hk_differentiate(pass->mathematics, count, panel.y, panel.z, panel.l, panel.dl_dz,
                     panel.d2l_dz2);
    hk_pass_replace_curvatures(pass, &panel);
    for (size_t j = 0; j < count; j++) {
        const double weight = hk_column_value(&view->weights, first + j, 1.0);
        values[j] = weight == 0.0 ? 0.0 : weight / pass->total_weight * panel.d2l_dz2[j];
    }
}

static void run_panel(const hk_pass *pass, int thread, size_t index, const void *work)
{
    const per_sample *const wanted = work;
    hk_room *const own = &pass->rooms[thread];
    const size_t first = index * pass->plan.panel_samples;
    const size_t count = hk_min_size(pass->plan.panel_samples, pass->view->n_samples - first);
    forward(pass, own, first, count, wanted->b, wanted->values + first);
    if (wanted->become)
        wanted->become(pass, own, first, count, wanted->values + first);
}

static void run(hk_pass *pass, const double *w, const per_sample *wanted)
{
    hk_blocks_set_weights(pass, w);
    hk_pass_share(pass, pass->plan.n_panels, run_panel, wanted);
}

void hk_pass_forward(hk_pass *pass, const double *w, double b, double *z)
{
    run(pass, w, &(per_sample){b, NULL, z});
}

void hk_pass_activations(hk_pass *pass, const double *w, double b, double *a)
{
    run(pass, w, &(per_sample){b, activate, a});
}

void hk_pass_curvatures(hk_pass *pass, const double *w, double b, double *d)
{
    run(pass, w, &(per_sample){b, differentiate, d});
}
