#include "pass/panel.h"

#include "core/memory.h"

#include <string.h>

/* Samples of columns during whose elementwise mathematics the same eight features are asked for:
 * enough to be worth a call. */
enum { PART = 64 };

static bool is_packed(const hk_panel_kernel *kernel)
{
    return kernel->plan.kernel == HILLOCK_KERNEL_FUSED &&
           kernel->view->layout == HILLOCK_SAMPLE_MAJOR;
}

static bool needs_float(const hk_panel_kernel *kernel)
{
    return kernel->plan.kernel == HILLOCK_KERNEL_BLAS && kernel->view->type == HK_F32;
}

bool hk_panel_kernel_create(hk_panel_kernel *kernel, const hk_view *view, const hk_plan *plan,
                            const hk_products *products)
{
    const size_t n = view->n_features;
    *kernel = (hk_panel_kernel){.view = view, .plan = *plan, .products = products};
    kernel->gradient_length = is_packed(kernel) ? hk_packed_length(products, n) : n;
    kernel->w = hk_allocate(kernel->gradient_length, sizeof *kernel->w);
    if (needs_float(kernel))
        kernel->w_f32 = hk_allocate(n, sizeof *kernel->w_f32);
    if (kernel->w && (kernel->w_f32 || !needs_float(kernel)))
        return true;
    hk_panel_kernel_destroy(kernel);
    return false;
}

void hk_panel_kernel_destroy(hk_panel_kernel *kernel)
{
    hk_free(kernel->w);
    hk_free(kernel->w_f32);
    kernel->w = NULL;
    kernel->w_f32 = NULL;
}

bool hk_panel_room_create(hk_panel_room *room, const hk_panel_kernel *kernel)
{
    *room = (hk_panel_room){NULL, NULL};
    if (!needs_float(kernel))
        return true;
    room->z = hk_allocate(kernel->plan.panel_samples, sizeof *room->z);
    room->dJ_dw = hk_allocate(hk_plan_most_features(&kernel->plan, kernel->view->n_features),
                              sizeof *room->dJ_dw);
    if (room->z && room->dJ_dw)
        return true;
    hk_panel_room_destroy(room);
    return false;
}

void hk_panel_room_destroy(hk_panel_room *room)
{
    hk_free(room->z);
    hk_free(room->dJ_dw);
    *room = (hk_panel_room){NULL, NULL};
}

void hk_panel_set_weights(hk_panel_kernel *kernel, const double *w)
{
    const size_t n = kernel->view->n_features;
    if (is_packed(kernel))
        hk_pack(kernel->products, n, w, kernel->w);
    else if (n > 0)
        memcpy(kernel->w, w, n * sizeof *w);
    if (needs_float(kernel))
        hk_blas_set_weights(kernel, w);
}

static const hk_typed_products *typed(const hk_panel_kernel *kernel)
{
    return kernel->view->type == HK_F64 ? &kernel->products->f64 : &kernel->products->f32;
}

/* Two strips have to follow: a little more is asked for than one. */
hk_ahead hk_panel_ahead(const hk_panel_kernel *kernel, size_t first, size_t count)
{
    const hk_view *const view = kernel->view;
    const hk_columns_ahead columns = kernel->plan.ahead;
    const size_t size = hk_type_size(view->type);
    if (!kernel->plan.asks_ahead || count < kernel->plan.strip_samples ||
        view->n_samples - first < 3 * count)
        return (hk_ahead){0};
    const size_t apart = view->layout == HILLOCK_SAMPLE_MAJOR ? count / HK_STREAMS : 1;
    return (hk_ahead){.next = hk_view_at(view, first + count, 0),
                      .gap = apart * view->stride * size,
                      .forward = columns.forward,
                      .between = columns.between,
                      .backward = columns.backward,
                      .nearer = kernel->plan.asks_nearer};
}

