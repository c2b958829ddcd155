/* What a pass works in, made once. */
#ifndef HK_PASS_WORKSPACE_H
#define HK_PASS_WORKSPACE_H

#include "pass/curvature.h"
#include "pass/group.h"

/* The elementwise arrays of the panel under way, panel_samples each. */
enum { Z, Y, WEIGHTS, OFFSET, L, DL, D2L, TAKEN_Y, TAKEN_WEIGHTS, TAKEN_OFFSET, N_COLUMNS };

/* Doubles from one of them to the next: not a multiple of 4 KiB, or their beginnings would compete
 * for the same places of the L1 cache. */
static inline size_t hk_column_length(const hk_plan *plan)
{
    enum { PAGE = 512, APART = 72 };
    return (plan->panel_samples + PAGE - 1) / PAGE * PAGE + APART;
}

/* What one thread works in. */
typedef struct hk_room {
    double *columns; /* N_COLUMNS */
    hk_panel_room panel;
} hk_room;

struct hk_pass {
    const hk_view *view;
    size_t n_features; /* of the view, and its type and layout: what the workspace was made for */
    hk_type type;
    hillock_layout layout;
    const hk_mathematics *mathematics;
    double total_weight; /* W */
    hk_interval legal;   /* targets that the loss takes */
    hk_plan plan;
    hk_panel_kernel kernel;
    hk_group *groups;  /* plan.n_groups                          */
    double *gradients; /* plan.n_groups x kernel.gradient_length */
    double *aside;     /* n_features                             */
    double *block_z;   /* plan.n_blocks x plan.panel_samples     */
    int n_rooms;
    hk_room *rooms;
    hk_curvature *curvature; /* NULL until it is reserved */
    hk_curvature_kind curvature_kind;
};

/* Pieces 0 ... count - 1 of a trip, spread over the threads; one after another where threads share
 * features inside of each, and in a process that was forked since. */
void hk_pass_share(const hk_pass *pass, size_t count,
                   void (*on)(const hk_pass *pass, int thread, size_t index, const void *work),
                   const void *work);

/* The strip's d2l/dz2 become what H is to be made of (hk_pass_choose_curvature). */
void hk_pass_replace_curvatures(const hk_pass *pass, const hk_panel *strip);

#endif
