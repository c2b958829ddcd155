#include "pass/curvature.h"

#include "core/memory.h"

#include <stdint.h>
#include <string.h>

extern const hk_curvature_kernel hk_curvature_kernel_portable;
#ifdef HK_X86_KERNELS
extern const hk_curvature_kernel hk_curvature_kernel_avx2;
extern const hk_curvature_kernel hk_curvature_kernel_avx512;
#endif

enum {
    PRIVATE_ELEMENTS = 1 << 14, /* of the triangle of an H that every group has one of: 8 MiB  */
    SHARED_BATCHES = 16,        /* filled at a time where H is shared                          */
    BATCH_ELEMENTS = 1 << 18,   /* doubles a shared batch may take for its depth: 2 MiB        */
    TILE_FEATURES = 48          /* features of a tile: what it is made of stays in the L2 cache */
};

const hk_curvature_kernel *hk_curvature_kernel_for(hk_instruction_set set)
{
#ifdef HK_X86_KERNELS
    if (set == HK_AVX512)
        return &hk_curvature_kernel_avx512;
    if (set == HK_AVX2)
        return &hk_curvature_kernel_avx2;
#endif
    (void)set;
    return &hk_curvature_kernel_portable;
}

static size_t tile_strips(const hk_curvature *curvature)
{
    return TILE_FEATURES / curvature->kernel->lanes;
}

static size_t tiles_in_a_row(const hk_curvature *curvature)
{
    return (curvature->n_strips - 1) / tile_strips(curvature) + 1;
}

/* As deep as the kernel multiplies at a time; where H is shared, in whole panels, at least one. */
static void size_batches(hk_curvature *curvature, const hk_plan *plan)
{
    const size_t features = curvature->n_strips * curvature->kernel->lanes;
    const size_t depth = hk_min_size(BATCH_ELEMENTS / features, HK_CURVATURE_DEPTH);
    curvature->batch_panels = hk_max_size(1, depth / plan->panel_samples);
    curvature->capacity =
        curvature->shared ? curvature->batch_panels * plan->panel_samples : HK_CURVATURE_DEPTH;
}

/* Every size that is made of n, so that no later product of them overflows; the caller's H must be
 * addressable as well. */
static bool measure(hk_curvature *curvature, const hk_plan *plan)
{
    const size_t lanes = curvature->kernel->lanes;
    const size_t n = curvature->view->n_features;
    size_t whole;
    if (n > SIZE_MAX - lanes || !hk_multiply(n + lanes, n + lanes, &whole) ||
        !hk_multiply(whole, sizeof(double), &whole))
        return false;
    curvature->n_strips = n / lanes + 1;
    curvature->shared = (n + 1) * (n + 2) / 2 > PRIVATE_ELEMENTS;
    curvature->n_tiles = tiles_in_a_row(curvature) * tiles_in_a_row(curvature);
    size_batches(curvature, plan);
    curvature->length = curvature->n_strips * (curvature->n_strips + 1) / 2 * lanes * lanes;
    return true;
}

/* The bias is 1 in every sample, once and for all, and what is behind it 0: packing leaves those
 * lanes alone. */
static void put_bias(const hk_curvature *curvature, hk_batch *batch)
{
    const size_t lanes = curvature->kernel->lanes;
    double *const last = batch->x + (curvature->n_strips - 1) * curvature->capacity * lanes;
    memset(last, 0, curvature->capacity * lanes * sizeof *last);
    for (size_t j = 0; j < curvature->capacity; j++)
        last[j * lanes + curvature->view->n_features % lanes] = 1.0;
}

static bool create_batch(const hk_curvature *curvature, hk_batch *batch)
{
    size_t elements;
    if (!hk_multiply(curvature->n_strips * curvature->kernel->lanes, curvature->capacity,
                     &elements))
        return false;
    batch->d = hk_allocate(curvature->capacity, sizeof *batch->d);
    batch->x = hk_allocate_unset(elements, sizeof *batch->x);
    if (!batch->d || !batch->x)
        return false;
    put_bias(curvature, batch);
    return true;
}