size_t hk_panel_part(const hk_panel_kernel *kernel, size_t first, size_t count, size_t from,
                     hk_ahead *ahead)
{
    const hk_view *const view = kernel->view;
    const size_t size = hk_type_size(view->type);
    const size_t eights = view->n_features / HK_STREAMS;
    if (view->layout == HILLOCK_SAMPLE_MAJOR || ahead->between == 0 || eights == 0)
        return count - from;
    const size_t asked = PART / HK_STREAMS * ahead->between * HK_CACHE_LINE / size;
    const size_t part = from / PART, next = part / eights * asked;
    if (next >= count) { /* all of the next strip has been asked for */
        ahead->between = 0;
        return count - from;
    }
    ahead->next = (const char *)hk_view_at(view, first + count + next, part % eights * HK_STREAMS) +
                  HK_LINE_END;
    return hk_min_size(PART, count - from);
}

static void forward_columns(const hk_panel_kernel *kernel, const void *X, size_t count,
                            const hk_ahead *ahead, double b, double *z)
{
    const hk_view *const view = kernel->view;
    const bool within = kernel->plan.later_features < view->n_features;
    const size_t later = ahead->next || within ? kernel->plan.later_features : 0;
    const size_t next = ahead->next ? (size_t)(ahead->next - (const char *)X) : 0;
    typed(kernel)->forward_columns(view->n_features, count, X, view->stride,
                                   kernel->plan.asks_nearer, later, next, kernel->w, b, z);
}

void hk_panel_forward(const hk_panel_kernel *kernel, hk_panel_room *room, size_t first,
                      size_t count, hk_ahead *ahead, double b, double *z)
{
    const hk_view *const view = kernel->view;
    const void *const X = hk_view_at(view, first, 0);
    if (kernel->plan.kernel == HILLOCK_KERNEL_BLAS)
        hk_blas_forward(kernel, room, first, count, b, z);
    else if (view->layout == HILLOCK_SAMPLE_MAJOR)
        typed(kernel)->forward_rows(view->n_features, count, X, view->stride, ahead, kernel->w, b,
                                    z);
    else if (kernel->plan.long_streams)
        typed(kernel)->forward_runs(view->n_features, count, X, view->stride,
                                    kernel->plan.wide_runs, kernel->plan.later_features > 0,
                                    kernel->w, b, z);
    else
        forward_columns(kernel, X, count, ahead, b, z);
}

void hk_panel_backward(const hk_panel_kernel *kernel, hk_panel_room *room, size_t first,
                       size_t count, hk_ahead *ahead, const double *dJ_dz, double *dJ_dw)
{
    const hk_view *const view = kernel->view;
    const size_t n = view->n_features;
    const void *const X = hk_view_at(view, first, 0);
    if (kernel->plan.kernel == HILLOCK_KERNEL_BLAS)
        hk_blas_backward(kernel, room, first, count, dJ_dz, dJ_dw);
    else if (view->layout == HILLOCK_SAMPLE_MAJOR)
        typed(kernel)->backward_rows(n, count, X, view->stride, ahead, dJ_dz, dJ_dw);
    else if (kernel->plan.long_streams || kernel->plan.later_lines > 0)
        typed(kernel)->backward_runs(n, count, X, view->stride,
                                     ahead->next ? kernel->plan.later_lines : 0, dJ_dz, dJ_dw);
    else
        typed(kernel)->backward_columns(n, count, X, view->stride, kernel->plan.later_features,
                                        dJ_dz, dJ_dw);
}

/* The targets of the next panel, where they are doubles and there is one. */
static const double *later_targets(const hk_panel_kernel *kernel, const hk_panel *panel)
{
    const hk_view *const view = kernel->view;
    const size_t later = panel->first + kernel->plan.panel_samples;
    return view->targets.values && view->targets.type == HK_F64 &&
                   later + panel->count <= view->n_samples
               ? (const double *)view->targets.values + later
               : NULL;
}

/* Eight streams through all of a panel, through a strip, or adjacent samples where X is at hand. */
static hk_taking taking_of(const hk_panel_kernel *kernel, size_t count)
{
    const size_t strip = kernel->plan.strip_samples;
    const size_t run = strip / HK_STREAMS;
    if (!kernel->plan.asks_ahead)
        return (hk_taking){1, HK_STREAMS, strip};
    if (kernel->plan.long_streams)
        return (hk_taking){count / HK_STREAMS, 1, run};
    return (hk_taking){run, 1, strip};
}

