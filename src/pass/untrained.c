#include "pass/untrained.h"

#include "core/memory.h"

bool hk_untrained_create(hk_untrained *untrained, const hk_view *view,
                         const hk_mathematics *mathematics, size_t n_features, double b)
{
    *untrained = (hk_untrained){.view = view, .mathematics = mathematics, .b = b};
    untrained->dJ_dw = hk_allocate(n_features, sizeof *untrained->dJ_dw);
    return untrained->dJ_dw != NULL;
}

void hk_untrained_destroy(hk_untrained *untrained)
{
    hk_free(untrained->dJ_dw);
    untrained->dJ_dw = NULL;
}

enum { CHUNK = 256 };

/* At most CHUNK samples. e: weight dl/dz */
static void differentiate(const hk_untrained *untrained, size_t first, size_t count,
                          const double *weights, double *e, hk_loss_sums *sums)
{
    double y_room[CHUNK], z[CHUNK], d2l_dz2[CHUNK];
    const hk_view *const view = untrained->view;
    const double *const y = hk_column_read(&view->targets, first, count, 0.0, y_room);
    hk_ahead nothing = {0};
    for (size_t j = 0; j < count; j++)
        z[j] = untrained->b + hk_column_value(&view->offset, first + j, 0.0);
    hk_differentiate_sums(untrained->mathematics, count, y, z, weights, &nothing, e, d2l_dz2, sums);
}

static void residuals(void *payload, size_t group, size_t first, size_t count,
                      const double *weights, double *e)
{
    hk_untrained *const untrained = payload;
    hk_loss_sums sums = {.loss = {0}};
    for (size_t j = 0; j < count; j += CHUNK)
        differentiate(untrained, first + j, hk_min_size(CHUNK, count - j), weights + j, e + j,
                      &sums);
    hk_group_add(&untrained->groups[group], &sums);
}

hk_side_sum hk_untrained_side_sum(hk_untrained *untrained)
{
    return (hk_side_sum){residuals, untrained, untrained->dJ_dw};
}

hk_sums hk_untrained_sums(hk_untrained *untrained, double total_weight)
{
    for (size_t g = 1; g < HK_STATISTICS_GROUPS; g++)
        hk_group_join(&untrained->groups[0], &untrained->groups[g]);
    for (size_t i = 0; i < untrained->view->n_features; i++)
        untrained->dJ_dw[i] /= total_weight;
    return hk_group_sums(&untrained->groups[0], total_weight);
}