static bool create_batches(hk_curvature *curvature, size_t count)
{
    curvature->batches = hk_allocate(count, sizeof *curvature->batches);
    if (!curvature->batches)
        return false;
    curvature->n_batches = count;
    for (size_t k = 0; k < count; k++)
        if (!create_batch(curvature, &curvature->batches[k]))
            return false;
    return true;
}

static bool create_partials(hk_curvature *curvature, size_t count)
{
    size_t elements;
    if (!hk_multiply(curvature->length, count, &elements))
        return false;
    curvature->partials = hk_allocate_unset(elements, sizeof *curvature->partials);
    return curvature->partials != NULL;
}

hk_curvature *hk_curvature_create(const hk_view *view, const hk_plan *plan,
                                  const hk_curvature_kernel *kernel, size_t n_threads,
                                  const double *centre)
{
    hk_curvature *const curvature = hk_allocate(1, sizeof *curvature);
    if (!curvature)
        return NULL;
    curvature->view = view;
    curvature->kernel = kernel;
    curvature->centre = centre;
    if (measure(curvature, plan)) {
        const bool shared = curvature->shared;
        if (create_partials(curvature, shared ? 1 : plan->n_groups) &&
            create_batches(curvature,
                           shared ? hk_min_size(SHARED_BATCHES, plan->n_groups) : n_threads))
            return curvature;
    }
    hk_curvature_destroy(curvature);
    return NULL;
}

void hk_curvature_destroy(hk_curvature *curvature)
{
    if (!curvature)
        return;
    for (size_t k = 0; k < curvature->n_batches; k++) {
        hk_free(curvature->batches[k].d);
        hk_free(curvature->batches[k].x);
    }
    hk_free(curvature->batches);
    hk_free(curvature->partials);
    hk_free(curvature);
}

static double *partial(const hk_curvature *curvature, size_t group)
{
    return curvature->partials + group * curvature->length;
}

/* The block of two strips, row <= column, inside a partial H. */
static size_t block_at(const hk_curvature *curvature, size_t row, size_t column)
{
    const size_t before = row * (2 * curvature->n_strips - row + 1) / 2;
    return (before + column - row) * curvature->kernel->lanes * curvature->kernel->lanes;
}

void hk_curvature_clear(hk_curvature *curvature, size_t group)
{
    memset(partial(curvature, group), 0, curvature->length * sizeof *curvature->partials);
}

/* Appends d of those samples that count, and notes in `kept` which they are. */
static size_t keep(hk_batch *batch, const hk_panel *panel, size_t begin, size_t end, size_t *kept)
{
    size_t count = 0;
    for (size_t j = begin; j < end; j++) {
        const double weight = hk_panel_weight(panel, j);
        const double d = weight == 0.0 ? 0.0 : weight * panel->d2l_dz2[j];
        kept[count] = j;
        batch->d[batch->count + count] = d;
        count += d != 0.0;
    }
    return count;
}

/* Samples `begin` ... `end` - 1 of the panel, HK_CURVATURE_DEPTH at most. */
static void pack(const hk_curvature *curvature, hk_batch *batch, const hk_panel *panel,
                 size_t begin, size_t end)
{
    size_t kept[HK_CURVATURE_DEPTH];
    const size_t lanes = curvature->kernel->lanes;
    const size_t n = curvature->view->n_features;
    const size_t count = keep(batch, panel, begin, end, kept);
    double *strip = batch->x + batch->count * lanes;
    for (size_t i = 0; i < n; i += lanes) {
        curvature->kernel->pack(curvature->view, panel->first, count, kept, i,
                                hk_min_size(lanes, n - i),
                                curvature->centre ? curvature->centre + i : NULL, strip);
        strip += curvature->capacity * lanes;
    }
    batch->count += count;
}