/* A little more is asked for than one strip: from two on. */
static size_t asking_samples(const hk_panel_kernel *kernel, size_t first, size_t count)
{
    const size_t strip = kernel->plan.strip_samples;
    const size_t left = kernel->view->n_samples - first;
    const size_t further = kernel->plan.asks_twice ? 2 * strip : strip;
    if (kernel->plan.long_streams)
        return left >= count + further ? count : 0;
    return left >= 3 * strip ? left - 3 * strip + 1 : 0;
}

/* Without backward, forward asks for its lines as well, but for those between rows with gaps. */
static hk_ahead strips_ahead(const hk_panel_kernel *kernel, const hk_taking *taking, bool backward)
{
    const hk_view *const view = kernel->view;
    const hk_columns_ahead columns = kernel->plan.strips_ahead;
    const size_t size = hk_type_size(view->type);
    return (hk_ahead){.gap = taking->apart * view->stride * size,
                      .forward = columns.forward + (backward ? 0 : columns.backward),
                      .between = columns.between,
                      .backward = backward ? columns.backward : 0,
                      .nearer = kernel->plan.asks_nearer};
}

/* J alone of float gains nothing by that. */
static bool asks_within(const hk_panel_kernel *kernel, bool backward)
{
    return kernel->plan.asks_within && (backward || kernel->view->type == HK_F64);
}

/* Once it has been widened; which changes no bit of J. */
static bool is_kept(const hk_view *view, size_t strip)
{
    return view->type == HK_F32 && strip <= HK_KEPT_LENGTH / hk_whole_length(view->n_features);
}

size_t hk_panel_run_strips(const hk_panel_kernel *kernel, const hk_mathematics *mathematics,
                           const hk_panel *panel, double b, hk_loss_sums *sums, double *dJ_dw)
{
    const hk_view *const view = kernel->view;
    const size_t strip = kernel->plan.strip_samples;
    const size_t count = panel->count / strip * strip;
    const bool possible = kernel->plan.kernel == HILLOCK_KERNEL_FUSED &&
                          view->layout == HILLOCK_SAMPLE_MAJOR && kernel->plan.n_blocks == 0 &&
                          view->n_features >= HK_NARROW_ROWS;
    if (!possible)
        return 0;
    const hk_taking taking = taking_of(kernel, count);
    _Alignas(HK_CACHE_LINE) double kept[HK_KEPT_LENGTH];
    const hk_strips strips = {
        .n = view->n_features,
        .count = count,
        .strip = strip,
        .X = hk_view_at(view, panel->first, 0),
        .stride = view->stride,
        .taking = taking,
        .ahead = strips_ahead(kernel, &taking, dJ_dw != NULL),
        .asks_twice = kernel->plan.asks_twice,
        .asks_within = asks_within(kernel, dJ_dw != NULL),
        .asking = asking_samples(kernel, panel->first, count),
        .w = kernel->w,
        .b = b,
        .mathematics = mathematics,
        .y = panel->y,
        .later_y = later_targets(kernel, panel),
        .weights = panel->weights,
        .offset = panel->offset,
        .taken_y = panel->taken_y,
        .taken_weights = panel->taken_weights,
        .taken_offset = panel->taken_offset,
        .z = panel->z,
        .dl_dz = panel->dl_dz,
        .d2l_dz2 = panel->d2l_dz2,
        .kept = dJ_dw && is_kept(view, strip) ? kept : NULL,
        .sums = sums,
        .dJ_dw = dJ_dw,
    };
    typed(kernel)->run_strips(&strips);
    return count;
}

void hk_panel_gradient(const hk_panel_kernel *kernel, const double *partial, double *dJ_dw)
{
    const size_t n = kernel->view->n_features;
    if (is_packed(kernel))
        hk_unpack(kernel->products, n, partial, dJ_dw);
    else if (n > 0)
        memcpy(dJ_dw, partial, n * sizeof *partial);
}
