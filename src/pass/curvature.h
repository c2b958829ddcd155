/* The curvature H = X D X^T, the bias being feature number n that is always 1 (so n+1 rows) and D =
 * diag(weight d2l/dz2), collected while a trip through X has each panel in the cache: samples are
 * packed into batches of doubles, and a full batch is multiplied from there.
 *
 * A small H exists once for each group of panels, and the pass's tree joins them. A large one
 * exists once in all: up to n_batches groups fill a batch each at the same time, then the threads
 * share H among them, tile by tile, each tile taking the batches in order. Which of the two it is
 * depends on n alone, and the order of every sum on the data, never on the number of threads. */
#ifndef HK_PASS_CURVATURE_H
#define HK_PASS_CURVATURE_H

#include "pass/curvature_kernel.h"
#include "pass/panel.h"

/* Samples waiting to be multiplied; on cache lines of its own, as threads count at once. */
typedef struct hk_batch {
    _Alignas(64) size_t count;
    double *d; /* capacity: weight d2l/dz2              */
    double *x; /* n_strips strips of capacity samples   */
} hk_batch;

typedef struct hk_curvature {
    const hk_view *view;
    const hk_curvature_kernel *kernel;
    const double *centre; /* n, taken off the features; NULL: as they are         */
    bool shared;          /* one H whose tiles are shared, not one a group         */
    size_t n_strips;      /* of kernel->lanes features, bias included              */
    size_t n_tiles;       /* of the square H; those below the diagonal are nothing */
    size_t capacity;      /* samples of a batch                                    */
    size_t batch_panels;  /* shared: panels that fit a batch                       */
    size_t n_batches;
    hk_batch *batches;
    size_t length; /* doubles of a partial H: the blocks on and above the diagonal, by rows */
    double *partials;
} hk_curvature;

/* With a batch for each of n_threads; where H is shared, with as many as are filled at a time. NULL
 * when memory could not be had, or its size or the caller's H is beyond what can be addressed. */
hk_curvature *hk_curvature_create(const hk_view *view, const hk_plan *plan,
                                  const hk_curvature_kernel *kernel, size_t n_threads,
                                  const double *centre);
void hk_curvature_destroy(hk_curvature *curvature);

/* Sets partial H number `group` to 0; where H is shared there is number 0 alone. */
void hk_curvature_clear(hk_curvature *curvature, size_t group);

/* Packs those samples of a panel whose weight d2l/dz2 is not 0: one of weight 0 is not there,
 * whatever its features and its d2l/dz2 are. Not shared: a batch that is full is added to the
 * group's H. Shared: the batch must have room, which it has for batch_panels panels. */
void hk_curvature_take(hk_curvature *curvature, size_t index, size_t group, const hk_panel *panel);

/* Not shared: adds what is left in the batch. */
void hk_curvature_flush(hk_curvature *curvature, size_t index, size_t group);

/* Shared: adds all batches, in order, to one tile of H (0 ... n_tiles - 1); and empties them. */
void hk_curvature_add_tile(hk_curvature *curvature, size_t tile);
void hk_curvature_empty(hk_curvature *curvature);

/* Partial H `left` += partial H `right`. */
void hk_curvature_join(hk_curvature *curvature, size_t left, size_t right);

/* H = partial H number 0, divided by W: (n+1) x (n+1), both triangles. */
void hk_curvature_unpack(const hk_curvature *curvature, double W, double *H);

#endif
