#include "pass/blocks.h"

#include "core/threads.h"

#include <omp.h>
#include <string.h>

/* A block as a problem of its own: a view of its features and its part of the weights. Packed
 * weights are those of the blocks one after the other, as each but the last is in full vectors. */
typedef struct block {
    size_t index;
    size_t begin; /* its first feature */
    hk_view features;
    hk_panel_kernel kernel;
} block;

/* A piece of work on every block; `from` and `to` are of all features. */
typedef struct job {
    void (*on)(block *part, hk_panel_room *room, const struct job *work);
    size_t first; /* sample */
    size_t count; /* samples */
    double W;
    const double *from;
    double *to;
    bool downwards; /* from a thread's last block to its first */
} job;

static void work_on_block(const hk_pass *pass, hk_room *own, const job *work, size_t index)
{
    const size_t begin = index * pass->plan.shared_features;
    const bool last = index + 1 == pass->plan.n_blocks;
    block part = {index, begin, *pass->view, pass->kernel};
    part.features.X = hk_view_at(pass->view, 0, begin);
    part.features.n_features = last ? pass->n_features - begin : pass->plan.shared_features;
    part.kernel.view = &part.features;
    part.kernel.gradient_length =
        last ? pass->kernel.gradient_length - begin : pass->plan.shared_features;
    part.kernel.w += begin;
    if (part.kernel.w_f32)
        part.kernel.w_f32 += begin;
    work->on(&part, &own->panel, work);
}

/* Thread `thread` of `count` takes neighbouring blocks, the same ones in every job, and backward
 * begins where forward has ended: as much of X as caches hold is still there. */
static void work_on_blocks(const hk_pass *pass, const job *work, size_t thread, size_t count)
{
    const size_t begin = hk_plan_block_share(&pass->plan, thread, count);
    const size_t end = hk_plan_block_share(&pass->plan, thread + 1, count);
    for (size_t k = begin; k < end; k++)
        work_on_block(pass, &pass->rooms[thread], work,
                      work->downwards ? end - 1 - (k - begin) : k);
}

static void share(const hk_pass *pass, const job *work)
{
    if (hk_threads(pass->n_rooms, 0) == 1) { /* or forked since the rooms were made */
        work_on_blocks(pass, work, 0, 1);
        return;
    }
#pragma omp parallel num_threads(pass->n_rooms)
    work_on_blocks(pass, work, (size_t)omp_get_thread_num(), (size_t)omp_get_num_threads());
}

static void set_weights(block *part, hk_panel_room *room, const job *work)
{
    (void)room;
    hk_panel_set_weights(&part->kernel, work->from + part->begin);
}

void hk_blocks_set_weights(hk_pass *pass, const double *w)
{
    /* blas and float: one unit for all of w */
    if (pass->plan.n_blocks == 0 || pass->kernel.w_f32) {
        hk_panel_set_weights(&pass->kernel, w);
        return;
    }
    share(pass, &(job){.on = set_weights, .from = w});
}

static void clear(block *part, hk_panel_room *room, const job *work)
{
    (void)room;
    memset(work->to + part->begin, 0, part->kernel.gradient_length * sizeof *work->to);
}

void hk_blocks_clear(const hk_pass *pass, double *partial)
{
    const size_t length = pass->kernel.gradient_length;
    if (pass->plan.n_blocks > 0)
        share(pass, &(job){.on = clear, .to = partial});
    else if (length > 0)
        memset(partial, 0, length * sizeof *partial);
}

static void forward(block *part, hk_panel_room *room, const job *work)
{
    hk_ahead nothing = {0};
    hk_panel_forward(&part->kernel, room, work->first, work->count, &nothing, 0.0,
                     work->to + part->index * part->kernel.plan.panel_samples);
}

void hk_blocks_forward(const hk_pass *pass, hk_room *own, size_t first, size_t count,
                       hk_ahead *ahead, double b, double *z)
{
    if (pass->plan.n_blocks == 0) {
        hk_panel_forward(&pass->kernel, &own->panel, first, count, ahead, b, z);
        return;
    }
    share(pass, &(job){.on = forward, .first = first, .count = count, .to = pass->block_z});
    memcpy(z, pass->block_z, count * sizeof *z);
    for (size_t k = 1; k < pass->plan.n_blocks; k++)
        for (size_t j = 0; j < count; j++)
            z[j] += pass->block_z[k * pass->plan.panel_samples + j];
    for (size_t j = 0; j < count; j++)
        z[j] += b;
}

static void backward(block *part, hk_panel_room *room, const job *work)
{
    hk_ahead nothing = {0};
    hk_panel_backward(&part->kernel, room, work->first, work->count, &nothing, work->from,
                      work->to + part->begin);
}

void hk_blocks_backward(const hk_pass *pass, hk_room *own, size_t first, size_t count,
                        hk_ahead *ahead, const double *dJ_dz, double *dJ_dw)
{
    if (pass->plan.n_blocks == 0)
        hk_panel_backward(&pass->kernel, &own->panel, first, count, ahead, dJ_dz, dJ_dw);
    else
        share(pass, &(job){.on = backward,
                           .first = first,
                           .count = count,
                           .from = dJ_dz,
                           .to = dJ_dw,
                           .downwards = true});
}

static void gradient(block *part, hk_panel_room *room, const job *work)
{
    const size_t begin = part->begin;
    (void)room;
    hk_panel_gradient(&part->kernel, work->from + begin, work->to + begin);
    for (size_t i = begin; i < begin + part->features.n_features; i++)
        work->to[i] /= work->W;
}

void hk_blocks_gradient(const hk_pass *pass, const double *partial, double W, double *dJ_dw)
{
    if (pass->plan.n_blocks > 0) {
        share(pass, &(job){.on = gradient, .W = W, .from = partial, .to = dJ_dw});
        return;
    }
    hk_panel_gradient(&pass->kernel, partial, dJ_dw);
    for (size_t i = 0; i < pass->n_features; i++)
        dJ_dw[i] /= W;
}