/* The tile's rows of strips, from the diagonal on, over `count` samples of a batch. */
static void add_tile_of(const hk_curvature *curvature, const hk_batch *batch, size_t begin,
                        size_t count, size_t tile, double *H)
{
    const size_t side = tile_strips(curvature);
    const size_t step = curvature->capacity * curvature->kernel->lanes;
    const double *const x = batch->x + begin * curvature->kernel->lanes;
    const size_t top = tile / tiles_in_a_row(curvature) * side;
    const size_t left = tile % tiles_in_a_row(curvature) * side;
    const size_t bottom = hk_min_size(top + side, curvature->n_strips);
    const size_t right = hk_min_size(left + side, curvature->n_strips);
    for (size_t row = top; row < bottom; row++) {
        const size_t column = hk_max_size(left, row);
        if (column < right)
            curvature->kernel->add(count, batch->d + begin, x + row * step, right - column,
                                   x + column * step, step, H + block_at(curvature, row, column));
    }
}

static void add_tile(const hk_curvature *curvature, const hk_batch *batch, size_t tile, double *H)
{
    for (size_t begin = 0; begin < batch->count; begin += HK_CURVATURE_DEPTH)
        add_tile_of(curvature, batch, begin, hk_min_size(HK_CURVATURE_DEPTH, batch->count - begin),
                    tile, H);
}

void hk_curvature_flush(hk_curvature *curvature, size_t index, size_t group)
{
    hk_batch *const batch = &curvature->batches[index];
    for (size_t tile = 0; tile < curvature->n_tiles; tile++)
        add_tile(curvature, batch, tile, partial(curvature, group));
    batch->count = 0;
}

void hk_curvature_take(hk_curvature *curvature, size_t index, size_t group, const hk_panel *panel)
{
    hk_batch *const batch = &curvature->batches[index];
    for (size_t begin = 0; begin < panel->count;) {
        const size_t room = hk_min_size(curvature->capacity - batch->count, HK_CURVATURE_DEPTH);
        const size_t end = begin + hk_min_size(room, panel->count - begin);
        pack(curvature, batch, panel, begin, end);
        begin = end;
        if (!curvature->shared && batch->count == curvature->capacity)
            hk_curvature_flush(curvature, index, group);
    }
}

void hk_curvature_add_tile(hk_curvature *curvature, size_t tile)
{
    for (size_t k = 0; k < curvature->n_batches; k++)
        add_tile(curvature, &curvature->batches[k], tile, curvature->partials);
}

void hk_curvature_empty(hk_curvature *curvature)
{
    for (size_t k = 0; k < curvature->n_batches; k++)
        curvature->batches[k].count = 0;
}

void hk_curvature_join(hk_curvature *curvature, size_t left, size_t right)
{
    double *const sum = partial(curvature, left);
    const double *const other = partial(curvature, right);
    for (size_t i = 0; i < curvature->length; i++)
        sum[i] += other[i];
}

/* One block of H and its mirror image. */
static void unpack_block(const hk_curvature *curvature, size_t row, size_t column, double W,
                         double *H)
{
    const size_t lanes = curvature->kernel->lanes;
    const size_t rows = curvature->view->n_features + 1;
    const double *const block = curvature->partials + block_at(curvature, row, column);
    const size_t bottom = hk_min_size(lanes, rows - row * lanes);
    const size_t right = hk_min_size(lanes, rows - column * lanes);
    for (size_t r = 0; r < bottom; r++)
        for (size_t c = row == column ? r : 0; c < right; c++) {
            const size_t i = row * lanes + r;
            const size_t k = column * lanes + c;
            H[i * rows + k] = H[k * rows + i] = block[r * lanes + c] / W;
        }
}

void hk_curvature_unpack(const hk_curvature *curvature, double W, double *H)
{
    for (size_t row = 0; row < curvature->n_strips; row++)
        for (size_t column = row; column < curvature->n_strips; column++)
            unpack_block(curvature, row, column, W, H);
}
